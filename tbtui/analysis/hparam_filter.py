"""The filter of sessions: ``lr>1e-4 & optimizer=adam,sgd & status=success``, as a tree that rows are held against.

- ``lr=0.1``, ``lr!=0.1``, ``lr<1``, ``lr<=1``, ``lr>1``, ``lr>=1``; ``lr=1e-4..1e-2`` is an interval with its ends,
  ``lr=..1`` one without a lower end; ``optimizer=adam,sgd`` one of several
- ``optimizer~^ad`` and ``optimizer!~^ad`` with a regular expression; texts are compared without case
- ``dropout`` alone: the rows that have a value; a word that is no column: the rows whose name it finds
- ``&``, ``|``, ``!`` and brackets; names and values with odd characters in quotes
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.listing import matcher
from tbtui.analysis.session_table import RowTable

BoolArray: TypeAlias = NDArray[np.bool_]

STATUS: Final = "status"
NAME: Final = "name"
SESSION_FIELDS: Final = frozenset({STATUS, NAME})
"""What is not a column."""

_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends belong to it; infinite where there is none."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One column held against values."""

    field: str
    """The key of a column, or one of SESSION_FIELDS."""
    operator: str
    """One of = != < <= > >= ~ !~, or "" for: has a value."""
    values: tuple[str | Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner one does not let pass."""

    inner: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    """What every part lets pass."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What any part lets pass."""

    parts: tuple[Node, ...]


Node: TypeAlias = "Condition | Not | AllOf | AnyOf"
EVERYTHING: Final = AllOf(())


def passing(node: Node, rows: RowTable) -> BoolArray:
    """(n,) bool: which rows the filter lets pass."""
    if isinstance(node, Condition):
        return _condition(node, rows)
    if isinstance(node, Not):
        return ~passing(node.inner, rows)
    parts = [passing(part, rows) for part in node.parts]
    if isinstance(node, AllOf):
        return np.logical_and.reduce(parts) if parts else np.ones(len(rows.names), np.bool_)
    return np.logical_or.reduce(parts) if parts else np.zeros(len(rows.names), np.bool_)


def fields_of(node: Node) -> frozenset[str]:
    """The columns and other fields that a filter looks at."""
    if isinstance(node, Condition):
        return frozenset({node.field})
    inner = (node.inner,) if isinstance(node, Not) else node.parts
    return frozenset().union(*map(fields_of, inner))


def conjuncts(node: Node) -> tuple[Node, ...]:
    """The parts all of which must let a row pass."""
    return node.parts if isinstance(node, AllOf) else (node,)


def conjunction(parts: Iterable[Node]) -> Node:
    """The filter that lets pass what all parts do."""
    flat = tuple(inner for part in parts for inner in conjuncts(part))
    return flat[0] if len(flat) == 1 else AllOf(flat)


def replaced(node: Node, field: str, condition: Node | None) -> Node:
    """The filter with another condition on one column: those that are on this column alone are taken out."""
    kept = [part for part in conjuncts(node) if fields_of(part) != {field}]
    return conjunction([*kept, condition] if condition is not None else kept)


def of_sessions(node: Node) -> tuple[Node, Node]:
    """(what chooses sessions before they are grouped, what chooses groups).

    Conditions on the status alone choose sessions, as TensorBoard's allowed statuses do; hparams and metrics of groups
    are compared as they are shown.
    """
    parts = conjuncts(node)
    first = [part for part in parts if fields_of(part) == {STATUS}]
    return conjunction(first), conjunction(part for part in parts if part not in first)


_COMPARISONS: Final[Mapping[str, Callable[[NDArray[np.float64], float], BoolArray]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def _condition(condition: Condition, rows: RowTable) -> BoolArray:
    if condition.field in SESSION_FIELDS and condition.operator.startswith("!"):
        return ~_condition(replace(condition, operator=condition.operator[1:]), rows)
    if condition.field == STATUS:
        found = [any(_text_passes(status, condition) for status in statuses) for statuses in rows.statuses]
        return np.array(found, np.bool_)
    if condition.field == NAME:
        return np.array([_text_passes(name, condition) for name in rows.names], np.bool_)
    column = rows.columns.get(condition.field)
    return np.zeros(len(rows.names), np.bool_) if column is None else column_passes(column, condition)


def _text_passes(text: str, condition: Condition) -> bool:
    if condition.operator == "~":
        return matcher(str(condition.values[0])).search(text) is not None
    return not condition.operator or text.casefold() in {str(value).casefold() for value in condition.values}


def column_passes(column: ValueColumn, condition: Condition) -> BoolArray:
    """(n,) bool: which values of a column a condition on it lets pass."""
    if condition.operator.startswith("!"):
        return ~column_passes(column, replace(condition, operator=condition.operator[1:]))
    if condition.operator in _COMPARISONS:
        with np.errstate(invalid="ignore"):
            return _COMPARISONS[condition.operator](column.numbers, float(str(condition.values[0])))
    if condition.operator == "=":
        equal: BoolArray = np.logical_or.reduce([_equal(column, value) for value in condition.values])
        return equal
    return np.array([bool(label) and _text_passes(label, condition) for label in column.labels], np.bool_)


def _equal(column: ValueColumn, value: str | Interval) -> BoolArray:
    numbers = column.numbers
    if isinstance(value, Interval):
        return (numbers >= value.low * _shy(value.low, -1)) & (numbers <= value.high * _shy(value.high, 1))
    number = as_number(value)
    close: BoolArray = np.isclose(numbers, number, rtol=_CLOSE, atol=0.0)
    if column.is_numeric and not math.isnan(number):
        return close
    wanted = value.casefold()
    same = np.array([label.casefold() == wanted for label in column.labels], np.bool_)
    return np.logical_or(close, same)


def _shy(end: float, side: int) -> float:
    """A factor that moves an end outwards by so little that 0.3 holds 0.30000000000000004."""
    return 1.0 + side * math.copysign(_CLOSE, end)


def as_number(word: str) -> float:
    """The number that a word means; NaN where it means none."""
    try:
        return float(word)
    except ValueError:
        return math.nan
