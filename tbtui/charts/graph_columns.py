"""In which columns the boxes and waypoints of a layered graph stand: near their neighbours, apart from each other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.graph_layers import Layers, Step

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

_BETWEEN_BOXES: Final = 3
_BESIDE_LINES: Final = 2
_ROUNDS: Final = 5
_STILL: Final = 0.2
"""Layers that moved less than so many columns have found their places."""
# Lines that pass several layers are to be straight before boxes stand in the middle of their neighbours.
_STRAIGHT: Final = 8.0
_FREE: Final = 0.01
_PAUSE: Final = 8


def station_columns(widths: Sequence[int], layers: Layers) -> dict[int, int]:
    """The first column, 0 or more, of each station: near its neighbours, in order, and apart from the next."""
    rows = [_Row(row, widths, layers.boxes) for row in layers.rows]
    for upper, lower, steps in zip(rows, rows[1:], layers.gaps, strict=False):
        upper.join(lower, steps)
    for _ in range(_ROUNDS):
        if _settle(rows, both=False) < _STILL:
            break
    _settle(rows, both=True)
    columns = {station: left for row in rows for station, left in zip(row.stations, row.lefts(), strict=True)}
    least = min(columns.values(), default=0)
    return {station: left - least for station, left in columns.items()}


def _settle(rows: Sequence[_Row], *, both: bool) -> float:
    """Let the layers follow those above, from top to bottom, then those below, from bottom to top; or both each time.

    How far any station moved.
    """
    moved = 0.0
    for number, row in enumerate([*rows[1:], *reversed(rows[:-1])]):
        if number % _PAUSE == 0:
            time.sleep(0)
        down = number < len(rows) - 1
        moved = max(moved, row.settle(above=down or both, below=not down or both))
    return moved


class _Row:
    """One layer while its stations find their columns."""

    def __init__(self, stations: Sequence[int], widths: Sequence[int], boxes: int) -> None:
        self.stations = stations
        self.boxes = np.array([one < boxes for one in stations])
        self.widths = np.array([widths[one] if one < boxes else 1 for one in stations], np.float64)
        gaps = np.where(self.boxes[:-1] & self.boxes[1:], _BETWEEN_BOXES, _BESIDE_LINES)
        self.offsets = np.concatenate(([0.0], np.cumsum(self.widths[:-1] + gaps)))
        self.shifts = np.full(len(stations), -(self.offsets[-1] + self.widths[-1]) / 2)
        """What is added to the offsets; never falls from left to right, so that nothing overlaps."""
        self._above: _Ties | None = None
        self._below: _Ties | None = None

    def join(self, lower: _Row, steps: Sequence[Step]) -> None:
        """Note which stations of the next layer belong to which of this one."""
        here = {station: place for place, station in enumerate(self.stations)}
        there = {station: place for place, station in enumerate(lower.stations)}
        pairs = np.array([(here[a], there[b]) for a, b in steps], np.int64).reshape(-1, 2)
        straight = ~self.boxes[pairs[:, 0]] & ~lower.boxes[pairs[:, 1]]
        weights = np.where(straight, _STRAIGHT, 1.0)
        self._below = _Ties(lower, pairs[:, 0], pairs[:, 1], weights)
        lower._above = _Ties(self, pairs[:, 1], pairs[:, 0], weights)

    def centres(self) -> FloatArray:
        """The middles of the stations."""
        found: FloatArray = self.offsets + self.shifts + (self.widths - 1) / 2
        return found

    def settle(self, *, above: bool, below: bool) -> float:
        """Go to the middle of the neighbours, as far as there is room; how far the stations moved at most."""
        total, weights = _FREE * self.centres(), np.full(len(self.stations), _FREE)
        for wanted, ties in ((above, self._above), (below, self._below)):
            if wanted and ties is not None:
                size = len(self.stations)
                total += np.bincount(ties.mine, ties.weights * ties.row.centres()[ties.theirs], size)
                weights += np.bincount(ties.mine, ties.weights, size)
        wished = total / weights - (self.widths - 1) / 2 - self.offsets
        before, self.shifts = self.shifts, never_falling(wished, weights)
        return float(np.abs(self.shifts - before).max())

    def lefts(self) -> list[int]:
        """The columns, whole: rounding what never falls keeps it so."""
        return [int(one) for one in self.offsets + np.round(self.shifts)]


class _Ties(NamedTuple):
    """The steps between one layer and another."""

    row: _Row
    """The other."""
    mine: IntArray
    theirs: IntArray
    weights: FloatArray


def never_falling(wished: FloatArray, weights: FloatArray) -> FloatArray:
    """(k,) float64: the values nearest to ``wished`` (least weighted squares) of which none is below the one before."""
    means: list[float] = []
    sums: list[float] = []
    counts: list[int] = []
    for value, weight in zip(wished.tolist(), weights.tolist(), strict=True):
        means.append(value)
        sums.append(weight)
        counts.append(1)
        while len(means) > 1 and means[-2] > means[-1]:
            mean, weight, count = means.pop(), sums.pop(), counts.pop()
            total = sums[-1] + weight
            means[-1] = (means[-1] * sums[-1] + mean * weight) / total
            sums[-1] = total
            counts[-1] += count
    return np.repeat(means, counts)
