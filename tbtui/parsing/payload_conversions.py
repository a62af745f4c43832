"""What the payload of each plugin is converted to: histograms, images, graphs, tensors of strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

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
from tbtui.parsing.graph_builder import GraphError
from tbtui.parsing.graphs import parse_graph_def, parse_meta_graph_def
from tbtui.parsing.hparams import parse_plugin_data
from tbtui.parsing.images import parse_images
from tbtui.parsing.keras_models import parse_keras_model
from tbtui.parsing.layouts import parse_layout
from tbtui.parsing.payload import Payload
from tbtui.parsing.pr_curves import parse_pr_curve
from tbtui.parsing.run_metadata import parse_run_metadata
from tbtui.parsing.tensors import STRING, TensorError, dtype_name, dtype_of, numeric_array, shape_of, string_elements
from tbtui.parsing.texts import parse_text

Conversion: TypeAlias = "Callable[[Payload, str], Any]"
"""From a payload and its plugin to a value of the model; PayloadError where it is not what the plugin says."""


def elements_of(payload: Payload, plugin: str) -> NDArray[Any] | list[bytes]:
    """The payload as the numbers or strings that TensorBoard would hold; PayloadError where it contradicts itself."""
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
    return parse_images(elements_of(payload, plugin))


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
        found = elements_of(payload, plugin)
        if not isinstance(found, list) or len(found) != 1:
            raise GraphError(f"a graph is one string, and this holds {len(found):,} values")
        return parse(found[0])

    return convert


_CONVERSIONS: Final[dict[str, Conversion]] = {
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


def conversion_of(plugin: str) -> Conversion:
    """How entries of a plugin are converted: those of strangers become tensors as they stand."""
    return _CONVERSIONS.get(plugin) or (elements_of if is_known_plugin(plugin) else _raw_tensor)
