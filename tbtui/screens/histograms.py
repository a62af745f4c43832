"""Histograms: how distributions change over the steps, of several runs side by side, and of all layers at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

import numpy as np
from textual.widget import Widget

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import ChosenEntry, chosen_entry, entry_order
from tbtui.analysis.histogram import Histogram, histogram_of
from tbtui.analysis.histogram_export import buckets_csv, buckets_json, layers_csv
from tbtui.analysis.histogram_stack import amounts_in_bins
from tbtui.analysis.layer_numbers import Layer
from tbtui.analysis.listing import drawn_runs, matching
from tbtui.analysis.ranges import Range
from tbtui.charts.histogram_options import HistogramOptions, Mode
from tbtui.charts.histogram_scene import RunHistograms
from tbtui.charts.histogram_state import matrix_state_line, state_line
from tbtui.charts.histogram_view import (
    HistogramPlan,
    HistogramView,
    Size,
    histogram_plan,
    histogram_view,
    runs_with_room,
)
from tbtui.charts.statistics_matrix import StatisticsMatrix, statistics_matrix
from tbtui.model.entries import Entries
from tbtui.model.run import HISTOGRAMS, Run
from tbtui.model.selection import Selection, XAxis
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.histogram_chart import HistogramChart
from tbtui.widgets.histogram_dashboard import HistogramDashboard
from tbtui.widgets.histogram_readout import entry_fields, layer_fields, layer_notes, note_fields, place_fields
from tbtui.widgets.histogram_stacks import HistogramStacks
from tbtui.widgets.host import Descriptor
from tbtui.widgets.layer_reader import LayerReader
from tbtui.widgets.matrix_table import MatrixTable
from tbtui.widgets.pane import Pane
from tbtui.widgets.readout import Readout

# So many histograms are put on a grid while a key waits, and where another tag is still seen; others in the background.
_AT_ONCE: Final = 400
_FIRST_AT_ONCE: Final = 2500


class HistogramsScreen(HistogramDashboard):
    """Histograms of tags over steps."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "histograms",
        "Histograms",
        30,
        lambda snapshot: any(run.histograms for run in snapshot.runs.values()),
        "Distributions over time: heat map, percentile bands, bars, ridgeline, surface, and a matrix of all layers.",
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
        self._reader: LayerReader | None = None
        self._view: HistogramView | None = None
        self._matrix: StatisticsMatrix | None = None
        self._layers: Sequence[Layer] = ()
        self._drawn_from: object = None
        self._came_from_matrix = False

    def compose_main(self) -> Iterable[Widget]:
        """The picture or the matrix, and what is read off."""
        self.chart = HistogramChart(on_point=self._clicked, on_wheel=self._wheel, on_size=self.update, id="chart")
        self.matrix = MatrixTable(
            on_move=lambda _: self._read_layer(), on_choose=self._open_layer, on_sort=self._sort_by, id="matrix"
        )
        self.readout = Readout(id="readout")
        self.main_pane = Pane(self.chart, self.matrix, self.readout, title="Histograms", id="histograms-pane")
        yield self.main_pane

    def convert(self, value: Any, entries: Entries) -> Histogram:
        """Put in order and summed up, in the background."""
        return histogram_of(value)

    # Pictures

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the pictures of the chosen tag, or the matrix."""
        options = self.chosen_options
        self.set_class(options.mode is Mode.MATRIX, "matrix")
        if options.mode is Mode.MATRIX:
            self._show_matrix(snapshot, selection, options)
        elif self.chosen:
            self._show_pictures(selection, options)
        else:
            self._show_nothing(self.why_nothing(snapshot))

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
            self._draw(plan, selection)

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

    def _draw(self, plan: HistogramPlan, selection: Selection) -> None:
        """Make the pictures anew if anything is different."""
        scene = plan.scene
        runs = [(run.stack, run.entry.index, run.chosen, run.colour) for run in scene.runs]
        drawn_from = (runs, scene.options, scene.kind, scene.x_seen, scene.marked, self.palette, plan.size)
        if drawn_from != self._drawn_from:
            self._drawn_from, self._view = drawn_from, histogram_view(plan)
            self.chart.show(self._view.picture, self.palette)

    def _say(self, plan: HistogramPlan) -> None:
        """The words around the picture."""
        every = self._stacks.every if self._stacks else 1
        mode = plan.scene.options.mode.value
        self.main_pane.head(f"{self.tag} · {mode}", state_line(plan, len(self.chosen), every))
        run = next(one for one in plan.scene.runs if one.chosen)
        notes = note_fields(run.entry, run.stack, self.palette)
        place = place_fields(run.entry, self.selection.step is None)
        self.readout.show(entry_fields(run.entry, run.histogram, run.colour), [*place, *notes])

    # The matrix of all layers

    def _show_matrix(self, snapshot: Snapshot, selection: Selection, options: HistogramOptions) -> None:
        run = self._run_of_matrix(snapshot, selection)
        tags = matching(run.histograms, selection.tag_filter) if run else []
        if run is None or not tags:
            self._show_nothing(self.why_nothing(snapshot))
            self.set_class(False, "matrix")
            return
        self._reader = self._reader or LayerReader(self.background, self.update)
        self._layers = self._reader.layers([run.histograms[tag] for tag in tags])
        colour = self.palette.stroke(selection.slots.get(run.name, 0)).colour
        self._matrix = statistics_matrix(self._layers, options, selection, colour)
        self.matrix.show_matrix(self._matrix, options, self._cursor_x(run, selection), self.palette)
        self.main_pane.head(f"{run.name} · all layers · {options.measure.value}", self._matrix_state(options))
        self._read_layer()

    def _matrix_state(self, options: HistogramOptions) -> str:
        return matrix_state_line(self._matrix, options) if self._matrix else ""

    def _run_of_matrix(self, snapshot: Snapshot, selection: Selection) -> Run | None:
        """The chosen run, or the first that is drawn and holds histograms."""
        runs = [run for run in drawn_runs(snapshot, selection) if run.histograms]
        return next((run for run in runs if run.name == selection.run), runs[0] if runs else None)

    def _cursor_x(self, run: Run, selection: Selection) -> float | None:
        """Where the step cursor stands on the axis of the matrix."""
        entries = run.histograms.get(self.tag or "") or next(iter(run.histograms.values()))
        one = chosen_entry(entries, selection.step, selection.repeat)
        return None if one is None or selection.step is None else float(x_values(entries, self._x_kind)[one.index])

    @property
    def _x_kind(self) -> XAxis:
        return XAxis.STEP if self.selection.x_tag is not None else self.selection.x_axis

    def _read_layer(self) -> None:
        """Read off the layer under the cursor of the matrix."""
        layer = next((one for one in self._layers if one.entries.tag == self.matrix.tag), None)
        one = chosen_entry(layer.entries, self.selection.step, self.selection.repeat) if layer else None
        if layer is not None and one is not None:
            self.readout.show(layer_fields(layer, one), layer_notes(self._layers, self.palette))

    def _open_layer(self, row: int) -> None:
        """Show the histogram of a layer; Esc returns to the matrix."""
        tag = self.matrix.tag
        if tag is not None:
            self._came_from_matrix = True
            self._chose_tag(tag)
            self.show_mode(Mode.HEATMAP)
            self.chart.focus()

    def _sort_by(self, key: str) -> None:
        """Sort by a column; by the same one again, the other way round."""
        options = self.chosen_options
        descending = not options.descending if options.sort == key else key != "name"
        self.change(sort=key, descending=descending)

    def show_mode(self, mode: Mode) -> None:
        """Show histograms in this form; the focus stays on what is seen."""
        super().show_mode(mode)
        if mode is Mode.MATRIX and self.focused is self.chart:
            self.matrix.focus()
        elif mode is not Mode.MATRIX and self.focused is self.matrix:
            self.chart.focus()

    def step_back(self) -> bool:
        """Back to the matrix, then all of the axis, then the filters."""
        if self._came_from_matrix and self.chosen_options.mode is not Mode.MATRIX:
            self._came_from_matrix = False
            self.show_mode(Mode.MATRIX)
            self.matrix.focus()
        elif self.selection.x_range is not None:
            self.action_reset_axes()
        else:
            return super().step_back()
        return True

    # Axis and mouse

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the axis over time is seen, and all that there is."""
        mode = self.chosen_options.mode
        if mode is Mode.MATRIX:
            return (self._matrix.x_seen, self._matrix.x_whole) if self._matrix else None
        scene = self._view.plan.scene if self._view else None
        return (scene.x_seen, scene.x_whole) if scene else None

    def action_zoom(self, direction: int) -> None:
        """See less or more of the axis about the step cursor."""
        if self.chosen:
            one = self.chosen[0]
            self.zoom_at(float(x_values(one.entries, self._x_kind)[one.index]), direction)

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
            places = x_values(entry.entries, self._x_kind)[entry_order(entry.entries).indexes]
            nearest = int(np.nanargmin(np.abs(places - hit.x)))
            self._put_on(entry, int(entry_order(entry.entries).indexes[nearest]))

    def _put_on(self, one: ChosenEntry, index: int) -> None:
        """Put the step cursor on one of a run's entries; on the newest it follows."""
        order = entry_order(one.entries)
        place = int(np.flatnonzero(order.indexes == index)[0])
        step = int(order.steps[place])
        repeat = int(np.searchsorted(order.steps, step, "right")) - 1 - place
        newest = place == len(order.steps) - 1
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
            layers = tuple(self._layers)
            return (
                [Export("CSV: numbers of all layers", file_name("layers", ".csv"), lambda: layers_csv(layers))]
                if layers
                else []
            )
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
        text = self.readout.text()
        if not text or self.chosen_options.mode is Mode.MATRIX:
            return text
        return f"{self.tag}, {self.chosen[0].run}: {text}" if self.chosen else ""
