"""Histograms over time as a surface in space: an axonometric picture without the lines that lie behind others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.axes import LEAST_HEIGHT
from tbtui.charts.cells import Cells
from tbtui.charts.colour_scale import ColourScale
from tbtui.charts.palette import Palette
from tbtui.charts.projection import Horizon, Projection, horizon, interpolated
from tbtui.charts.raster import BRAILLE, NO_DOT, points, vertical_stretches
from tbtui.charts.ticks import TickFunction

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

_LABEL_ROWS: Final = 1
_MOST_COLUMNS: Final = 28
_CORNERS: Final = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1]])


@dataclass(frozen=True, slots=True)
class GroundAxis:
    """What one direction of the ground means."""

    low: float
    high: float
    ticks: TickFunction


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A landscape; its lines run along x, one for each row, or along y where these are seen from the side."""

    heights: FloatArray
    """(rows, columns) from 0 to 1; the first row lies farthest away while the ground is not turned."""
    levels: FloatArray
    """(rows, columns) from 0 to 1: the colours of the heights."""
    x_axis: GroundAxis
    y_axis: GroundAxis
    """From the first row to the last."""
    projection: Projection
    scale: ColourScale
    """The colours of the levels."""
    chosen: int | None = None
    """A row that is drawn in the colour of text."""

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The surface as ``width`` x ``height`` cells."""
        cells = Cells.blank(width, height)
        room = height - _LABEL_ROWS if height >= LEAST_HEIGHT else height
        if self.heights.size and width > 1 and room > 0:
            self._paint(cells, width, room, palette)
        return cells

    def _paint(self, cells: Cells, width: int, height: int, palette: Palette) -> None:
        # The ground's y grows away from the viewer, and the first row lies there.
        ground = self.heights[::-1]
        hidden = horizon(ground, self.projection, 2 * width)
        self._draw_edges(cells, width, height, hidden, palette)
        numbers, x, y = self._lines(len(ground), ground.shape[1], 2 * width)
        heights, depth = interpolated(ground, x, y), self.projection.depth(x, y)
        up = self.projection.up(depth, heights)
        columns = np.broadcast_to(np.arange(2 * width), up.shape)
        up = np.where(hidden.hides(columns, depth, up), np.nan, up)
        dots = _line_dots(up, height)
        order = np.argsort(-depth.mean(axis=1), kind="stable")
        joined = np.bitwise_or.reduce(dots, axis=0)
        target = cells.characters[:height, :width], cells.foreground[:height, :width]
        target[0][joined > 0] = BRAILLE + joined[joined > 0].astype(np.uint32)
        ramp = self.scale.ramp(palette)
        shades = np.nan_to_num(interpolated(self.levels[::-1], x, y)).reshape(len(order), width, 2).max(axis=2)
        shown = ramp.colours[ramp.places(shades)]
        for line in order.tolist():
            target[1][:] = np.where(dots[line] > 0, shown[line], target[1])
        if self.chosen is not None and self.chosen in numbers:
            target[1][dots[numbers.index(self.chosen)] > 0] = palette.text
        self._write_labels(cells, width, height, palette)

    def _lines(self, rows: int, columns: int, dots: int) -> tuple[list[int | None], FloatArray, FloatArray]:
        """Which row each line is, if it is one, and (lines, dots) places of the ground in each column of dots."""
        sine, cosine = self.projection.sides
        along = np.linspace(-1, 1, dots)[None, :] * self.projection.reach
        if abs(cosine) >= abs(sine):
            y = np.linspace(-1, 1, rows)[:, None]
            x = (along + y * sine) / cosine
            return [rows - 1 - number for number in range(rows)], x, np.broadcast_to(y, x.shape)
        x = np.linspace(-1, 1, min(columns, _MOST_COLUMNS))[:, None]
        y = (x * cosine - along) / sine
        return [None] * len(x), np.broadcast_to(x, y.shape), y

    def _draw_edges(self, cells: Cells, width: int, height: int, hidden: Horizon, palette: Palette) -> None:
        """The edges of the ground, as far as they are seen."""
        share = np.linspace(0, 1, 4 * (width + height))[:, None]
        ends = zip(_CORNERS, np.roll(_CORNERS, -1, axis=0), strict=True)
        x, y = np.concatenate([start + (end - start) * share for start, end in ends]).T
        depth = self.projection.depth(x, y)
        up = self.projection.up(depth, np.zeros(len(x)))
        columns = np.rint((self.projection.across(x, y) + 1) / 2 * (2 * width - 1)).astype(np.int64)
        seen = ~hidden.hides(columns, depth, up)
        dots = points(columns[seen], _dot_rows(up[seen], height), width, height)
        cells.characters[:height, :width][dots > 0] = BRAILLE + dots[dots > 0].astype(np.uint32)
        cells.foreground[:height, :width][dots > 0] = palette.grid

    def _write_labels(self, cells: Cells, width: int, height: int, palette: Palette) -> None:
        """What lies along the nearest edges, as far as labels have room beside each other: those of y first."""
        for axis, places in ((self.y_axis, self._near_edge(1)), (self.x_axis, self._near_edge(0))):
            ticks = axis.ticks(axis.low, axis.high, 2)
            for position, label in zip(ticks.positions, ticks.labels, strict=True):
                share = (position - axis.low) / (axis.high - axis.low) if axis.high > axis.low else 0.5
                x, y = places[0] + (places[1] - places[0]) * share
                across, depth = self.projection.across(x, y), self.projection.depth(x, y)
                column = round((float(across) + 1) / 2 * (width - 1)) - len(label) // 2
                up = self.projection.up(np.array(depth), np.array(0.0))
                row = min(int(_dot_rows(up, height)) // 4 + 1, cells.height - 1)
                left = min(max(0, column), max(0, width - len(label)))
                if _is_free(cells, row, left, len(label)):
                    cells.write(row, left, label, palette.axis)

    def _near_edge(self, direction: int) -> FloatArray:
        """(2, 2): the ends of the edge along x (0) or y (1) that is nearer to the viewer, from its low end on."""
        ends = np.array([[-1.0, 0.0], [1.0, 0.0]]) if direction == 0 else np.array([[0.0, 1.0], [0.0, -1.0]])
        sides = [ends + np.array([0.0, side] if direction == 0 else [side, 0.0]) for side in (-1.0, 1.0)]
        return min(sides, key=lambda side: float(self.projection.depth(*side.mean(axis=0))))


def _is_free(cells: Cells, row: int, left: int, size: int) -> bool:
    """Whether a label may stand there: on dots, but not on or beside another label."""
    around = cells.characters[row, max(0, left - 1) : left + size + 1]
    return bool(((around == ord(" ")) | (around >= BRAILLE)).all())


def _dot_rows(up: FloatArray, height: int) -> IntArray:
    return np.rint((1 - up) * (4 * height - 1)).astype(np.int64)


def _line_dots(up: FloatArray, height: int) -> NDArray[np.uint8]:
    """(lines, 2w) heights in the picture, NaN where a line is not seen -> (lines, height, w) dots of each."""
    seen = ~np.isnan(up)
    rows = _dot_rows(np.nan_to_num(up), height)
    before = np.where(seen[:, :-1], rows[:, :-1], rows[:, 1:])
    before = np.concatenate((rows[:, :1], before), axis=1)
    top = np.where(seen, np.minimum(rows, before), NO_DOT)
    return vertical_stretches(top, np.maximum(rows, before), height)
