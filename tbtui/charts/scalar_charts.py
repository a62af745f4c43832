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
from tbtui.charts.axes import LEAST_HEIGHT, LEAST_WIDTH
from tbtui.charts.cells import Cells, shortened
from tbtui.charts.line_chart import LineChart, View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import Palette, Stroke
from tbtui.charts.tiles import off_shape, tile_shape
from tbtui.model.selection import Selection

_GUTTER: Final = 8
_BEST_SHAPE: Final = 3.2
"""How many times wider than high, in cells, a chart of a grid is at best."""


def dot_columns(width: int) -> int:
    """How many columns of dots a chart of so many cells will have, beside its labels."""
    return max(4, 2 * (width - _GUTTER + 1))


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
    plots: Sequence[Plotted], selection: Selection, palette: Palette, width: int, y_range: Range | None = None
) -> LineChart:
    """One chart of these curves, for a place of ``width`` cells."""
    view = chart_view(selection, seen_range(selection, newest_x(plots)), y_range)
    return line_chart(chart_lines(plots, selection, palette), view, dot_columns(width))


@dataclass(frozen=True, slots=True)
class GridPlace:
    """One chart of a grid."""

    title: str
    chart: LineChart | None
    """None where there is nothing to draw."""
    chosen: bool
    trend: str
    """The last value of the chosen or first run, and where it goes."""


@dataclass(frozen=True, slots=True, eq=False)
class ChartGrid:
    """Charts side by side, row by row."""

    places: tuple[GridPlace, ...]

    def shape(self, width: int, height: int) -> tuple[int, int]:
        """Columns and rows in which the charts come nearest to a good shape; at least one chart is seen."""
        badness = partial(off_shape, _BEST_SHAPE)
        return tile_shape(len(self.places), width, height, badness, (LEAST_WIDTH, LEAST_HEIGHT))

    def at(self, x: int, y: int, width: int, height: int) -> int | None:
        """Which chart lies under a cell; None beside them."""
        columns, rows = self.shape(width, height)
        number = y // max(1, height // rows) * columns + x // max(1, width // columns)
        return number if number < len(self.places) else None

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
        title = shortened(place.title, width - len(trend) - 3)
        cells.write(top, left, ("▸" if place.chosen else " ") + title, palette.text if place.chosen else palette.axis)
        cells.write(top, left + width - len(trend) - 1, trend, palette.axis)
        if place.chart is None or height < 2:
            cells.write(top + 1, left + 1, "nothing to draw", palette.muted)
            return
        cells.put(top + 1, left, place.chart.draw(width - 1, height - 1, palette))


def trend_of(plots: Sequence[Plotted]) -> str:
    """The last smoothed value of the curve that lies on top, and whether it rises or falls."""
    curves = [one.curve().main for one in plots if one.known()]
    smoothed = [stretch.smoothed[np.isfinite(stretch.smoothed)] for stretch in curves]
    values = next((found for found in reversed(smoothed) if found.size), None)
    if values is None:
        return ""
    before = float(values[max(0, len(values) - 1 - max(1, len(values) // 10))])
    last = float(values[-1])
    arrow = "→" if math.isclose(last, before, rel_tol=1e-3, abs_tol=1e-12) else "↗" if last > before else "↘"
    return f"{value_label(last, 4)} {arrow}"
