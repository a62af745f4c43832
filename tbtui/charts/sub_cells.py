"""Pictures finer than cells: dots of any colour -> quarter blocks with two colours, braille with one, or letters.

A cell holds 2 x 4 dots. Blocks show the colours of its four quarters as well as two colours can; braille shows every
dot, in one colour; letters show how bright a cell is, where a terminal has nothing else.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import DEFAULT, Cells
from tbtui.charts.raster import BRAILLE, packed

ColourArray: TypeAlias = NDArray[np.float32]
MaskArray: TypeAlias = NDArray[np.bool_]

# Quarter blocks by the bits of their ink: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
_BLOCKS: Final = np.array([ord(letter) for letter in " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"], np.uint32)
_QUARTER_BITS: Final = np.array([1, 2, 4, 8])
_RAMP: Final = np.array([ord(letter) for letter in " .:-=+*#%@"], np.uint32)
_LUMINANCE: Final = np.array([0.30, 0.59, 0.11], np.float32)
# Two colours of a cell are told apart where they differ by so much of 255: less is not seen, and costs bytes.
_LEAST_CONTRAST: Final = 14
# Thresholds of ordered dithering, for the dots of a cell.
_DITHER: Final = (np.array([[0, 4], [6, 2], [1, 5], [7, 3]], np.float32) + 0.5) / 8


def packed_colours(colours: ColourArray) -> NDArray[np.int32]:
    """(..., 3) 0-255 -> (...) 0xRRGGBB, in steps of 8: fewer colours are fewer bytes on the line."""
    steps = (np.clip(colours, 0, 255).astype(np.int32) & 0xF8) * 33 >> 5
    found: NDArray[np.int32] = steps[..., 0] << 16 | steps[..., 1] << 8 | steps[..., 2]
    return found


def unpacked_colour(colour: int) -> ColourArray:
    """0xRRGGBB -> (3,) 0-255."""
    return np.array([colour >> 16 & 255, colour >> 8 & 255, colour & 255], np.float32)


def _by_cell(dots: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
    """(4h, 2w, k) -> (h, w, 8 / rows, rows, k): the dots of each cell in groups of ``rows`` above one another."""
    high, wide, kinds = dots.shape
    groups = dots.reshape(high // 4, 4 // rows, rows, wide // 2, 2, kinds)
    return groups.transpose(0, 3, 1, 4, 2, 5).reshape(high // 4, wide // 2, 8 // rows, rows, kinds)


def blocks(colours: ColourArray, covered: MaskArray) -> Cells:
    """(4h, 2w, 3) colours 0-255 of dots, and which dots there are -> h x w cells of quarter blocks."""
    weights = covered[..., None].astype(np.float32)
    quarters = _by_cell(np.concatenate([colours * weights, weights], axis=2), 2).sum(axis=3)
    filled = quarters[..., 3] > 0
    found = quarters[..., :3] / np.maximum(quarters[..., 3:], 1)
    bright = found @ _LUMINANCE
    low, high = bright.min(axis=2), bright.max(axis=2)
    whole = filled.all(axis=2)
    split = whole & (high - low >= _LEAST_CONTRAST)
    middle = np.where(split, (high + low) / 2, np.float32(-1))
    ink = filled & (bright > middle[..., None])
    cells = Cells.blank(whole.shape[1], whole.shape[0])
    cells.foreground[:] = np.where(ink.any(axis=2), packed_colours(_mean(found, ink)), DEFAULT)
    cells.background[:] = np.where(split, packed_colours(_mean(found, filled & ~ink)), DEFAULT)
    cells.characters[:] = _BLOCKS[ink @ _QUARTER_BITS]
    return cells


def _mean(colours: ColourArray, chosen: MaskArray) -> ColourArray:
    """The mean over the chosen quarters of each cell; 0 where none is."""
    counts = np.maximum(chosen.sum(axis=2), 1)[..., None]
    mean: ColourArray = (colours * chosen[..., None]).sum(axis=2) / counts
    return mean


def cell_colours(colours: ColourArray, covered: MaskArray) -> tuple[ColourArray, NDArray[np.float32]]:
    """The mean colour of the covered dots of each cell (h, w, 3), and how many of its eight are covered (h, w)."""
    weights = covered[..., None].astype(np.float32)
    sums = _by_cell(np.concatenate([colours * weights, weights], axis=2), 4).sum(axis=(2, 3))
    return sums[..., :3] / np.maximum(sums[..., 3:], 1), sums[..., 3]


def dots(lit: MaskArray, colour: NDArray[np.int32]) -> Cells:
    """(4h, 2w) lit dots and the (h, w) colour of each cell -> braille."""
    bits = packed(lit)
    cells = Cells.blank(bits.shape[1], bits.shape[0])
    inked = bits > 0
    cells.characters[inked] = bits[inked].astype(np.uint32) + np.uint32(BRAILLE)
    cells.foreground[inked] = colour[inked]
    return cells


def dithered(brightness: NDArray[np.float32], covered: MaskArray) -> MaskArray:
    """(4h, 2w) dots of which as many are lit as the brightness, 0 to 1, asks for."""
    high, wide = covered.shape
    lit: MaskArray = covered & (brightness > np.tile(_DITHER, (high // 4, wide // 2)))
    return lit


def letters(brightness: NDArray[np.float32], covered: MaskArray, colour: NDArray[np.int32]) -> Cells:
    """Brightness of dots, 0 to 1 -> cells of ASCII letters with more ink the brighter they are; h x w colours."""
    means, counts = cell_colours(np.repeat(brightness[..., None], 3, axis=2), covered)
    share = np.where(counts > 0, means[..., 0] * np.minimum(counts / 4, 1), 0)
    place = np.where(counts > 0, np.clip(np.ceil(share * (len(_RAMP) - 1)), 1, len(_RAMP) - 1), 0)
    cells = Cells.blank(counts.shape[1], counts.shape[0])
    cells.characters[:] = _RAMP[place.astype(np.int64)]
    cells.foreground[:] = np.where(counts > 0, colour, DEFAULT)
    return cells
