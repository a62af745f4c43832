"""Draws the lines of a chart into its cells: braille, faint bands behind bright lines, marks for what is no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.reduction import Columns, Marks, column_of
from tbtui.analysis.stretch import Stretch
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.lines import Line, has_band
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, FAR, RowArray, between, dot_rows, patterned, points, vertical_stretches

if TYPE_CHECKING:
    from tbtui.charts.line_chart import LineChart, YAxis

FloatArray: TypeAlias = NDArray[np.float64]

# What marks values that no axis holds, at the lower edge, the upper edge, and the lower edge again.
NAN_MARK: Final = "▽"
PLUS_INF_MARK: Final = "▲"
MINUS_INF_MARK: Final = "▼"
_PLACE: Final = "◆"
_GRID_ROW, _GRID_COLUMN, _GRID_CROSS, _CURSOR = "╌", "┆", "┼", "│"
# So many curves are drawn at once: what they take fits into the cache of a core.
_CURVES_AT_ONCE: Final = 32
# More points than this make a cloud in which single ones are no longer seen: every n-th is drawn.
_MOST_SCATTERED: Final = 200_000


class _Layered(NamedTuple):
    """One curve of a layer."""

    columns: Columns
    colour: Colour
    pattern: int
    right: bool


def draw_frame(
    width: int, height: int, inner_width: int, axes: tuple[Axis, Axis], palette: Palette
) -> tuple[Cells, Frame]:
    """Axes, labels and a faint grid as cells, and the canvas that is left for the data."""
    box = frame(inner_width, height, *axes)
    cells = Cells.blank(width, height)
    cells.characters[:, : box.characters.shape[1]] = box.characters
    cells.foreground[:] = palette.axis
    characters, colours = canvas_of(cells, box)
    colours[:] = palette.grid
    for row in box.rows:
        if 0 <= row < box.height:
            characters[row, :] = ord(_GRID_ROW)
    for column in box.columns:
        if 0 < column < box.width:
            crossed = characters[:, column] == ord(_GRID_ROW)
            characters[:, column] = np.where(crossed, ord(_GRID_CROSS), ord(_GRID_COLUMN))
    return cells, box


def canvas_of(cells: Cells, box: Frame) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """The characters and colours of the canvas, to be written to."""
    canvas = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
    return cells.characters[canvas], cells.foreground[canvas]


class LinePainter:
    """Paints one chart into the canvas of its cells."""

    def __init__(self, chart: LineChart, box: Frame, palette: Palette) -> None:
        self.chart, self.box, self.palette = chart, box, palette
        self.span = replace(chart.span, columns=2 * box.width)
        self.drawn = chart.drawn_at(2 * box.width)

    def paint(self, cells: Cells) -> None:
        """Superseded points and raw bands first, then lines, the last one on top; then marks, cursor, second axis."""
        self.characters, self.colours = canvas_of(cells, self.box)
        if self.chart.view.scatter:
            self._scatter()
        else:
            self._lay(self._bands())
            self._lay(self._lines())
        self._mark_all()
        self._mark_places()
        self._vertical(self.chart.view.mark)
        self._vertical(self.chart.view.cursor)
        if self.chart.right:
            self._right_labels(cells, self.chart.right)

    def _colour_of(self, line: Line) -> Colour:
        return line.stroke.faint if line.dimmed else line.stroke.colour

    def _bands(self) -> list[_Layered]:
        return [
            _Layered(one.reduction.band, one.line.stroke.faint, 0, one.line.right)
            for one in self.drawn
            if has_band(one.stretch)
        ]

    def _lines(self) -> list[_Layered]:
        counting = [one for one in self.drawn if not one.stretch.superseded]
        found = []
        for place, one in enumerate(counting):
            # Attempts that are drawn apart differ in their pattern; the last one has the pattern of the run.
            later = sum(other.line is one.line for other in counting[place + 1 :]) if _is_split(one.line) else 0
            colour, pattern = self._colour_of(one.line), one.line.stroke.pattern + later
            found.append(_Layered(one.reduction.line, colour, pattern, one.line.right))
        return found

    def _lay(self, layer: Sequence[_Layered]) -> None:
        """Draw one layer: dots of its curves are joined, and take the place of what lay below them."""
        joined = np.zeros((self.box.height, self.box.width), np.uint8)
        for low in range(0, len(layer), _CURVES_AT_ONCE):
            some = layer[low : low + _CURVES_AT_ONCE]
            tops, bottoms = self._dot_rows(some)
            for place, one in enumerate(some):
                if one.pattern:
                    tops[place] = patterned(tops[place], one.pattern)
            dots = vertical_stretches(tops, bottoms, self.box.height)
            joined |= np.bitwise_or.reduce(dots, axis=0)
            self._colour(dots, [one.colour for one in some])
        self._write(joined)

    def _dot_rows(self, layer: Sequence[_Layered]) -> tuple[RowArray, RowArray]:
        """(s, 2w) the topmost and the lowest row of dots of each curve in each column; NO_DOT for none."""
        high, low = (np.stack([getattr(one.columns, name) for one in layer]) for name in ("high", "low"))
        if any(one.right for one in layer) and self.chart.right:
            rights = np.array([one.right for one in layer])
            for values in (high, low):
                values[~rights] = self._rows(self.chart.left, values[~rights])
                values[rights] = self._rows(self.chart.right, values[rights])
        else:
            high, low = self._rows(self.chart.left, high), self._rows(self.chart.left, low)
        return between(low, high)

    def _colour(self, dots: NDArray[np.uint8], colours: Sequence[Colour]) -> None:
        """The last curve colours the cells that it shares with others."""
        mine = dots > 0
        last = len(colours) - 1 - np.argmax(mine[::-1], axis=0)
        drawn = mine.any(axis=0)
        self.colours[drawn] = np.array(colours, np.int32)[last[drawn]]

    def _write(self, dots: NDArray[np.uint8]) -> None:
        drawn = dots > 0
        self.characters[drawn] = BRAILLE + dots[drawn].astype(np.uint32)

    def _rows(self, axis: YAxis, values: FloatArray) -> FloatArray:
        """The rows of dots at which an axis has these values."""
        return dot_rows(values, axis.low, axis.high, self.box.height)

    def _scatter(self) -> None:
        """Every point as one dot."""
        for line in self.chart.lines:
            axis = self.chart.axis_of(line)
            for stretch in line.curve.stretches:
                colour = line.stroke.faint if stretch.superseded else self._colour_of(line)
                dots = self._dots(stretch, axis)
                self._colour(dots[None], [colour])
                self._write(dots)

    def _dots(self, stretch: Stretch, axis: YAxis) -> NDArray[np.uint8]:
        thinned = np.s_[:: max(1, len(stretch.x) // _MOST_SCATTERED)]
        x = self.span.transform.forward(stretch.x[thinned])
        rows = self._rows(axis, axis.transform.forward(stretch.raw[thinned]))
        columns = column_of(x, self.span.low, self.span.high, self.span.columns)
        known = np.isfinite(rows) & np.isfinite(columns)
        inside = [np.clip(places[known], -FAR, FAR).astype(np.int64) for places in (columns, rows)]
        return points(inside[0], inside[1], self.box.width, self.box.height)

    def _mark_all(self) -> None:
        for one in self.drawn:
            if one.reduction.marks is not None and not one.stretch.superseded:
                self._mark(one.reduction.marks, self._colour_of(one.line))

    def _mark(self, marks: Marks, colour: Colour) -> None:
        """NaN and Inf at the edges, in the colour of their run."""
        bottom = self.box.height - 1
        for flags, mark, row in (
            (marks.nan, NAN_MARK, bottom),
            (marks.plus_inf, PLUS_INF_MARK, 0),
            (marks.minus_inf, MINUS_INF_MARK, bottom),
        ):
            places = np.unique(np.flatnonzero(flags) // 2)
            self.characters[row, places] = ord(mark)
            self.colours[row, places] = colour

    def _mark_places(self) -> None:
        """Places of lines that are marked, that of the last line on top."""
        for line in self.chart.lines:
            if line.mark is None:
                continue
            axis, (x, value) = self.chart.axis_of(line), np.array(line.mark, np.float64)[:, None]
            row = self._rows(axis, axis.transform.forward(value))[0] // 4
            column = self._column(x)
            if 0 <= row < self.box.height and 0 <= column < self.box.width:
                self.characters[int(row), int(column)] = ord(_PLACE)
                self.colours[int(row), int(column)] = self._colour_of(line)

    def _vertical(self, at: float | None) -> None:
        """A vertical line that leaves the curves to be seen."""
        if at is None:
            return
        column = self._column(np.array([at]))
        if 0 <= column < self.box.width:
            place = int(column)
            empty = (self.characters[:, place] < BRAILLE) | (self.characters[:, place] > BRAILLE + 255)
            self.characters[empty, place] = ord(_CURSOR)
            self.colours[empty, place] = self.palette.text

    def _column(self, x: FloatArray) -> float:
        """The column of cells in which the only number of ``x`` lies; NaN for none."""
        span = self.span
        return float(column_of(span.transform.forward(x), span.low, span.high, span.columns)[0] // 2)

    def _right_labels(self, cells: Cells, axis: YAxis) -> None:
        """The second vertical axis, beside the canvas."""
        left = self.box.left + self.box.width
        for row in range(self.box.height):
            cells.write(self.box.top + row, left, "│", self.palette.axis)
        ticks = axis.transform.ticks(axis.low, axis.high, max(2, self.box.height // 4))
        for position, label in zip(ticks.positions, ticks.labels, strict=True):
            row = round((axis.high - position) / (axis.high - axis.low) * (self.box.height - 1))
            cells.write(self.box.top + row, left, "├" + label[: cells.width - left - 1], self.palette.axis)


def _is_split(line: Line) -> bool:
    return sum(not stretch.superseded for stretch in line.curve.stretches) > 1
