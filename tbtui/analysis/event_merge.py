"""Rows of several event files merged by wall time, of which only the blocks about what is looked at are framed.

A row's *key* is the greatest wall_time of its file so far. It lies between the wall times with which its block and the
next one begin, which the index knows; so all rows before a moment can be counted but for those of the blocks that the
moment falls into, one or two in each file that was written then. These are framed, and the order is exact: by wall
time, as far as the wall times of a file rise. Within a file rows always keep their order: one whose clock ran back
stands behind the one before it, one whose clock ran ahead of the next block stands at that block's beginning, and
what follows a file's newest summary stands with it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.event_order import Anchor, Blocks, Located, file_of
from tbtui.analysis.memo import remembered
from tbtui.model.entries import EntryError
from tbtui.parsing.event_rows import FileRows

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

_MARGIN: Final = 2000
"""So many rows about those that are asked for are merged with them: the next ones will be asked for next."""
_PAUSE: Final = 8
_EARLIEST: Final = float(np.finfo(np.float64).min)
"""The key of rows before which no wall_time is known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """Merged rows from one rank on; all arrays are of one length."""

    first: int
    files: IntArray
    blocks: IntArray
    places: IntArray


class TimeOrder:
    """Rows by their keys, then by file."""

    def __init__(self, files: Sequence[FileRows], blocks: Blocks) -> None:
        self.files, self._blocks = files, blocks
        self._file = np.repeat(np.arange(len(files)), [rows.blocks for rows in files])
        self._number = np.concatenate([np.zeros(0, np.int64), *(np.arange(rows.blocks) for rows in files)])
        self._sizes = np.concatenate([np.zeros(0, np.int64), *(np.diff(rows.rows) for rows in files)])
        spans = [_spans(rows, blocks) for rows in files]
        self._lows = np.concatenate([np.empty(0), *(low for low, _ in spans)])
        self._highs = np.concatenate([np.empty(0), *(high for _, high in spans)])
        self.count = int(self._sizes.sum())
        self._by_low, self._may_be = _counted(self._lows, self._sizes)
        self._by_high, self._are = _counted(self._highs, self._sizes)
        self._window = _Window(0, *(np.zeros(0, np.int64),) * 3)

    def located(self, first: int, count: int) -> list[Located]:
        """See Order."""
        first, last = max(0, first), min(first + count, self.count)
        if first >= last:
            return []
        window = self._window
        if not window.first <= first or last > window.first + len(window.files):
            window = self._window = self._merged(max(0, first - _MARGIN), min(self.count, last + _MARGIN))
        found = []
        for at in range(first - window.first, last - window.first):
            rows, number = self.files[int(window.files[at])], int(window.blocks[at])
            found += self._blocks.in_block(rows, number, (int(window.places[at]),))
        return found

    def _merged(self, first: int, last: int) -> _Window:
        """A window that holds at least the rows from rank ``first`` to ``last``."""
        # No more rows than ``first`` can have a key up to ``after``; at least ``last`` rows have one up to ``until``.
        after = _last_value(self._by_low, self._may_be, first)
        until = _first_value(self._by_high, self._are, last)
        mine = np.flatnonzero((self._highs > after) & (self._lows <= until))
        rank = int(self._sizes[self._highs <= after].sum())
        keys, files, blocks, places = [], [], [], []
        for count, at in enumerate(mine.tolist(), 1):
            if count % _PAUSE == 0:
                time.sleep(0)
            found = self._keys(at)
            low, high = np.searchsorted(found, after, "right"), np.searchsorted(found, until, "right")
            rank += int(low)
            keys.append(found[low:high])
            places.append(np.arange(low, high))
            files.append(np.full(high - low, self._file[at]))
            blocks.append(np.full(high - low, self._number[at]))
        # The blocks come file by file and in their order: equal keys keep that order.
        order = np.argsort(np.concatenate(keys), kind="stable")
        return _Window(rank, *(np.concatenate(column)[order] for column in (files, blocks, places)))

    def _keys(self, at: int) -> FloatArray:
        """The keys of the rows of a block, ascending."""
        rows, low, high = self.files[int(self._file[at])], self._lows[at], self._highs[at]
        try:
            wall_times = self._blocks.get(rows, int(self._number[at])).wall_times
        except EntryError:
            return np.full(int(self._sizes[at]), low)
        keys: FloatArray = np.minimum(np.maximum.accumulate(np.fmax(wall_times, low)), high)
        return keys

    def number_of(self, anchor: Anchor) -> int | None:
        """See Order."""
        place = file_of(self.files, anchor)
        if place is None or not self.files[place].count:
            return None
        rows = self.files[place]
        row = self._blocks.row_of(rows, anchor)
        number = rows.block_of_row(row)
        mine = int(np.flatnonzero(self._file == place)[0]) + number
        inside = row - int(rows.rows[number])
        key = float(self._keys(mine)[inside])
        rank = int(self._sizes[(self._highs < key) & (self._file != place)].sum()) + row
        for at in np.flatnonzero((self._highs >= key) & (self._lows <= key) & (self._file != place)).tolist():
            rank += int(np.searchsorted(self._keys(at), key, "right" if self._file[at] < place else "left"))
        return rank


@remembered
def _spans(rows: FileRows, blocks: Blocks) -> tuple[FloatArray, FloatArray]:
    """Between which moments the keys of each block lie."""
    begins = rows.wall_times.copy()
    for number in np.flatnonzero(np.isnan(begins)).tolist():
        begins[number] = blocks.begin_time(rows, number)
    lows = np.fmax.accumulate(np.concatenate(([_EARLIEST], begins)))[1:]
    last = np.fmax(rows.file.last_wall_time, lows[-1:])
    return lows, np.append(lows[1:], last)


def _counted(values: FloatArray, sizes: IntArray) -> tuple[FloatArray, IntArray]:
    """The values, ascending, and how many rows the blocks up to each of them have."""
    order = np.argsort(values, kind="stable")
    return values[order], np.cumsum(sizes[order])


def _last_value(values: FloatArray, counts: IntArray, most: int) -> float:
    """The last of the values up to which no more than ``most`` rows are counted; -inf for none."""
    ends = np.append(values[1:] != values[:-1], True)
    found = np.flatnonzero(ends & (counts <= most))
    return float(values[found[-1]]) if found.size else -np.inf


def _first_value(values: FloatArray, counts: IntArray, least: int) -> float:
    """The first of the values up to which at least ``least`` rows are counted; inf for none."""
    found = int(np.searchsorted(counts, least, "left"))
    return float(values[found]) if found < len(values) else np.inf
