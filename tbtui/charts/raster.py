"""Curves -> braille: each cell is 2 x 4 dots, each dot column of a curve a vertical stretch of dots."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

DotArray: TypeAlias = NDArray[np.uint8]
RowArray: TypeAlias = NDArray[np.int16]
"""Rows of dots; those far outside of the picture are as good as ``FAR``."""
FloatArray: TypeAlias = NDArray[np.float64]

BRAILLE: Final = 0x2800
NO_DOT: Final = -1
FAR: Final = 30_000

# Bits of the dots of one braille cell, from top to bottom: Unicode numbers them 1 2 3 7 and 4 5 6 8.
_LEFT_BITS: Final = (0x01, 0x02, 0x04, 0x40)
_RIGHT_BITS: Final = (0x08, 0x10, 0x20, 0x80)

_ROWS: Final = np.uint8(4)
_ALL_ROWS: Final = np.uint8(0b1111)
_UPPER: Final = np.uint8(0b0111)
_LOWEST: Final = np.uint8(0b1000)

# Which dot columns of a pattern are drawn, repeated: solid, dashed, dotted, dash-dotted.
_PATTERNS: Final = ((1,), (1, 1, 1, 1, 0, 0), (1, 0, 0), (1, 1, 1, 1, 0, 0, 1, 0, 0))


def vertical_stretches(top: RowArray, bottom: RowArray, height: int) -> DotArray:
    """(s, 2w) dot rows from top to bottom, NO_DOT for none -> (s, height, w) uint8 dots of each cell.

    Dot row 0 is the topmost; stretches may reach beyond the picture and are cut off.
    """
    base = 4 * np.arange(height, dtype=np.int16)[None, :, None]
    bottom = np.where(top != NO_DOT, bottom, np.int16(NO_DOT))
    first = np.clip(top[:, None, :] - base, 0, 4).astype(np.uint8)
    last = np.clip(bottom[:, None, :] + np.int16(1) - base, 0, 4).astype(np.uint8)
    # Four bits for the rows of a cell from top to bottom; Unicode has the lowest row apart from the upper three.
    rows = (_ALL_ROWS << first) & (_ALL_ROWS >> (_ROWS - last))
    upper, lowest = rows & _UPPER, rows & _LOWEST
    dots: DotArray = (
        upper[:, :, 0::2] | (lowest[:, :, 0::2] << 3) | (upper[:, :, 1::2] << 3) | (lowest[:, :, 1::2] << 4)
    )
    return dots


def dot_rows(values: FloatArray, low: float, high: float, height: int) -> FloatArray:
    """The dot row of each value on an axis from ``low`` at the bottom to ``high`` at the top, as a float."""
    with np.errstate(invalid="ignore", over="ignore"):
        found: FloatArray = np.floor(((high - values) / (high - low) * (height - 1) + 0.5) * 4)
        return found


def between(low: FloatArray, high: FloatArray) -> tuple[RowArray, RowArray]:
    """Dot rows, as floats, of the lower and the upper ends of stretches -> what ``vertical_stretches`` takes."""
    none = np.isnan(low) | np.isnan(high)
    top, bottom = (np.where(none, 0.0, np.clip(rows, -FAR, FAR)).astype(np.int16) for rows in (high, low))
    # A stretch that begins above the picture is not "no dot".
    top[top == NO_DOT] = NO_DOT - 1
    top[none] = NO_DOT
    return top, bottom


def line_stretches(rows: RowArray) -> tuple[RowArray, RowArray]:
    """(..., 2w) dot rows of a line in each column -> top and bottom of stretches that join them, one dot wide."""
    before = np.concatenate((rows[..., :1], rows[..., :-1]), axis=-1)
    # A line that rises or falls goes from beside the dot before it, not from that dot itself.
    top = np.where(rows > before, before + np.int16(1), rows)
    bottom = np.where(rows < before, before - np.int16(1), rows)
    return top, bottom


def patterned(top: RowArray, pattern: int) -> RowArray:
    """(2w,) with the dot columns that a pattern leaves out set to NO_DOT."""
    return np.where(_kept(pattern, len(top)), top, np.int16(NO_DOT)) if pattern else top


@lru_cache(maxsize=64)
def _kept(pattern: int, columns: int) -> NDArray[np.bool_]:
    return np.resize(np.array(_PATTERNS[pattern % len(_PATTERNS)], np.bool_), columns)


def points(columns: NDArray[np.int64], rows: NDArray[np.int64], width: int, height: int) -> DotArray:
    """Single dots at dot columns and rows -> (height, width) uint8; those outside are left out."""
    inside = (columns >= 0) & (columns < 2 * width) & (rows >= 0) & (rows < 4 * height)
    columns, rows = columns[inside], rows[inside]
    bits = np.array([_LEFT_BITS, _RIGHT_BITS], np.uint8)[columns % 2, rows % 4]
    dots = np.zeros((height, width), np.uint8)
    np.bitwise_or.at(dots, (rows // 4, columns // 2), bits)
    return dots


def packed(lit: NDArray[np.bool_]) -> DotArray:
    """(4h, 2w) dots that are lit or not -> (h, w) uint8 dots of each cell."""
    height, width = lit.shape[0] // 4, lit.shape[1] // 2
    cells = lit.reshape(height, 4, width, 2).astype(np.uint8)
    weights = np.array([_LEFT_BITS, _RIGHT_BITS], np.uint8).T
    dots: DotArray = np.einsum("hrwc,rc->hw", cells, weights, dtype=np.uint8, casting="unsafe")
    return dots
