"""A heat map: values over two axes as colours, with a bar that tells what the colours mean.

Model for everything of that shape: give it a ``field``, which says what the values are in the cells that are drawn
(``grid_field`` makes one of a plain array), two axes and a colour scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.ranges import Range
from tbtui.charts.axes import LEAST_HEIGHT, LEAST_WIDTH, Axis, Frame, frame, place
from tbtui.charts.cells import DEFAULT, Cells, ansi
from tbtui.charts.colour_scale import BAR_WIDTH, ColourScale
from tbtui.charts.levels import paint_levels
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette, mixed

FloatArray: TypeAlias = NDArray[np.float64]
Field: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
"""``field(x_edges, y_edges)``: (c + 1,) and (r + 1,) positions on the axes -> (r, c) values, the lowest row first;
NaN where there is nothing. The cells at the ends reach half a cell beyond the axes' ranges."""

_BAR_NEEDS: Final = 48
"""Columns from which on there is room for a bar."""
_CURSOR: Final = "│"
_CURSOR_LIGHT: Final = 0.45
_CURSOR_GROUND: Final = ansi(4)
# What a frame draws where there is nothing.
_FREE: Final = tuple(map(ord, " ╌┆┼"))


def cell_edges(axis: Axis, cells: int, parts: int = 1) -> FloatArray:
    """(cells * parts + 1,): where the cells of a canvas lie on an axis, each divided into ``parts``.

    The ends of an axis are the middles of its first and last cell, as plotext has it (see ``axes.place``).
    """
    half = (axis.high - axis.low) / max(1, cells - 1) / 2
    return np.linspace(axis.low - half, axis.high + half, cells * parts + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Heatmap:
    """Values over two axes."""

    field: Field
    x_axis: Axis
    y_axis: Axis
    scale: ColourScale
    bar: bool = True
    """Draw the bar of the colour scale, where there is room."""
    cursor: float | None = None
    """A position on the x axis that is marked."""

    def inner_width(self, width: int) -> int:
        """The width that is left beside the bar."""
        return width - BAR_WIDTH if self.bar and width >= _BAR_NEEDS else width

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The heat map as ``width`` x ``height`` cells."""
        inner = self.inner_width(width)
        cells, box = draw_frame(width, height, inner, (self.x_axis, self.y_axis), palette)
        if box.width < 1 or box.height < 1:
            return cells
        ramp = self.scale.ramp(palette)
        x_edges = cell_edges(self.x_axis, box.width)
        y_edges = cell_edges(self.y_axis, box.height, ramp.rows)
        levels = self.scale.levels(self.field(x_edges, y_edges))
        paint_levels(cells, (box.top, box.left), levels, ramp)
        mark_column(cells, box, self.x_axis, self.cursor, palette)
        if inner < width:
            self.scale.draw_bar(cells, box.top, inner + 1, box.height, palette)
        return cells

    def x_at(self, column: int, width: int, height: int) -> float | None:
        """The position on the x axis under a column of the drawn picture; None beside the canvas."""
        box = frame(self.inner_width(width), height, self.x_axis, self.y_axis)
        return _position(column - box.left, box.width, self.x_axis)

    def y_at(self, row: int, width: int, height: int) -> float | None:
        """The position on the y axis at a row of the drawn picture; None above and below the canvas."""
        box = frame(self.inner_width(width), height, self.x_axis, self.y_axis)
        return _position(box.height - 1 - (row - box.top), box.height, self.y_axis)


def _position(cell: int, cells: int, axis: Axis) -> float | None:
    if not 0 <= cell < cells:
        return None
    return axis.low + cell / max(1, cells - 1) * (axis.high - axis.low)


def canvas_rows(width: int, height: int) -> int:
    """How many cells high the canvas of a heat map is, known without drawing its frame."""
    return height if width < LEAST_WIDTH or height < LEAST_HEIGHT else height - 2


def mark_column(cells: Cells, box: Frame, axis: Axis, position: float | None, palette: Palette) -> None:
    """Mark a position on the x axis: a line where there is nothing, another ground where there is something."""
    if position is None or not axis.low <= position <= axis.high or box.width < 2:
        return
    column = place(position, axis.low, axis.high, box.width)
    characters, colours = canvas_of(cells, box)
    grounds = cells.background[box.top : box.top + box.height, box.left : box.left + box.width]
    free = np.isin(characters[:, column], _FREE) & (grounds[:, column] == DEFAULT)
    characters[free, column], colours[free, column] = ord(_CURSOR), palette.text
    if palette.ground < 0:
        grounds[~free, column] = _CURSOR_GROUND
        return
    for array in (colours, grounds):
        for row in np.flatnonzero(~free & (array[:, column] >= 0)):
            array[row, column] = mixed(int(array[row, column]), palette.text, _CURSOR_LIGHT)


def grid_field(values: FloatArray, x_range: Range, y_range: Range, *, greatest: bool = False) -> Field:
    """The field of a (rows, columns) array that fills a rectangle of the axes evenly, its lowest row first.

    A drawn cell has the mean of the values whose middles lie in it, or the greatest of them; the value in which its
    own middle lies where there are none.
    """

    def field(x_edges: FloatArray, y_edges: FloatArray) -> FloatArray:
        columns = _reduced(values.T, x_range, x_edges, greatest=greatest)
        return _reduced(columns.T, y_range, y_edges, greatest=greatest)

    return field


def _reduced(values: FloatArray, span: Range, edges: FloatArray, *, greatest: bool) -> FloatArray:
    """(n, k) values whose rows fill ``span`` evenly -> (len(edges) - 1, k): those of each drawn cell as one."""
    count = len(values)
    size = (span[1] - span[0]) / max(1, count)
    found = np.full((len(edges) - 1, values.shape[1]), np.nan)
    if not count or not size > 0:
        return found
    middles = span[0] + (np.arange(count) + 0.5) * size
    firsts = np.searchsorted(middles, edges[:-1], "left")
    lasts = np.searchsorted(middles, edges[1:], "left")
    own = (edges[1:] + edges[:-1]) / 2 - span[0]
    # The cells at the ends of an axis reach a little beyond it: they belong to the values there.
    beyond = edges[1] - edges[0]
    alone = (lasts == firsts) & (own >= -beyond) & (own <= span[1] - span[0] + beyond)
    found[alone] = values[np.clip(np.floor(own[alone] / size).astype(np.int64), 0, count - 1)]
    several = np.flatnonzero(lasts > firsts)
    if several.size:
        found[several] = _joined(values, firsts[several], lasts[several], greatest=greatest)
    return found


def _joined(values: FloatArray, firsts: NDArray[np.int64], lasts: NDArray[np.int64], *, greatest: bool) -> FloatArray:
    """The mean or the greatest of the values from each first to before its last; NaN only where all are."""
    inside = values[firsts[0] : lasts[-1]]
    starts = firsts - firsts[0]
    if greatest:
        return np.asarray(np.fmax.reduceat(inside, starts, axis=0))
    known = np.isfinite(inside)
    sums = np.add.reduceat(np.where(known, inside, 0.0), starts, axis=0)
    counts = np.add.reduceat(known, starts, axis=0, dtype=np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums / counts)
