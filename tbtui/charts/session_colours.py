"""The colours of sessions by one metric: from its worst value to its best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import Cells, Colour, ansi, shortened
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.hparam_axis import ValueAxis
from tbtui.charts.palette import Palette

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

SHADES: Final = 10
# Lines are thin: the part of the map that lies nearest to the ground is left out.
_FIRST_LEVEL: Final = 0.3
_SIXTEEN: Final = tuple(ansi(number) for number in (12, 14, 10, 11, 13))
_BAR: Final = 16
_LEAST_BAR: Final = 4


@dataclass(frozen=True, slots=True)
class SessionColours:
    """Which shade each row has: 0 for no value, then from 1 for the worst to ``SHADES`` for the best."""

    axis: ValueAxis | None
    """The axis of the metric; None where there is no metric."""
    low_is_best: bool
    rows: int

    @property
    def shades(self) -> IntArray:
        """(n,) int64."""
        if self.axis is None:
            return np.ones(self.rows, np.int64)
        goodness = self._goodness(self.axis)
        known = np.isfinite(goodness)
        found = 1 + np.rint(np.where(known, goodness, 0.0) * (SHADES - 1)).astype(np.int64)
        return np.where(known, found, 0)

    def _goodness(self, axis: ValueAxis) -> FloatArray:
        """(n,) float64 from 0 for the worst to 1; NaN for rows without a value."""
        return 1 - axis.positions if self.low_is_best else axis.positions

    def colours(self, palette: Palette) -> tuple[Colour, ...]:
        """The colour of each shade."""
        return _shade_colours(palette)

    def draw_bar(self, cells: Cells, row: int, palette: Palette, words: str = "") -> None:
        """Draw the scale on one line: the metric's name, its ends, the colours between them; at the right ``words``."""
        left = self._draw_scale(cells, row, palette)
        room = cells.width - left - 3
        if words and len(words) <= room:
            cells.write(row, cells.width - len(words) - 1, words, palette.axis)

    def _draw_scale(self, cells: Cells, row: int, palette: Palette) -> int:
        """Draw the scale; the column behind it."""
        if self.axis is None or not np.isfinite(self.axis.positions).any():
            return 0
        goodness = self._goodness(self.axis)
        worst, best = (self.axis.column.label(int(row)) for row in (np.nanargmin(goodness), np.nanargmax(goodness)))
        said = f"{best} is best"
        room = cells.width - len(worst) - len(said) - 4
        bar = max(_LEAST_BAR, min(_BAR, room - len(self.axis.title)))
        left = 1
        for text in (shortened(self.axis.title, max(1, room - bar)), worst):
            cells.write(row, left, text, palette.axis)
            left += len(text) + 1
        colours = self.colours(palette)[1:]
        for place in range(bar):
            cells.write(row, left + place, "█", colours[place * SHADES // bar])
        cells.write(row, left + bar + 1, said, palette.axis)
        return left + bar + len(said) + 1


@lru_cache(maxsize=8)
def _shade_colours(palette: Palette) -> tuple[Colour, ...]:
    if palette.ground < 0:
        best = tuple(_SIXTEEN[shade * len(_SIXTEEN) // SHADES] for shade in range(SHADES))
    else:
        ramp = colour_ramp(ColourMap.VIRIDIS, palette)
        best = tuple(ramp.colour(float(level)) for level in np.linspace(_FIRST_LEVEL, 1.0, SHADES))
    return (palette.muted, *best)
