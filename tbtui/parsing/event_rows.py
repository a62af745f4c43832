"""The rows of an event file: its records and what stands between and behind them, by the file's sparse index.

How many rows there are, and in which block of about a thousand each of them lies, is known without reading; where
exactly it lies is framed when it is looked at, by ``event_blocks``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from tbtui.model.problem import ProblemKind
from tbtui.model.run import EventFile
from tbtui.parsing.arrays import FloatArray, IntArray

_NOWHERE: Final = 1 << 62
"""Stands for the offset of what concerns a whole file: behind everything that is in it."""


FileKey: TypeAlias = tuple[str, str, int]
"""Run, path and generation: the same as long as rows that were there keep their places."""


class NoticeKind(enum.Enum):
    """What a row that is no record tells of."""

    DAMAGE = "damage"
    PENDING = "pending"
    UNREADABLE = "unreadable"


class Notice(NamedTuple):
    """A row that is no record: bytes that were stepped over, or that are not read yet."""

    kind: NoticeKind
    offset: int
    length: int
    message: str


@dataclass(frozen=True, eq=False)
class FileRows:
    """The rows of one event file, in the order in which they stand in it."""

    run: str
    file: EventFile
    notices: tuple[Notice, ...]
    """By their offsets."""
    bounds: IntArray
    """(k + 1,) int64: where each block of rows begins; at last, up to where the file was read."""
    records: IntArray
    """(k + 1,) int64: how many records stand before each block; at last, how many there are."""
    rows: IntArray
    """(k + 1,) int64: how many rows stand before each block; at last, how many there are."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return int(self.rows[-1])

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self.rows) - 1

    @property
    def key(self) -> FileKey:
        """By which a file is known from snapshot to snapshot."""
        return self.run, self.file.path, self.file.generation

    @cached_property
    def wall_times(self) -> FloatArray:
        """(k,) float64: the wall_time of the first record of each block, NaN where the index does not know it."""
        found = self.file.index.wall_times
        return found if len(found) else np.full(self.blocks, np.nan)

    def block_of_row(self, row: int) -> int:
        """In which block a row lies."""
        return int(np.searchsorted(self.rows, row, "right")) - 1

    def block_of_offset(self, offset: int) -> int:
        """In which block the row lies that begins at an offset, or the last one before it."""
        return min(self.blocks, max(1, int(np.searchsorted(self.bounds[:-1], offset, "right")))) - 1

    @cached_property
    def _noticed(self) -> IntArray:
        """(k + 1,) int64: how many notices stand before each block."""
        offsets = np.array([one.offset for one in self.notices], np.int64)
        return np.append(np.searchsorted(offsets, self.bounds[:-1], "left"), len(offsets))

    def notices_of(self, block: int) -> tuple[Notice, ...]:
        """What stands in a block beside its records."""
        return self.notices[int(self._noticed[block]) : int(self._noticed[block + 1])]

    def notice_at(self, offset: int) -> Notice | None:
        """What begins at an offset, where it is no record."""
        found = self.notices_of(self.block_of_offset(offset)) if self.notices else ()
        return next((one for one in found if one.offset == offset), None)

    def rows_of(self, block: int) -> int:
        """How many rows a block has."""
        return int(self.rows[block + 1] - self.rows[block])


def file_rows(run: str, file: EventFile) -> FileRows:
    """The rows of a file, as far as it was read."""
    notices = _notices(file)
    bounds, numbers = file.index.offsets, file.index.numbers
    if not len(bounds):
        bounds = numbers = np.zeros(1, np.int64)
    bounds[0] = 0
    offsets = np.array([one.offset for one in notices], np.int64)
    before = np.searchsorted(offsets, bounds, "left")
    return FileRows(
        run,
        file,
        notices,
        np.append(bounds, file.read),
        np.append(numbers, file.events),
        np.append(numbers + before, file.events + len(notices)),
    )


def _notices(file: EventFile) -> tuple[Notice, ...]:
    found = []
    for problem in file.problems:
        if problem.kind is ProblemKind.DAMAGE and problem.offset is not None:
            found.append(Notice(NoticeKind.DAMAGE, problem.offset, problem.length, problem.message))
        elif problem.kind is ProblemKind.UNREADABLE:
            found.append(Notice(NoticeKind.UNREADABLE, _NOWHERE, 0, problem.message))
    if file.waiting:
        length = max(0, file.size - file.waiting.offset)
        found.append(Notice(NoticeKind.PENDING, file.waiting.offset, length, file.waiting.reason))
    return tuple(sorted(found, key=lambda one: one.offset))
