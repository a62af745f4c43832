"""Pixels -> cells: two pixels in each cell, one above the other, or what comes nearest to that in poorer terminals."""

from __future__ import annotations

import enum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import DEFAULT, Cells, ColourArray, ansi

_UPPER, _LOWER, _SPACE = ord("▀"), ord("▄"), ord(" ")
_SHADES: Final = np.array([ord(letter) for letter in " ░▒▓█"], np.uint32)
_BLACK, _WHITE = ansi(0), ansi(15)

# The cube of colours and the greys that terminals of 256 colours have beside the sixteen.
_CUBE: Final = np.array([0, 95, 135, 175, 215, 255])
_FIRST_GREY, _GREY_STEP, _GREYS = 8, 10, 24


class Ink(enum.Enum):
    """How pixels are drawn."""

    HALF_BLOCKS = "half blocks"
    """Two pixels in a cell: foreground and background of half a block."""
    HALF_BLOCKS_256 = "half blocks, 256 colours"
    SPACES = "spaces"
    """One pixel in a cell, the mean of two, as its background: where there are colours and ASCII alone."""
    SHADES = "shades"
    """One pixel in a cell, by its brightness: where there are sixteen colours, or none are wanted."""


def packed(pixels: NDArray[np.floating[Any]]) -> ColourArray:
    """(h, w, 3) from 0 to 255 -> (h, w) int32 colours 0xRRGGBB; what lies beyond is clipped."""
    whole = np.clip(pixels + np.float32(0.5), 0, 255).astype(np.int32)
    return np.asarray((whole[..., 0] << 16) | (whole[..., 1] << 8) | whole[..., 2])


def unpacked(colours: ColourArray) -> NDArray[np.float32]:
    """(...,) colours -> (..., 3) red, green, blue from 0 to 255."""
    return np.stack([(colours >> shift) & 255 for shift in (16, 8, 0)], axis=-1).astype(np.float32)


def half_blocks(colours: ColourArray, ink: Ink = Ink.HALF_BLOCKS) -> Cells:
    """(2h, w) int32 colours, DEFAULT where the ground is to be seen -> (h, w) cells."""
    upper, lower = colours[0::2], colours[1::2]
    if ink is Ink.SHADES:
        return _shaded(upper, lower)
    if ink is Ink.SPACES:
        mean = _mean(upper, lower)
        return Cells(np.full(mean.shape, _SPACE, np.uint32), np.full(mean.shape, DEFAULT, np.int32), mean)
    if ink is Ink.HALF_BLOCKS_256:
        upper, lower = nearest_of_256(upper), nearest_of_256(lower)
    plain = upper == lower
    bare_lower = (lower == DEFAULT) & ~plain
    bare_upper = (upper == DEFAULT) & ~plain
    characters = np.where(plain, np.uint32(_SPACE), np.where(bare_upper, np.uint32(_LOWER), np.uint32(_UPPER)))
    front = np.where(bare_upper, lower, np.where(plain, DEFAULT, upper))
    back = np.where(bare_upper | bare_lower, DEFAULT, lower)
    return Cells(characters, front.astype(np.int32), back.astype(np.int32))


def nearest_of_256(colours: ColourArray) -> ColourArray:
    """Each colour as the nearest of those that a terminal of 256 colours has whatever its theme."""
    parts = unpacked(colours)
    cube = _CUBE[np.searchsorted((_CUBE[1:] + _CUBE[:-1]) / 2, parts)]
    steps = np.clip(np.rint((parts.mean(axis=-1) - _FIRST_GREY) / _GREY_STEP), 0, _GREYS - 1)
    grey = np.repeat((_FIRST_GREY + _GREY_STEP * steps)[..., None], 3, axis=-1)
    is_grey = ((parts - grey) ** 2).sum(axis=-1) < ((parts - cube) ** 2).sum(axis=-1)
    return np.where(colours == DEFAULT, DEFAULT, packed(np.where(is_grey[..., None], grey, cube)))


def luminance(colours: ColourArray) -> NDArray[np.float32]:
    """From 0 to 1 how bright colours are (Rec. 601); black where there is none."""
    weights = np.array([0.299, 0.587, 0.114], np.float32) / 255
    return np.where(colours == DEFAULT, np.float32(0), unpacked(colours) @ weights)


def _mean(upper: ColourArray, lower: ColourArray) -> ColourArray:
    """The colour between two; that of one where the other is none."""
    upper = np.where(upper == DEFAULT, lower, upper)
    lower = np.where(lower == DEFAULT, upper, lower)
    return np.where(upper == DEFAULT, DEFAULT, packed((unpacked(upper) + unpacked(lower)) / 2))


def _shaded(upper: ColourArray, lower: ColourArray) -> Cells:
    mean = _mean(upper, lower)
    shades = np.rint(luminance(mean) * (len(_SHADES) - 1)).astype(np.int64)
    bare = mean == DEFAULT
    return Cells(
        np.where(bare, np.uint32(_SPACE), _SHADES[shades]),
        np.where(bare, DEFAULT, _WHITE).astype(np.int32),
        np.where(bare, DEFAULT, _BLACK).astype(np.int32),
    )
