"""Where on a plane of cells the boxes of a graph stand, and by which cells its edges run: the second half of a layered
drawing. Whole numbers all through: columns from the left, rows from the top.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.graph_columns import station_columns
from tbtui.charts.graph_layers import Edges, Layers, layered
from tbtui.charts.graph_routes import STRAIGHT, Strand, routed

IntArray: TypeAlias = NDArray[np.int64]

LEAST_WIDTH: Final = 5
"""A box that is narrower has no room for its edges."""
_MANY_STRANDS: Final = 5
"""So many strands that come to one box arrive together."""
_BETWEEN_LOOSE: Final = 2
_LOOSE_WIDTH: Final = 76
_PAUSE: Final = 8


class Arrow(NamedTuple):
    """The head of an edge."""

    x: int
    y: int
    up: bool
    edge: int


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """Boxes and edges as numbers."""

    lefts: IntArray
    """(n,) int64: the first column of each box."""
    tops: IntArray
    """(n,) int64: its first row."""
    widths: IntArray
    """(n,) int64: its columns."""
    box_height: int
    width: int
    height: int
    lines: tuple[IntArray, ...]
    """For each edge (p, 2) int64 columns and rows of its corners, from its upper box's last row down."""
    trunks: tuple[int, ...]
    """For each edge the net that it belongs to: edges of one net come from one box and share their way."""
    back: NDArray[np.bool_]
    """(k,) bool: edges that run upward, as they close a cycle."""
    arrows: tuple[Arrow, ...]
    """The head of each edge."""

    @cached_property
    def bounds(self) -> IntArray:
        """(k, 4) int64: the least column and row that each edge comes to, and the greatest."""
        found = [(*line.min(axis=0), *line.max(axis=0)) for line in self.lines]
        return np.array(found, np.int64).reshape(-1, 4)


def graph_layout(widths: Sequence[int], edges: Edges, box_height: int = 3) -> GraphLayout:
    """A layout for boxes of these widths (5 at least); an edge is (source, target), from each to each at most one."""
    layers = layered(len(widths), edges)
    places = _Places(widths, station_columns(widths, layers), layers, box_height)
    places.route()
    places.put_loose(layers.loose)
    return places.layout()


