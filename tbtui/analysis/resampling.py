"""Part of a picture -> as many pixels as there is room for, so that thin lines fade but never vanish."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbArray: TypeAlias = NDArray[np.uint8]
FloatArray: TypeAlias = NDArray[np.float32]

# Levels are halved until their pixels are at most this share of the pixels wanted.
_FINE_ENOUGH: Final = 0.5


class Window(NamedTuple):
    """A part of a picture, in pixels of it; the ends need not be whole."""

    left: float
    top: float
    right: float
    bottom: float


def averages(source: FloatArray, low: float, high: float, count: int) -> FloatArray:
    """(n, ...) -> (count, ...): the means over each of ``count`` equal parts of [low, high], which lies in [0, n].

    Sums are taken along the way and read at the ends of the parts, so that it is all one whether they are long or
    short. (Products with matrices of weights are as fast, but the threads of BLAS make them wait on a busy machine.)
    """
    edges = np.linspace(low, high, count + 1)
    places = np.minimum(edges.astype(np.int64), len(source) - 1)
    sums = np.zeros((len(source) + 1, *source.shape[1:]))
    np.cumsum(source, axis=0, out=sums[1:])
    shares = (edges - places).reshape(-1, *(1,) * (source.ndim - 1))
    until = sums[places] + shares * source[places]
    return ((until[1:] - until[:-1]) * (count / (high - low))).astype(np.float32)


def nearest_places(low: float, high: float, size: int, count: int) -> NDArray[np.int64]:
    """(count,): which of ``size`` pixels lies in the middle of each of ``count`` equal parts of [low, high]."""
    middles = low + (np.arange(count) + 0.5) * ((high - low) / count)
    return np.asarray(np.clip(middles, 0, size - 1), np.int64)


def resampled(
    levels: Sequence[RgbArray], window: Window, width: int, height: int, *, nearest: bool = False
) -> FloatArray:
    """(height, width, 3) float32: the part of a picture, each pixel the average of the area that it stands for.

    ``levels``: (h, w, 3) uint8 each, every one half of the one before; ``window`` is in pixels of the first. With
    ``nearest`` each pixel is one of the first level, unmixed.
    """
    if nearest:
        source = levels[0]
        rows = nearest_places(window.top, window.bottom, source.shape[0], height)
        columns = nearest_places(window.left, window.right, source.shape[1], width)
        return source[rows[:, None], columns].astype(np.float32)
    number = _level(len(levels), (window.right - window.left) / width, (window.bottom - window.top) / height)
    scaled = Window(*(end / 2**number for end in window))
    return _averaged(levels[number], scaled, width, height)


def _level(count: int, *steps: float) -> int:
    """The coarsest level that is fine enough for pixels ``steps`` wide and high."""
    finest = max(1.0, min(steps) * _FINE_ENOUGH)
    return min(count - 1, int(math.log2(finest)))


def _averaged(source: RgbArray, window: Window, width: int, height: int) -> FloatArray:
    top, bottom = max(0, int(window.top)), min(source.shape[0], math.ceil(window.bottom))
    left, right = max(0, int(window.left)), min(source.shape[1], math.ceil(window.right))
    part = source[top:bottom, left:right].astype(np.float32)
    rows = averages(part, window.top - top, window.bottom - top, height)
    columns = averages(rows.transpose(1, 0, 2), window.left - left, window.right - left, width)
    return columns.transpose(1, 0, 2)
