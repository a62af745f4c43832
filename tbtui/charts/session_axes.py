"""From the sessions that are shown to their axes, colours and figures, and from stretches of an axis to conditions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.hparam_filter import Condition, Interval, column_passes
from tbtui.analysis.memo import remembered
from tbtui.analysis.rank_association import Association, association
from tbtui.analysis.session_table import RowTable
from tbtui.analysis.session_view import ShownSessions, low_is_best
from tbtui.charts.hparam_axis import ValueAxis, value_axis
from tbtui.charts.parallel_chart import ParallelLines
from tbtui.charts.session_colours import SessionColours


def parallel_lines(shown: ShownSessions) -> ParallelLines | None:
    """The axes and lines of all rows; None where there are not two axes. The order of the rows does not matter."""
    axes = tuple(axis_of(shown, column) for column in drawn_columns(shown))
    if len(axes) < 2 or not shown.rows.names:
        return None
    return _lines(shown.rows, axes, session_colours(shown), shown.passes.tobytes())


@remembered
def _lines(rows: RowTable, axes: tuple[ValueAxis, ...], colours: SessionColours, passes: bytes) -> ParallelLines:
    return ParallelLines(axes, colours, np.frombuffer(passes, np.bool_))


def drawn_columns(shown: ShownSessions) -> list[ValueColumn]:
    """The columns that get an axis: those with different values."""
    return [column for column in shown.columns if column.differs]


def axis_of(shown: ShownSessions, column: ValueColumn) -> ValueAxis:
    """The axis of a column, divided as was chosen."""
    return value_axis(column, shown.view.scales.get(column.key, ""))


def session_colours(shown: ShownSessions) -> SessionColours:
    """The colours of the rows by the judging metric."""
    metric = shown.metric
    axis = axis_of(shown, metric) if metric is not None else None
    low = metric is not None and low_is_best(metric.name, shown.view)
    return SessionColours(axis, low, len(shown.rows.names))


def matrix_columns(shown: ShownSessions) -> tuple[list[ValueColumn], list[ValueColumn]]:
    """(hparams, metrics) that are held against each other."""
    columns = drawn_columns(shown)
    return [one for one in columns if not one.is_metric], [one for one in columns if one.is_metric]


def associations(shown: ShownSessions) -> Sequence[Sequence[Association]]:
    """[metric][hparam]: how much they go together, in the rows that pass."""
    hparams, metrics = (tuple(one.key for one in columns) for columns in matrix_columns(shown))
    return _associations(shown.rows, hparams, metrics, shown.passes.tobytes())


@remembered
def _associations(
    rows: RowTable, hparams: tuple[str, ...], metrics: tuple[str, ...], passes: bytes
) -> Sequence[Sequence[Association]]:
    passing = np.frombuffer(passes, np.bool_)
    return [[association(rows.columns[one], rows.columns[metric], passing) for one in hparams] for metric in metrics]


def brush_condition(axis: ValueAxis, first: int, last: int) -> Condition | None:
    """The condition that a stretch of an axis means, from one row's value to another's; None where one has none."""
    ends = axis.positions[[first, last]]
    if np.isnan(ends).any():
        return None
    low, high = sorted((first, last), key=lambda row: float(axis.positions[row]))
    column = axis.column
    if not axis.is_category:
        return Condition(column.key, "=", (Interval(float(column.numbers[low]), float(column.numbers[high])),))
    places = [column.categories.index(column.labels[row]) for row in (low, high)]
    return Condition(column.key, "=", tuple(column.categories[places[0] : places[1] + 1]))


def brushed_shares(axis: ValueAxis, conditions: Sequence[Condition]) -> tuple[float, float] | None:
    """Between which shares of an axis rows pass these conditions on its column; None where none does, or for none."""
    if not conditions:
        return None
    inside = np.logical_and.reduce([column_passes(axis.column, one) for one in conditions])
    found = axis.positions[inside & np.isfinite(axis.positions)]
    return (float(found.min()), float(found.max())) if found.size else None
