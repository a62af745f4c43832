"""Colours for runs: apart for every kind of colour vision, on dark and light grounds, and where there are sixteen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from tbtui.charts.cells import DEFAULT, Colour, ansi

# Okabe and Ito's eight, which stay apart for the colour-blind, then tints between them; none is dark or pale.
_DARK_GROUND: Final = (
    0x56B4E9, 0xE69F00, 0x2FC98F, 0xF0E442, 0xD55E00, 0xCC79A7, 0x7A9BFF, 0xB8DE6F,
    0xFF9AA2, 0x8FD3D1, 0xC49C6B, 0xC3A6FF,
)  # fmt: skip
_LIGHT_GROUND: Final = (
    0x0072B2, 0xB36B00, 0x00805A, 0x8A7F00, 0xC24A00, 0xA8467E, 0x3B55C9, 0x4F7A00,
    0xB83B4B, 0x127C7A, 0x7A5424, 0x6E46C4,
)  # fmt: skip
# Bright cyan, yellow, green, magenta, red, blue.
_SIXTEEN: Final = tuple(ansi(number) for number in (14, 11, 10, 13, 9, 12))


RUN_MARK: Final = "■"


@dataclass(frozen=True, slots=True)
class Stroke:
    """How one run is drawn: a colour and, where colours have run out, a pattern that tells it from the first of it."""

    colour: Colour
    faint: Colour
    """For the raw data behind a smoothed line, and for runs that are dimmed."""
    pattern: int
    """0 solid; 1, 2, ... dashed, dotted: see ``raster``."""
    letter: str
    """What stands for the run where colours cannot: A, B, C ..."""

    @property
    def mark(self) -> str:
        """What stands for the run: a square in its colour, or its letter where colours repeat."""
        return self.letter if self.pattern else RUN_MARK


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one kind of terminal and ground."""

    runs: tuple[Colour, ...]
    ground: Colour
    """What the colours are mixed with to make them faint; DEFAULT where they cannot be mixed."""
    axis: Colour
    grid: Colour
    text: Colour
    muted: Colour
    warning: Colour
    ascii: bool = False
    """The terminal shows ASCII characters only."""
    colours: int = 1 << 24
    """How many colours can be seen: all, 256, 16, or 2 where none are wanted."""

    def stroke(self, slot: int) -> Stroke:
        """How the run with that slot is drawn."""
        colour = self.runs[slot % len(self.runs)]
        # Without colours, patterns and letters alone tell runs apart.
        pattern = slot // (1 if self.colours == 2 else len(self.runs)) % 4
        return Stroke(colour, self.fainter(colour), pattern, _letter(slot))

    def fainter(self, colour: Colour, share: float = 0.36) -> Colour:
        """``colour`` mixed into the ground, of which ``share`` is left; a plain grey where nothing can be mixed."""
        if colour < 0 or self.ground < 0:
            return self.muted
        return mixed(self.ground, colour, share)


def mixed(ground: Colour, colour: Colour, share: float) -> Colour:
    """``share`` of ``colour`` and the rest of ``ground``, both 0xRRGGBB."""
    found = 0
    for shift in (16, 8, 0):
        low, high = ground >> shift & 255, colour >> shift & 255
        found |= round(low + (high - low) * share) << shift
    return found


def _letter(slot: int) -> str:
    return chr(ord("A") + slot % 26)


DARK: Final = Palette(_DARK_GROUND, 0x121212, 0x8A8A8A, 0x3A3A3A, 0xE0E0E0, 0x808080, 0xFF5F5F)
LIGHT: Final = Palette(_LIGHT_GROUND, 0xF5F5F5, 0x707070, 0xD0D0D0, 0x202020, 0x8A8A8A, 0xC00000)
GREY: Final = ansi(8)
"""What is muted where there are sixteen colours."""
SIXTEEN: Final = Palette(_SIXTEEN, DEFAULT, ansi(7), GREY, DEFAULT, GREY, ansi(9))


def palette_for(*, colours: int, dark: bool, ground: Colour = DEFAULT, ascii: bool = False) -> Palette:
    """The palette for a terminal with so many colours; ``ground`` is the background that the app draws on."""
    if colours <= 16:
        return replace(SIXTEEN, ascii=ascii, colours=colours)
    base = DARK if dark else LIGHT
    return replace(base, ground=base.ground if ground < 0 else ground, ascii=ascii, colours=colours)
