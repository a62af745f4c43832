"""Paints levels into cells: two values to a cell as half blocks, or one as a ground or as a character."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import Cells
from tbtui.charts.colour_maps import Ramp

FloatArray: TypeAlias = NDArray[np.float64]

UPPER_HALF: Final = "▀"
LOWER_HALF: Final = "▄"
_SPACE: Final = ord(" ")


def paint_levels(cells: Cells, corner: tuple[int, int], levels: FloatArray, ramp: Ramp) -> None:
    """Paint (rows * ramp.rows, columns) levels, the lowest row first, from ``corner`` (top, left) on.

    Where a level is NaN, what lies there is left alone. What does not fit into the cells is cut off.
    """
    places = ramp.places(levels[::-1])
    rows = len(places) // ramp.rows
    top, left = corner
    target = np.s_[top : top + rows, left : left + levels.shape[1]]
    views = cells.characters[target], cells.foreground[target], cells.background[target]
    height, width = views[0].shape
    if ramp.rows == 2:
        _paint_halves(*views, places[0 : 2 * height : 2, :width], places[1 : 2 * height : 2, :width], ramp)
    else:
        _paint_whole(*views, places[:height, :width], ramp)


def _paint_halves(
    characters: NDArray[np.uint32],
    foreground: NDArray[np.int32],
    background: NDArray[np.int32],
    upper: NDArray[np.int64],
    lower: NDArray[np.int64],
    ramp: Ramp,
) -> None:
    """The colour of the ground is that of the lower half, unless there is nothing."""
    above, below = upper >= 0, lower >= 0
    characters[above & below] = ord(UPPER_HALF)
    characters[above & ~below] = ord(UPPER_HALF)
    characters[~above & below] = ord(LOWER_HALF)
    # Spaces on one ground are one stretch of one style, whatever stands beside them.
    characters[above & below & (upper == lower)] = _SPACE
    foreground[above] = ramp.colours[upper[above]]
    foreground[~above & below] = ramp.colours[lower[~above & below]]
    both = above & below
    background[both] = ramp.colours[lower[both]]


def _paint_whole(
    characters: NDArray[np.uint32],
    foreground: NDArray[np.int32],
    background: NDArray[np.int32],
    places: NDArray[np.int64],
    ramp: Ramp,
) -> None:
    drawn = places >= 0
    found = places[drawn]
    characters[drawn] = ramp.inks[found]
    foreground[drawn] = ramp.colours[found]
    on_ground = drawn.copy()
    on_ground[drawn] = ramp.inks[found] == _SPACE
    background[on_ground] = ramp.colours[places[on_ground]]
