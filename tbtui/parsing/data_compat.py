"""Any value of a summary, TF1 or TF2 -> its plugin, its tag, and the tensor that TensorBoard would hold for it.

The rules are those of TensorBoard's data_compat.py and dataclass_compat.py: values in one of the old forms name their
plugin by their form; a tensor's plugin is the one that the first event of its tag names.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import Metadata
from tbtui.model.run import HISTOGRAMS, NO_METADATA, NO_PLUGIN, SCALARS
from tbtui.parsing.tensors import STRING, dtype_of, numeric_array, string_elements

IMAGES: Final = "images"
AUDIO: Final = "audio"
TEXT: Final = "text"
HPARAMS: Final = "hparams"
PR_CURVES: Final = "pr_curves"
MESH: Final = "mesh"
CUSTOM_SCALARS: Final = "custom_scalars"
GRAPHS: Final = "graphs"
RUN_METADATA: Final = "graph_tagged_run_metadata"
TRACED_GRAPH: Final = "graph_run_metadata_graph"
TRACED_TIMES: Final = "graph_run_metadata"
KERAS_MODEL: Final = "graph_keras_model"
META_GRAPH: Final = "meta_graph"
RUN_GRAPH_TAG: Final = "__run_graph__"

FORMS: Final = {"simple_value": SCALARS, "histo": HISTOGRAMS, "image": IMAGES, "audio": AUDIO}
"""The old forms of a value and the plugin that each of them means."""

NEVER_NUMBERS: Final = frozenset(
    {HISTOGRAMS, IMAGES, AUDIO, TEXT, HPARAMS, PR_CURVES, MESH, CUSTOM_SCALARS, GRAPHS, RUN_METADATA}
)
"""Plugins whose tensors are no scalars even where they have one element."""


def is_known_plugin(plugin: str) -> bool:
    """Whether a plugin is one of TensorBoard's own, whose entries have a meaning and a screen of their own.

    Those of the graphs plugin are several: graph_run_metadata, graph_keras_model ...
    """
    return plugin in NEVER_NUMBERS or plugin in (SCALARS, META_GRAPH) or plugin.startswith("graph_")


def is_scalar(metadata: Metadata | None) -> bool:
    """Whether a tensor with one element is a scalar, by what is known of its tag: not while nothing is known."""
    return metadata is not None and metadata.plugin not in NEVER_NUMBERS


def text(raw: bytes) -> str:
    """Bytes of a log as text; what is no UTF-8 becomes replacement characters."""
    return raw.decode("utf-8", "replace")


def metadata_of(value: Any, form: str | None) -> Metadata | None:
    """What a value says of its tag; None where it says nothing."""
    given = value.metadata if value.HasField("metadata") else None
    if form in FORMS:
        if given is None:
            return Metadata(FORMS[form])
        return Metadata(FORMS[form], text(given.display_name), text(given.summary_description))
    if given is None:
        return None
    return Metadata(
        text(given.plugin_data.plugin_name) or NO_PLUGIN,
        text(given.display_name),
        text(given.summary_description),
        given.plugin_data.content,
    )


def entry_plugin(form: str | None, metadata: Metadata | None) -> str:
    """The plugin of a value that is no scalar, from its form and its tag's first metadata."""
    if form in FORMS:
        return FORMS[form]
    return metadata.plugin if metadata else NO_METADATA


def histogram_buckets(histo: Any) -> NDArray[np.float64]:
    """A HistogramProto as (n, 3) float64 left edge, right edge, count.

    Outer limits may be -DBL_MAX and DBL_MAX; the least and greatest value seen stand in for them, after the empty
    buckets at both ends are dropped so that no bucket ends before it begins.
    """
    counts, limits = np.array(histo.bucket, np.float64), np.array(histo.bucket_limit, np.float64)
    size = min(len(counts), len(limits))
    filled = np.flatnonzero(counts[:size] > 0)
    if not filled.size:
        return np.empty((0, 3))
    first, last = int(filled[0]), int(filled[-1])
    inner = limits[first:last]
    lefts = np.concatenate(([histo.min], inner))
    rights = np.concatenate((inner, [histo.max]))
    return np.stack((lefts, rights, counts[first : last + 1]), axis=1)


def elements(value: Any, plugin: str) -> NDArray[Any] | list[bytes]:
    """What TensorBoard would hold for a value that is no scalar: its numbers, or its strings.

    Old histograms come as float32, old images as width, height and picture, audio of old writers (no data class)
    without its labels: so does TensorBoard convert them. TensorError where a tensor contradicts itself.
    """
    form = value.WhichOneof("what")
    if form == "simple_value":
        return np.array([value.simple_value], np.float32)
    if form == "histo":
        with np.errstate(over="ignore"):
            return histogram_buckets(value.histo).astype(np.float32)
    if form == "image":
        image = value.image
        return [str(image.width).encode(), str(image.height).encode(), image.encoded_image_string]
    if form == "audio":
        return [value.audio.encoded_audio_string]
    if form != "tensor":
        return np.empty(0, np.float32)
    if dtype_of(value.tensor) != STRING:
        return numeric_array(value.tensor)
    strings = string_elements(value.tensor)
    if plugin != AUDIO or value.metadata.data_class:
        return strings
    stride = int(np.prod([dim.size for dim in value.tensor.tensor_shape.dim[1:]], dtype=np.int64))
    return strings[:: max(1, stride)]
