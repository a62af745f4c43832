"""Which colour a value of a heat map has: the range of the values, how brightness grows, and the bar that shows it."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import value_label
from tbtui.charts.cells import DEFAULT, Cells, Colour
from tbtui.charts.colour_maps import ColourMap, Ramp, colour_ramp
from tbtui.charts.levels import paint_levels
from tbtui.charts.palette import Palette

FloatArray: TypeAlias = NDArray[np.float64]

BAR_WIDTH: Final = 9
"""Columns that a bar takes with its labels."""
_SWATCH: Final = 2
_DECADES: Final = 1000.0
_ROWS_PER_LABEL: Final = 5


class Brightness(enum.Enum):
    """How brightness grows with the value."""

    LINEAR = "linear"
    ROOT = "square root"
    LOG = "log"
    """Over three decades: what is a thousandth of the greatest is still seen."""

    def level(self, shares: FloatArray) -> FloatArray:
        """Shares of the greatest value, 0 to 1, as levels from 0 to 1."""
        if self is Brightness.ROOT:
            return np.sqrt(shares)
        return np.log1p(shares * _DECADES) / np.log1p(_DECADES) if self is Brightness.LOG else shares

    def share(self, level: float) -> float:
        """The share of the greatest value that has a level."""
        if self is Brightness.ROOT:
            return level * level
        return float(np.expm1(level * np.log1p(_DECADES)) / _DECADES) if self is Brightness.LOG else level


def _short_label(value: float) -> str:
    return value_label(value, 3)


@dataclass(frozen=True, slots=True)
class ColourScale:
    """The colours of the values from ``low`` to ``high``; what lies outside has the colour of the nearer end."""

    low: float
    high: float
    colour_map: ColourMap = ColourMap.VIRIDIS
    brightness: Brightness = Brightness.LINEAR
    colour: Colour = DEFAULT
    """The run's, for the map of that name."""
    label: Callable[[float], str] = _short_label
    """What the bar says at a value; at most six characters are seen."""

    def ramp(self, palette: Palette) -> Ramp:
        """The colours as this terminal can show them."""
        return colour_ramp(self.colour_map, palette, self.colour)

    def levels(self, values: FloatArray) -> FloatArray:
        """Values as levels from 0 to 1; NaN stays NaN."""
        span = self.high - self.low
        with np.errstate(invalid="ignore", over="ignore"):
            shares = (values - self.low) / span if span > 0 else np.where(np.isnan(values), np.nan, 1.0)
            return self.brightness.level(np.clip(shares, 0.0, 1.0))

    def value(self, level: float) -> float:
        """The value that has a level."""
        return self.low + self.brightness.share(level) * (self.high - self.low)

    def draw_bar(self, cells: Cells, top: int, left: int, height: int, palette: Palette) -> None:
        """Draw the bar upright, the greatest value at its top, in the ``BAR_WIDTH`` columns from ``left`` on."""
        ramp = self.ramp(palette)
        rows = max(1, height * ramp.rows)
        levels = (np.arange(rows) + 0.5) / rows
        paint_levels(cells, (top, left), np.repeat(levels[:, None], _SWATCH, axis=1), ramp)
        count = max(2, height // _ROWS_PER_LABEL + 1)
        for number in range(count if height > 1 else 1):
            level = number / (count - 1)
            row = top + height - 1 - round(level * (height - 1))
            text = self.label(self.value(level))[: BAR_WIDTH - _SWATCH - 1]
            cells.write(row, left + _SWATCH + 1, text, palette.axis)
