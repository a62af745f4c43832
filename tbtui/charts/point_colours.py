"""Colours of points: a category's own, one of a colour map for a number, and what the legend says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.labels import value_label
from tbtui.analysis.point_columns import MOST_CATEGORIES, Categories, Colouring
from tbtui.charts.cells import Colour
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.palette import Palette, mixed

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
        own = category_colours(len(found.names), palette)
        last = len(own)
        codes = np.where((found.codes < 0) | (found.codes >= last), last, found.codes).astype(np.int32)
        return PointColours(np.array([*own, palette.muted], np.int32), codes, False)
    ramp = colour_ramp(ColourMap.VIRIDIS, palette)
    places = ramp.places(found.levels())
    colours = np.array([*ramp.colours, palette.muted], np.int32)
    return PointColours(colours, np.where(places < 0, len(colours) - 1, places).astype(np.int32), True)


def category_colours(count: int, palette: Palette) -> tuple[Colour, ...]:
    """A colour for each of the first categories: those of runs, then darker and paler ones; among sixteen, again."""
    count = min(count, MOST_CATEGORIES)
    if palette.ground < 0:
        return tuple(palette.runs[place % len(palette.runs)] for place in range(count))
    darker = [mixed(palette.ground, colour, 0.62) for colour in palette.runs]
    paler = [mixed(palette.text, colour, 0.5) for colour in palette.runs]
    darkest = [mixed(palette.ground, colour, 0.4) for colour in palette.runs]
    return (*palette.runs, *darker, *paler, *darkest)[:count]


def legend_rows(found: Colouring | None, palette: Palette) -> Sequence[LegendRow]:
    """What the colours mean."""
    if found is None:
        return ()
    if isinstance(found, Categories):
        missing = int(np.count_nonzero(found.codes < 0))
        own = category_colours(len(found.names), palette)
        rows = [
            LegendRow(own[place] if place < len(own) else palette.muted, name, count, name)
            for place, (name, count) in enumerate(zip(found.names, found.counts, strict=True))
        ]
        return [*rows, LegendRow(palette.muted, "no value", missing, "")] if missing else rows
    ramp = colour_ramp(ColourMap.VIRIDIS, palette)
    return [
        LegendRow(ramp.colour(level), value_label(found.value(level), 4), None, None)
        for level in np.linspace(1.0, 0.0, _TICKS).tolist()
    ]
