"""Curves of several runs over one horizontal axis: as numbers first, then as cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import Curve, Stretch
from tbtui.analysis.memo import remembered
from tbtui.analysis.ranges import Range, finite_range, inner_range, widened
from tbtui.analysis.reduction import Columns, column_of, reduce_columns
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.palette import Palette, Stroke
from tbtui.charts.raster import BRAILLE, NO_DOT, patterned, vertical_stretches
from tbtui.charts.scales import Transform, transform_for
from tbtui.charts.ticks import TickFunction, duration_ticks, linear_ticks, wall_ticks
from tbtui.model.selection import Scale, XAxis

FloatArray: TypeAlias = NDArray[np.float64]

_X_TICKS: Final[dict[XAxis, TickFunction]] = {
    XAxis.STEP: linear_ticks,
    XAxis.RELATIVE: duration_ticks,
    XAxis.WALL: wall_ticks,
}
# What marks values that no axis holds, at the lower edge, the upper edge, and the lower edge again.
NAN_MARK: Final = "▽"
PLUS_INF_MARK: Final = "▲"
MINUS_INF_MARK: Final = "▼"
# Beyond this, dot rows are so far outside that whole numbers no longer hold them.
_FAR: Final = 1e6
_FEW_POINTS: Final = 4
_USUAL_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One run of a chart."""

    name: str
    curve: Curve
    stroke: Stroke
    dimmed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """What of the curves is shown, and how."""

    x_axis: XAxis = XAxis.STEP
    y_scale: Scale = Scale.LINEAR
    x_range: Range | None = None
    """In numbers of the x axis; None for all."""
    y_range: Range | None = None
    """In values; None for what the curves need."""
    ignore_outliers: bool = False
    cursor: float | None = None
    """Where a vertical line stands."""


