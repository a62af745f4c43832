"""What all pictures of histograms have in common: which runs are seen, on which axes, with which step marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_stack import HistogramStack, axis_order, axis_range
from tbtui.analysis.labels import count_label, duration_label, is_moment, wall_label
from tbtui.analysis.ranges import Range, widened
from tbtui.charts.axes import Axis
from tbtui.charts.cells import Colour
from tbtui.charts.histogram_options import HistogramOptions
from tbtui.charts.line_chart import X_TICKS
from tbtui.charts.palette import Palette
from tbtui.charts.scalar_charts import seen_range
from tbtui.charts.value_axis import ValueAxis, value_axis
from tbtui.model.selection import Selection, XAxis


@dataclass(frozen=True, slots=True, eq=False)
class RunHistograms:
    """One run of the picture."""

    stack: HistogramStack
    entry: ChosenEntry
    """The one on which the step cursor stands."""
    colour: Colour
    chosen: bool

    @property
    def name(self) -> str:
        """The run."""
        return self.entry.run

    @property
    def place(self) -> int | None:
        """Where the entry at the step cursor stands in the stack; None where it is not at hand."""
        return self.stack.place_of(self.entry.index)

    @property
    def histogram(self) -> Histogram | None:
        """The histogram at the step cursor; None where it is not at hand or cannot be read."""
        place = self.place
        return None if place is None else self.stack.histograms[place]


@dataclass(frozen=True, slots=True, eq=False)
class HistogramScene:
    """The runs and their axes."""

    runs: tuple[RunHistograms, ...]
    options: HistogramOptions
    palette: Palette
    kind: XAxis
    """What the axis over time counts."""
    x_whole: Range
    x_seen: Range
    values: ValueAxis
    marked: bool
    """The step cursor stands on a step, it does not just follow the newest."""

    @property
    def x_axis(self) -> Axis:
        """The axis over time."""
        low, high = self.x_seen
        return Axis(*((low, high) if low < high else widened((low, low))), X_TICKS[self.kind])

    def cursor(self, run: RunHistograms) -> float | None:
        """Where the step cursor stands on the axis over time; None while it follows the newest step."""
        return float(x_values(run.entry.entries, self.kind)[run.entry.index]) if self.marked else None

    @property
    def lone_reach(self) -> float:
        """How far a single histogram reaches: over all of an axis that shows nothing else."""
        return math.inf if self.x_whole[0] == self.x_whole[1] else 0.0

    def x_at(self, run: RunHistograms, place: int) -> float:
        """Where one of a run's histograms stands on the axis over time."""
        return float(x_values(run.entry.entries, self.kind)[run.stack.indexes[place]])

    def label(self, x: float) -> str:
        """A place on the axis over time in a few characters."""
        span = self.x_seen[1] - self.x_seen[0]
        if self.kind is XAxis.STEP:
            return f"{round(x):,}" if abs(x) < 1e5 else count_label(round(x))
        if self.kind is XAxis.RELATIVE or not is_moment(x):
            return duration_label(x, 1.0 if span < 600 else 60.0)
        return wall_label(x, 1.0 if span < 600 else 60.0)

    def seen_places(self, run: RunHistograms) -> np.ndarray:
        """(k,) int64: which histograms of a run's stack lie in the part of the axis that is seen, in its order."""
        order = axis_order(run.stack, self.kind)
        low, high = self.x_seen
        inside = (order.x >= low) & (order.x <= high) & (order.places >= 0)
        return order.places[inside]

    def picked(self, run: RunHistograms, count: int) -> list[int]:
        """At most ``count`` of those, evenly spread, the first, the last and the one at the step cursor among them."""
        places = self.seen_places(run)
        if len(places) > count:
            spread = np.unique(np.rint(np.linspace(0, len(places) - 1, count)).astype(np.int64))
            at = np.flatnonzero(places == (-1 if run.place is None else run.place))
            if at.size and at[0] not in spread:
                spread[np.abs(spread[1:-1] - at[0]).argmin() + 1 if len(spread) > 2 else 0] = at[0]
            places = places[spread]
        return [int(place) for place in places]


def histogram_scene(
    runs: Sequence[RunHistograms], options: HistogramOptions, selection: Selection, palette: Palette
) -> HistogramScene:
    """The scene of these runs, of which there is at least one."""
    by_tag = selection.x_tag is not None
    kind = XAxis.STEP if by_tag else selection.x_axis
    ranges = [found for run in runs if (found := axis_range(run.entry.entries, kind)) is not None]
    whole = (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else (0.0, 1.0)
    seen = None if by_tag else seen_range(selection, whole[1])
    seen = seen if seen is not None and seen[0] < whole[1] and seen[1] > whole[0] else None
    stacks = [run.stack for run in runs]
    values = value_axis(stacks, options.value_scale, without_outliers=options.without_outliers)
    return HistogramScene(tuple(runs), options, palette, kind, whole, seen or whole, values, selection.step is not None)
