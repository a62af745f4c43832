"""What a dashboard of sessions draws: parallel coordinates with brushes, and the scatter matrix; and their keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.session_view import Line, Mode, ShownSessions
from tbtui.charts.parallel_chart import ParallelChart, ParallelLines, beside_on_axis
from tbtui.charts.picture import Picture
from tbtui.charts.scatter_matrix import ScatterMatrix
from tbtui.charts.session_axes import (
    associations,
    axis_of,
    brush_condition,
    brushed_shares,
    matrix_columns,
    parallel_lines,
    session_colours,
)
from tbtui.widgets.chart import Chart
from tbtui.widgets.column_dashboard import ColumnDashboard

_GO_ON = "\nm goes on to other views, C shows columns."
_NO_PARALLEL = "Parallel coordinates take two hparams or metrics in which sessions differ." + _GO_ON
_NO_SCATTER = "A scatter plot takes an hparam and a metric in which sessions differ." + _GO_ON


class SessionChart(Chart):
    """A chart of sessions; its keys are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.chart_column(-1)", "Axis before", show=False),
        Binding("right,l", "screen.chart_column(1)", "Next axis", show=False),
        Binding("up,k", "screen.chart_row(1)", "Up", show=False, tooltip="To the session above, or the plot above"),
        Binding("down,j", "screen.chart_row(-1)", "Down", show=False),
        Binding("space", "screen.mark", "Mark", tooltip="Mark the session of the bright line"),
        Binding("o", "screen.only", "In Scalars", tooltip="Draw the runs of the marked sessions alone, in Scalars"),
        Binding("b", "screen.brush", "Brush", tooltip="Begin or end a stretch of the axis: only its sessions pass"),
        Binding("enter", "screen.enlarge", "Enlarge", show=False, tooltip="One plot of the matrix, or all"),
    ]


