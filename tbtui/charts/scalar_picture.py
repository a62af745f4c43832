"""What the Scalars screen shows, computed: its charts and what is read off them, on whatever thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tbtui.analysis.curve_summary import summarise
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range, finite_range
from tbtui.analysis.scalar_sources import ScalarTags
from tbtui.analysis.value_table import ValueRow, read_rows
from tbtui.charts.line_chart import LineChart, RoughLine, Size, refine
from tbtui.charts.palette import Palette
from tbtui.charts.scalar_charts import ChartGrid, GridPlace, grid_cell, grid_room, newest_x, scalar_chart, trend_of
from tbtui.charts.scalar_view import ScalarView, scalar_view, state_line
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class ScalarPicture:
    """The charts of one view for one size, and the table below them."""

    view: ScalarView
    chart: LineChart | None
    """Of the chosen tag; None where it has no curve."""
    drawn: LineChart | ChartGrid | None
    """What is seen: that chart, or a grid with it."""
    charts: tuple[LineChart, ...]
    """All charts that are seen."""
    rows: tuple[ValueRow, ...]
    whole: Range | None
    """All of the x axis that the curves of the chart have."""
    state: str
    """How the chart is drawn, in a few words."""

    @property
    def rough(self) -> list[RoughLine]:
        """The lines that are drawn by samples so far."""
        return [line for chart in self.charts for line in chart.rough]


def scalar_picture(view: ScalarView, selection: Selection, palette: Palette, size: Size) -> ScalarPicture:
    """Compute the curves of a view and draw them up, for a pane of so many cells."""
    view.compute()
    chosen, charts = _charts(view, selection, palette, size)
    drawn = _grid(view, selection, charts) if selection.grid and charts else chosen
    rows = tuple(read_rows(view.chosen, selection))
    state = state_line(view, selection) if view.tag else ""
    known = tuple(chart for chart in charts if chart is not None)
    return ScalarPicture(view, chosen, drawn, known, rows, _whole_range(view.chosen), state)


def picture_of(
    snapshot: Snapshot, selection: Selection, tags: ScalarTags, palette: Palette, size: Size
) -> ScalarPicture:
    """The whole way from a snapshot to the picture."""
    view = scalar_view(snapshot, selection, tags, grid_room(selection.grid_size, *size))
    return scalar_picture(view, selection, palette, size)


def prefetch(
    snapshot: Snapshot, selection: Selection, following: Sequence[str], tags: ScalarTags, palette: Palette, size: Size
) -> None:
    """Compute the charts of tags that may be looked at next, so that they are at hand then."""
    for tag in following:
        picture = picture_of(snapshot, replace(selection, tag=tag), tags, palette, size)
        refine(picture.rough)
        for one in picture.view.chosen:
            summarise(one.curve().main)


def _charts(
    view: ScalarView, selection: Selection, palette: Palette, size: Size
) -> tuple[LineChart | None, Sequence[LineChart | None]]:
    """The chart of the chosen tag, and the charts of all sources, None for those without a curve."""
    if not any(view.plots):
        return None, ()
    if not selection.grid:
        chart = scalar_chart(view.plots[0], selection, palette, size)
        return chart, (chart,)
    cell = grid_cell(len(view.sources), *size)
    y_range = _shared_range(view.plots, selection, palette, cell) if selection.shared_y else None
    charts = [scalar_chart(plots, selection, palette, cell, y_range) if plots else None for plots in view.plots]
    chosen = [chart for source, chart in zip(view.sources, charts, strict=True) if source.title == view.tag]
    return next(iter(chosen), None), charts


def _grid(view: ScalarView, selection: Selection, charts: Sequence[LineChart | None]) -> ChartGrid:
    """The charts side by side, each with its last value or that at the cursor."""
    return ChartGrid(
        tuple(
            GridPlace(source.title, chart, source.title == view.tag, trend_of(plots, selection.cursor))
            for source, plots, chart in zip(view.sources, view.plots, charts, strict=True)
        )
    )


def _shared_range(
    plots: Sequence[Sequence[Plotted]], selection: Selection, palette: Palette, size: Size
) -> Range | None:
    """One y range, in values, that holds what all charts of a grid need."""
    charts = [scalar_chart(mine, selection, palette, size) for mine in plots if mine]
    ends = [np.array([one.left.transform.value(end) for end in (one.left.low, one.left.high)]) for one in charts]
    return finite_range(ends)


def _whole_range(plots: Sequence[Plotted]) -> Range | None:
    """All of the x axis that these curves have; None where there is none."""
    newest = newest_x(plots)
    known = [one.curve().main.x for one in plots if one.known()]
    oldest = min((float(x[0]) for x in known if x.size), default=None)
    return None if newest is None or oldest is None else (oldest, newest)
