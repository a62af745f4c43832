"""How much lies in a bin: counts or shares of all values, as heights, as colours, and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import number_label, value_label
from tbtui.charts.axes import Axis
from tbtui.charts.cells import DEFAULT, Colour
from tbtui.charts.colour_maps import ColourMap
from tbtui.charts.colour_scale import Brightness, ColourScale
from tbtui.charts.ticks import Ticks, linear_ticks

FloatArray: TypeAlias = NDArray[np.float64]

_DECADES = 3


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts from nothing to the greatest that is seen."""

    high: float
    growth: Brightness = Brightness.LINEAR
    """How height or brightness grows with the amount."""
    by_count: bool = False
    """Amounts are counts; else they are shares of all values of a step, 1 for all of them."""

    def label(self, amount: float) -> str:
        """An amount in a few characters: "1.2k", "12.5%"."""
        return value_label(amount, 2) if self.by_count else value_label(100 * amount, 2) + "%"

    def levels(self, amounts: FloatArray) -> FloatArray:
        """Amounts as heights from 0 to 1."""
        shares = np.clip(amounts / self.high, 0.0, 1.0) if self.high > 0 else np.zeros(amounts.shape)
        return self.growth.level(shares)

    def colours(self, colour_map: ColourMap, colour: Colour = DEFAULT) -> ColourScale:
        """The colours of these amounts."""
        return ColourScale(0.0, self.high, colour_map, self.growth, colour, self.label)

    @property
    def axis(self) -> Axis:
        """A vertical axis of heights from 0 to 1 that tells of amounts."""
        return Axis(0.0, 1.0, self._ticks)

    def _ticks(self, low: float, high: float, most: int) -> Ticks:
        amounts = self._round_amounts(max(1, most))
        levels = self.levels(np.array(amounts)).tolist()
        step = min((after - before for before, after in zip(amounts, amounts[1:], strict=False)), default=1.0)
        return Ticks(tuple(levels), tuple(self._tick_label(amount, step) for amount in amounts))

    def _round_amounts(self, most: int) -> list[float]:
        if not self.high > 0:
            return [0.0]
        unit = 1.0 if self.by_count else 0.01
        if self.growth is Brightness.LOG:
            top = math.floor(math.log10(self.high / unit) + 1e-9)
            every = max(1, math.ceil((_DECADES + 1) / most))
            return [0.0, *(unit * 10.0**power for power in range(top - _DECADES + 1, top + 1, every))]
        return [unit * number for number in linear_ticks(0.0, self.high / unit, most).positions]

    def _tick_label(self, amount: float, step: float) -> str:
        if self.growth is Brightness.LOG:
            step = amount or 1.0
        return number_label(amount, step) if self.by_count else number_label(100 * amount, 100 * step) + "%"
