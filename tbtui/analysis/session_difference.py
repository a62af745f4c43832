"""Two rows of the sessions side by side: first what differs between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from tbtui.analysis.hparam_columns import Value, ValueColumn, comparable, hparam_label, metric_label, number_of
from tbtui.analysis.value_table import signed_label


class Difference(NamedTuple):
    """One hparam or metric of both."""

    title: str
    first: str
    second: str
    change: str
    """What the second has more, and how many times the first it is, where both are numbers."""
    differs: bool
    is_metric: bool


def differences(pairs: Iterable[tuple[ValueColumn, Value, Value]]) -> list[Difference]:
    """Hparams that differ, metrics, and hparams that do not; what neither has is left out."""
    found = [_difference(column, first, second) for column, first, second in pairs if (first, second) != (None, None)]
    return sorted(found, key=lambda one: (not one.is_metric and not one.differs, one.is_metric))


def _difference(column: ValueColumn, first: Value, second: Value) -> Difference:
    label = metric_label if column.is_metric else hparam_label
    differs = comparable(first) != comparable(second)
    return Difference(
        column.title, label(first), label(second), _change(first, second) if differs else "", differs, column.is_metric
    )


def _change(first: Value, second: Value) -> str:
    if isinstance(first, bool) or isinstance(second, bool):
        return ""
    low, high = number_of(first), number_of(second)
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    factor = f"  ×{high / low:.4g}" if low * high > 0 else ""
    return signed_label(high - low) + factor
