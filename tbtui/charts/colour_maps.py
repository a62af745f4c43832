"""Colour maps: a level from 0 to 1 as one of many colours, or as more or less ink where there are few."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import DEFAULT, CodeArray, Colour, ColourArray, ansi
from tbtui.charts.palette import Palette, mixed

FloatArray: TypeAlias = NDArray[np.float64]

# Equal neighbours cost nothing on the wire, and more shades than this the eye hardly tells apart.
_SHADES: Final = 32
_LIGHT: Final = 128
"""The mean of red, green and blue from which on a ground counts as light."""

# Ten colours of matplotlib's maps of these names (CC0), from dark to light, without those that are nearly black.
_VIRIDIS: Final = (
    0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725,
)  # fmt: skip
_MAGMA: Final = (
    0x3B0F70, 0x57157E, 0x721F81, 0x8C2981, 0xB5367A, 0xDE4968, 0xF7705C, 0xFE9F6D, 0xFECF92, 0xFCFDBF,
)  # fmt: skip
_BLUE, _RED = 0x4393E3, 0xE6603D

# The more ink, the more there is: characters, and the colours that make them fainter or stronger.
_FAINT: Final = ansi(8)
_INKS: Final = (("░", _FAINT), ("▒", _FAINT), ("▒", DEFAULT), ("▓", DEFAULT), ("█", DEFAULT))
_ASCII_INKS: Final = tuple((letter, DEFAULT) for letter in ".:-=+*#%@")


class ColourMap(enum.Enum):
    """The colour maps by their names."""

    RUN = "run's colour"
    VIRIDIS = "viridis"
    MAGMA = "magma"
    GREY = "grey"
    DIVERGING = "blue to red"
    """Least levels blue, greatest red, those between like the ground."""


SEQUENTIAL: Final = (ColourMap.RUN, ColourMap.VIRIDIS, ColourMap.MAGMA, ColourMap.GREY)
"""The maps that go from little to much."""


@dataclass(frozen=True, slots=True, eq=False)
class Ramp:
    """A colour map as one kind of terminal can show it. Its least level can still be told from the ground."""

    colours: ColourArray
    """(k,) int32, from the least level to the greatest."""
    inks: CodeArray
    """(k,) uint32: the character of each level; spaces where the colour of the ground alone tells it."""
    rows: int
    """How many values one above the other a cell can show: 2 as half blocks, else 1."""

    def places(self, levels: FloatArray) -> NDArray[np.int64]:
        """Which of the colours each level from 0 to 1 has; -1 for NaN, where nothing is drawn."""
        last = len(self.colours) - 1
        with np.errstate(invalid="ignore"):
            found = np.rint(np.nan_to_num(np.clip(levels, 0.0, 1.0), nan=0.0) * last).astype(np.int64)
        return np.where(np.isnan(levels), -1, found)

    def colour(self, level: float) -> Colour:
        """The colour of one level."""
        return int(self.colours[self.places(np.array([level]))[0]])


@lru_cache(maxsize=128)
def colour_ramp(colour_map: ColourMap, palette: Palette, colour: Colour = DEFAULT) -> Ramp:
    """A map for the colours and characters that ``palette`` allows; ``colour`` is the run's, for ``ColourMap.RUN``."""
    if palette.ground < 0:
        return _ink_ramp(colour_map, palette, colour)
    colours = _between(_anchors(colour_map, palette, colour), _SHADES)
    spaces = np.full(_SHADES, ord(" "), np.uint32)
    return Ramp(colours, spaces, 1 if palette.ascii else 2)


def _ink_ramp(colour_map: ColourMap, palette: Palette, colour: Colour) -> Ramp:
    inks = _ASCII_INKS if palette.ascii else _INKS
    if colour_map is ColourMap.DIVERGING:
        letters = [letter for letter, _ in inks]
        low = [(letter, ansi(12)) for letter in reversed(letters)]
        inks = (*low, *((letter, ansi(9)) for letter in letters))
    elif colour_map is ColourMap.RUN:
        inks = tuple((letter, colour if ink == DEFAULT else ink) for letter, ink in inks)
    return Ramp(
        np.array([colour for _, colour in inks], np.int32),
        np.array([ord(letter) for letter, _ in inks], np.uint32),
        1,
    )


def is_light(colour: Colour) -> bool:
    """Whether a colour, 0xRRGGBB, is nearer to white than to black."""
    return sum(colour >> shift & 255 for shift in (16, 8, 0)) > 3 * _LIGHT


def _anchors(colour_map: ColourMap, palette: Palette, colour: Colour) -> tuple[Colour, ...]:
    """Colours from the least to the greatest level, the greatest the farthest from the ground."""
    if colour_map is ColourMap.DIVERGING:
        return _BLUE, mixed(palette.ground, palette.text, 0.12), _RED
    if colour_map in (ColourMap.VIRIDIS, ColourMap.MAGMA):
        found = _VIRIDIS if colour_map is ColourMap.VIRIDIS else _MAGMA
        return found[-2::-1] if is_light(palette.ground) else found
    hue = palette.text if colour_map is ColourMap.GREY or colour < 0 else colour
    return mixed(palette.ground, hue, 0.18), hue, mixed(hue, palette.text, 0.65)


def _between(anchors: tuple[Colour, ...], count: int) -> ColourArray:
    """(count,) int32: colours evenly spaced along the way from anchor to anchor."""
    places = np.linspace(0, len(anchors) - 1, count)
    found = np.zeros(count, np.int32)
    for shift in (16, 8, 0):
        parts = [float(anchor >> shift & 255) for anchor in anchors]
        found |= np.rint(np.interp(places, np.arange(len(anchors)), parts)).astype(np.int32) << shift
    return found