class SessionChartDashboard(ColumnDashboard):
    """The bright line and point are the row of the cursor; the axis of the cursor is its column."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = SessionChart(on_point=self._clicked, id="chart")
        self._plot = (0, 0)
        """(metric, hparam) of the plot of the cursor."""
        self._single = False
        """One plot of the matrix is shown, large."""
        self._brush_from: int | None = None
        """The row at whose value a brush was begun."""
        self._drawn: Picture | None = None
        self._drawn_from: object = None

    @property
    def row(self) -> int | None:
        """The row of the cursor."""
        return self.line.row if self.line is not None else None

    def show_chart(self, shown: ShownSessions) -> None:
        """Draw the chart of the mode, if anything of it changed."""
        drawn_from = (shown, self.row, self.column_key, self._plot, self._single, self._brush_from)
        if drawn_from != self._drawn_from:
            self._drawn_from = drawn_from
            self._drawn = self._parallel(shown) if shown.view.mode is Mode.PARALLEL else self._scatter(shown)
        self.chart.show(self._drawn, self.palette, self._why_no_chart(shown))

    def _why_no_chart(self, shown: ShownSessions) -> str:
        if not shown.rows.names:
            return self.why_nothing()
        return _NO_PARALLEL if shown.view.mode is Mode.PARALLEL else _NO_SCATTER

    def chart_title(self, shown: ShownSessions) -> str:
        """What is drawn, and what the colours mean."""
        metric = shown.metric
        return shown.view.mode.value.capitalize() + (f", coloured by {metric.title}" if metric is not None else "")

    def _parallel(self, shown: ShownSessions) -> ParallelChart | None:
        lines = parallel_lines(shown)
        if lines is None:
            return None
        focus = self._focus(lines)
        brushes = {}
        for place, axis in enumerate(lines.axes):
            conditions = self.conditions_on(axis.column.key)
            if place == focus and self._brush_from is not None and self.row is not None:
                begun = brush_condition(axis, self._brush_from, self.row)
                conditions = (begun,) if begun is not None else ()
            found = brushed_shares(axis, conditions)
            if found is not None:
                brushes[place] = found
        words = "up and down, then b: only what lies between passes" if self._brush_from is not None else "b brushes"
        return ParallelChart(lines, focus, self.row, brushes, words)

    def _focus(self, lines: ParallelLines) -> int:
        """Which axis is that of the cursor."""
        keys = [axis.column.key for axis in lines.axes]
        return keys.index(self.column_key) if self.column_key in keys else 0

    def _scatter(self, shown: ShownSessions) -> ScatterMatrix | None:
        hparams, metrics = matrix_columns(shown)
        if not hparams or not metrics:
            return None
        self._plot = (min(self._plot[0], len(metrics) - 1), min(self._plot[1], len(hparams) - 1))
        return ScatterMatrix(
            tuple(axis_of(shown, one) for one in hparams),
            tuple(axis_of(shown, one) for one in metrics),
            associations(shown),
            session_colours(shown),
            shown.passes,
            self._plot,
            self.row,
            self._single,
        )

    # Keys

    def action_chart_column(self, by: int) -> None:
        """The axis, or the plot, beside that of the cursor."""
        if self.shown is None:
            return
        if self.view.mode is Mode.SCATTER:
            self.go_to_plot(self._plot[0], self._plot[1] + by)
        elif (lines := parallel_lines(self.shown)) is not None:
            self._brush_from = None
            place = max(0, min(self._focus(lines) + by, len(lines.axes) - 1))
            self.put_column(lines.axes[place].column.key)

    def action_chart_row(self, by: int) -> None:
        """The session next above or below on the axis of the cursor, or the plot above or below."""
        if self.shown is None:
            return
        if self.view.mode is Mode.SCATTER:
            self.go_to_plot(self._plot[0] - by, self._plot[1])
        elif (lines := parallel_lines(self.shown)) is not None:
            row = beside_on_axis(lines.axes[self._focus(lines)], self.shown.passes, self.row, by)
            if row is not None:
                self.put_line(Line(row))

    def go_to_plot(self, metric: int, hparam: int) -> None:
        """Move the cursor to a plot of the matrix, or to the nearest that there is."""
        hparams, metrics = matrix_columns(self.shown) if self.shown is not None else ([], [])
        if hparams and metrics:
            self._plot = (max(0, min(metric, len(metrics) - 1)), max(0, min(hparam, len(hparams) - 1)))
            self.put_column(hparams[self._plot[1]].key)

    def action_enlarge(self) -> None:
        """Show one plot of the scatter matrix, or all again."""
        if self.view.mode is Mode.SCATTER:
            self._single = not self._single
            self.update()
        else:
            self.open_menu()

    def action_brush(self) -> None:
        """Begin a brush at the value of the bright line, or end it there."""
        lines = parallel_lines(self.shown) if self.shown is not None else None
        if self.view.mode is not Mode.PARALLEL or lines is None or self.row is None:
            self.notify("Brushes are drawn in parallel coordinates: m goes there.", timeout=3)
        elif self._brush_from is None:
            self._brush_from = self.row
            self.update()
        else:
            axis = lines.axes[self._focus(lines)]
            condition = brush_condition(axis, self._brush_from, self.row)
            self._brush_from = None
            if condition is None:
                self.notify("A session without a value is no end of a brush.", timeout=3)
                self.update()
            else:
                self.put_condition(axis.column.key, condition)

    def step_back(self) -> bool:
        """Take back a brush that was begun, then the large plot."""
        if self._brush_from is not None:
            self._brush_from = None
        elif self._single and self.view.mode is Mode.SCATTER:
            self._single = False
        else:
            return super().step_back()
        self.update()
        return True

    def _clicked(self, x: int, y: int) -> None:
        """A click goes to the axis and the line, or to the plot."""
        width, height = self.chart.size
        if isinstance(self._drawn, ParallelChart):
            axis, row = self._drawn.at(x, y, width, height)
            self.column_key = self._drawn.lines.axes[axis].column.key
            if row is not None:
                self.put_line(Line(row))
            self.update()
        elif isinstance(self._drawn, ScatterMatrix):
            place = self._drawn.at(x, y, width, height)
            if place is not None:
                self.go_to_plot(place.metric, place.hparam)
