"""Triangles, lines and points -> which of them is nearest at each dot of a picture: the depth buffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Projected

FloatArray: TypeAlias = NDArray[np.floating[Any]]
"""float32 almost everywhere: a picture needs no more, and half as many bytes are twice as fast."""
IndexArray: TypeAlias = NDArray[np.int32]
LongArray: TypeAlias = NDArray[np.int64]

NOTHING: Final = -1
_DEPTH_BITS: Final = 26
_ID_BITS: Final = 32
# So many dots of triangles are looked at in one go, and in all; beyond that some triangles are single dots.
_AT_ONCE: Final = 1 << 19
_MOST: Final = 1 << 24
_MOST_OF_LINES: Final = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class DepthBuffer:
    """What is seen at each dot."""

    ids: IndexArray
    """(height, width) int32: the face, edge or point that is nearest there; NOTHING where there is none."""
    nearness: FloatArray
    """(height, width) float32; 0 where there is nothing."""


class _Canvas:
    """Depth and id of each dot in one number, so that the greatest is the nearest."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._keys = np.full(width * height, NOTHING, np.int64)

    def put(self, columns: LongArray, rows: LongArray, nearness: FloatArray, ids: LongArray) -> None:
        """Draw at these dots, which lie inside the picture."""
        depth = (nearness.astype(np.float64) * (1 << _DEPTH_BITS)).astype(np.int64)
        np.maximum.at(self._keys, rows * self.width + columns, depth << _ID_BITS | ids)

    def put_points(self, x: FloatArray, y: FloatArray, nearness: FloatArray, ids: LongArray) -> None:
        """Draw single dots, those that lie inside the picture."""
        inside = np.flatnonzero((x >= 0) & (x < self.width) & (y >= 0) & (y < self.height))
        columns, rows = x[inside].astype(np.int64), y[inside].astype(np.int64)
        self.put(columns, rows, nearness[inside], ids[inside])

    def buffer(self) -> DepthBuffer:
        """What was drawn."""
        keys = self._keys.reshape(self.height, self.width)
        nothing = keys < 0
        ids = np.where(nothing, NOTHING, keys & ((1 << _ID_BITS) - 1)).astype(np.int32)
        nearness = np.where(nothing, 0, keys >> _ID_BITS) / np.float32(1 << _DEPTH_BITS)
        return DepthBuffer(ids, nearness.astype(np.float32))


def draw_points(seen: Projected, width: int, height: int) -> DepthBuffer:
    """A dot for each point."""
    canvas = _Canvas(width, height)
    canvas.put_points(*seen, np.arange(len(seen.x)))
    return canvas.buffer()


def draw_triangles(
    seen: Projected, corners: tuple[IndexArray, IndexArray, IndexArray], width: int, height: int, every: int = 1
) -> DepthBuffer:
    """Filled triangles, or every so many-th of them.

    A triangle covers the dots whose middle it holds. One that holds none is drawn as a single dot: nothing vanishes
    because it is small.
    """
    corners = corners[0][::every], corners[1][::every], corners[2][::every]
    canvas = _Canvas(width, height)
    x, y, nearness = ([column[corner] for corner in corners] for column in seen)
    area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    triangles = _Triangles(x, y, nearness, area, every)
    left, right = _covered(x, width)
    top, bottom = _covered(y, height)
    wide, high = right - left, bottom - top
    seen_ones = np.zeros(len(area), np.bool_)
    for chosen in _portions(np.flatnonzero((wide > 0) & (high > 0) & (area != 0)), wide, high):
        counts = wide[chosen] * high[chosen]
        triangle = np.repeat(chosen, counts)
        place = np.arange(len(triangle)) - np.repeat(np.cumsum(counts) - counts, counts)
        row, column = np.divmod(place, wide[triangle])
        row += top[triangle]
        column += left[triangle]
        seen_ones[_fill(canvas, triangles, triangle, column, row)] = True
    small = np.flatnonzero(~seen_ones)
    canvas.put_points(_middle(x, small), _middle(y, small), _middle(nearness, small), small * every)
    return canvas.buffer()


class _Triangles(NamedTuple):
    """Triangles in the picture: of each corner its column, row and nearness, and of each triangle twice its area."""

    x: list[FloatArray]
    y: list[FloatArray]
    nearness: list[FloatArray]
    area: FloatArray
    """Negative for those whose corners go round to the left."""
    every: int
    """How many faces each of them stands for."""


