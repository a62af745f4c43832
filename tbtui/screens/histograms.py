"""Histograms: how distributions change over the steps, of several runs side by side, and of all layers at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

import numpy as np
from textual.widget import Widget

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import ChosenEntry, all_steps, entry_order
from tbtui.analysis.histogram import Histogram, histogram_of
from tbtui.analysis.histogram_export import buckets_csv, buckets_json
from tbtui.analysis.histogram_stack import amounts_in_bins
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.ranges import Range
from tbtui.charts.histogram_options import HistogramOptions, Mode
from tbtui.charts.histogram_scene import RunHistograms
from tbtui.charts.histogram_state import state_line
from tbtui.charts.histogram_view import (
    HistogramPlan,
    HistogramView,
    Size,
    histogram_plan,
    histogram_view,
    runs_with_room,
)
from tbtui.charts.time_axis import shared_kind
from tbtui.model.entries import Entries
from tbtui.model.run import HISTOGRAMS
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.histogram_chart import HistogramChart
from tbtui.widgets.histogram_readout import entry_rows
from tbtui.widgets.histogram_stacks import HistogramStacks
from tbtui.widgets.host import Descriptor
from tbtui.widgets.layers_dashboard import LayersDashboard
from tbtui.widgets.pane import Pane
from tbtui.widgets.readout import Readout

# So many histograms are put on a grid while a key waits, and where another tag is still seen; others in the background.
_AT_ONCE: Final = 400
_FIRST_AT_ONCE: Final = 2500


class HistogramsScreen(LayersDashboard):
    """Histograms of tags over steps."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "histograms",
        "Histograms",
        30,
        lambda snapshot: any(run.histograms for run in snapshot.runs.values()),
        "Distributions over time, in many forms, and all layers at once.",
        short="Hist",
    )
    PLUGIN = HISTOGRAMS
    CSS = """
    HistogramsScreen #matrix { display: none; }
    HistogramsScreen.matrix #matrix { display: block; }
    HistogramsScreen.matrix #chart { display: none; }
    HistogramsScreen.narrow Readout { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._stacks: HistogramStacks | None = None
        self._view: HistogramView | None = None
        self._drawn_from: object = None

    def compose_main(self) -> Iterable[Widget]:
        """The picture or the matrix, and what is read off."""
        self.chart = HistogramChart(on_point=self._clicked, on_wheel=self._wheel, on_size=self.update, id="chart")
        self.readout = Readout(id="readout")
        self.main_pane = Pane(self.chart, self.make_matrix(), self.readout, title="Histograms", id="histograms-pane")
        yield self.main_pane

    def convert(self, value: Any, entries: Entries) -> Histogram:
        """Put in order and summed up, in the background."""
        return histogram_of(value)

    # Pictures

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the pictures of the chosen tag, or the matrix."""
        options = self.chosen_options
        if options.mode is Mode.MATRIX:
            why = self.show_matrix(snapshot, selection, options)
        else:
            why = "" if self.chosen else self.why_nothing(snapshot)
        self.set_class(options.mode is Mode.MATRIX and not why, "matrix")
        if why:
            self._show_nothing(why)
        elif options.mode is not Mode.MATRIX:
            self._show_pictures(selection, options)

    def _show_nothing(self, why: str) -> None:
        self._view, self._drawn_from = None, None
        self.chart.show(None, self.palette, why)
        self.main_pane.head(self.tag or "Histograms")
        self.readout.show()

    def _show_pictures(self, selection: Selection, options: HistogramOptions) -> None:
        size = Size(*self.chart.size)
        if min(size) < 1:
            return
        runs = self._runs_seen(selection, options, size)
        plan = histogram_plan(runs, options, selection, self.palette, size)
        self._say(plan)
        nothing_yet = all(run.stack.awaited and not run.stack.histograms for run in runs)
        if not (nothing_yet and self._view is not None) and self._on_grid(plan):
            self._draw(plan)

    def _runs_seen(self, selection: Selection, options: HistogramOptions, size: Size) -> list[RunHistograms]:
        """The runs that have room, in the order of the list, with what is at hand of their histograms."""
        order = {run.name: place for place, run in enumerate(drawn_runs(self.snapshot, selection))}
        entries = sorted(self.chosen, key=lambda one: order[one.run])
        room = runs_with_room(len(entries), entries.index(self.chosen[0]), options, size)
        seen = [entries[place] for place in room]
        self._stacks = self._stacks or HistogramStacks(self.values)
        stacks = self._stacks.show(seen)
        return [
            RunHistograms(
                stack, one, self.palette.stroke(selection.slots.get(one.run, 0)).colour, one is self.chosen[0]
            )
            for stack, one in zip(stacks, seen, strict=True)
        ]

    def _on_grid(self, plan: HistogramPlan) -> bool:
        """Whether all is computed that would make a key wait; the background does it otherwise."""
        stacks, edges = plan.unknown()
        seen = self._view.plan.scene.runs[0].stack.entries.tag if self._view else None
        most = _AT_ONCE if seen == self.tag else _FIRST_AT_ONCE
        if sum(len(stack.histograms) for stack in stacks) <= most:
            return True
        by_count = plan.scene.options.by_count

        def work() -> None:
            for stack in stacks:
                amounts_in_bins(stack, edges, by_count)

        self.background.run("histogram bins", work, lambda _: self.update())
        return False

    def _draw(self, plan: HistogramPlan) -> None:
        """Make the pictures anew if anything is different."""
        scene = plan.scene
        runs = [(run.stack, run.entry.index, run.chosen, run.colour) for run in scene.runs]
        drawn_from = (runs, scene.options, scene.time, scene.marked, self.palette, plan.size)
        if drawn_from != self._drawn_from:
            self._drawn_from, self._view = drawn_from, histogram_view(plan)
            self.chart.show(self._view.picture, self.palette)

    def _say(self, plan: HistogramPlan) -> None:
        """The words around the picture."""
        every = self._stacks.every if self._stacks else 1
        mode = plan.scene.options.mode.value
        self.main_pane.head(f"{self.tag} · {mode}", state_line(plan, len(self.chosen), every))
        run = next(one for one in plan.scene.runs if one.chosen)
        newest = self.selection.step is None
        self.readout.show(*entry_rows(run.entry, run.stack, newest, run.colour, self.palette))

    # Axis and mouse

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the axis over time is seen, and all that there is."""
        if self.chosen_options.mode is Mode.MATRIX:
            return super().seen_x()
        time = self._view.plan.scene.time if self._view else None
        return (time.seen, time.whole) if time else None

    def action_zoom(self, direction: int) -> None:
        """See less or more of the axis about the step cursor."""
        if self.chosen:
            one = self.chosen[0]
            self.zoom_at(float(x_values(one.entries, shared_kind(self.selection))[one.index]), direction)

    def _clicked(self, x: int, y: int) -> None:
        """A click chooses the run and puts the step cursor."""
        hit = self._view.at(x, y) if self._view else None
        if hit is None:
            return
        self.tbtui.select(run=hit.run.name)
        entry = hit.run.entry
        if hit.entry is not None:
            self._put_on(entry, hit.entry)
        elif hit.x is not None:
            indexes = entry_order(entry.entries).indexes
            distances = np.abs(x_values(entry.entries, shared_kind(self.selection))[indexes] - hit.x)
            self._put_on(entry, int(indexes[np.nan_to_num(distances, nan=np.inf).argmin()]))

    def _put_on(self, one: ChosenEntry, index: int) -> None:
        """Put the step cursor on one of a run's entries; on the newest of all runs it follows."""
        order = entry_order(one.entries)
        place = int(np.flatnonzero(order.indexes == index)[0])
        step = int(order.steps[place])
        repeat = int(np.searchsorted(order.steps, step, "right")) - 1 - place
        last = int(all_steps(self.entries_of(self.snapshot, self.selection))[-1])
        newest = step == last and not repeat
        self.put_step(None if newest else step, 0 if newest else repeat)

    def _wheel(self, x: int, direction: int) -> None:
        if self._view is not None and self.chosen_options.mode.over_steps:
            hit = self._view.at(x, self._view.plan.panel.height // 2)
            if hit is not None:
                self.zoom_at(hit.x, direction)

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """All buckets of the tag, or the numbers of all layers."""
        if self.chosen_options.mode is Mode.MATRIX:
            return super().exports()
        found = tuple(one.entries for one in self.chosen)
        if not found:
            return []
        stem = f"{self.tag}-histograms"
        return [
            Export("CSV: all buckets", file_name(stem, ".csv"), lambda: buckets_csv(found)),
            Export("JSON: all buckets", file_name(stem, ".json"), lambda: buckets_json(found)),
        ]

    def copied_text(self) -> str:
        """What is read off."""
        text = super().copied_text()
        if not text or not self.chosen or self.chosen_options.mode is Mode.MATRIX:
            return text
        return f"{self.tag}, {self.chosen[0].run}: {text}"