@dataclass(frozen=True, slots=True, eq=False)
class LineChart:
    """Lines and the ranges in which they are drawn; the last line lies on top."""

    lines: tuple[Line, ...]
    view: View
    transform: Transform
    x_range: Range
    y_range: Range
    """In the y axis' own, perhaps transformed numbers."""

    @property
    def empty(self) -> bool:
        """Whether there is no point at all."""
        return not any(stretch.x.size for line in self.lines for stretch in line.curve.stretches)

    def axes(self) -> tuple[Axis, Axis]:
        """Both axes with their ticks."""
        return Axis(*self.x_range, _X_TICKS[self.view.x_axis]), Axis(*self.y_range, self.transform.ticks)

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as ``width`` x ``height`` cells."""
        cells, box = draw_frame(width, height, *self.axes(), palette)
        if box.width >= 2 and box.height >= 1:
            _Painter(self, box, palette).paint(cells)
        return cells

    def x_at(self, column: int, width: int, height: int) -> float | None:
        """The x under a column of the drawn chart; None beside the canvas."""
        box = frame(width, height, *self.axes())
        inside = column - box.left
        if not 0 <= inside < box.width or box.width < 2:
            return None
        low, high = self.x_range
        return low + inside / (box.width - 1) * (high - low)


def line_chart(lines: Sequence[Line], view: View, columns: int = _USUAL_COLUMNS) -> LineChart:
    """Choose the ranges for these lines: of x all or what is asked for, of y what the lines need in that part.

    ``columns`` is how many columns of dots the canvas will have; reducing to these is most of the work, and is kept.
    """
    mains = [line.curve.main for line in lines]
    x_range = view.x_range or _whole_x(finite_range([stretch.x[[0, -1]] for stretch in mains if stretch.x.size]))
    seen = [_seen(stretch, x_range) for stretch in mains]
    transform = transform_for(view.y_scale, seen)
    if view.y_range is not None:
        low, high = (float(transform.forward(np.array(value))) for value in view.y_range)
        return LineChart(tuple(lines), view, transform, x_range, widened(None) if not low < high else (low, high))
    if view.ignore_outliers:
        y_range = inner_range(transform.forward(values) for values in seen)
    else:
        y_range = finite_range(_extremes(mains, transform, x_range, columns))
    return LineChart(tuple(lines), view, transform, x_range, widened(y_range))


def _whole_x(found: Range | None) -> Range:
    """All of the x axis, without a margin, as every point counts up to the edge."""
    if found is None or not found[1] > found[0]:
        return widened(found)
    return found


def _seen(stretch: Stretch, x_range: Range) -> FloatArray:
    """The raw values inside a range of x."""
    first, last = np.searchsorted(stretch.x, x_range[0], "left"), np.searchsorted(stretch.x, x_range[1], "right")
    return stretch.raw[first:last]


def _extremes(stretches: Sequence[Stretch], transform: Transform, x_range: Range, columns: int) -> Iterator[FloatArray]:
    for stretch in stretches:
        for smoothed in {False, stretch.smoothed is not stretch.raw}:
            reduced = reduced_columns(stretch, smoothed, transform, x_range, columns)
            yield reduced.low
            yield reduced.high


@remembered
def reduced_columns(stretch: Stretch, smoothed: bool, transform: Transform, x_range: Range, columns: int) -> Columns:
    """A stretch reduced to columns of dots, in the y axis' own numbers.

    Few points are transformed before they are joined by straight lines, many are reduced first: a logarithm of a
    million values would take longer than all the rest.
    """
    values = stretch.smoothed if smoothed else stretch.raw
    if len(values) <= _FEW_POINTS * columns:
        return reduce_columns(stretch.x, transform.forward(values), *x_range, columns)
    reduced = reduce_columns(stretch.x, values, *x_range, columns)
    low, high = transform.forward(reduced.low), transform.forward(reduced.high)
    low = np.where(np.isnan(low) & ~np.isnan(high), -np.inf, low)
    return replace(reduced, low=low, high=high)


def draw_frame(width: int, height: int, x_axis: Axis, y_axis: Axis, palette: Palette) -> tuple[Cells, Frame]:
    """Axes, labels and a faint grid as cells, and the canvas that is left for the data."""
    box = frame(width, height, x_axis, y_axis)
    cells = Cells.blank(width, height)
    cells.characters[:] = box.characters
    cells.foreground[:] = palette.axis
    canvas = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
    characters, colours = cells.characters[canvas], cells.foreground[canvas]
    colours[:] = palette.grid
    for row in box.rows:
        if 0 <= row < box.height:
            characters[row, :] = ord("╌")
    for column in box.columns:
        if 0 < column < box.width:
            characters[:, column] = np.where(characters[:, column] == ord("╌"), ord("┼"), ord("┆"))
    return cells, box


class _Painter:
    """Draws the lines of a chart into the canvas of its cells."""

    def __init__(self, chart: LineChart, box: Frame, palette: Palette) -> None:
        self.chart, self.box, self.palette = chart, box, palette
        self.columns = 2 * box.width

    def paint(self, cells: Cells) -> None:
        """Superseded points first, then raw bands, then lines; the last run on top. Then marks and cursor."""
        canvas = np.s_[self.box.top : self.box.top + self.box.height, self.box.left : self.box.left + self.box.width]
        self.characters, self.colours = cells.characters[canvas], cells.foreground[canvas]
        layers = [(self._faint_stretches(), True), (self._lines(), False)]
        for found, faint in layers:
            self._lay(found, over_faint=not faint)
        self._cursor(cells)

    def _reduced(self, stretch: Stretch, *, smoothed: bool) -> Columns:
        return reduced_columns(stretch, smoothed, self.chart.transform, self.chart.x_range, self.columns)

    def _faint_stretches(self) -> list[tuple[Columns, Colour, int]]:
        found = []
        for line in self.chart.lines:
            for stretch in line.curve.stretches:
                if stretch.superseded or stretch.smoothed is not stretch.raw:
                    found.append((self._reduced(stretch, smoothed=False), line.stroke.faint, 0))
        return found

    def _lines(self) -> list[tuple[Columns, Colour, int]]:
        found = []
        for line in self.chart.lines:
            main = line.curve.main
            colour = line.stroke.faint if line.dimmed else line.stroke.colour
            found.append((self._reduced(main, smoothed=main.smoothed is not main.raw), colour, line.stroke.pattern))
        return found

    def _lay(self, found: Sequence[tuple[Columns, Colour, int]], *, over_faint: bool) -> None:
        """Draw one layer: dots of its curves are joined, and take the place of fainter dots below them."""
        if not found:
            return
        tops, bottoms = zip(*(self._dot_rows(columns, pattern) for columns, _, pattern in found), strict=True)
        dots = vertical_stretches(np.stack(tops), np.stack(bottoms), self.box.height)
        joined = np.bitwise_or.reduce(dots, axis=0)
        drawn = joined > 0
        self.characters[drawn] = BRAILLE + joined[drawn].astype(np.uint32)
        for (columns, colour, _), mine in zip(found, dots, strict=True):
            self.colours[mine > 0] = colour
            self._marks(columns, colour)

    def _dot_rows(self, columns: Columns, pattern: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        low, high = self.chart.y_range
        last = self.box.height - 1

        def row(values: FloatArray) -> NDArray[np.int64]:
            with np.errstate(invalid="ignore", over="ignore"):
                place = np.floor(((high - values) / (high - low) * last + 0.5) * 4)
            return np.where(np.isnan(place), NO_DOT, np.clip(place, -_FAR, _FAR)).astype(np.int64)

        top, bottom = row(columns.high), row(columns.low)
        none = np.isnan(columns.low)
        # A stretch that ends above the picture is not "no dot": it only has none inside.
        top = np.where(none, NO_DOT, np.where(top == NO_DOT, NO_DOT - 1, top))
        return patterned(top, pattern), bottom

    def _marks(self, columns: Columns, colour: Colour) -> None:
        """NaN and Inf at the edges, in the colour of their run."""
        bottom = self.box.height - 1
        for flags, mark, row in (
            (columns.nan, NAN_MARK, bottom),
            (columns.plus_inf, PLUS_INF_MARK, 0),
            (columns.minus_inf, MINUS_INF_MARK, bottom),
        ):
            places = np.unique(np.flatnonzero(flags) // 2)
            self.characters[row, places] = ord(mark)
            self.colours[row, places] = colour

    def _cursor(self, cells: Cells) -> None:
        at = self.chart.view.cursor
        if at is None:
            return
        column = int(column_of(np.array([at]), *self.chart.x_range, self.columns)[0]) // 2
        if 0 <= column < self.box.width:
            empty = (self.characters[:, column] < BRAILLE) | (self.characters[:, column] > BRAILLE + 255)
            self.characters[empty, column] = ord("│")
            self.colours[empty, column] = self.palette.text
