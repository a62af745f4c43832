"""Sessions as a table: their hparams and metrics as columns, one row for each session or for each session group."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tbtui.analysis.hparam_columns import ColumnKind, Value, ValueColumn, comparable, unique_titles
from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.analysis.session_metrics import Reading, metric_names, metric_values
from tbtui.analysis.sessions import Session, Sessions, read_sessions
from tbtui.model.hparams import HParamInfo, MetricInfo
from tbtui.model.snapshot import Snapshot

MOST_COLUMNS: Final = 1_000
"""More columns nobody goes through; those that differ and metrics stand before those that do not."""


class Aggregate(enum.Enum):
    """What a metric of a session group is (AggregationType of api.proto)."""

    AVERAGE = "average"
    """Each metric is the mean over the sessions that have it."""
    MEDIAN = "median"
    """All metrics are those of the session with the median of one metric; of two in the middle the lower."""
    LEAST = "min"
    """All metrics are those of the session with the least value of one metric."""
    GREATEST = "max"


@dataclass(frozen=True, eq=False)
class SessionTable:
    """All sessions with their columns; made anew for a snapshot, never changed."""

    sessions: tuple[Session, ...]
    columns: tuple[ValueColumn, ...]
    """Hparams that differ, metrics, hparams that only some sessions have, and those that are the same everywhere."""
    other_metrics: tuple[MetricInfo, ...]
    """Metrics that can be chosen and have no column."""
    found: Sessions

    def tells_the_same(self, other: SessionTable) -> bool:
        """Whether another table has the same sessions, columns and values; NaN is never the same."""
        if (self.found, self.other_metrics, len(self.columns)) != (
            other.found,
            other.other_metrics,
            len(other.columns),
        ):
            return False
        pairs = zip(self.columns, other.columns, strict=True)
        return all((one.key, one.title, one.values) == (was.key, was.title, was.values) for one, was in pairs)

    @property
    def experiment_name(self) -> str:
        """The name of the experiment, where all tell the same one; else ""."""
        names = {one.name for one in self.found.experiments.values()}
        return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True, eq=False)
class RowTable:
    """The rows of a table: sessions, or session groups with what they have in common."""

    names: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    """Which of the sessions each row stands for."""
    statuses: tuple[frozenset[str], ...]
    """How they ended."""
    columns: Mapping[str, ValueColumn]
    """key -> column."""


EMPTY_SESSIONS: Final = SessionTable((), (), (), Sessions((), {}, ()))


def session_table(
    snapshot: Snapshot,
    now: float,
    chosen: frozenset[str] = frozenset(),
    reading_of: Callable[[str], Reading] = lambda _: Reading.LAST,
) -> SessionTable:
    """The table of a snapshot at the moment ``now``. Reads texts and files: for the background.

    ``chosen``: names of other metrics that get a column too; ``reading_of`` tells which value of its scalars a metric
    of that name is.
    """
    found = read_sessions(snapshot, now)
    names = metric_names(found, snapshot)
    infos = [*names.usual, *(info for info in names.others if str(info.name) in chosen)]
    columns = [*hparam_columns(found), *_metric_columns(found.sessions, infos, snapshot, reading_of)]
    columns.sort(key=_rank)
    if len(columns) > MOST_COLUMNS:
        too_many = f"{len(columns):,} hparams and metrics: the first {MOST_COLUMNS:,} are shown"
        found = replace(found, problems=(*found.problems, too_many))
    others = tuple(info for info in names.others if str(info.name) not in chosen)
    return SessionTable(found.sessions, tuple(columns[:MOST_COLUMNS]), others, found)


def _rank(column: ValueColumn) -> int:
    """What tells most stands first."""
    if column.is_metric:
        return 1
    return 0 if column.differs else 2 if column.is_partial else 3


def hparam_columns(found: Sessions) -> list[ValueColumn]:
    """A column for each hparam: those that experiments name, in their order, then the others as they appear."""
    infos: dict[str, HParamInfo] = {}
    for experiment in found.experiments.values():
        for info in experiment.hparams:
            infos.setdefault(info.name, info)
    for session in found.sessions:
        for name in session.hparams:
            infos.setdefault(name, HParamInfo(name))
    titles = unique_titles((info.name, info.display_name) for info in infos.values())
    columns = []
    for title, info in zip(titles, infos.values(), strict=True):
        values = tuple(session.hparams.get(info.name) for session in found.sessions)
        if any(value is not None for value in values):
            columns.append(ValueColumn(ColumnKind.HPARAM, info.name, title, values, info.description))
    return columns


def _metric_columns(
    sessions: Sequence[Session], infos: Sequence[MetricInfo], snapshot: Snapshot, reading_of: Callable[[str], Reading]
) -> list[ValueColumn]:
    titles = unique_titles((str(info.name), info.display_name) for info in infos)
    columns = []
    for title, info in zip(titles, infos, strict=True):
        name = str(info.name)
        values = metric_values(sessions, info.name, snapshot, reading_of(name))
        columns.append(ValueColumn(ColumnKind.METRIC, name, title, values, info.description, info.name.tag))
    return columns


@remembered
def session_rows(table: SessionTable, rows: tuple[int, ...]) -> RowTable:
    """A row for each of these sessions."""
    if len(rows) == len(table.sessions):
        columns = {column.key: column for column in table.columns}
    else:
        columns = {column.key: column.taken(rows) for column in table.columns}
    return RowTable(
        tuple(table.sessions[row].run for row in rows),
        tuple((row,) for row in rows),
        tuple(frozenset({table.sessions[row].status.value}) for row in rows),
        columns,
    )


@remembered
def group_rows(table: SessionTable, rows: tuple[int, ...], aggregate: Aggregate, metric: str) -> RowTable:
    """A row for each session group among these sessions, in the order of their names.

    ``metric`` is the key of the column that chooses the session whose metrics are taken, for all but the average.
    """
    members: dict[str, list[int]] = {}
    for row in rows:
        members.setdefault(table.sessions[row].group, []).append(row)
    names = sorted(members, key=natural_key)
    groups = tuple(tuple(members[name]) for name in names)
    by_key = {column.key: column for column in table.columns}
    chosen = by_key.get(metric)
    taken = None if aggregate is Aggregate.AVERAGE or chosen is None else _representatives(chosen, groups, aggregate)
    return RowTable(
        tuple(names),
        groups,
        tuple(frozenset(table.sessions[row].status.value for row in group) for group in groups),
        {key: _grouped(column, groups, taken) for key, column in by_key.items()},
    )


def _representatives(
    column: ValueColumn, groups: Sequence[tuple[int, ...]], aggregate: Aggregate
) -> tuple[int | None, ...]:
    """The session of each group whose metrics are taken (_set_median_session_metrics, _set_extremum_...)."""
    found: list[int | None] = []
    for group in groups:
        values = [(number, row) for row in group if not np.isnan(number := column.numbers[row])]
        values.sort(key=lambda pair: pair[0])
        place = {Aggregate.LEAST: 0, Aggregate.GREATEST: len(values) - 1}.get(aggregate, (len(values) - 1) // 2)
        found.append(values[place][1] if values else None)
    return tuple(found)


def _grouped(column: ValueColumn, groups: Sequence[tuple[int, ...]], taken: Sequence[int | None] | None) -> ValueColumn:
    if column.is_metric:
        if taken is None:
            values = tuple(_average([column.values[row] for row in group]) for group in groups)
        else:
            values = tuple(None if row is None else column.values[row] for row in taken)
        return replace(column, values=values)
    firsts = tuple(column.values[group[0]] for group in groups)
    varied = {
        place
        for place, group in enumerate(groups)
        if len(group) > 1 and len({comparable(column.values[row]) for row in group}) > 1
    }
    return replace(column, values=firsts, varied=frozenset(varied))


def _average(values: Sequence[Value]) -> Value:
    """The mean of those that are there, NaN where any is NaN (_set_avg_session_metrics)."""
    there = [float(value) for value in values if isinstance(value, float)]
    return sum(there) / len(there) if there else None
