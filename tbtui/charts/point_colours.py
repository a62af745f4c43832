"""Colours of points: a category's own, one of a colour map for a number, and what the legend says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import value_label
from tbtui.analysis.point_columns import Categories, Colouring, Measures
from tbtui.charts.cells import Colour
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.palette import Palette

ColourArray: TypeAlias = NDArray[np.int32]

_TICKS: Final = 5


class LegendRow(NamedTuple):
    """One line of a legend."""

    colour: Colour
    text: str
    points: int | None
    """How many points have it; None in a scale of numbers."""
    value: str | None
    """The value of the column that can be shown alone; None where there is no single one."""


@dataclass(frozen=True, slots=True, eq=False)
class PointColours:
    """A few colours, and which of them each point has."""

    colours: ColourArray
    """(c,) int32."""
    codes: NDArray[np.int32]
    """(n,) which of them."""
    ordered: bool
    """They are levels of a number: the mean of several points is a colour too."""


def point_colours(found: Colouring | None, count: int, palette: Palette, usual: Colour) -> PointColours:
    """The colours of ``count`` points; ``usual`` where there is nothing to colour them by."""
    if found is None:
        return PointColours(np.array([usual], np.int32), np.zeros(count, np.int32), False)
    if isinstance(found, Categories):
        own = len(palette.runs)
        colours = np.array([*palette.runs, palette.muted], np.int32)
        codes = np.where((found.codes < 0) | (found.codes >= own), own, found.codes).astype(np.int32)
        return PointColours(colours, codes, False)
    ramp = colour_ramp(ColourMap.VIRIDIS, palette)
    places = ramp.places(_levels(found))
    colours = np.array([*ramp.colours, palette.muted], np.int32)
    return PointColours(colours, np.where(places < 0, len(colours) - 1, places).astype(np.int32), True)


def _levels(found: Measures) -> NDArray[np.float64]:
    span = found.high - found.low
    with np.errstate(invalid="ignore", over="ignore"):
        shares = (np.where(np.isfinite(found.values), found.values, np.nan) - found.low) / (span or 1.0)
    return np.asarray(shares, np.float64)


def legend_rows(found: Colouring | None, palette: Palette) -> Sequence[LegendRow]:
    """What the colours mean."""
    if found is None:
        return ()
    if isinstance(found, Categories):
        missing = int(np.count_nonzero(found.codes < 0))
        rows = [
            LegendRow(palette.runs[place] if place < len(palette.runs) else palette.muted, name, count, name)
            for place, (name, count) in enumerate(zip(found.names, found.counts, strict=True))
        ]
        return [*rows, LegendRow(palette.muted, "no value", missing, "")] if missing else rows
    ramp = colour_ramp(ColourMap.VIRIDIS, palette)
    values = np.linspace(found.high, found.low, _TICKS)
    levels = np.linspace(1.0, 0.0, _TICKS)
    return [
        LegendRow(ramp.colour(level), value_label(value, 4), None, None)
        for value, level in zip(values.tolist(), levels.tolist(), strict=True)
    ]
