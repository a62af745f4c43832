"""Everything that the Scalars screen shows of a snapshot and a selection, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from tbtui.analysis.labels import count_label, many_label
from tbtui.analysis.listing import listed_runs
from tbtui.analysis.parallel import side_by_side
from tbtui.analysis.places import place
from tbtui.analysis.plotted import ChartSource, Plotted, plotted
from tbtui.analysis.scalar_sources import ScalarTags, chart_sources, chosen_tag
from tbtui.analysis.smoothing import half_life_of_weight
from tbtui.charts.line_chart import X_NAMES
from tbtui.model.selection import Attempts, Scale, Selection, XAxis
from tbtui.model.snapshot import Snapshot


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
    def waiting_points(self) -> int:
        """How many points must be gone through one by one before the curves are known."""
        return sum(one.points for chart in self.plots for one in chart if not one.known())

    def compute(self) -> None:
        """Have all curves known."""
        waiting = [one for chart in self.plots for one in chart if not one.known()]
        side_by_side((one.curve for one in waiting), sum(one.points for one in waiting))

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


def scalar_view(snapshot: Snapshot, selection: Selection, tags: ScalarTags, room: int = 36) -> ScalarView:
    """What is shown where there is room for so many charts."""
    tag = chosen_tag(selection, tags)
    sources = chart_sources(tags, selection, tag, room)
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
    hold = "1 run holds" if len(holding) == 1 else f"{len(holding):,} runs hold"
    listed = set(listed_runs(snapshot, selection))
    if listed.isdisjoint(holding):
        return f"{hold} this tag; the filter of runs leaves none of them.\nEsc takes the filter back."
    return f"{hold} this tag; none of them is shown.\na in the list of runs shows all."


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
    axis = selection.x_tag or X_NAMES[selection.x_axis]
    words = [axis if selection.x_scale is Scale.LINEAR else f"{axis} ({selection.x_scale.value})"]
    if selection.smoothing:
        half_life = half_life_of_weight(selection.smoothing)
        words.append(f"smoothing {selection.smoothing:g}" + (f" (half-life {half_life:.3g})" if half_life > 20 else ""))
    if selection.y_scale is not Scale.LINEAR:
        words.append(f"y {selection.y_scale.value}")
    words += [word for word, on in _switches(view, selection) if on]
    if selection.x_axis in (XAxis.WALL, XAxis.RELATIVE) and (untimed := _untimed_points(view, selection)):
        words.append(f"{many_label(untimed, 'point')} without a time left out")
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


def _untimed_points(view: ScalarView, selection: Selection) -> int:
    """How many points a time axis cannot hold, since their wall time is no moment."""
    found = 0
    for one in view.chosen:
        if one.known() and one.series is not None and one.over is None:
            hidden = one.series.superseded.sum() if selection.attempts is Attempts.HIDDEN else 0
            found += len(one.series) - int(hidden) - sum(map(len, one.curve().stretches))
    return found


def _newer_points(view: ScalarView, selection: Selection) -> int:
    """How many points lie to the right of what is seen."""
    seen = selection.x_range
    if seen is None or (selection.follow and selection.x_glued):
        return 0
    stretches = [one.curve().main for one in view.chosen if one.known()]
    return sum(len(stretch.x) - (place(stretch.x, seen[1], "right")) for stretch in stretches)
