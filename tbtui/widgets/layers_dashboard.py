"""The matrix mode of histograms: a number of all layers of a run over all steps, from which a layer is opened."""

from __future__ import annotations

from collections.abc import Sequence

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import chosen_entry
from tbtui.analysis.histogram_export import layers_csv
from tbtui.analysis.layer_numbers import Layer
from tbtui.analysis.listing import drawn_runs, matching
from tbtui.analysis.ranges import Range
from tbtui.charts.histogram_options import HistogramOptions, Mode
from tbtui.charts.histogram_state import matrix_state_line
from tbtui.charts.statistics_matrix import StatisticsMatrix, statistics_matrix
from tbtui.charts.time_axis import shared_kind
from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.histogram_chart import HistogramChart
from tbtui.widgets.histogram_dashboard import HistogramDashboard
from tbtui.widgets.histogram_readout import layer_fields, layer_notes
from tbtui.widgets.layer_reader import LayerReader
from tbtui.widgets.matrix_table import MatrixTable
from tbtui.widgets.pane import Pane
from tbtui.widgets.readout import Readout


class LayersDashboard(HistogramDashboard):
    """Shows the matrix; a subclass shows the pictures of one tag, in the same pane."""

    chart: HistogramChart
    readout: Readout
    main_pane: Pane

    def __init__(self) -> None:
        super().__init__()
        self._reader: LayerReader | None = None
        self._matrix: StatisticsMatrix | None = None
        self._layers: Sequence[Layer] = ()
        self._came_from_matrix = False

    def make_matrix(self) -> MatrixTable:
        """The table of layers."""
        self.matrix = MatrixTable(
            on_move=lambda _: self._read_layer(),
            on_choose=self._open_layer,
            on_sort=self._sort_by,
            on_size=self.update,
            id="matrix",
        )
        return self.matrix

    def show_matrix(self, snapshot: Snapshot, selection: Selection, options: HistogramOptions) -> str:
        """Show the layers of the chosen run; why not where there are none, else ""."""
        run = self._run_of_matrix(snapshot, selection)
        if run is None:
            return self.why_nothing(snapshot)
        tags = matching(run.histograms, selection.tag_filter)
        if not tags:
            return f"{run.name}: no layer matches the filter of tags."
        self._reader = self._reader or LayerReader(self.background, self.update)
        self._layers = self._reader.layers([run.histograms[tag] for tag in tags])
        colour = self.palette.stroke(selection.slots.get(run.name, 0)).colour
        self._matrix = statistics_matrix(self._layers, options, selection, colour)
        self.matrix.show_matrix(self._matrix, options, self._cursor_x(run, selection), self.palette)
        title = f"{run.name} · {options.mode.value} · {options.measure.value}"
        self.main_pane.head(title, matrix_state_line(self._matrix, options))
        self._read_layer()
        return ""

    def _run_of_matrix(self, snapshot: Snapshot, selection: Selection) -> Run | None:
        """The chosen run, or the first that is drawn and holds histograms."""
        runs = [run for run in drawn_runs(snapshot, selection) if run.histograms]
        return next((run for run in runs if run.name == selection.run), runs[0] if runs else None)

    def _cursor_x(self, run: Run, selection: Selection) -> float | None:
        """Where the step cursor stands on the axis of the matrix; None while it follows the newest step."""
        entries = run.histograms.get(self.tag or "") or next(iter(run.histograms.values()))
        one = None if selection.step is None else chosen_entry(entries, selection.step, selection.repeat)
        return None if one is None else float(x_values(entries, shared_kind(selection))[one.index])

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

    def _sort_by(self, key: str) -> None:
        """Sort by a column; by the same one again, the other way round."""
        options = self.chosen_options
        descending = not options.descending if options.sort == key else key != "name"
        self.change(sort=key, descending=descending)

    def show_mode(self, mode: Mode) -> None:
        """Show histograms in this form; the focus stays in the pane."""
        inside = self.focused in (self.chart, self.matrix)
        super().show_mode(mode)
        if inside:
            (self.matrix if mode is Mode.MATRIX else self.chart).focus()

    def step_back(self) -> bool:
        """Back to the matrix, then all of the axis, then the filters."""
        if self._came_from_matrix and self.chosen_options.mode is not Mode.MATRIX:
            self._came_from_matrix = False
            self.show_mode(Mode.MATRIX)
        elif self.selection.x_range is not None:
            self.action_reset_axes()
        else:
            return super().step_back()
        return True

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the axis over time is seen, and all that there is."""
        return (self._matrix.time.seen, self._matrix.time.whole) if self._matrix else None

    def exports(self) -> Sequence[Export]:
        """The numbers of all layers, as far as they have been read."""
        layers = tuple(self._layers)
        if not layers:
            return []
        return [Export("CSV: numbers of all layers", file_name("layers", ".csv"), lambda: layers_csv(layers))]

    def copied_text(self) -> str:
        """What is read off."""
        return self.readout.text()
