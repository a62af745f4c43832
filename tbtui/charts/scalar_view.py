"""Everything that the Scalars screen shows of a snapshot and a selection, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.analysis.labels import count_label
from tbtui.analysis.plotted import ChartSource, Plotted, plotted
from tbtui.analysis.ranges import Range, finite_range
from tbtui.analysis.scalar_sources import ScalarTags, chart_sources
from tbtui.analysis.smoothing import half_life_of_weight
from tbtui.charts.line_chart import LineChart
from tbtui.charts.palette import Palette
from tbtui.charts.scalar_charts import ChartGrid, GridPlace, newest_x, scalar_chart, trend_of
from tbtui.model.selection import Attempts, Scale, Selection, XAxis
from tbtui.model.snapshot import Snapshot

_LEAST_GRID_WIDTH: Final = 24
_AXIS_NAMES: Final = {XAxis.STEP: "step", XAxis.RELATIVE: "relative time", XAxis.WALL: "time of day"}


@dataclass(frozen=True, slots=True, eq=False)
class ScalarView:
    """The charts of a moment; what is expensive in it is computed when ``draw`` is called."""

    tag: str | None
    sources: tuple[ChartSource, ...]
    plots: tuple[tuple[Plotted, ...], ...]
    """For each source its curves."""
    empty: str
    """Why there is nothing to draw; "" where there is."""

    @property
    def waiting(self) -> list[Plotted]:
        """The curves that are not computed yet."""
        return [one for chart in self.plots for one in chart if not one.known()]

    @property
    def chosen(self) -> tuple[Plotted, ...]:
        """The curves of the chart of the chosen tag."""
        for source, plots in zip(self.sources, self.plots, strict=True):
            if source.title == self.tag:
                return plots
        return self.plots[0] if self.plots else ()

    @property
    def title(self) -> str:
        """What the chart shows."""
        if not self.sources:
            return "Scalars"
        overlaid = self.sources[0].tags if len(self.sources) == 1 else ()
        return " + ".join(overlaid) if len(overlaid) > 1 else self.tag or ""


def scalar_view(snapshot: Snapshot, selection: Selection, tags: ScalarTags) -> ScalarView:
    """What is shown."""
    tag = selection.tag if selection.tag is not None and selection.tag in tags else tags.first
    sources = chart_sources(tags, selection, tag)
    plots = tuple(tuple(plotted(snapshot, selection, source)) for source in sources)
    empty = "" if any(plots) else why_empty(snapshot, selection, tag)
    return ScalarView(tag, tuple(sources), plots, empty)


def why_empty(snapshot: Snapshot, selection: Selection, tag: str | None) -> str:
    """Why no curve is shown, and what helps."""
    if tag is None:
        return no_scalars(snapshot)
    holding = [run for run in snapshot.runs.values() if tag in run.scalars]
    if selection.x_tag and holding:
        return f"No run that is shown has both this tag and {selection.x_tag}.\nx takes the step for the x axis again."
    if not holding:
        return "No run holds all that this is made of."
    return f"{len(holding)} runs hold this tag, and all are hidden or filtered out.\na in the list of runs shows all."


def no_scalars(snapshot: Snapshot) -> str:
    """Why there is no scalar at all, and what there is instead."""
    if not snapshot.runs:
        return 'No event files yet.\nWaiting for a file whose name holds "tfevents".'
    kinds = sorted({plugin for run in snapshot.runs.values() for plugin in (*run.series, *run.entries)})
    if snapshot.progress.loading:
        return "Still loading: no scalars so far."
    return "This log holds no scalars." + (f"\nIt holds {', '.join(kinds)}." if kinds else "\nIt holds no summaries.")


def state_line(view: ScalarView, selection: Selection) -> str:
    """How the chart is drawn, in a few words, as far as it is not the usual way."""
    axis = selection.x_tag or _AXIS_NAMES[selection.x_axis]
    words = [axis if selection.x_scale is Scale.LINEAR else f"{axis} ({selection.x_scale.value})"]
    if selection.smoothing:
        half_life = half_life_of_weight(selection.smoothing)
        words.append(f"smoothing {selection.smoothing:g}" + (f" (half-life {half_life:.3g})" if half_life > 20 else ""))
    if selection.y_scale is not Scale.LINEAR:
        words.append(f"y {selection.y_scale.value}")
    words += [word for word, on in _switches(view, selection) if on]
    newer = _newer_points(view, selection)
    return " · ".join(words) + (f" · {count_label(newer)} newer points →" if newer else "")


def _switches(view: ScalarView, selection: Selection) -> list[tuple[str, bool]]:
    void = any(stretch.superseded for one in view.chosen if one.known() for stretch in one.curve().stretches)
    return [
        ("without outliers", selection.ignore_outliers),
        ("superseded points hidden", selection.attempts is Attempts.HIDDEN),
        ("attempts apart", selection.attempts is Attempts.SPLIT),
        ("superseded points faint", void and selection.attempts is Attempts.FAINT),
        (f"averaged by {selection.run_groups}, {selection.average.value}", bool(selection.run_groups)),
        ("zoomed", selection.x_range is not None),
        ("y range by hand", selection.y_range is not None),
    ]


def _newer_points(view: ScalarView, selection: Selection) -> int:
    """How many points lie to the right of what is seen."""
    seen = selection.x_range
    if seen is None or (selection.follow and selection.x_glued):
        return 0
    stretches = [one.curve().main for one in view.chosen if one.known()]
    return sum(len(stretch.x) - int(np.searchsorted(stretch.x, seen[1], "right")) for stretch in stretches)


def draw_charts(
    view: ScalarView, selection: Selection, palette: Palette, width: int
) -> tuple[LineChart | None, LineChart | ChartGrid | None]:
    """The chart of the chosen tag, and what is drawn: it, or a grid with it."""
    if not any(view.plots):
        return None, None
    if not selection.grid:
        chart = scalar_chart(view.plots[0], selection, palette, width)
        return chart, chart
    wide = max(_LEAST_GRID_WIDTH, width // max(1, round(len(view.sources) ** 0.5)))
    y_range = _shared_range(view.plots, selection, palette, wide) if selection.shared_y else None
    charts = [scalar_chart(plots, selection, palette, wide, y_range) if plots else None for plots in view.plots]
    places = tuple(
        GridPlace(source.title, chart, source.title == view.tag, trend_of(plots))
        for source, plots, chart in zip(view.sources, view.plots, charts, strict=True)
    )
    chosen = (chart for chart, place in zip(charts, places, strict=True) if place.chosen)
    return next(chosen, None), ChartGrid(places)


def _shared_range(
    plots: Sequence[Sequence[Plotted]], selection: Selection, palette: Palette, width: int
) -> Range | None:
    """One y range, in values, that holds what all charts of a grid need."""
    charts = [scalar_chart(mine, selection, palette, width) for mine in plots if mine]
    ends = [np.array([one.left.transform.value(end) for end in (one.left.low, one.left.high)]) for one in charts]
    return finite_range(ends)


def whole_range(plots: Sequence[Plotted]) -> Range | None:
    """All of the x axis that these curves have; None where there is none."""
    newest = newest_x(plots)
    known = [one.curve().main.x for one in plots if one.known()]
    oldest = min((float(x[0]) for x in known if x.size), default=None)
    return None if newest is None or oldest is None else (oldest, newest)
