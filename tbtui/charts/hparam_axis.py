"""The axis of an hparam or a metric: numbers, linear or by decades, or categories side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.hparam_columns import ValueColumn, hparam_label
from tbtui.analysis.memo import remembered
from tbtui.analysis.ranges import finite_range, widened
from tbtui.charts.scales import Transform
from tbtui.charts.ticks import Ticks
from tbtui.model.selection import Scale

FloatArray: TypeAlias = NDArray[np.float64]

# Numbers above zero whose greatest is so many times the least are shown by decades.
_MANY_TIMES: Final = 30.0
_EVEN: Final = 1.3
_FEW_VALUES: Final = 6


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class ValueAxis:
    """Where the values of a column lie, as shares of the axis from 0 at its low end to 1."""

    column: ValueColumn
    positions: FloatArray
    """(n,) float64 shares; NaN for rows without a value that the axis holds."""
    transform: Transform
    low: float
    """In transformed numbers, as is ``high``; for categories their places, counted from 0."""
    high: float
    is_category: bool

    @property
    def title(self) -> str:
        """What stands at the axis."""
        return self.column.title

    def ticks(self, most: int) -> Ticks:
        """Ticks at shares of the axis: round numbers, or as many of the categories as there is room for."""
        if self.is_category:
            categories = self.column.categories
            every = max(1, -(-len(categories) // max(1, most)))
            shown = range(0, len(categories), every)
            return Ticks(tuple(self.share(place) for place in shown), tuple(categories[place] for place in shown))
        few = self._few_values()
        if few and most > 1:
            shares = self.transform.forward(np.array(few))
            return Ticks(tuple(self.share(float(one)) for one in shares), tuple(map(hparam_label, few)))
        return self._round_ticks(most)

    def _few_values(self) -> list[float]:
        """The values of an hparam of which only a few were tried: they are better ticks than round numbers."""
        numbers = self.column.numbers[np.isfinite(self.positions)]
        found = np.unique(numbers) if not self.column.is_metric else numbers[:0]
        return found.tolist() if len(found) <= _FEW_VALUES else []

    def _round_ticks(self, most: int) -> Ticks:
        """Round numbers; more of them than asked for where that would leave one or none."""
        inside: list[tuple[float, str]] = []
        for number in range(most, most + 4):
            found = self.transform.ticks(self.low, self.high, number)
            pairs = zip(found.positions, found.labels, strict=True)
            inside = [(self.share(position), label) for position, label in pairs if self.low <= position <= self.high]
            if len(inside) > 1:
                break
        return Ticks(tuple(share for share, _ in inside), tuple(label for _, label in inside))

    def share(self, position: float) -> float:
        """A transformed number, or the place of a category, as a share of the axis."""
        return (position - self.low) / (self.high - self.low)


def usual_scale(column: ValueColumn) -> Scale:
    """By decades where the numbers lie above zero and far apart, or are multiples of each other."""
    numbers = column.numbers[np.isfinite(column.numbers)]
    if numbers.size < 2 or numbers.min() <= 0:
        return Scale.LINEAR
    if numbers.max() / numbers.min() >= _MANY_TIMES or (not column.is_metric and _is_geometric(numbers)):
        return Scale.LOG
    return Scale.LINEAR


def _is_geometric(numbers: FloatArray) -> bool:
    """Whether each value is about so many times the one before, as 16, 32, 64 are."""
    steps = np.diff(np.log(np.unique(numbers)))
    return len(steps) > 1 and bool(steps.max() <= _EVEN * steps.min())


@remembered
def value_axis(column: ValueColumn, scale: str = "") -> ValueAxis:
    """The axis of a column; ``scale`` is "linear" or "log" where one was chosen."""
    if not column.is_numeric:
        return _category_axis(column)
    transform = Transform(Scale(scale) if scale else usual_scale(column))
    places = transform.forward(column.numbers)
    places = np.where(np.isfinite(places), places, np.nan)
    found = finite_range([places])
    low, high = found if found is not None and found[0] < found[1] else widened(found)
    return ValueAxis(column, (places - low) / (high - low), transform, low, high, is_category=False)


def _category_axis(column: ValueColumn) -> ValueAxis:
    categories = {label: place for place, label in enumerate(column.categories)}
    places = np.array([categories.get(label, np.nan) for label in column.labels], np.float64)
    low, high = (0.0, len(categories) - 1.0) if len(categories) > 1 else (-1.0, 1.0)
    return ValueAxis(column, (places - low) / (high - low), Transform(Scale.LINEAR), low, high, is_category=True)
