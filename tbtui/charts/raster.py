"""Curves -> braille: each cell is 2 x 4 dots, each dot column of a curve a vertical stretch of dots."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

DotArray: TypeAlias = NDArray[np.uint8]
RowArray: TypeAlias = NDArray[np.int64]

BRAILLE: Final = 0x2800
NO_DOT: Final = -1

# Bits of the dots of one braille cell, from top to bottom: Unicode numbers them 1 2 3 7 and 4 5 6 8.
_LEFT_BITS: Final = (0x01, 0x02, 0x04, 0x40)
_RIGHT_BITS: Final = (0x08, 0x10, 0x20, 0x80)

# Which dot columns of a pattern are drawn, repeated: solid, dashed, dotted, dash-dotted.
_PATTERNS: Final = ((1,), (1, 1, 1, 1, 0, 0), (1, 0, 0), (1, 1, 1, 1, 0, 0, 1, 0, 0))


def _lookup(bits: tuple[int, ...]) -> DotArray:
    """(5, 5): the bits of the dots from row i up to row j of a cell."""
    table = np.zeros((5, 5), np.uint8)
    for first in range(5):
        for last in range(first + 1, 5):
            table[first, last] = sum(bits[first:last])
    return table


_LEFT: Final = _lookup(_LEFT_BITS)
_RIGHT: Final = _lookup(_RIGHT_BITS)


def vertical_stretches(top: RowArray, bottom: RowArray, height: int) -> DotArray:
    """(s, 2w) dot rows from top to bottom, NO_DOT for none -> (s, height, w) uint8 dots of each cell.

    Dot row 0 is the topmost; stretches may reach beyond the picture and are cut off.
    """
    base = 4 * np.arange(height)[None, :, None]
    drawn = top != NO_DOT
    first = np.clip(top[:, None, :] - base, 0, 4)
    last = np.clip(np.where(drawn, bottom, -1)[:, None, :] + 1 - base, 0, 4)
    dots: DotArray = _LEFT[first[:, :, 0::2], last[:, :, 0::2]] | _RIGHT[first[:, :, 1::2], last[:, :, 1::2]]
    return dots


def patterned(top: RowArray, pattern: int, phase: int = 0) -> RowArray:
    """(2w,) with the dot columns that a pattern leaves out set to NO_DOT."""
    if not pattern:
        return top
    mask = np.array(_PATTERNS[pattern % len(_PATTERNS)], np.bool_)
    kept = np.resize(np.roll(mask, phase), len(top))
    return np.where(kept, top, NO_DOT)


def points(columns: RowArray, rows: RowArray, width: int, height: int) -> DotArray:
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