def _covered(places: list[FloatArray], size: int) -> tuple[LongArray, LongArray]:
    """The first dot whose middle a triangle may hold in one direction, and the one behind the last, inside ``size``."""
    least = np.minimum(np.minimum(places[0], places[1]), places[2])
    greatest = np.maximum(np.maximum(places[0], places[1]), places[2])
    first = np.clip(np.ceil(least - np.float32(0.5)), 0, size).astype(np.int64)
    behind = np.clip(np.floor(greatest + np.float32(0.5)), 0, size).astype(np.int64)
    return first, behind


def _middle(column: list[FloatArray], triangles: LongArray) -> FloatArray:
    first, second, third = (corner[triangles] for corner in column)
    return (first + second + third) / np.float32(3)


def _portions(filled: LongArray, wide: LongArray, high: LongArray) -> list[LongArray]:
    """The triangles in portions that need a bounded number of dots each."""
    ends = np.cumsum(wide[filled] * high[filled])
    if not len(ends):
        return []
    if ends[-1] > _MOST:
        filled = filled[:: int(-(-ends[-1] // _MOST))]
        ends = np.cumsum(wide[filled] * high[filled])
    bounds = np.searchsorted(ends, np.arange(_AT_ONCE, int(ends[-1]), _AT_ONCE))
    return [part for part in np.split(filled, bounds) if len(part)]


def _fill(canvas: _Canvas, triangles: _Triangles, triangle: LongArray, column: LongArray, row: LongArray) -> LongArray:
    """Draw those of these dots that lie inside their triangle, and tell of which triangles they are.

    Three signed areas tell what is inside, and weigh the corners.
    """
    middle_x, middle_y = column + np.float32(0.5), row + np.float32(0.5)
    x = [(places[triangle] - middle_x).astype(np.float32) for places in triangles.x]
    y = [(places[triangle] - middle_y).astype(np.float32) for places in triangles.y]
    first, second, third = x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]
    sign, whole = np.sign(triangles.area)[triangle], first + second + third
    inside = np.flatnonzero((first * sign >= 0) & (second * sign >= 0) & (third * sign >= 0) & (whole != 0))
    triangle = triangle[inside]
    near = [corner[triangle] for corner in triangles.nearness]
    depth = (first[inside] * near[0] + second[inside] * near[1] + third[inside] * near[2]) / whole[inside]
    canvas.put(column[inside], row[inside], depth, triangle * triangles.every)
    return triangle


def draw_lines(
    seen: Projected, ends: tuple[IndexArray, IndexArray], width: int, height: int, every: int = 1
) -> DepthBuffer:
    """Lines between pairs of points, or every so many-th of them."""
    first, second = ends[0][::every], ends[1][::every]
    canvas = _Canvas(width, height)
    begin = [column[first] for column in seen]
    along = [column[second] - start for column, start in zip(seen, begin, strict=True)]
    length = np.maximum(np.abs(along[0]), np.abs(along[1]))
    short = np.flatnonzero(length < 1)
    canvas.put_points(begin[0][short], begin[1][short], begin[2][short], short * every)
    long = np.flatnonzero(length >= 1)
    start, stop = _inside(begin, along, long, width, height)
    seen_part = start <= stop
    long, start, way = long[seen_part], start[seen_part], (stop - start)[seen_part]
    # A little closer than dots lie, so that rounding leaves no gap.
    counts = np.ceil(1.1 * length[long] * way).astype(np.int64) + 1
    kept = slice(None, None, 1 + int(counts.sum()) // _MOST_OF_LINES)
    long, start, way, counts = long[kept], start[kept], way[kept], counts[kept]
    line = np.repeat(np.arange(len(long)), counts)
    place = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    share = start[line] + way[line] * place / np.maximum(counts - 1, 1)[line]
    line = long[line]
    x, y, nearness = (low[line] + by[line] * share for low, by in zip(begin, along, strict=True))
    canvas.put_points(x, y, nearness, line * every)
    return canvas.buffer()


def _inside(
    begin: list[FloatArray], along: list[FloatArray], lines: LongArray, width: int, height: int
) -> tuple[FloatArray, FloatArray]:
    """From which to which share of its way each of these lines lies inside; start > stop where it never does."""
    start, stop = np.zeros(len(lines)), np.ones(len(lines))
    for column, ways, size in ((begin[0], along[0], width), (begin[1], along[1], height)):
        place, way = column[lines].astype(np.float64), ways[lines].astype(np.float64)
        moves = way != 0
        safe = np.where(moves, way, 1.0)
        enter, leave = -place / safe, (size - place) / safe
        beside = ~moves & ((place < 0) | (place >= size))
        start = np.maximum(start, np.where(moves, np.minimum(enter, leave), np.where(beside, 2.0, start)))
        stop = np.minimum(stop, np.where(moves, np.maximum(enter, leave), stop))
    return start, stop
