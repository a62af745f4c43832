"""Reads and decodes one entry when it is looked at; one bounded cache keeps what was read last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from tbtui.model.entries import Decode, EntryError, Place
from tbtui.model.graph import Graph
from tbtui.model.hparams import PluginData
from tbtui.model.images import EncodedImages
from tbtui.model.layout import Layout
from tbtui.model.pr_curves import PrCurve
from tbtui.model.raw_tensor import RawTensor
from tbtui.model.run import HISTOGRAMS
from tbtui.model.sounds import EncodedSounds
from tbtui.model.texts import Text
from tbtui.parsing.audio import parse_audio
from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.data_compat import (
    AUDIO,
    CUSTOM_SCALARS,
    GRAPHS,
    HPARAMS,
    IMAGES,
    KERAS_MODEL,
    META_GRAPH,
    PR_CURVES,
    RUN_METADATA,
    TEXT,
    TRACED_GRAPH,
    TRACED_TIMES,
    elements,
    histogram_buckets,
    is_known_plugin,
)
from tbtui.parsing.files import FileSystem
from tbtui.parsing.graph_builder import GraphError
from tbtui.parsing.graphs import parse_graph_def, parse_meta_graph_def
from tbtui.parsing.hparams import HParamsError, parse_plugin_data
from tbtui.parsing.images import parse_images
from tbtui.parsing.keras_models import parse_keras_model
from tbtui.parsing.layouts import parse_layout
from tbtui.parsing.pr_curves import parse_pr_curve
from tbtui.parsing.protos import Event
from tbtui.parsing.record_chain import HEADER
from tbtui.parsing.run_metadata import parse_run_metadata
from tbtui.parsing.tensors import (
    STRING,
    TensorError,
    dtype_name,
    dtype_of,
    numeric_array,
    shape_of,
    string_elements,
)
from tbtui.parsing.texts import parse_text

_CACHE_BYTES: Final = 64 << 20


class Payload(NamedTuple):
    """An event as it stands in a file, decoded, and the value of it that is meant."""

    event: Any
    value: Any
    """None for events that are no summary."""


def read_record(files: FileSystem, place: Place) -> bytes:
    """The data of the record at ``place``; EntryError where it is no longer there or does not match its checksum."""
    try:
        with files.open(place.path) as file:
            if file.stat().identity != place.identity:
                raise EntryError(f"{place.path}: the file was replaced since it was read")
            data = file.read(place.offset, HEADER + place.length + 4)
    except OSError as error:
        raise EntryError(f"{place.path}: cannot be read: {error.strerror or error}") from error
    where = f"{place.path} at byte {place.offset:,}"
    if len(data) != HEADER + place.length + 4 or int.from_bytes(data[:8], "little") != place.length:
        raise EntryError(f"{where}: the record is no longer there")
    body = data[HEADER:-4]
    if masked_crc32c(body) != int.from_bytes(data[-4:], "little"):
        raise EntryError(f"{where}: the data of the record does not match its checksum")
    return body


def parse_payload(data: bytes, place: Place) -> Payload:
    """The event in a record's data and the value that ``place`` means; EntryError where there is none."""
    try:
        event = Event.FromString(data)
        return Payload(event, event.summary.value[place.value_index] if place.value_index >= 0 else None)
    except (DecodeError, IndexError) as error:
        raise EntryError(f"{place.path} at byte {place.offset:,}: the record is no such event") from error


