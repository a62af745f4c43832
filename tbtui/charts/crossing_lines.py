"""Many straight lines between upright axes -> dots: all lines at once, a layer for each shade."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
MaskArray: TypeAlias = NDArray[np.bool_]


def crossing_lines(
    heights: FloatArray, columns: Sequence[int], shades: IntArray, size: tuple[int, int, int]
) -> MaskArray:
    """The dots of lines that go from axis to axis: (layers, rows, dot columns) bool.

    ``heights`` (n, k): the dot row at which each line meets each axis, NaN where it meets it nowhere; ``columns`` (k,):
    the dot columns of the axes; ``shades`` (n,): the layer of each line; ``size``: layers, rows, dot columns.
    A line is drawn as upright stretches that touch, one in each dot column; their ends are counted and summed up, so
    that the cost hardly grows with the number of lines.
    """
    layers, rows, width = size
    ends = np.zeros((layers, rows + 1, width), np.int32)
    for place in range(len(columns) - 1):
        left, right = columns[place], columns[place + 1]
        both = np.isfinite(heights[:, place]) & np.isfinite(heights[:, place + 1])
        if right <= left or not both.any():
            continue
        top, bottom = _stretches(heights[both, place], heights[both, place + 1], right - left + 1, rows)
        dots = np.arange(left, right + 1)
        for edge, step in ((top, 1), (bottom + 1, -1)):
            flat = ((shades[both][:, None] * (rows + 1)) + edge) * width + dots
            ends += step * np.bincount(flat.ravel(), minlength=ends.size).reshape(ends.shape).astype(np.int32)
    found: MaskArray = np.cumsum(ends, axis=1)[:, :rows] > 0
    return found


def _stretches(first: FloatArray, last: FloatArray, count: int, rows: int) -> tuple[IntArray, IntArray]:
    """(n, count) topmost and lowest dot of each line in each dot column; neighbours meet half way between columns."""
    shares = np.clip((np.arange(count + 1) - 0.5) / max(1, count - 1), 0.0, 1.0)
    edges = first[:, None] + (last - first)[:, None] * shares
    low = np.minimum(edges[:, :-1], edges[:, 1:])
    high = np.maximum(edges[:, :-1], edges[:, 1:])
    bound = rows - 1
    return (
        np.clip(np.floor(low + 0.5), 0, bound).astype(np.int64),
        np.clip(np.floor(high + 0.5), 0, bound).astype(np.int64),
    )
