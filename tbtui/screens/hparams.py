"""HParams: sessions with their hparams and metrics as a table, parallel coordinates, scatter plots and correlations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget

from tbtui.analysis.hparam_filter import Condition
from tbtui.analysis.run_hparams import log_holds_hparams
from tbtui.analysis.session_view import Best, Line, Mode, ShownSessions
from tbtui.charts import axes
from tbtui.charts.session_axes import associations, matrix_columns
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.session_chart_dashboard import SessionChartDashboard
from tbtui.widgets.session_list import SessionList
from tbtui.widgets.session_panes import AssociationList, SessionDetails


class HParamsScreen(SessionChartDashboard):
    """Sessions of all experiments."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "hparams",
        "HParams",
        70,
        log_holds_hparams,
        "Hyperparameters and metrics of sessions: what leads to good results.",
        short="HPar",
    )
    AUTO_FOCUS = "SessionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mode", "Mode", tooltip="Table, parallel coordinates, scatter matrix, correlation"),
    ]
    CSS = """
    HParamsScreen #chart-pane, HParamsScreen #figures-pane { display: none; height: 2fr; }
    HParamsScreen #table-pane { height: 1fr; }
    HParamsScreen #details-pane { height: 11; }
    HParamsScreen.low #details-pane { height: 7; }
    HParamsScreen.charted #chart-pane { display: block; }
    HParamsScreen.figured #figures-pane { display: block; }
    HParamsScreen.charted #details-pane, HParamsScreen.figured #details-pane { display: none; }
    HParamsScreen.small #details-pane { display: none; }
    HParamsScreen.small.charted #table-pane, HParamsScreen.small.figured #table-pane { display: none; }
    HParamsScreen.comparing #details-pane { display: block; height: 1fr; }
    HParamsScreen.low.comparing #chart-pane, HParamsScreen.low.comparing #figures-pane { display: none; }
    HParamsScreen.small.comparing #table-pane { display: none; }
    HParamsScreen.nothing #details-pane { display: none; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """A chart or the figures above the table, the details below it."""
        self.figures = AssociationList(on_choose=self._chose_figure, id="figures")
        self.table = SessionList(
            on_move=self._moved, on_choose=self._chose, on_sort=self.sort_by, on_column=self.put_column, id="table"
        )
        self.details_list = SessionDetails(id="details")
        self.chart_pane = Pane(self.chart, title="Chart", id="chart-pane")
        self.figures_pane = Pane(self.figures, title="Correlation", id="figures-pane")
        self.table_pane = Pane(
            self.table,
            title="Sessions",
            on_filter=self.filter_typed,
            filter_hint="lr>1e-4 & optimizer=adam,sgd & status=success",
            id="table-pane",
        )
        self.details_pane = Pane(self.details_list, title="Details", id="details-pane")
        yield Vertical(self.chart_pane, self.figures_pane, self.table_pane, self.details_pane, id="body")

    def on_mount(self) -> None:
        """The kept filter stands in its line; what draws axes is imported before it is needed."""
        self.show_filter(self.view.filter)
        self.background.run("axes", axes.load, lambda _: None)

    def on_resize(self) -> None:
        """Details and the table beside a chart give way where there is little room."""
        self.set_class(self.size.height < 30, "low")
        self.set_class(self.size.height < 20 or self.size.width < 60, "small")

    # What is shown

    def show_waiting(self, snapshot: Snapshot) -> None:
        """Say that nothing was read so far."""
        self.add_class("nothing")
        self.table.show_nothing(self.why_nothing())

    def show_sessions(self, shown: ShownSessions, selection: Selection) -> None:
        """Show the rows, and the chart of the mode."""
        mode = shown.view.mode
        self.set_class(mode in (Mode.PARALLEL, Mode.SCATTER), "charted")
        self.set_class(mode is Mode.CORRELATION, "figured")
        self.set_class(self.comparing, "comparing")
        self.set_class(not shown.order, "nothing")
        self._show_table(shown, selection)
        if mode in (Mode.PARALLEL, Mode.SCATTER):
            self.show_chart(shown)
            self.chart_pane.head(self.chart_title(shown))
        elif mode is Mode.CORRELATION:
            self._show_figures(shown)
        if self.comparing or (mode is Mode.TABLE and not self.has_class("small")):
            self._show_details()

    def _show_table(self, shown: ShownSessions, selection: Selection) -> None:
        self.table.show_sessions(
            shown,
            self.opened,
            self.mark_letters(),
            selection,
            self.palette,
            column=self.column_key,
            cursor=self.line,
            empty=self.why_nothing(),
        )
        self.column_key = self.table.column_key
        title = shown.table.experiment_name or "Sessions"
        filtered = f" /{shown.view.filter}/" if shown.view.filter else ""
        self.table_pane.head(title + filtered, self.filter_error or " · ".join(self._words(shown)))

    def _words(self, shown: ShownSessions) -> list[str]:
        """What the table shows, in a few words."""
        view, problems = shown.view, len(shown.table.found.problems)
        averaged = view.grouped and any(len(members) > 1 for members in shown.rows.members)
        words = [
            (averaged, f"{view.aggregate.value} of each group"),
            (view.value is Best.BEST, "best values"),
            (problems > 0, "1 problem" if problems == 1 else f"{problems} problems"),
        ]
        rows = "groups" if averaged else "sessions"
        return [*(text for there, text in words if there), f"{len(shown.order)} of {len(shown.rows.names)} {rows}"]

    def _show_details(self) -> None:
        pair = self.pair() if self.comparing else None
        if pair is not None:
            self.details_list.show_differences(self.differences(), self.palette)
            self.details_pane.head(f"A {' '.join(pair[0])} · B {' '.join(pair[1])}")
        else:
            self.details_list.show_details(self.details(), self.palette)
            # A title that changes would have the whole pane painted anew with each key.
            self.details_pane.head("Details")

    def _show_figures(self, shown: ShownSessions) -> None:
        hparams, metrics = matrix_columns(shown)
        self.figures.show_figures(hparams, metrics, associations(shown), shown.metric, self.palette)
        self.figures_pane.head(
            "How much metrics go with hparams",
            "ρ Spearman's rank correlation · ε² share of rank variance · n rows",
        )

    # Keys

    def action_mode(self) -> None:
        """The next way to show sessions."""
        modes = list(Mode)
        self.go_to_mode(modes[(modes.index(self.view.mode) + 1) % len(modes)])

    def go_to_mode(self, mode: Mode) -> None:
        """Show sessions in another way."""
        self.change(mode=mode)
        {Mode.TABLE: self.table, Mode.CORRELATION: self.figures}.get(mode, self.chart).focus()

    def _chose_figure(self, number: int) -> None:
        """Open the scatter plot of the hparam and the metric under the cursors."""
        hparam, metric = self.figures.pair_at(number)
        self.go_to_mode(Mode.SCATTER)
        self.go_to_plot(metric, hparam)

    # Rows

    def _moved(self, number: int) -> None:
        self.put_line(self.table.lines_shown[number])

    def _chose(self, number: int) -> None:
        """Open or close a group; ask what to do with a session."""
        line = self.table.lines_shown[number]
        if line.session is not None or len(self.members(line)) == 1:
            self.open_menu()
        elif self.shown is not None:
            self.opened = self.opened ^ {self.shown.rows.names[line.row]}
            self.update()

    def menu(self, line: Line) -> list[tuple[str, str, Callable[[], None]]]:
        """What can be done with a line."""
        found: list[tuple[str, str, Callable[[], None]]] = [
            ("Draw in Scalars", "its runs alone, or those of the marked sessions (o)", self.action_only),
            ("Mark", "or let go (space)", self.action_mark),
            ("Pin", "keep at the top, or let go (p)", self.action_pin),
        ]
        column = self.column_here()
        value = column.label(line.row) if column is not None else ""
        if column is not None and value:
            only = Condition(column.key, "=", (value,))
            key = column.key
            found.append((f"Only {column.title} = {value}", "as a filter", lambda: self.put_condition(key, only)))
        if self.marks:
            found.append(("Compare with A", "what differs (d)", self.action_compare))
        return found

    def show_filter(self, text: str) -> None:
        """Put a filter into the line where it is typed."""
        self.table_pane.set_filter(text)

    def step_back(self) -> bool:
        """Take back the comparison, what is done in a chart, the filter, the marks."""
        if self.comparing:
            self.comparing = False
        elif super().step_back():
            return True
        elif self.view.filter or self.filter_error:
            self.filter_error = ""
            self.show_filter("")
            self.change(filter="")
        elif self.marks:
            self.marks = ()
        else:
            return False
        self.update()
        return True
