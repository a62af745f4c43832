"""Draws the edges of a graph with box-drawing characters: lines of one net join, lines of different nets cross."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import CodeArray, Colour, ColourArray

IntArray: TypeAlias = NDArray[np.int64]

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_UPRIGHT: Final = _UP | _DOWN
_LEVEL: Final = _LEFT | _RIGHT
# The character for each set of directions in which a line leaves a cell.
_CHARACTERS: Final = np.array([ord(letter) for letter in " │││─╯╮┤─╰╭├─┴┬┼"], np.uint32)
_NOBODY: Final = -1


class Lines:
    """The lines that are seen through a window onto the plane of a layout."""

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        self._left, self._top = left, top
        self.directions = np.zeros((height, width), np.uint8)
        self.owners = np.full((height, width), _NOBODY, np.int64)
        """(h, w) int64: the net to which the line in a cell belongs; -1 for none."""

    def add(self, line: IntArray, net: int) -> None:
        """Add a line with these corners (columns and rows of the plane)."""
        for (x0, y0), (x1, y1) in self._stretches(line):
            if x0 == x1:
                self._add_upright(x0, y0, y1, net)
            else:
                self._add_level(y0, x0, x1, net)

    def _stretches(self, line: IntArray) -> Iterable[tuple[list[int], list[int]]]:
        """The pieces of a line in cells of the window, but for those above and below it: lines run downward."""
        rows = line[:, 1]
        first = max(0, int(np.searchsorted(rows, self._top, "left")) - 1)
        last = int(np.searchsorted(rows, self._top + self.directions.shape[0], "right")) + 1
        corners = (line[first:last] - (self._left, self._top)).tolist()
        return zip(corners, corners[1:], strict=False)

    def _add_upright(self, x: int, y0: int, y1: int, net: int) -> None:
        """From a cell down to another. Upright lines pass over the level ones of other nets."""
        height, width = self.directions.shape
        low, high = max(y0, 0), min(y1 + 1, height)
        if not 0 <= x < width or low >= high:
            return
        parts = np.full(high - low, _UPRIGHT, np.uint8)
        if low == y0:
            parts[0] = _DOWN
        if high == y1 + 1:
            parts[-1] = _UP
        there, owners = self.directions[low:high, x], self.owners[low:high, x]
        mine = (owners == net) | (owners == _NOBODY)
        over = ~mine & (parts == _UPRIGHT) & (there == _LEVEL)
        there[:] = np.where(over, parts, there | parts)
        owners[mine | over] = net

    def _add_level(self, y: int, x0: int, x1: int, net: int) -> None:
        """From a cell aside to another. Level lines pass under the upright ones of other nets."""
        height, width = self.directions.shape
        first, last = min(x0, x1), max(x0, x1)
        low, high = max(first, 0), min(last + 1, width)
        if not 0 <= y < height or low >= high:
            return
        parts = np.full(high - low, _LEVEL, np.uint8)
        if low == first:
            parts[0] = _RIGHT
        if high == last + 1:
            parts[-1] = _LEFT
        there, owners = self.directions[y, low:high], self.owners[y, low:high]
        mine = (owners == net) | (owners == _NOBODY)
        under = ~mine & (there == _UPRIGHT)
        there[:] = np.where(under, there, there | parts)
        owners[mine] = net

    def colour(self, line: IntArray, colours: ColourArray, colour: Colour) -> None:
        """Colour the cells of this line in ``colours`` (h, w), but for those where another passes over it."""
        height, width = self.owners.shape
        for (x0, y0), (x1, y1) in self._stretches(line):
            rows = slice(max(0, min(y0, y1)), max(0, min(height, max(y0, y1) + 1)))
            columns = slice(max(0, min(x0, x1)), max(0, min(width, max(x0, x1) + 1)))
            own = (x0 == x1) | (self.directions[rows, columns] != _UPRIGHT)
            colours[rows, columns][own] = colour

    def characters(self) -> CodeArray:
        """(h, w) uint32: the lines as characters."""
        found: CodeArray = _CHARACTERS[self.directions]
        return found
