"""From curves of scalars to charts: strokes, views, and several charts side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from tbtui.analysis.labels import value_label
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range
from tbtui.analysis.stretch import Stretch
from tbtui.analysis.value_table import read_off
from tbtui.charts.axes import LEAST_HEIGHT, LEAST_WIDTH
from tbtui.charts.cells import Cells, Colour, shortened
from tbtui.charts.line_chart import LineChart, Size, View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import RUN_MARK, Palette, Stroke
from tbtui.charts.picture import Picture
from tbtui.charts.tiles import off_shape, tile_shape
from tbtui.model.selection import Selection

# A trend is not looked for beyond so many values that are not finite.
_LOOK_BACK: Final = 10_000
_BEST_SHAPE: Final = 3.2
"""How many times wider than high, in cells, a chart of a grid is at best."""


def newest_x(plots: Sequence[Plotted]) -> float | None:
    """The greatest x of all curves that are at hand; None where there is none."""
    ends = [float(one.curve().main.x[-1]) for one in plots if one.known() and one.curve().main.x.size]
    return max(ends, default=None)


def seen_range(selection: Selection, newest: float | None) -> Range | None:
    """What of the x axis is seen: a range that ends with the newest point moves on with it."""
    found = selection.x_range
    if found is None or newest is None or not (selection.follow and selection.x_glued):
        return found
    return newest - (found[1] - found[0]), newest


def chart_view(selection: Selection, x_range: Range | None, y_range: Range | None = None) -> View:
    """How the selection wants charts to be drawn."""
    return View(
        x_axis=selection.x_axis,
        numbers=selection.x_tag is not None,
        x_scale=selection.x_scale,
        y_scale=selection.y_scale,
        x_range=x_range,
        y_range=y_range or selection.y_range,
        ignore_outliers=selection.ignore_outliers,
        scatter=selection.scatter,
        cursor=selection.cursor,
        mark=selection.mark,
    )


def chart_lines(plots: Sequence[Plotted], selection: Selection, palette: Palette) -> list[Line]:
    """The lines of a chart: colours tell the runs, patterns the tags where there are several."""
    tags = list(dict.fromkeys(one.tag for one in plots))
    return [
        Line(
            one.name,
            one.curve(),
            _stroke(one, tags.index(one.tag), selection, palette),
            dimmed=selection.dim_others and selection.run is not None and selection.run not in one.runs,
            right=one.tag in selection.right_tags and len(tags) > 1,
            tag=one.tag,
        )
        for one in plots
    ]


def _stroke(one: Plotted, tag_number: int, selection: Selection, palette: Palette) -> Stroke:
    stroke = palette.stroke(selection.slots.get(one.runs[0], 0))
    return Stroke(stroke.colour, stroke.faint, stroke.pattern + tag_number, stroke.letter)


def scalar_chart(
    plots: Sequence[Plotted], selection: Selection, palette: Palette, size: Size, y_range: Range | None = None
) -> LineChart:
    """One chart of these curves, for a place of so many cells."""
    view = chart_view(selection, seen_range(selection, newest_x(plots)), y_range)
    return line_chart(chart_lines(plots, selection, palette), view, size)


def grid_shape(count: int, width: int, height: int) -> tuple[int, int]:
    """Columns and rows in which ``count`` charts come nearest to a good shape; at least one chart is seen."""
    return tile_shape(count, width, height, partial(off_shape, _BEST_SHAPE), (LEAST_WIDTH, LEAST_HEIGHT))


def grid_room(count: int, width: int, height: int) -> int:
    """How many of ``count`` charts have room in a grid."""
    columns, rows = grid_shape(count, width, height)
    return columns * rows


def grid_cell(count: int, width: int, height: int) -> Size:
    """The room for each of ``count`` charts in a grid, beside its title."""
    columns, rows = grid_shape(count, width, height)
    return width // columns - 1, height // rows - 1


@dataclass(frozen=True, slots=True)
class GridPlace:
    """One chart of a grid."""

    title: str
    chart: Picture | None
    """None where there is nothing to draw."""
    chosen: bool
    trend: str
    """A few words at the right end of the title: the last value, and where it goes."""
    mark: Colour | None = None
    """The colour of the run, where the chart is of one."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartGrid:
    """Charts side by side, row by row."""

    places: tuple[GridPlace, ...]

    def shape(self, width: int, height: int) -> tuple[int, int]:
        """Columns and rows of charts."""
        return grid_shape(len(self.places), width, height)

    def at(self, x: int, y: int, width: int, height: int) -> int | None:
        """Which chart lies under a cell; None beside them."""
        columns, rows = self.shape(width, height)
        number = y // max(1, height // rows) * columns + x // max(1, width // columns)
        return number if number < len(self.places) else None

    def inside(self, number: int, width: int, height: int) -> tuple[int, int, int, int]:
        """Where a chart itself is drawn: left, top, width and height in cells."""
        columns, rows = self.shape(width, height)
        wide, high = width // columns, height // rows
        row, column = divmod(number, columns)
        return column * wide, row * high + 1, wide - 1, high - 1

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """All charts that have room."""
        cells = Cells.blank(width, height)
        if not self.places:
            return cells
        columns, rows = self.shape(width, height)
        wide, high = width // columns, height // rows
        for number, place in enumerate(self.places[: columns * rows]):
            row, column = divmod(number, columns)
            self._draw_place(cells, place, (column * wide, row * high), (wide, high), palette)
        return cells

    def _draw_place(
        self, cells: Cells, place: GridPlace, corner: tuple[int, int], size: tuple[int, int], palette: Palette
    ) -> None:
        (left, top), (width, height) = corner, size
        trend = place.trend[: max(0, width // 2)]
        title = shortened(place.title, width - len(trend) - 3 - 2 * (place.mark is not None))
        cells.write(top, left, "▸" if place.chosen else " ", palette.text)
        if place.mark is not None:
            cells.write(top, left + 1, RUN_MARK, place.mark)
        start = left + 1 + 2 * (place.mark is not None)
        cells.write(top, start, title, palette.text if place.chosen else palette.axis)
        cells.write(top, left + width - len(trend) - 1, trend, palette.axis)
        if place.chart is None or height < 2:
            cells.write(top + 1, left + 1, "nothing to draw", palette.muted)
            return
        cells.put(top + 1, left, place.chart.draw(width - 1, height - 1, palette))


def trend_of(plots: Sequence[Plotted], cursor: float | None = None) -> str:
    """The last smoothed value of the curve that lies on top, and whether it rises or falls; or that at the cursor."""
    curves = [one.curve().main for one in plots if one.known()]
    if cursor is not None:
        readings = [reading for stretch in curves if (reading := read_off(stretch, cursor)) is not None]
        return f"{value_label(readings[-1].smoothed, 4)} │" if readings else ""
    known = [stretch for stretch in curves if len(stretch)]
    if not known:
        return ""
    last, before = (_finite_before(known[-1], share) for share in (1.0, 0.9))
    if math.isnan(last):
        return ""
    arrow = "→" if math.isclose(last, before, rel_tol=1e-3, abs_tol=1e-12) else "↗" if last > before else "↘"
    return f"{value_label(last, 4)} {arrow}"


def _finite_before(stretch: Stretch, share: float) -> float:
    """The smoothed value of the last finite point up to a share of the stretch; NaN where there is none."""
    end = max(1, round(share * len(stretch)))
    finite = np.flatnonzero(np.isfinite(stretch.raw[:end][-_LOOK_BACK:]))
    if not finite.size:
        return math.nan
    return stretch.smoothed_at(max(0, end - _LOOK_BACK) + int(finite[-1]))
