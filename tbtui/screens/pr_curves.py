"""PR curves: precision over recall of all runs at a step, a threshold that is moved, areas and best F1 over steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual.widget import Widget

from tbtui.analysis.entry_list import entry_list
from tbtui.analysis.pr_curves import nearest_threshold, read_pr
from tbtui.analysis.pr_files import csv_file, curves_read, json_file, row_fields, summaries_read
from tbtui.analysis.pr_over_steps import MEASURES, NOTHING, StepTable, SummaryReader
from tbtui.analysis.pr_rows import PrRow, pr_row, sorted_pr
from tbtui.analysis.ranges import Range
from tbtui.charts.line_chart import LineChart
from tbtui.charts.pr_charts import WHOLE, DrawnCurve, PrChart, over_steps_chart, pr_chart, steps_curves
from tbtui.model.display import safe_text
from tbtui.model.entries import EntryError
from tbtui.model.pr_curves import PrCurve
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.pr_curves import said_thresholds
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.pr_chart import PrChartView
from tbtui.widgets.pr_dashboard import PrDashboard, PrOptions
from tbtui.widgets.pr_list import AT_THRESHOLD, OVER_STEPS, PrList

_SECONDS_AT_ONCE: Final = 0.1
_WIDE: Final = 100


class PrCurvesScreen(PrDashboard):
    """Precision-recall curves of a tag."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "pr_curves",
        "PR curves",
        80,
        lambda snapshot: any(run.entries.get("pr_curves") for run in snapshot.runs.values()),
        "Precision over recall. Average precision adds up precision times each step of recall, as scikit-learn does.",
        short="PR",
    )
    PLUGIN = "pr_curves"
    CSS = """
    PrCurvesScreen #chart-pane { height: 1fr; }
    PrCurvesScreen #table-pane { height: 10; }
    PrCurvesScreen.low #table-pane { height: 7; }
    PrCurvesScreen.narrow #table-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PrRow] = []
        self._chart: PrChart | LineChart | None = None
        self._drawn_from: object = None
        self._reader = SummaryReader()
        self._table = NOTHING
        self._title = self.DESCRIPTOR.title

    def compose_main(self) -> Iterable[Widget]:
        """The chart, and the table of its numbers."""
        self.chart = PrChartView(on_point=self._clicked, on_wheel=self._wheel, id="chart")
        self.table = PrList(on_move=self._chose_row, actions=self, id="table")
        self.table.on_sort, self.table.on_choose = self._sort_by, self._tell_wrong
        self.chart_pane = Pane(self.chart, title="Chart", id="chart-pane")
        self.table_pane = Pane(self.table, title="Values", id="table-pane")
        yield self.chart_pane
        yield self.table_pane

    # What is shown

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the curves at the step, or all steps."""
        if self.pr_options.over_steps and self.chosen:
            self._read_steps(snapshot, selection)
            self._show_steps(selection)
        elif self.values.want([(one.entries, one.index) for one in self.chosen]):
            self._show_curves(snapshot, selection)
        else:
            self.chart_pane.head(self._title, f"reading · {self.step_line()}")

    def _show_curves(self, snapshot: Snapshot, selection: Selection) -> None:
        options, rows, drawn = self.pr_options, [], []
        for one in self.chosen:
            curve = self.values.get(one.entries, one.index)
            broken = str(curve) if isinstance(curve, EntryError) else ""
            rows.append(pr_row(one.run, one.step, None if broken else curve, options.threshold, broken))
            if not broken:
                drawn.append((one.run, curve, selection.slots.get(one.run, 0)))
        self._rows = sorted_pr(rows, options.sort, descending=options.descending)
        self._draw((*drawn, options, self.x_range), lambda: self._curves_chart(drawn, options))
        wrong = "\n".join(row.wrong for row in rows if row.wrong)
        self.chart.show(self._chart if drawn else None, self.palette, wrong or self.why_nothing(snapshot))
        self._head()
        self._show_rows(selection, options)

    def _curves_chart(self, drawn: Sequence[tuple[str, PrCurve, int]], options: PrOptions) -> PrChart:
        curves = [DrawnCurve(run, curve, self.palette.stroke(slot)) for run, curve, slot in reversed(drawn)]
        return pr_chart(
            curves, options.threshold, self.palette, x_range=self.x_range, iso=options.iso, size=self._room()
        )

    def _draw(self, of: tuple[object, ...], make: Callable[[], PrChart | LineChart]) -> None:
        """Make the chart anew where it is of something else than before."""
        drawn_from = (of, self._room(), self.palette)
        if drawn_from != self._drawn_from:
            self._drawn_from, self._chart = drawn_from, make()

    def _room(self) -> tuple[int, int]:
        """The room for the chart."""
        return self.chart.size.width, self.chart.size.height

    def _head(self) -> None:
        """Say what is shown; where the table has no room, also what is read off for the chosen run."""
        title, curve = self.tag or self.DESCRIPTOR.title, self.chosen_curve()
        self._title = title
        if curve is None:
            self.chart_pane.head(title, self.step_line())
            return
        reading = read_pr(curve, self.pr_options.threshold)
        if self.has_class("narrow"):
            numbers = zip("PRF", (reading.precision, reading.recall, reading.f1), strict=True)
            shares = " ".join(f"{name} {value:.3f}" for name, value in numbers)
            self.chart_pane.head(f"{title} · step {self.chosen[0].step:,}", f"at {reading.threshold:.3f}: {shares}")
            return
        said = said_thresholds(self.chosen[0].entries.metadata.content)
        other = f", the metadata says {said:,}" if said not in (0, len(curve)) else ""
        place = f" ({reading.place + 1} of {len(curve)}{other})" if self.size.width >= _WIDE or other else ""
        self.chart_pane.head(title, f"threshold {reading.threshold:.4g}{place} · {self.step_line()}")

    def _show_rows(self, selection: Selection, options: PrOptions) -> None:
        names = [row.run for row in self._rows]
        self.table.show_rows(
            len(self._rows),
            self._rows.__getitem__,
            AT_THRESHOLD,
            selection,
            self.palette,
            cursor=names.index(selection.run) if selection.run in names else None,
            sort=(options.sort, options.descending),
            wrong=any(row.wrong for row in self._rows),
            empty="no curve",
        )
        broken = sum(bool(row.wrong) for row in self._rows)
        runs = f"{len(self._rows)} runs" if len(self._rows) != 1 else "1 run"
        self.table_pane.head(
            "Values at the threshold", f"{broken} broken: Enter tells why · {runs}" if broken else runs
        )

    # All steps

    def _read_steps(self, snapshot: Snapshot, selection: Selection) -> None:
        """Have the curves of all steps read, little by little."""
        found = self.listed_entries(snapshot, selection)
        if found != list(self._table.listed.entries):
            work = partial(self._reader.read, entry_list(found), _SECONDS_AT_ONCE)
            self.background.run("pr over steps", work, self._take_steps)
        elif not self._table.done:
            work = partial(self._reader.read, self._table.listed, _SECONDS_AT_ONCE)
            self.background.run("pr over steps", work, self._take_steps)

    def _take_steps(self, table: StepTable) -> None:
        self._table = table
        self.update()

    def _show_steps(self, selection: Selection) -> None:
        options, table = self.pr_options, self._table
        if table.listed.entries and table.listed.entries[0].tag != self.tag:
            self.chart_pane.head(self._title, f"reading {self.tag}")
            return
        drawn_from = (table, options.measure, selection.run, self.x_range)
        self._draw(drawn_from, lambda: self._steps_chart(table, options.measure))
        if isinstance(self._chart, LineChart):
            self._chart = self._chart.with_cursor(float(self.chosen[0].step))
        self.chart.show(self._chart if table.read else None, self.palette, "reading all steps")
        missing = "" if table.done else f"{table.read:,} of {len(table.listed):,} read · "
        self._title = f"{self.tag}: {MEASURES[options.measure]} over steps"
        self.chart_pane.head(self._title, f"{missing}{self.step_line()}")
        self.table.show_rows(
            len(table.listed),
            table.row,
            OVER_STEPS,
            selection,
            self.palette,
            cursor=table.listed.row_of(self.chosen[0]),
            wrong=bool(table.wrong),
        )
        broken = f"{len(table.wrong):,} broken: Enter tells why · " if table.wrong else ""
        self.table_pane.head("All steps", f"{broken}{len(table.listed):,} curves")

    def _steps_chart(self, table: StepTable, measure: str) -> LineChart:
        slots, chosen = self.selection.slots, self.selection.run
        curves = sorted(steps_curves(table, measure).items(), key=lambda item: item[0] == chosen)
        drawn = [(run, curve, self.palette.stroke(slots.get(run, 0))) for run, curve in curves]
        return over_steps_chart(drawn, self.x_range, self._room())

    # What the axes need to know

    def whole_x(self) -> Range | None:
        """All recalls, or all steps."""
        if not self.pr_options.over_steps:
            return WHOLE
        steps = self._table.listed.steps
        return (float(steps[0]), float(steps[-1])) if len(steps) and steps[0] < steps[-1] else None

    def centre_x(self) -> float | None:
        """The mark of the chosen run, or the step."""
        if self.pr_options.over_steps:
            return float(self.chosen[0].step) if self.chosen else None
        curve = self.chosen_curve()
        return None if curve is None else read_pr(curve, self.pr_options.threshold).recall

    def _x_at(self, x: int, y: int) -> float | None:
        lines = self._chart.lines if isinstance(self._chart, PrChart) else self._chart
        return lines.x_at(x, self.chart.size.width, self.chart.size.height) if lines is not None else None

    def _clicked(self, x: int, y: int) -> None:
        """A click puts the marks near to a recall, or the step cursor on a step."""
        at, curve = self._x_at(x, y), self.chosen_curve()
        if at is None:
            return
        if self.pr_options.over_steps:
            self.put_step(round(at))
        elif curve is not None:
            self.put_threshold(nearest_threshold(curve, at))

    def _wheel(self, x: int, direction: int) -> None:
        self.zoom_about(self._x_at(x, 0), direction)

    # What is chosen

    def _chose_row(self, row: int) -> None:
        if not self.pr_options.over_steps:
            self.tbtui.select(run=self._rows[row].run)
            return
        listed = self._table.listed
        newest = row == len(listed) - 1
        place = (None, 0) if newest else listed.step_place(row)
        self.tbtui.select(run=listed.at(row)[0].run, **self.step_choice(*place))

    def action_next_row(self, by: int) -> None:
        """Choose the row above or below in the table."""
        self.table.action_move(by)

    def _sort_by(self, key: str) -> None:
        options = self.pr_options
        descending = not options.descending if options.sort == key else key not in ("run", "step")
        self.choose(options, sort=key, descending=descending)

    def _row_at(self, row: int) -> PrRow:
        return self._table.row(row) if self.pr_options.over_steps else self._rows[row]

    def _tell_wrong(self, row: int) -> None:
        """Say in full why a curve cannot be read."""
        wrong = self._row_at(row).wrong
        if wrong:
            self.notify(safe_text(wrong), severity="error", markup=False, timeout=10)

    # What can be taken along

    def copied_text(self) -> str:
        """All runs at the threshold, or the step under the cursor, with the names of the numbers above."""
        if self.pr_options.over_steps:
            rows = [self._table.row(self.table.cursor)] if len(self._table.listed) else []
        else:
            rows = self._rows
        return csv_file([row_fields(row) for row in rows], "\t").decode() if rows else ""

    def exports(self) -> Sequence[Export]:
        """Every threshold of this step, and all steps in a few numbers."""
        if not self.chosen:
            return ()
        stem, chosen = self.tag or "", tuple(self.chosen)
        listed = entry_list(self.listed_entries(self.snapshot, self.selection))
        here = f"{stem}-step{chosen[0].step}"
        return [
            Export("CSV: the curves at this step", file_name(here, ".csv"), lambda: csv_file(curves_read(chosen))),
            Export("JSON: the curves at this step", file_name(here, ".json"), lambda: json_file(curves_read(chosen))),
            Export("CSV: all steps", file_name(f"{stem}-steps", ".csv"), lambda: csv_file(summaries_read(listed))),
            Export("JSON: all steps", file_name(f"{stem}-steps", ".json"), lambda: json_file(summaries_read(listed))),
        ]
