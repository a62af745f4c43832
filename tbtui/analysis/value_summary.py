"""One value of a summary in a few words: "0.5321", "image 640x480 PNG 31 kB", "tensor float32 [3, 4]"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from tbtui.analysis.labels import bytes_label, duration_label, value_label
from tbtui.model.run import HISTOGRAMS
from tbtui.parsing.data_compat import AUDIO, CUSTOM_SCALARS, HPARAMS, IMAGES, MESH, PR_CURVES, TEXT, text
from tbtui.parsing.protos import HParamsPluginData, Layout
from tbtui.parsing.tensors import (
    STRING,
    TensorError,
    dtype_name,
    dtype_of,
    numeric_array,
    shape_of,
    single_number,
    string_elements,
)

_SHOWN: Final = 6
"""So many numbers of a tensor are told."""
_MOST_SUMMED: Final = 1 << 20
_LONGEST_TEXT: Final = 120
_MAGIC: Final = (
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"BM", "BMP"),
    (b"RIFF", "WAV"),
    (b"OggS", "OGG"),
    (b"fLaC", "FLAC"),
    (b"ID3", "MP3"),
    (b"\xff\xfb", "MP3"),
)
_SESSION_ENDS: Final = {0: "unknown", 1: "success", 2: "failure", 3: "running"}


def format_name(data: bytes) -> str:
    """The format of a picture or a sound by its first bytes; "" where they are none that is known."""
    return next((name for magic, name in _MAGIC if data.startswith(magic)), "")


def value_summary(value: Any, kind: str, length: int, *, whole: bool) -> str:
    """One value of a summary; ``length`` is that of its record, or 0 where the record holds more."""
    form = value.WhichOneof("what")
    if form == "simple_value":
        return _number(value.simple_value, 7)
    if form == "histo":
        return _histogram(len(value.histo.bucket), value.histo.num, whole)
    if form == "image":
        image = value.image
        return _picture([(image.width, image.height)], image.encoded_image_string, length if not whole else 0)
    if form == "audio":
        return _sound(value.audio, length if not whole else 0)
    if kind == HPARAMS:
        return _hparams(value.metadata.plugin_data.content)
    if form == "tensor":
        return _tensor(value.tensor, kind, length, whole)
    return "an old histogram, which nothing reads any more" if form else "no value"


def _histogram(buckets: int, count: float, whole: bool) -> str:
    if not whole and not buckets:
        return f"histogram of {value_label(count)} values"
    return f"histogram {buckets:,} buckets, {count:,.0f} values"


def _picture(sizes: Sequence[tuple[int, int]], data: bytes, length: int) -> str:
    width, height = sizes[0]
    size = bytes_label(length or len(data))
    words = ["image", f"{width}x{height}", format_name(data), size]
    return " ".join(filter(None, words)) + (f", and {len(sizes) - 1} more" if len(sizes) > 1 else "")


def _sound(audio: Any, length: int) -> str:
    data = audio.encoded_audio_string
    seconds = audio.length_frames / audio.sample_rate if audio.sample_rate > 0 else 0.0
    words = ["audio", duration_label(seconds, 0.01), f"{audio.sample_rate / 1000:g} kHz", format_name(data)]
    return " ".join(filter(None, words)) + f" {bytes_label(length or len(data))}"


def _hparams(content: bytes) -> str:
    try:
        data = HParamsPluginData.FromString(content)
    except DecodeError:
        return "hparams that cannot be decoded"
    what = data.WhichOneof("what")
    if what == "experiment":
        return f"experiment: {len(data.experiment.hparam_infos)} hparams, {len(data.experiment.metric_infos)} metrics"
    if what == "session_start_info":
        start = data.session_start_info
        group = f" of group {text(start.group_name)}" if start.group_name else ""
        return f"session start{group}: {len(start.hparams)} hparams"
    if what == "session_end_info":
        return f"session end: {_SESSION_ENDS.get(data.session_end_info.status, 'unknown')}"
    return "hparams without content"


def _tensor(tensor: Any, kind: str, length: int, whole: bool) -> str:
    if dtype_of(tensor) == STRING:
        return _strings(tensor, kind, length, whole)
    shape = _shape(tensor)
    name = dtype_name(dtype_of(tensor))
    if not whole and (single_number(tensor) is None or kind in _KIND_WORDS):
        # Its numbers were not read.
        return f"{_KIND_WORDS.get(kind, 'tensor')} {name} {shape}{f' {bytes_label(length)}' if length else ''}"
    try:
        single = single_number(tensor)
        array = numeric_array(tensor)
    except TensorError as error:
        return f"{name} {shape}: {error}"
    if kind == HISTOGRAMS and array.ndim == 2 and array.shape[1] == 3 and _can_be_summed(array):
        return _histogram(len(array), float(array[:, 2].sum()), True)
    if single is not None and kind not in _KIND_WORDS:
        return _number(single, 7 if array.dtype.itemsize <= 4 else 10)
    return f"{_KIND_WORDS.get(kind, 'tensor')} {name} {shape}{_first_numbers(array)}"


def _can_be_summed(array: NDArray[Any]) -> bool:
    """One value may stand for a shape that no memory holds."""
    return array.dtype.kind != "c" and array.size <= _MOST_SUMMED


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}g}".replace("nan", "NaN").replace("inf", "Inf")


_KIND_WORDS: Final = {PR_CURVES: "PR curve", MESH: "mesh", HISTOGRAMS: "histogram"}


def _shape(tensor: Any) -> str:
    return "[" + ", ".join(map(str, shape_of(tensor))) + "]"


def _first_numbers(array: NDArray[Any]) -> str:
    if not array.size or array.size > _SHOWN:
        return ""
    return ": " + ", ".join(str(number) for number in np.ravel(array))


def _strings(tensor: Any, kind: str, length: int, whole: bool) -> str:
    found = string_elements(tensor)
    left_out = length if not whole else 0
    if kind == IMAGES and len(found) > 2 and found[0].isdigit() and found[1].isdigit():
        return _picture([(int(found[0]), int(found[1]))] * (len(found) - 2), found[2], left_out)
    if kind == AUDIO and found:
        size = left_out or sum(map(len, found))
        return " ".join(filter(None, ["audio", format_name(found[0]), bytes_label(size)]))
    if kind == CUSTOM_SCALARS and found and whole:
        return _layout(found[0])
    if kind != TEXT and len(found) == 1 and found[0][:1] not in (b"{", b"[") and not _readable(found[0]):
        return f"{bytes_label(left_out or len(found[0]))} of bytes"
    return _texts(found, left_out)


def _readable(data: bytes) -> bool:
    sample = data[:_LONGEST_TEXT]
    return all(octet >= 0x20 or octet in (9, 10, 13) for octet in sample)


def _texts(found: Sequence[bytes], left_out: int) -> str:
    if not found:
        return "no text"
    first = text(found[0][: 4 * _LONGEST_TEXT])
    shown = " ".join(first[:_LONGEST_TEXT].split())
    more = "…" if len(first) > _LONGEST_TEXT or left_out else ""
    size = f" {bytes_label(left_out)}" if left_out else ""
    count = f"{len(found):,} strings, the first: " if len(found) > 1 else ""
    return f'{count}"{shown}{more}"{size}'


def _layout(data: bytes) -> str:
    try:
        layout = Layout.FromString(data)
    except DecodeError:
        return "a layout of scalar charts that cannot be decoded"
    charts = sum(len(category.chart) for category in layout.category)
    return f"layout: {charts} charts in {len(layout.category)} categories"
