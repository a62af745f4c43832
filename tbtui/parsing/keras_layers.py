"""How many parameters a layer of keras has, by its type, its config and the shape of its input."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from tbtui.model.graph import UNKNOWN, Shape

Config: TypeAlias = Mapping[str, Any]
Count: TypeAlias = Callable[[Config, "tuple[int, ...]"], int]

_MOST: Final = 10**15
_MOST_DIMENSIONS: Final = 8
_WITHOUT: Final = (
    "InputLayer", "Flatten", "Reshape", "Permute", "RepeatVector", "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax",
    "Dropout", "SpatialDropout", "GaussianNoise", "GaussianDropout", "AlphaDropout", "Masking", "MaxPooling",
    "AveragePooling", "Global", "ZeroPadding", "Cropping", "UpSampling", "Concatenate", "Add", "Subtract", "Multiply",
    "Average", "Maximum", "Minimum", "Dot", "Rescaling", "Resizing", "Random", "CenterCrop", "Lambda", "TFOpLambda",
    "ActivityRegularization", "UnitNormalization", "SlicingOpLambda",
)  # fmt: skip
_WITH: Final = frozenset({"AdditiveAttention", "Attention"})


def layer_parameters(kind: str, config: Config, entering: Shape) -> int:
    """The number of all its parameters, trained or not; UNKNOWN where type and shape do not tell."""
    count = _COUNTS.get(kind)
    if count is None:
        return 0 if kind.startswith(_WITHOUT) and kind not in _WITH else UNKNOWN
    try:
        found = count(config, entering or ())
    except (TypeError, KeyError, ValueError, IndexError, ZeroDivisionError):
        return UNKNOWN
    return found if 0 <= found <= _MOST else UNKNOWN


def _channels(config: Config, entering: tuple[int, ...]) -> int:
    return _known(entering[1] if config.get("data_format") == "channels_first" else entering[-1])


def _known(size: int) -> int:
    if size < 0:
        raise ValueError("a size that is not known")
    return size


def _kernel(config: Config) -> int:
    sizes = config["kernel_size"]
    if len(sizes) > _MOST_DIMENSIONS:
        raise ValueError("no kernel has so many dimensions")
    return math.prod(sizes)


def _bias(config: Config, size: int) -> int:
    return size if config.get("use_bias", True) else 0


def _dense(config: Config, entering: tuple[int, ...]) -> int:
    units = int(config["units"])
    return _known(entering[-1]) * units + _bias(config, units)


def _convolution(config: Config, entering: tuple[int, ...]) -> int:
    filters, groups = int(config["filters"]), int(config.get("groups", 1))
    return _kernel(config) * _channels(config, entering) // groups * filters + _bias(config, filters)


def _depthwise(config: Config, entering: tuple[int, ...]) -> int:
    channels = _channels(config, entering) * int(config.get("depth_multiplier", 1))
    return _kernel(config) * channels + _bias(config, channels)


def _separable(config: Config, entering: tuple[int, ...]) -> int:
    channels, filters = _channels(config, entering) * int(config.get("depth_multiplier", 1)), int(config["filters"])
    return _kernel(config) * channels + channels * filters + _bias(config, filters)


def _embedding(config: Config, entering: tuple[int, ...]) -> int:
    return int(config["input_dim"]) * int(config["output_dim"])


def _normalisation(config: Config, entering: tuple[int, ...]) -> int:
    """scale and center each of the size of the axes."""
    axes = config.get("axis", -1)
    size = math.prod(_known(entering[axis]) for axis in (axes if isinstance(axes, list) else [axes]))
    return size * (bool(config.get("scale", True)) + bool(config.get("center", True)))


def _batch_normalisation(config: Config, entering: tuple[int, ...]) -> int:
    """Besides scale and center the moving mean and variance, which are not trained."""
    axes = config.get("axis", -1)
    size = math.prod(_known(entering[axis]) for axis in (axes if isinstance(axes, list) else [axes]))
    return _normalisation(config, entering) + 2 * size


def _recurrent(gates: int) -> Count:
    def count(config: Config, entering: tuple[int, ...]) -> int:
        units = int(config["units"])
        biases = 2 if gates == 3 and config.get("reset_after", False) else 1
        return gates * (_known(entering[-1]) * units + units * units + _bias(config, biases * units))

    return count


def _wrapped(times: int, steps: int) -> Count:
    """A layer around another one that is there ``times`` times and does not see ``steps`` of the dimensions."""

    def count(config: Config, entering: tuple[int, ...]) -> int:
        inner = config["layer"]
        found = layer_parameters(inner["class_name"], inner["config"], entering[:1] + entering[1 + steps :])
        return UNKNOWN if found == UNKNOWN else times * found

    return count


_COUNTS: Final[dict[str, Count]] = {
    "Dense": _dense,
    **dict.fromkeys(("Conv1D", "Conv2D", "Conv3D"), _convolution),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _convolution),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _depthwise),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), _separable),
    **dict.fromkeys(("LayerNormalization", "GroupNormalization"), _normalisation),
    "Embedding": _embedding,
    "BatchNormalization": _batch_normalisation,
    "SimpleRNN": _recurrent(1),
    "LSTM": _recurrent(4),
    "GRU": _recurrent(3),
    "Bidirectional": _wrapped(2, 0),
    "TimeDistributed": _wrapped(1, 1),
}
