"""Several pictures side by side: in how many columns and rows."""

from __future__ import annotations

import math
from collections.abc import Callable


def tile_shape(
    count: int, width: int, height: int, badness: Callable[[int, int], float], least: tuple[int, int]
) -> tuple[int, int]:
    """Columns and rows for ``count`` tiles: those whose width and height are the least bad, and waste least.

    No tile is smaller than ``least`` (width, height), so that some may have no room; at least one is seen.
    """
    for shown in range(count, 0, -1):
        found = []
        for columns in range(1, shown + 1):
            rows = -(-shown // columns)
            wide, high = width // columns, height // rows
            if wide >= max(1, min(least[0], width)) and high >= max(1, min(least[1], height)):
                found.append((badness(wide, high), columns * rows - shown, columns, rows))
        if found:
            return min(found)[2:]
    return 1, 1


def off_shape(best: float, wide: int, high: int) -> float:
    """How far a tile is from the best shape, a width over a height."""
    return abs(math.log(wide / high / best))
