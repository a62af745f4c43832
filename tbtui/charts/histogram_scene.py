"""What all pictures of histograms have in common: which runs are seen, on which axes, with which step marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_stack import HistogramStack, axis_order
from tbtui.charts.cells import Colour
from tbtui.charts.histogram_options import HistogramOptions
from tbtui.charts.palette import Palette
from tbtui.charts.time_axis import TimeAxis, time_axis
from tbtui.charts.value_axis import ValueAxis, value_axis
from tbtui.model.selection import Selection


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
    time: TimeAxis
    values: ValueAxis
    marked: bool
    """The step cursor stands on a step, it does not just follow the newest."""

    def cursor(self, run: RunHistograms) -> float | None:
        """Where the step cursor stands on the axis over time; None while it follows the newest step."""
        return self.time.place(run.entry.entries, run.entry.index) if self.marked else None

    def x_at(self, run: RunHistograms, place: int) -> float:
        """Where one of a run's histograms stands on the axis over time."""
        return self.time.place(run.entry.entries, int(run.stack.indexes[place]))

    def label_at(self, run: RunHistograms, place: int) -> str:
        """The step or time of one of a run's histograms."""
        return self.time.label(self.x_at(run, place))

    def seen_places(self, run: RunHistograms) -> np.ndarray:
        """(k,) int64: which histograms of a run's stack lie in the part of the axis that is seen, in its order."""
        order = axis_order(run.stack, self.time.kind)
        low, high = self.time.seen
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
    stacks = [run.stack for run in runs]
    values = value_axis(stacks, options.value_scale, without_outliers=options.without_outliers)
    time = time_axis([run.entry.entries for run in runs], selection)
    return HistogramScene(tuple(runs), options, palette, time, values, selection.step is not None)
