"""In which order the rows of several event files are listed, and where a row stands in it, without reading them all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import EntryError
from tbtui.parsing.event_blocks import Block, OpenFunction, begin_time, read_block
from tbtui.parsing.event_rows import FileKey, FileRows, Notice

IntArray = NDArray[np.int64]

_MOST_ROWS: Final = 1 << 22
"""So many rows of framed blocks are kept, 24 bytes each."""


class Located(NamedTuple):
    """Where a row lies."""

    rows: FileRows
    row: int
    """Which row of its file; -1 where only the offset is known."""
    offset: int
    """-1 where the file can no longer be framed."""
    length: int
    """-1 where it stands in the file only."""
    notice: Notice | None
    error: str
    """Why the row cannot be read; "" where it can."""


class Anchor(NamedTuple):
    """A row by its file, which stays where it is while the file grows and other rows come and go."""

    file: FileKey
    row: int
    """-1 where only the offset is known."""
    offset: int
    """-1 where only the row is known."""


class Order(Protocol):
    """Rows by their number, counted from the oldest. To be asked in the background only: it frames what it needs."""

    files: Sequence[FileRows]
    count: int

    def located(self, first: int, count: int) -> list[Located]:
        """Rows ``first`` to ``first + count``, as many as there are."""

    def number_of(self, anchor: Anchor) -> int | None:
        """The number of a row, or of the one that stands where it would; None where its file is not listed."""


class Blocks:
    """The framed blocks that were used last."""

    def __init__(self, open_file: OpenFunction) -> None:
        self.open = open_file
        self._kept: OrderedDict[object, Block] = OrderedDict()
        self._rows = 0

    def get(self, rows: FileRows, number: int) -> Block:
        """A block; EntryError where the file is no longer what it was."""
        # The last block of a file grows: what it ends with belongs to what it is known by.
        end = (rows.count, rows.notices[-1:]) if number == rows.blocks - 1 else None
        key = (rows.key, number, end)
        block = self._kept.get(key)
        if block is None:
            block = self._kept[key] = read_block(self.open, rows, number)
            self._rows += len(block.offsets)
            while self._rows > _MOST_ROWS and len(self._kept) > 1:
                self._rows -= len(self._kept.popitem(last=False)[1].offsets)
        self._kept.move_to_end(key)
        return block

    def begin_time(self, rows: FileRows, number: int) -> float:
        """The wall_time with which a block begins; NaN where it has none."""
        return begin_time(self.open, rows, number)

    def located(self, rows: FileRows, first: int, count: int) -> list[Located]:
        """Rows of one file, by their numbers in it."""
        found: list[Located] = []
        last = min(first + count, rows.count)
        while first < last:
            number = rows.block_of_row(first)
            begin, end = int(rows.rows[number]), min(last, int(rows.rows[number + 1]))
            found += self.in_block(rows, number, range(first - begin, end - begin))
            first = end
        return found

    def in_block(self, rows: FileRows, number: int, places: Sequence[int]) -> list[Located]:
        """Rows of one block, by their places in it."""
        begin = int(rows.rows[number])
        try:
            block = self.get(rows, number)
        except EntryError as error:
            return [Located(rows, begin + place, -1, 0, None, str(error)) for place in places]
        offsets, lengths = block.offsets, block.lengths
        return [
            Located(rows, begin + place, int(offsets[place]), int(lengths[place]), block.notices.get(place), "")
            for place in places
        ]

    def row_of(self, rows: FileRows, anchor: Anchor) -> int:
        """Which row of its file an anchor is, or the next one behind where it was."""
        if anchor.row >= 0:
            return min(anchor.row, rows.count - 1)
        number = rows.block_of_offset(anchor.offset)
        try:
            place = int(np.searchsorted(self.get(rows, number).offsets, anchor.offset))
        except EntryError:
            place = 0
        return min(int(rows.rows[number]) + place, rows.count - 1)


def file_of(files: Sequence[FileRows], anchor: Anchor) -> int | None:
    """Which of the files an anchor is in."""
    return next((place for place, rows in enumerate(files) if rows.key == anchor.file), None)


class FileOrder:
    """File after file, each from its first row to its last: exact, and nothing is read to find a row's place."""

    def __init__(self, files: Sequence[FileRows], blocks: Blocks) -> None:
        self.files, self._blocks = files, blocks
        self._firsts = np.cumsum([0, *(rows.count for rows in files)])
        self.count = int(self._firsts[-1])

    def located(self, first: int, count: int) -> list[Located]:
        """See Order."""
        found: list[Located] = []
        last = min(first + count, self.count)
        while first < last:
            place = int(np.searchsorted(self._firsts, first, "right")) - 1
            begin, end = int(self._firsts[place]), min(last, int(self._firsts[place + 1]))
            found += self._blocks.located(self.files[place], first - begin, end - first)
            first = end
        return found

    def number_of(self, anchor: Anchor) -> int | None:
        """See Order."""
        place = file_of(self.files, anchor)
        if place is None or not self.files[place].count:
            return None
        return int(self._firsts[place]) + self._blocks.row_of(self.files[place], anchor)