class PayloadReader:
    """Reads entries of files of one file system. May be used from several threads."""

    def __init__(self, files: FileSystem) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._records: OrderedDict[Place, bytes] = OrderedDict()
        self._bytes = 0

    def payload(self, place: Place) -> Payload:
        """The event and the value at ``place``; EntryError where they cannot be read."""
        key = place._replace(value_index=0)
        with self._lock:
            data = self._records.get(key)
            if data is not None:
                self._records.move_to_end(key)
        if data is None:
            data = read_record(self._files, place)
            self._keep(key, data)
        return parse_payload(data, place)

    def _keep(self, key: Place, data: bytes) -> None:
        with self._lock:
            if key not in self._records and len(data) <= _CACHE_BYTES // 4:
                self._records[key] = data
                self._bytes += len(data)
            while self._bytes > _CACHE_BYTES:
                self._bytes -= len(self._records.popitem(last=False)[1])

    def decoder_of(self, plugin: str) -> Decode:
        """The function that reads and decodes the entries of a plugin."""
        convert = _CONVERSIONS.get(plugin) or (_elements if is_known_plugin(plugin) else _raw_tensor)
        return lambda place: self._converted(place, plugin, convert)

    def elements(self, place: Place, plugin: str) -> NDArray[Any] | list[bytes]:
        """An entry as the numbers or strings that TensorBoard would hold; EntryError where it cannot be read."""
        found: NDArray[Any] | list[bytes] = self._converted(place, plugin, _elements)
        return found

    def _converted(self, place: Place, plugin: str, convert: Callable[[Payload, str], Any]) -> Any:
        payload = self.payload(place)
        try:
            return convert(payload, plugin)
        except (TensorError, HParamsError, GraphError) as error:
            raise EntryError(f"{place.path} at byte {place.offset:,}: {error}") from error


def _elements(payload: Payload, plugin: str) -> NDArray[Any] | list[bytes]:
    if payload.value is not None:
        return elements(payload.value, plugin)
    event = payload.event
    kind = event.WhichOneof("what")
    return [event.tagged_run_metadata.run_metadata if kind == "tagged_run_metadata" else getattr(event, kind)]


def _raw_tensor(payload: Payload, plugin: str) -> RawTensor:
    if payload.value is None or not payload.value.HasField("tensor"):
        raise TensorError("the event holds no tensor")
    tensor = payload.value.tensor
    dtype = dtype_of(tensor)
    if dtype == STRING:
        return RawTensor(dtype_name(dtype), shape_of(tensor), None, tuple(string_elements(tensor)))
    numbers = numeric_array(tensor)
    return RawTensor(dtype_name(dtype), numbers.shape, numbers)


def _histogram(payload: Payload, plugin: str) -> NDArray[np.float64]:
    """(n, 3) float64 left edge, right edge, count."""
    value = payload.value
    if value.WhichOneof("what") == "histo":
        return histogram_buckets(value.histo)
    buckets = numeric_array(value.tensor) if value.HasField("tensor") else np.empty(0)
    if buckets.ndim != 2 or buckets.shape[1] != 3 or buckets.dtype.kind == "c":
        raise TensorError(f"a histogram has rows of left, right and count, not the shape {list(buckets.shape)}")
    return buckets.astype(np.float64)


def _layout(payload: Payload, plugin: str) -> Layout:
    strings = payload.value.tensor.string_val
    if not strings:
        raise TensorError("a layout of scalar charts is one string, and this holds none")
    return parse_layout(strings[0])


def _images(payload: Payload, plugin: str) -> EncodedImages:
    return parse_images(_elements(payload, plugin))


def _sounds(payload: Payload, plugin: str) -> EncodedSounds:
    return parse_audio(payload.value)


def _hparams(payload: Payload, plugin: str) -> PluginData:
    return parse_plugin_data(payload.value.metadata.plugin_data.content)


def _text(payload: Payload, plugin: str) -> Text:
    return parse_text(payload.value)


def _pr_curve(payload: Payload, plugin: str) -> PrCurve:
    return parse_pr_curve(payload.value)


def _graph(parse: Callable[[bytes], Graph]) -> Callable[[Payload, str], Graph]:
    """A graph, which lies in an event of its own or as the one string of a tensor."""

    def convert(payload: Payload, plugin: str) -> Graph:
        found = _elements(payload, plugin)
        if not isinstance(found, list) or len(found) != 1:
            raise GraphError(f"a graph is one string, and this holds {len(found):,} values")
        return parse(found[0])

    return convert


_CONVERSIONS: Final[dict[str, Callable[[Payload, str], Any]]] = {
    HISTOGRAMS: _histogram,
    CUSTOM_SCALARS: _layout,
    IMAGES: _images,
    AUDIO: _sounds,
    HPARAMS: _hparams,
    TEXT: _text,
    PR_CURVES: _pr_curve,
    GRAPHS: _graph(parse_graph_def),
    META_GRAPH: _graph(parse_meta_graph_def),
    KERAS_MODEL: _graph(parse_keras_model),
    **dict.fromkeys((RUN_METADATA, TRACED_GRAPH, TRACED_TIMES), _graph(parse_run_metadata)),
}