class _Places:
    """Gives rows to layers, and ways to edges, from top to bottom."""

    def __init__(self, widths: Sequence[int], columns: dict[int, int], layers: Layers, box_height: int) -> None:
        self.columns, self.layers, self.box_height = columns, layers, box_height
        self.widths = np.array(widths, np.int64).reshape(-1)
        self.tops = np.zeros(len(widths), np.int64)
        self.corners: list[list[tuple[int, int]]] = [[] for _ in layers.paths]
        self.arrows: list[Arrow | None] = [None] * len(layers.paths)
        self.bottom = 0

    def route(self) -> None:
        """Go through the layers."""
        steps = self._steps()
        for number, row in enumerate(self.layers.rows):
            if number % _PAUSE == 0:
                time.sleep(0)
            self.tops[[station for station in row if self._is_box(station)]] = self.bottom
            self.bottom += self.box_height
            if steps[number]:
                self._route_gap(steps[number])

    def _is_box(self, station: int) -> bool:
        return station < self.layers.boxes

    def _steps(self) -> list[dict[tuple[int, int, int], list[int]]]:
        """For each layer (net, upper, lower) -> the edges that go that way to the next layer."""
        level = {station: number for number, row in enumerate(self.layers.rows) for station in row}
        found: list[dict[tuple[int, int, int], list[int]]] = [{} for _ in self.layers.rows]
        for edge, (path, net) in enumerate(zip(self.layers.paths, self.layers.trunks, strict=True)):
            for upper, lower in zip(path, path[1:], strict=False):
                found[level[upper]].setdefault((net, upper, lower), []).append(edge)
        return found

    def _route_gap(self, steps: dict[tuple[int, int, int], list[int]]) -> None:
        """Lead the edges of one gap through it; where one ends at its top with a head, a row is left for heads."""
        bundles = self._bundles(list(steps))
        strands = [
            Strand(bundle, self._exit(upper, net), *self._entries(lower))
            for (net, upper, lower), bundle in zip(steps, bundles, strict=True)
        ]
        gap = routed(strands)
        heads = any(net % 2 and self._is_box(upper) for net, upper, _ in steps)
        first, last = self.bottom + heads, self.bottom + heads + gap.depth
        for (step, edges), strand, end, track in zip(steps.items(), strands, gap.ends, gap.tracks, strict=True):
            for edge in edges:
                self._extend(edge, step, strand.start, end, None if track == STRAIGHT else first + track, last)
            if not self._is_box(step[2]):
                self.columns[step[2]] = end
        self.bottom = last + 1

    def _bundles(self, steps: Sequence[tuple[int, int, int]]) -> list[int]:
        """For each step the bundle that it belongs to: its net, or one of those that come to the same box."""
        alone = {net for net, times in Counter(net for net, _, _ in steps).items() if times == 1}
        joining = Counter(lower for net, _, lower in steps if net in alone and self._is_box(lower))
        return [-1 - lower if net in alone and joining[lower] >= _MANY_STRANDS else net for net, _, lower in steps]

    def _exit(self, station: int, net: int) -> int:
        """Where a net leaves a station downward; edges that run up end beside those that run down."""
        if not self._is_box(station):
            return self.columns[station]
        width = int(self.widths[station])
        return self.columns[station] + width // 2 - (net % 2) * (2 if width > LEAST_WIDTH + 1 else 1)

    def _entries(self, station: int) -> tuple[int, int]:
        """The columns in which an edge may come to a station; a waypoint may give way by one."""
        left = self.columns[station]
        if self._is_box(station):
            return left + 1, left + int(self.widths[station]) - 2
        return left - 1, left + 1

    def _extend(
        self, edge: int, step: tuple[int, int, int], start: int, end: int, track: int | None, last: int
    ) -> None:
        _, upper, lower = step
        corners, up = self.corners[edge], bool(self.layers.back[edge])
        if self._is_box(upper):
            corners.append((start, self.bottom - 1))
            if up:
                self.arrows[edge] = Arrow(start, self.bottom, True, edge)
        if track is not None:
            corners += [(start, track), (end, track)]
        if self._is_box(lower):
            corners.append((end, last + 1))
            if not up:
                self.arrows[edge] = Arrow(end, last, False, edge)

    def put_loose(self, loose: Sequence[int]) -> None:
        """Boxes without edges stand below all others, side by side as far as there is room."""
        room = max([_LOOSE_WIDTH, *(self.columns[one] + int(self.widths[one]) for one in self._placed())])
        left, top = 0, self.bottom + (1 if self.bottom else 0)
        for box in loose:
            width = int(self.widths[box])
            if left and left + width > room:
                left, top = 0, top + self.box_height
            self.columns[box], self.tops[box] = left, top
            left += width + _BETWEEN_LOOSE
            self.bottom = top + self.box_height

    def _placed(self) -> list[int]:
        return [station for row in self.layers.rows for station in row if self._is_box(station)]

    def layout(self) -> GraphLayout:
        """What was found."""
        lefts = np.array([self.columns[box] for box in range(len(self.widths))], np.int64).reshape(-1)
        lines = tuple(np.array(corners, np.int64) for corners in self.corners)
        rights = [int((lefts + self.widths).max(initial=0)), *(int(line[:, 0].max()) + 1 for line in lines)]
        arrows = tuple(arrow for arrow in self.arrows if arrow is not None)
        return GraphLayout(
            lefts, self.tops, self.widths, self.box_height, max(rights), self.bottom, lines, self.layers.trunks,
            self.layers.back, arrows,
        )  # fmt: skip
