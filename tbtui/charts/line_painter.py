"""Draws the lines of a chart into its cells: braille, faint bands behind bright lines, marks for what is no number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import Stretch
from tbtui.analysis.reduction import Columns, Marks, column_of
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.lines import Line, Span, band_columns, line_columns, stretch_marks
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, NO_DOT, patterned, points, vertical_stretches

if TYPE_CHECKING:
    from tbtui.charts.line_chart import LineChart, YAxis

FloatArray: TypeAlias = NDArray[np.float64]
RowArray: TypeAlias = NDArray[np.int64]

# What marks values that no axis holds, at the lower edge, the upper edge, and the lower edge again.
NAN_MARK: Final = "▽"
PLUS_INF_MARK: Final = "▲"
MINUS_INF_MARK: Final = "▼"
_PLACE: Final = "◆"
_GRID_ROW, _GRID_COLUMN, _GRID_CROSS, _CURSOR = "╌", "┆", "┼", "│"
# Beyond this, dot rows are so far outside that they are as good as nowhere.
_FAR: Final = 1e6
# More points than this make a cloud in which single ones are no longer seen: every n-th is drawn.
_MOST_SCATTERED: Final = 200_000


class _Drawn(NamedTuple):
    """One curve of a layer."""

    columns: Columns
    colour: Colour
    pattern: int
    axis: YAxis


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
        self.span = Span(chart.x_transform, chart.x_low, chart.x_high, 2 * box.width)

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

    def _axis_of(self, line: Line) -> YAxis:
        return self.chart.right if line.right and self.chart.right else self.chart.left

    def _colour_of(self, line: Line) -> Colour:
        return line.stroke.faint if line.dimmed else line.stroke.colour

    def _bands(self) -> list[_Drawn]:
        found = []
        for line in self.chart.lines:
            axis = self._axis_of(line)
            for stretch in line.curve.stretches:
                if stretch.superseded or stretch.band is not None or stretch.smoothed is not stretch.raw:
                    columns = band_columns(stretch, axis.transform, self.span)
                    found.append(_Drawn(columns, line.stroke.faint, 0, axis))
        return found

    def _lines(self) -> list[_Drawn]:
        found = []
        for line in self.chart.lines:
            axis = self._axis_of(line)
            attempts = [stretch for stretch in line.curve.stretches if not stretch.superseded]
            for number, stretch in enumerate(attempts):
                columns = line_columns(stretch, axis.transform, self.span)
                pattern = line.stroke.pattern + len(attempts) - 1 - number
                found.append(_Drawn(columns, self._colour_of(line), pattern, axis))
        return found

    def _lay(self, layer: Sequence[_Drawn]) -> None:
        """Draw one layer: dots of its curves are joined, and take the place of what lay below them."""
        if not layer:
            return
        tops, bottoms = zip(*(self._dot_rows(drawn) for drawn in layer), strict=True)
        dots = vertical_stretches(np.stack(tops), np.stack(bottoms), self.box.height)
        self._put(dots, [drawn.colour for drawn in layer])

    def _put(self, dots: NDArray[np.uint8], colours: Iterable[Colour]) -> None:
        joined = np.bitwise_or.reduce(dots, axis=0)
        drawn = joined > 0
        self.characters[drawn] = BRAILLE + joined[drawn].astype(np.uint32)
        for colour, mine in zip(colours, dots, strict=True):
            self.colours[mine > 0] = colour

    def _row_of(self, axis: YAxis) -> Callable[[FloatArray], FloatArray]:
        last = self.box.height - 1

        def rows(values: FloatArray) -> FloatArray:
            with np.errstate(invalid="ignore", over="ignore"):
                return np.floor(((axis.high - values) / (axis.high - axis.low) * last + 0.5) * 4)

        return rows

    def _dot_rows(self, drawn: _Drawn) -> tuple[RowArray, RowArray]:
        rows = self._row_of(drawn.axis)
        none = np.isnan(drawn.columns.low) | np.isnan(drawn.columns.high)
        top, bottom = (
            np.nan_to_num(np.clip(rows(values), -_FAR, _FAR)).astype(np.int64)
            for values in (drawn.columns.high, drawn.columns.low)
        )
        # A stretch that begins above the picture is not "no dot".
        top = np.where(none, NO_DOT, np.where(top == NO_DOT, NO_DOT - 1, top))
        return patterned(top, drawn.pattern), bottom

    def _scatter(self) -> None:
        """Every point as one dot."""
        for line in self.chart.lines:
            axis = self._axis_of(line)
            for stretch in line.curve.stretches:
                colour = line.stroke.faint if stretch.superseded else self._colour_of(line)
                self._put(self._dots(stretch, axis)[None], [colour])

    def _dots(self, stretch: Stretch, axis: YAxis) -> NDArray[np.uint8]:
        thinned = np.s_[:: max(1, len(stretch.x) // _MOST_SCATTERED)]
        x = self.chart.x_transform.forward(stretch.x[thinned])
        rows = self._row_of(axis)(axis.transform.forward(stretch.raw[thinned]))
        columns = column_of(x, self.span.low, self.span.high, self.span.columns)
        known = np.isfinite(rows) & np.isfinite(columns)
        inside = [np.clip(places[known], -_FAR, _FAR).astype(np.int64) for places in (columns, rows)]
        return points(inside[0], inside[1], self.box.width, self.box.height)

    def _mark_all(self) -> None:
        for line in self.chart.lines:
            for stretch in line.curve.stretches:
                marks = None if stretch.superseded else stretch_marks(stretch, self.span)
                if marks is not None:
                    self._mark(marks, self._colour_of(line))

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
            axis, (x, value) = self._axis_of(line), np.array(line.mark, np.float64)[:, None]
            row = self._row_of(axis)(axis.transform.forward(value))[0] // 4
            column = (
                column_of(self.chart.x_transform.forward(x), self.span.low, self.span.high, self.span.columns)[0] // 2
            )
            if 0 <= row < self.box.height and 0 <= column < self.box.width:
                self.characters[int(row), int(column)] = ord(_PLACE)
                self.colours[int(row), int(column)] = self._colour_of(line)

    def _vertical(self, at: float | None) -> None:
        """A vertical line that leaves the curves to be seen."""
        if at is None:
            return
        position = np.array([self.chart.x_transform.position(at)])
        column = column_of(position, self.span.low, self.span.high, self.span.columns)[0] // 2
        if 0 <= column < self.box.width:
            place = int(column)
            empty = (self.characters[:, place] < BRAILLE) | (self.characters[:, place] > BRAILLE + 255)
            self.characters[empty, place] = ord(_CURSOR)
            self.colours[empty, place] = self.palette.text

    def _right_labels(self, cells: Cells, axis: YAxis) -> None:
        """The second vertical axis, beside the canvas."""
        left = self.box.left + self.box.width
        for row in range(self.box.height):
            cells.write(self.box.top + row, left, "│", self.palette.axis)
        ticks = axis.transform.ticks(axis.low, axis.high, max(2, self.box.height // 4))
        for position, label in zip(ticks.positions, ticks.labels, strict=True):
            row = round((axis.high - position) / (axis.high - axis.low) * (self.box.height - 1))
            cells.write(self.box.top + row, left, "├" + label[: cells.width - left - 1], self.palette.axis)
