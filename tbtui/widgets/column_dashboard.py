"""What is done with the columns of sessions: sorting, filtering, hiding, and which metric judges the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.hparam_filter import NAME, Condition, Node, conjuncts, fields_of, replaced
from tbtui.analysis.hparam_filter_text import FilterError, field_names, filter_text, parse_filter, written_names
from tbtui.analysis.session_table import Aggregate
from tbtui.analysis.session_view import Best, filter_of, kept_filter, low_is_best
from tbtui.charts.hparam_axis import usual_scale
from tbtui.model.selection import Scale
from tbtui.widgets.checklist import Checklist, Switch
from tbtui.widgets.prompt import Choice, Prompt
from tbtui.widgets.session_dashboard import SessionDashboard

_FILTER_HINT: Final = ">0.01   0.001..0.1   adam,sgd   ~^ad   !=3   nothing: no condition on this column"
_OPERATORS: Final = ("=", "!", "<", ">", "~")


class ColumnDashboard(SessionDashboard):
    """The column of the cursor is that of the table, or the axis of a chart; both are one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("F", "filter_column", "Filter column", show=False, tooltip="A condition on the column of the cursor"),
        Binding("H", "hide_column", "Hide column", show=False, tooltip="C shows it again"),
        Binding("C", "columns", "Columns", show=False, tooltip="Which hparams and metrics are shown"),
        Binding("M", "metric", "Metric", show=False, tooltip="Which metric gives the colours and judges the others"),
        Binding("B", "best", "Best is", show=False, tooltip="Least or greatest is best, for the metric of the cursor"),
        Binding("v", "value", "Last/best", show=False, tooltip="A metric is its last value, or the best of its run"),
        Binding("g", "groups", "Groups", show=False, tooltip="A row for each session group, or for each session"),
        Binding("A", "aggregate", "Aggregate", show=False, tooltip="Average, median, min or max of a group"),
        Binding("y", "scale", "Scale", show=False, tooltip="Linear or by decades, for the axis of the cursor"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.column_key = ""
        """The column of the cursor; NAME and STATUS are columns too."""
        self.filter_error = ""
        """What is wrong with the filter that is being typed."""

    def change(self, **changes: Any) -> None:
        """Change what is chosen on this screen."""
        self.choose(self.view, **changes)

    def column_here(self) -> ValueColumn | None:
        """The hparam or metric of the cursor."""
        return self.shown.column(self.column_key) if self.shown is not None else None

    def put_column(self, key: str) -> None:
        """Move the cursor to a column."""
        self.column_key = key
        self.update()

    # Order

    def sort_by(self, key: str) -> None:
        """Sort by a column; by the same one again, the other way round. Metrics begin with the best."""
        view = self.view
        self.column_key = key
        if key == (view.sort or NAME):
            self.change(descending=not view.descending)
            return
        column = self.shown.column(key) if self.shown is not None else None
        first = column is not None and column.is_metric and not low_is_best(column.name, view)
        self.change(sort=key, descending=first)

    def action_sort_here(self) -> None:
        """Sort by the column of the cursor."""
        self.sort_by(self.column_key or NAME)

    def action_pin(self) -> None:
        """Keep the row of the cursor at the top, or let it go."""
        if self.line is not None and self.shown is not None:
            self.change(pinned=self.view.pinned ^ {self.shown.rows.names[self.line.row]})

    # Filters

    def filter_typed(self, text: str) -> None:
        """Take over what is typed as soon as it means something; till then say what is wrong."""
        self.filter_error = self.wrong_filter(text)
        if self.filter_error:
            self.update()
        else:
            self.change(filter=text.strip())

    def wrong_filter(self, text: str) -> str:
        """What is wrong with a filter; "" for nothing."""
        try:
            filter_of(self.sessions, text) if self.sessions is not None else None
        except FilterError as error:
            return str(error)
        return ""

    def action_filter_column(self) -> None:
        """Ask for a condition on the column of the cursor."""
        key = self.column_key or NAME
        if self.sessions is None:
            return
        names = field_names(self.sessions.columns)
        written = written_names(names)
        name = filter_text(Condition(key, ""), written)
        node = kept_filter(self.sessions, self.view.filter)
        present = [part for part in conjuncts(node) if fields_of(part) == {key}]
        before = " & ".join(filter_text(part, written) for part in present).removeprefix(name)
        title = self.column_title(key)
        self.app.push_screen(
            Prompt(f"Filter {title}", _FILTER_HINT, before, lambda text: self._wrong_condition(name, text)),
            lambda text: None if text is None else self._filter_by(key, name, text),
        )

    def column_title(self, key: str) -> str:
        """What a column is called."""
        column = self.shown.column(key) if self.shown is not None else None
        return column.title if column is not None else key

    def _wrong_condition(self, name: str, text: str) -> str:
        return self.wrong_filter(_condition(name, text))

    def _filter_by(self, key: str, name: str, text: str) -> None:
        if self.sessions is None:
            return
        condition = parse_filter(_condition(name, text), field_names(self.sessions.columns)) if text.strip() else None
        self.put_condition(key, condition)

    def put_condition(self, key: str, condition: Node | None) -> None:
        """Replace the condition on one column."""
        if self.sessions is None:
            return
        node = replaced(kept_filter(self.sessions, self.view.filter), key, condition)
        self.filter_error = ""
        text = filter_text(node, written_names(field_names(self.sessions.columns)))
        self.show_filter(text)
        self.change(filter=text)

    def show_filter(self, text: str) -> None:
        """Put a filter into the line where it is typed."""
        raise NotImplementedError

    def conditions_on(self, key: str) -> tuple[Condition, ...]:
        """The conditions that the filter has on one column alone."""
        parts = conjuncts(kept_filter(self.sessions, self.view.filter)) if self.sessions is not None else ()
        return tuple(part for part in parts if isinstance(part, Condition) and part.field == key)

    # Columns

    def action_hide_column(self) -> None:
        """Hide the column of the cursor."""
        if self.column_here() is None:
            self.notify("This column stays.", timeout=3)
        else:
            self.change(hidden=self.view.hidden | {self.column_key})

    def action_columns(self) -> None:
        """Ask which columns are shown."""
        if self.sessions is None:
            return
        view = self.view
        switches = [
            Switch(one.key, one.title, _about(one), one.key not in view.hidden) for one in self.sessions.columns
        ]
        switches += [
            Switch(f"metric:{one.name}", str(one.name), "scalar", on=False) for one in self.sessions.other_metrics
        ]
        self.app.push_screen(Checklist("Columns", switches, self._switched(frozenset(one.key for one in switches))))

    def _switched(self, listed: frozenset[str]) -> Callable[[frozenset[str]], None]:
        """What to do with the keys that are on; metrics that had no column are read when they are switched on."""
        known = self.sessions.other_metrics if self.sessions is not None else ()
        others = frozenset(f"metric:{one.name}" for one in known)

        def switched(on: frozenset[str]) -> None:
            view = self.view
            chosen = frozenset(key.removeprefix("metric:") for key in others & on)
            kept = view.chosen - frozenset(key.removeprefix("metric:") for key in others)
            self.change(hidden=(view.hidden - listed) | (listed - on - others), chosen=kept | chosen)

        return switched

    # Metrics

    def action_metric(self) -> None:
        """Choose the metric of the cursor as the one that judges, or ask which."""
        here = self.column_here()
        if here is not None and here.is_metric and (self.shown is None or self.shown.metric is not here):
            self.change(metric=here.key)
            return
        metrics = [column for column in (self.sessions.columns if self.sessions else ()) if column.is_metric]
        if not metrics:
            self.notify("There is no metric here.", timeout=3)
            return
        options = [(column.title, _about(column)) for column in metrics]
        self.app.push_screen(
            Choice("Colours and best sessions by", options),
            lambda place: None if place is None else self.change(metric=metrics[place].key),
        )

    def action_best(self) -> None:
        """Turn round what is best of the metric of the cursor."""
        column = self.column_here() or (self.shown.metric if self.shown is not None else None)
        if column is None or not column.is_metric:
            self.notify("Move to a metric first.", timeout=3)
            return
        view, name = self.view, column.name
        low = low_is_best(name, view)
        self.change(
            low=(view.low - {name}) if low else view.low | {name},
            high=(view.high | {name}) if low else view.high - {name},
        )

    def action_value(self) -> None:
        """A metric is the last value of its scalars, or the best."""
        self.change(value=Best.BEST if self.view.value is Best.LAST else Best.LAST)

    def action_groups(self) -> None:
        """A row for each session group, or for each session."""
        self.change(grouped=not self.view.grouped)

    def action_aggregate(self) -> None:
        """The next way to make one value of those of a group."""
        ways = list(Aggregate)
        self.change(aggregate=ways[(ways.index(self.view.aggregate) + 1) % len(ways)], grouped=True)

    def action_scale(self) -> None:
        """Linear or by decades, for the axis of the cursor."""
        column = self.column_here()
        if column is None or not column.is_numeric:
            self.notify("Only an axis of numbers can be divided by decades.", timeout=3)
            return
        view = self.view
        now = view.scales.get(column.key) or usual_scale(column).value
        turned = Scale.LINEAR if now == Scale.LOG.value else Scale.LOG
        self.change(scales={**view.scales, column.key: turned.value})


def _condition(name: str, text: str) -> str:
    """What was typed as a whole condition: a value alone means that it is equal."""
    bare = text.strip()
    return f"{name}{bare}" if bare.startswith(_OPERATORS) or not bare else f"{name}={bare}"


def _about(column: ValueColumn) -> str:
    kind = "metric" if column.is_metric else "hparam"
    return kind if column.is_metric or column.differs else "hparam, the same for all"
