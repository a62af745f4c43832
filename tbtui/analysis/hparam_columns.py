"""The columns of hparams and metrics: a value for each row, as number, as text, and in order."""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import value_label
from tbtui.analysis.listing import natural_key
from tbtui.model.hparams import NULL, HParam

FloatArray: TypeAlias = NDArray[np.float64]
Value: TypeAlias = "HParam | None"
"""None where a row has no value."""

# Texts that stand for "no value" beside numbers: a column of numbers stays one of numbers for them.
_NULLS: Final = frozenset({NULL, "none", "nan"})
_MOST_PLAIN: Final = 1e15


class ColumnKind(enum.Enum):
    """What a column holds; the value begins its key."""

    HPARAM = "hparam"
    METRIC = "metric"


@dataclass(frozen=True, eq=False)
class ValueColumn:
    """One hparam or one metric of all rows of a table."""

    kind: ColumnKind
    name: str
    title: str
    values: tuple[Value, ...]
    description: str = ""
    tag: str = ""
    """Of a metric: the tag of its scalars."""
    varied: frozenset[int] = frozenset()
    """Rows that stand for several sessions which do not agree: the value is that of the first."""

    @property
    def key(self) -> str:
        """What the column is called in options: it stays the same from snapshot to snapshot."""
        return f"{self.kind.value}:{self.name}"

    @property
    def is_metric(self) -> bool:
        """Whether it holds a metric."""
        return self.kind is ColumnKind.METRIC

    @cached_property
    def numbers(self) -> FloatArray:
        """(n,) float64: true and false as 1 and 0; NaN where there is no number."""
        return np.array([number_of(value) for value in self.values], np.float64)

    def label(self, row: int) -> str:
        """What is shown of the value of a row; "" where there is none."""
        return metric_label(self.values[row]) if self.is_metric else hparam_label(self.values[row])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What is shown of each value."""
        return tuple(self.label(row) for row in range(len(self.values)))

    @cached_property
    def is_numeric(self) -> bool:
        """Whether the values are numbers, but for some that are missing or null."""
        there = [value for value in self.values if value is not None]
        if any(isinstance(value, bool) or (isinstance(value, str) and value.lower() not in _NULLS) for value in there):
            return False
        return self.is_metric or any(isinstance(value, float) for value in there)

    @cached_property
    def is_ordered(self) -> bool:
        """Whether it makes sense to rank the values: numbers, and true and false."""
        return self.is_numeric or all(value is None or isinstance(value, bool) for value in self.values)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The different values as they are shown, in their natural order."""
        return tuple(sorted({label for label in self.labels if label}, key=natural_key))

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """(n,) int64: equal for equal values, in no order; -1 for none."""
        known: dict[object, int] = {}
        found = [-1 if one is None else known.setdefault(comparable(one), len(known)) for one in self.values]
        return np.array(found, np.int64)

    @cached_property
    def differs(self) -> bool:
        """Whether there are two rows with different values (HParamInfo.differs in api.proto)."""
        return len({comparable(value) for value in self.values if value is not None}) > 1

    @cached_property
    def is_partial(self) -> bool:
        """Whether some rows have no value."""
        return any(value is None for value in self.values)

    def taken(self, rows: Sequence[int]) -> ValueColumn:
        """The column of these rows alone."""
        return replace(self, values=tuple(self.values[row] for row in rows))


def comparable(value: Value) -> object:
    """What is equal for equal values: NaN is itself, and 1 is not true."""
    return "nan" if isinstance(value, float) and math.isnan(value) else (type(value).__name__, value)


def number_of(value: Value) -> float:
    """The value as a number; NaN where it is none."""
    return float(value) if isinstance(value, float | bool) else math.nan


def hparam_label(value: Value) -> str:
    """A value as one writes it in a configuration: 3e-4, 64, true."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _number_label(value)


def _number_label(value: float) -> str:
    if not math.isfinite(value):
        return value_label(value)
    if value == int(value) and abs(value) < _MOST_PLAIN:
        return str(int(value))
    mantissa, _, power = f"{value:.6g}".partition("e")
    return f"{mantissa}e{int(power)}" if power else mantissa


def metric_label(value: Value) -> str:
    """A metric, with as many digits as tell one session from another."""
    return value_label(value, 5) if isinstance(value, float) else hparam_label(value)


def unique_titles(names: Iterable[tuple[str, str]]) -> list[str]:
    """The titles of (name, display name): a display name that is not alone gives way to the name."""
    pairs = list(names)
    counts = Counter(display or name for name, display in pairs)
    return [display if display and counts[display] == 1 else name or '""' for name, display in pairs]


def sort_order(column: ValueColumn, rows: Sequence[int], *, descending: bool) -> list[int]:
    """These rows in the order of a column: numbers, then texts; rows without a value last either way.

    Rows that are equal in it stay in their order.
    """
    places = np.asarray(rows, np.int64)
    numbers = column.numbers[places]
    known = ~np.isnan(numbers)
    keys = -numbers[known] if descending else numbers[known]
    rest = places[~known].tolist()
    texts = [row for row in rest if column.label(row)]
    texts.sort(key=lambda row: natural_key(column.label(row)), reverse=descending)
    return [
        *places[known][np.argsort(keys, kind="stable")].tolist(),
        *texts,
        *(row for row in rest if not column.label(row)),
    ]
