"""Rows that come one by one, or batch by batch -> blocks of columns sorted by tag."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import FloatArray, IntArray
from tbtui.parsing.portion import EntryBlock, Restart, ScalarBlock

_Columns: TypeAlias = tuple[IntArray, IntArray, IntArray, FloatArray, "NDArray[Any]"]
"""Tag numbers, record numbers, steps, wall times and values, of one length."""


class TagTable:
    """Small numbers for tags, in the order in which they appear."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, tag: str) -> int:
        """The number of a tag, given out at its first call."""
        number = self._numbers.setdefault(tag, len(self.tags))
        if number == len(self.tags):
            self.tags.append(tag)
        return number


class ScalarRows:
    """The scalar points of one buffer, in any order of records, until they are made a block."""

    def __init__(self) -> None:
        self.tags = TagTable()
        self._rows: list[tuple[int, int, int, float, float]] = []
        self._batches: list[_Columns] = []
        self._restarts: list[tuple[int, int]] = []
        self._wide: set[str] = set()

    def add(self, tag: str, number: int, step: int, wall_time: float, value: float, *, wide: bool) -> None:
        """One point; ``number`` is its record's place in the file, ``wide`` says that it was no float32."""
        if wide:
            self._wide.add(tag)
        self._rows.append((self.tags.number(tag), number, step, wall_time, value))

    def add_batch(
        self, tags: IntArray, numbers: IntArray, steps: IntArray, wall_times: FloatArray, values: NDArray[Any]
    ) -> None:
        """Many points at once, in file order; ``tags`` are numbers of ``self.tags``.

        Where a record has several values of one tag, the batch that holds the first of them comes first.
        """
        self._batches.append((tags, numbers, steps, wall_times, values))

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to make a block of."""
        return bool(self._rows or self._batches or self._restarts)

    def widen(self, tag: str) -> None:
        """Say that values of a tag are no float32."""
        self._wide.add(tag)

    def restart(self, number: int, step: int) -> None:
        """A SessionLog.START at record ``number``."""
        self._restarts.append((number, step))

    def block(self) -> ScalarBlock | None:
        """All rows as one block; None where there are none."""
        if not self.has_rows:
            return None
        tags, numbers, steps, wall_times, values = self._columns()
        order = tag_order(tags, len(self.tags.tags))
        counts = np.bincount(tags, minlength=len(self.tags.tags))
        restarts = tuple(
            Restart(step, np.bincount(tags[numbers < number], minlength=len(self.tags.tags)))
            for number, step in self._restarts
        )
        highs = np.cumsum(counts)
        return ScalarBlock(
            tuple(self.tags.tags),
            highs - counts,
            highs,
            steps[order],
            wall_times[order],
            values[order],
            frozenset(self._wide),
            restarts,
            int(steps[numbers.argmax()]) if steps.size else None,
            len(steps),
        )

    def _columns(self) -> _Columns:
        """All points so that those of one tag stand in file order."""
        pieces = list(self._batches)
        if self._rows or not pieces:
            pieces.append(self._rows_as_columns())
        if len(pieces) == 1:
            return pieces[0]
        tags, numbers, steps, wall_times, values = (np.concatenate(column) for column in zip(*pieces, strict=True))
        if not share_tags([piece[0] for piece in pieces]):
            return tags, numbers, steps, wall_times, values
        order = np.argsort(numbers, kind="stable")
        return tags[order], numbers[order], steps[order], wall_times[order], values[order]

    def _rows_as_columns(self) -> _Columns:
        tags, numbers, steps, wall_times, values = zip(*self._rows, strict=True) if self._rows else ((),) * 5
        return (
            np.array(tags, np.int64),
            np.array(numbers, np.int64),
            np.array(steps, np.int64),
            np.array(wall_times, np.float64),
            np.array(values, np.float64 if self._wide else np.float32),
        )


def tag_order(tags: IntArray, count: int) -> IntArray:
    """The order that sorts points by their tag's number, below ``count``, and leaves those of one tag as they are.

    numpy sorts numbers of 8 and 16 bits by radix, ten times faster than longer ones.
    """
    small = np.uint8 if count < 1 << 8 else np.uint16 if count < 1 << 16 else np.int64
    return np.argsort(tags.astype(small), kind="stable")


def share_tags(pieces: list[IntArray]) -> bool:
    """Whether any tag is in more than one piece."""
    most = max(int(tags.max(initial=0)) for tags in pieces) + 1
    in_pieces = np.stack([np.bincount(tags, minlength=most) > 0 for tags in pieces])
    return bool((in_pieces.sum(axis=0) > 1).any())


class EntryRows:
    """The entries of one read, tag by tag, until they are made blocks."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str | None], list[tuple[int, float, int, int, int]]] = {}
        self._batches: dict[tuple[str, str | None], list[EntryBlock]] = {}

    def add(self, tag: str, plugin: str | None, step: int, wall_time: float, place: tuple[int, int, int]) -> None:
        """One entry; ``place`` is the offset and length of its record and its index in the summary."""
        self._rows.setdefault((tag, plugin), []).append((step, wall_time, *place))

    def tags(self) -> set[str]:
        """The tags of all rows."""
        return {tag for tag, _ in (*self._rows, *self._batches)}

    def add_batch(self, block: EntryBlock) -> None:
        """Many entries of one tag and plugin, in file order."""
        self._batches.setdefault((block.tag, block.plugin), []).append(block)

    def blocks(self) -> list[EntryBlock]:
        """All entries, a block for each tag and plugin."""
        keys = dict.fromkeys((*self._rows, *self._batches))
        return [self._joined(tag, plugin) for tag, plugin in keys]

    def _joined(self, tag: str, plugin: str | None) -> EntryBlock:
        parts = list(self._batches.get((tag, plugin), []))
        if (tag, plugin) in self._rows:
            parts.append(self._block(tag, plugin, self._rows[tag, plugin]))
        if len(parts) == 1:
            return parts[0]
        names = ("steps", "wall_times", "offsets", "lengths", "indexes")
        columns = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
        order = np.argsort(columns[2], kind="stable")
        return EntryBlock(tag, plugin, *(column[order] for column in columns))

    def _block(self, tag: str, plugin: str | None, rows: list[tuple[int, float, int, int, int]]) -> EntryBlock:
        steps, wall_times, *place = zip(*rows, strict=True)
        offsets, lengths, indexes = (np.array(column, np.int64) for column in place)
        return EntryBlock(
            tag, plugin, np.array(steps, np.int64), np.array(wall_times, np.float64), offsets, lengths, indexes
        )
