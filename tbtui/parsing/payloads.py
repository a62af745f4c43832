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
from tbtui.model.layout import Layout
from tbtui.model.run import HISTOGRAMS
from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.data_compat import CUSTOM_SCALARS, elements, histogram_buckets
from tbtui.parsing.files import FileSystem
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.layouts import parse_layout
from tbtui.parsing.protos import Event
from tbtui.parsing.tensors import TensorError, numeric_array

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
        convert = _CONVERSIONS.get(plugin, _elements)
        return lambda place: self._converted(place, plugin, convert)

    def elements(self, place: Place, plugin: str) -> NDArray[Any] | list[bytes]:
        """An entry as the numbers or strings that TensorBoard would hold; EntryError where it cannot be read."""
        found: NDArray[Any] | list[bytes] = self._converted(place, plugin, _elements)
        return found

    def _converted(self, place: Place, plugin: str, convert: Callable[[Payload, str], Any]) -> Any:
        payload = self.payload(place)
        try:
            return convert(payload, plugin)
        except TensorError as error:
            raise EntryError(f"{place.path} at byte {place.offset:,}: {error}") from error


def _elements(payload: Payload, plugin: str) -> NDArray[Any] | list[bytes]:
    if payload.value is not None:
        return elements(payload.value, plugin)
    event = payload.event
    kind = event.WhichOneof("what")
    return [event.tagged_run_metadata.run_metadata if kind == "tagged_run_metadata" else getattr(event, kind)]


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


_CONVERSIONS: Final[dict[str, Callable[[Payload, str], Any]]] = {HISTOGRAMS: _histogram, CUSTOM_SCALARS: _layout}
