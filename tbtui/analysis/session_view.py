"""What of the sessions is shown: options, columns, rows that pass the filter in their order, and which are best."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.hparam_columns import ValueColumn, sort_order
from tbtui.analysis.hparam_filter import EVERYTHING, NAME, STATUS, Node, of_sessions, passing
from tbtui.analysis.hparam_filter_text import FilterError, field_names, parse_filter
from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.analysis.ranges import finite_range
from tbtui.analysis.session_metrics import Reading
from tbtui.analysis.session_table import Aggregate, RowTable, SessionTable, group_rows, session_rows, session_table
from tbtui.analysis.value_table import lower_is_better
from tbtui.model.snapshot import Snapshot

_NO_SCALES: Mapping[str, str] = MappingProxyType({})


class Mode(enum.Enum):
    """How sessions are shown."""

    TABLE = "table"
    PARALLEL = "parallel coordinates"
    SCATTER = "scatter matrix"
    CORRELATION = "correlation"


class Best(enum.Enum):
    """Which value of its scalars a metric is."""

    LAST = "last"
    BEST = "best"
    """The least or the greatest, by what is good for the metric's name."""


@dataclass(frozen=True)
class HParamsView:
    """What is chosen on the screen of hparams. Columns are named by their keys, rows by their names."""

    mode: Mode = Mode.TABLE
    filter: str = ""
    sort: str = ""
    """A column, NAME or STATUS; "" for the name."""
    descending: bool = False
    grouped: bool = True
    """Rows are session groups; else sessions."""
    aggregate: Aggregate = Aggregate.AVERAGE
    value: Best = Best.LAST
    metric: str = ""
    """By which the others are judged: it gives colours, and chooses the session of a group; "" for the first."""
    hidden: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    """Names of metrics that are shown though no experiment names them."""
    low: frozenset[str] = frozenset()
    """Names of metrics of which the least value was chosen to be the best."""
    high: frozenset[str] = frozenset()
    pinned: frozenset[str] = frozenset()
    scales: Mapping[str, str] = field(default_factory=lambda: _NO_SCALES)
    """Column -> "linear" or "log", where the scale of its axis was chosen."""


class Line(NamedTuple):
    """One line of the table."""

    row: int
    """Which of the rows."""
    session: int | None = None
    """Which of all sessions, where the line is a session below its group."""


@dataclass(frozen=True, eq=False)
class ShownSessions:
    """The rows of a table and what of them is seen."""

    table: SessionTable
    view: HParamsView
    rows: RowTable
    """All rows that the status lets pass."""
    passes: NDArray[np.bool_]
    """(n,) bool: which of the rows the whole filter lets pass."""
    order: tuple[int, ...]
    """The rows that pass, pinned ones first, in the order of the sorted column."""
    columns: tuple[ValueColumn, ...]
    """The columns that are not hidden, with a value for each row."""

    @cached_property
    def best(self) -> Mapping[str, frozenset[int]]:
        """Metric -> the rows with its best value, among those that pass; none where all have the same."""
        return {column.key: self._best_of(column) for column in self.columns if column.is_metric}

    def _best_of(self, column: ValueColumn) -> frozenset[int]:
        numbers = np.where(self.passes & np.isfinite(column.numbers), column.numbers, np.nan)
        least, greatest = finite_range([numbers]) or (0.0, 0.0)
        if least == greatest:
            return frozenset()
        goal = least if low_is_best(column.name, self.view) else greatest
        return frozenset(np.flatnonzero(numbers == goal).tolist())

    @property
    def metric(self) -> ValueColumn | None:
        """The metric by which the others are judged."""
        return judging_metric(self.rows.columns, self.view)

    def column(self, key: str) -> ValueColumn | None:
        """The column of that key, with a value for each row."""
        return self.rows.columns.get(key)


def low_is_best(metric: str, view: HParamsView) -> bool:
    """Whether the least value of a metric is its best: as chosen, else guessed from its name."""
    if metric in view.low or metric in view.high:
        return metric in view.low
    return lower_is_better(metric)


def read_table(snapshot: Snapshot, now: float, view: HParamsView) -> SessionTable:
    """The sessions of a snapshot with the columns that the view asks for. Reads files: for the background."""
    return session_table(snapshot, now, view.chosen, partial(_reading_of, view))


def _reading_of(view: HParamsView, metric: str) -> Reading:
    if view.value is Best.LAST:
        return Reading.LAST
    return Reading.LEAST if low_is_best(metric, view) else Reading.GREATEST


def judging_metric(columns: Mapping[str, ValueColumn], view: HParamsView) -> ValueColumn | None:
    """The chosen metric, else the first that has two different values, else the first."""
    if view.metric in columns:
        return columns[view.metric]
    metrics = [column for column in columns.values() if column.is_metric]
    return next((column for column in metrics if column.differs), metrics[0] if metrics else None)


def filter_of(table: SessionTable, text: str) -> Node:
    """The filter that a text means for a table; FilterError where it means none."""
    return parse_filter(text, field_names(table.columns))


@remembered
def kept_filter(table: SessionTable, text: str) -> Node:
    """The filter that is in force: one that means nothing for this table lets everything pass."""
    try:
        return filter_of(table, text)
    except FilterError:
        return EVERYTHING


def shown_sessions(table: SessionTable, view: HParamsView) -> ShownSessions:
    """The rows and columns to be shown."""
    rows, rest = _rows(table, view, kept_filter(table, view.filter))
    passes = passing(rest, rows)
    order = [row for row in _sorted(rows, view) if passes[row]]
    order.sort(key=lambda row: rows.names[row] not in view.pinned)
    columns = tuple(rows.columns[column.key] for column in table.columns if column.key not in view.hidden)
    return ShownSessions(table, view, rows, passes, tuple(order), columns)


def _rows(table: SessionTable, view: HParamsView, node: Node) -> tuple[RowTable, Node]:
    """The rows, and the part of the filter that they must still pass."""
    every = tuple(range(len(table.sessions)))
    if not view.grouped:
        return session_rows(table, every), node
    of_session, of_group = of_sessions(node)
    kept = tuple(np.flatnonzero(passing(of_session, session_rows(table, every))).tolist())
    metric = judging_metric({column.key: column for column in table.columns}, view)
    return group_rows(table, kept, view.aggregate, metric.key if metric else ""), of_group


@remembered
def _by_name(rows: RowTable) -> list[int]:
    return sorted(range(len(rows.names)), key=lambda row: natural_key(rows.names[row]))


def _sorted(rows: RowTable, view: HParamsView) -> list[int]:
    """All rows in their order; those that are equal in the sorted column in the order of their names."""
    by_name = _by_name(rows)
    if view.sort in ("", NAME):
        return by_name[::-1] if view.descending else list(by_name)
    if view.sort == STATUS:
        return sorted(by_name, key=lambda row: sorted(rows.statuses[row]), reverse=view.descending)
    column = rows.columns.get(view.sort)
    return list(by_name) if column is None else sort_order(column, by_name, descending=view.descending)


def table_lines(shown: ShownSessions, opened: Collection[str]) -> list[Line]:
    """The lines of the table: rows in their order, those that are opened with their sessions below them."""
    lines = []
    for row in shown.order:
        lines.append(Line(row))
        members = shown.rows.members[row]
        if len(members) > 1 and shown.rows.names[row] in opened:
            lines += [Line(row, session) for session in _sorted_members(shown, members)]
    return lines


def _sorted_members(shown: ShownSessions, members: tuple[int, ...]) -> list[int]:
    rows = session_rows(shown.table, members)
    return [members[place] for place in _sorted(rows, shown.view)]
