"""Reading values off curves: the cursor, a range, spikes and lost values, and the run that others are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.findings import next_place, not_finite, spikes
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range
from tbtui.analysis.value_table import read_off
from tbtui.charts.line_chart import LineChart
from tbtui.widgets.axis_dashboard import AxisDashboard
from tbtui.widgets.chart import Chart

_SPIKE = Binding.Group("Spike", compact=True)


class ReadingDashboard(AxisDashboard):
    """Charts with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "cursor", "Cursor", tooltip="Read values off at a place; the arrows of the chart move it"),
        Binding("v", "mark_range", "Range", show=False, tooltip="Read off the range from here to the cursor"),
        Binding("n", "spike(1)", "Next spike", show=False, group=_SPIKE, tooltip="Of the chosen run"),
        Binding("N", "spike(-1)", "Spike before", show=False, group=_SPIKE),
        Binding("exclamation_mark", "lost", "NaN", show=False, key_display="!", tooltip="To the next NaN or Inf"),
        Binding("asterisk", "compare", "Compare", show=False, key_display="*", tooltip="Show differences to this run"),
    ]

    chart: Chart

    def chart_seen(self) -> LineChart | None:
        """The chart that the cursor belongs to."""
        raise NotImplementedError

    def curves_seen(self) -> Sequence[Plotted]:
        """Its curves."""
        raise NotImplementedError

    def chosen_curve(self) -> Plotted | None:
        """The curve of the chosen run, or the one that lies on top."""
        curves = [one for one in self.curves_seen() if one.known()]
        of_run = [one for one in curves if self.selection.run in one.runs]
        found = of_run or curves
        return found[-1] if found else None

    def put_cursor(self, x: float | None) -> None:
        """Put the cursor on a place of the x axis, and the step cursor of all screens with it."""
        self.tbtui.select(cursor=x, step=self._step_at(x), repeat=0)

    def _step_at(self, x: float | None) -> int | None:
        if x is None:
            return None
        if self.selection.counts_steps:
            return round(x)
        one = self.chosen_curve()
        reading = read_off(one.curve().main, x) if one is not None else None
        if one is None or reading is None or one.series is None:
            return self.selection.step
        indexes = one.curve().main.indexes
        return int(one.series.steps[reading.place if indexes is None else indexes[reading.place]])

    def action_cursor(self) -> None:
        """Put the cursor on the newest point, or take it away."""
        if self.selection.cursor is not None:
            self.tbtui.select(cursor=None, mark=None)
            return
        chart, ends = self.chart_seen(), self._ends()
        if chart is not None:
            self.put_cursor(chart.x_range[1] if ends is None else min(chart.x_range[1], ends[1]))
            self.chart.focus()

    def action_move_cursor(self, cells: int) -> None:
        """Move the cursor by so many cells of the chart."""
        chart = self.chart_seen()
        if chart is None:
            return
        low, high, transform = chart.span.low, chart.span.high, chart.span.transform
        step = (high - low) / max(1, self.chart_columns() - 1)
        now = self.selection.cursor
        place = high if now is None else transform.position(now) + cells * step
        x, ends = self._on_axis(transform.value(min(max(place, low), high)), cells), self._ends()
        self.put_cursor(x if ends is None else min(max(x, ends[0]), ends[1]))

    def _ends(self) -> Range | None:
        """The first and the last x of the curves: behind them there is nothing to read off."""
        found = [one.curve().main.x for one in self.curves_seen() if one.known()]
        found = [x for x in found if len(x)]
        return (min(float(x[0]) for x in found), max(float(x[-1]) for x in found)) if found else None

    def chart_columns(self) -> int:
        """How many cells wide the canvas of the chart is."""
        raise NotImplementedError

    def _on_axis(self, x: float, cells: int) -> float:
        """Steps are whole: a cursor between two of them goes to the one in its direction."""
        if not self.selection.counts_steps:
            return x
        now = self.selection.cursor
        rounded = float(round(x))
        return rounded if now is None or rounded != now else now + (1 if cells > 0 else -1)

    def action_mark_range(self) -> None:
        """Begin a range at the cursor, or end reading it off."""
        if self.selection.cursor is None:
            self.action_cursor()
        marked = self.selection.mark is not None
        self.tbtui.select(mark=None if marked else self.selection.cursor)

    def action_spike(self, direction: int) -> None:
        """Put the cursor on the next spike of the chosen run."""
        self._jump(spikes, direction, "no spike in this curve")

    def action_lost(self) -> None:
        """Put the cursor on the next value that is no number."""
        self._jump(not_finite, 1, "all values of this curve are finite")

    def _jump(self, find: object, direction: int, nothing: str) -> None:
        one = self.chosen_curve()
        if one is None:
            return
        stretch = one.curve().main
        x = next_place(find(stretch), stretch.x, self.selection.cursor, direction)  # type: ignore[operator]
        if x is None:
            self.notify(nothing, markup=False, timeout=2)
        else:
            self.put_cursor(x)

    def action_compare(self) -> None:
        """Compare all runs with the chosen one, or with none."""
        run = self.selection.run
        self.tbtui.select(reference=None if run == self.selection.reference else run)
