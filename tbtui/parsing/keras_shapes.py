"""The shape that a layer of keras yields, where its type and its input's shape tell: keras itself does not write it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tbtui.model.graph import Shape

_LARGEST: Final = 1 << 31
_KEEP: Final = frozenset(
    {
        "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "Dropout", "SpatialDropout1D",
        "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "Masking",
        "BatchNormalization", "LayerNormalization", "GroupNormalization", "UnitNormalization", "Normalization",
        "Rescaling", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "ActivityRegularization",
    }
)  # fmt: skip


def as_shape(written: Any) -> Shape:
    """A shape as the JSON has it, with null for what is not known; None where it is no shape."""
    if isinstance(written, list) and written and isinstance(written[0], list):
        written = written[0]
    if not isinstance(written, list) or len(written) > 16:
        return None
    if not all(size is None or (type(size) is int and 0 <= size < _LARGEST) for size in written):
        return None
    return tuple(-1 if size is None else size for size in written)


def output_shape(kind: str, config: Mapping[str, Any], entering: Shape) -> Shape:
    """What a layer yields for an input of that shape (with the batch in front); None where that is not known."""
    try:
        return _output_shape(kind, config, entering)
    except (TypeError, KeyError, ValueError, IndexError, ZeroDivisionError):
        return None


def _output_shape(kind: str, config: Mapping[str, Any], entering: Shape) -> Shape:
    if kind == "InputLayer":
        return as_shape(config.get("batch_shape") or config.get("batch_input_shape"))
    if entering is None:
        return None
    if kind in _KEEP:
        return entering
    if kind == "Dense":
        return (*entering[:-1], int(config["units"]))
    if kind == "Flatten":
        return (entering[0], -1 if -1 in entering[1:] else math.prod(entering[1:]))
    if kind == "Reshape":
        return as_shape([None, *config["target_shape"]])
    if kind == "Embedding":
        return (*entering, int(config["output_dim"]))
    if kind in ("LSTM", "GRU", "SimpleRNN"):
        return (*entering[: 2 if config.get("return_sequences") else 1], int(config["units"]))
    if kind.startswith(("GlobalAveragePooling", "GlobalMaxPooling")):
        return (entering[0], entering[1] if _channels_first(config) else entering[-1])
    if kind.startswith(("MaxPooling", "AveragePooling")):
        windows = config["pool_size"]
        return _slid(entering, config, windows, config.get("strides") or windows, None)
    if kind.startswith("DepthwiseConv"):
        channels = (entering[1] if _channels_first(config) else entering[-1]) * int(config["depth_multiplier"])
        return _slid(entering, config, config["kernel_size"], config["strides"], channels)
    if kind in ("Conv1D", "Conv2D", "Conv3D", "SeparableConv1D", "SeparableConv2D"):
        return _slid(entering, config, config["kernel_size"], config["strides"], int(config["filters"]))
    return None


def _channels_first(config: Mapping[str, Any]) -> bool:
    return config.get("data_format") == "channels_first"


def _slid(entering: tuple[int, ...], config: Mapping[str, Any], windows: Any, strides: Any, channels: Any) -> Shape:
    """The shape after a window slid over all but the batch and the channels; None keeps the channels."""
    first = _channels_first(config)
    sizes = entering[2:] if first else entering[1:-1]
    kept = (entering[1] if first else entering[-1]) if channels is None else channels
    rates = config.get("dilation_rate", 1)
    triples = zip(sizes, *(_each(one, len(sizes)) for one in (windows, strides, rates)), strict=True)
    slid = [_places(size, window, stride, rate, config["padding"]) for size, window, stride, rate in triples]
    return (entering[0], kept, *slid) if first else (entering[0], *slid, kept)


def _each(written: Any, count: int) -> Sequence[int]:
    return [int(one) for one in written] if isinstance(written, list) else [int(written)] * count


def _places(size: int, window: int, stride: int, rate: int, padding: str) -> int:
    if size < 0:
        return -1
    if padding in ("same", "causal"):
        return -(-size // stride)
    return max(0, (size - rate * (window - 1) - 1) // stride + 1)
