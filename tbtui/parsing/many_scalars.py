"""The scalar points of many files in one set of columns, sorted by tag and then by file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import BoolArray, FloatArray, IntArray, distinct
from tbtui.parsing.batches import Batch
from tbtui.parsing.portion import ScalarBlock
from tbtui.parsing.tables import share_tags, tag_order

_Piece: TypeAlias = tuple[IntArray, IntArray, IntArray, FloatArray, "NDArray[Any]"]
"""Tag numbers, records, steps, wall times and values, of one length."""

_NO_TAGS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class ManyScalars:
    """The points of several files; each file's block is a view of the whole."""

    tags: tuple[str, ...]
    lows: IntArray
    """(files, tags) int64: where the points of a tag of a file begin."""
    highs: IntArray
    """(files, tags) int64: where they end."""
    complete: Sequence[bool]
    """(files,): whether a file holds points of every tag."""
    sizes: Sequence[int]
    """(files,): how many points each holds."""
    steps: IntArray
    wall_times: FloatArray
    values: NDArray[Any]
    wide: BoolArray | None
    """(files, tags) bool: whether a tag of a file holds what float32 does not; None where none does."""

    def block(self, file: int, last_step: int) -> ScalarBlock:
        """The points of one file."""
        lows, highs, tags = self.lows[file], self.highs[file], self.tags
        wide = _NO_TAGS
        if self.wide is not None:
            wide = frozenset(tags[place] for place in np.flatnonzero(self.wide[file]).tolist())
        if not self.complete[file]:
            present = np.flatnonzero(highs > lows)
            lows, highs, tags = lows[present], highs[present], tuple(tags[place] for place in present.tolist())
        return ScalarBlock(
            tags, lows, highs, self.steps, self.wall_times, self.values, wide, (), last_step, self.sizes[file]
        )


def tabulate(batches: Sequence[Batch], files: IntArray, count: int) -> ManyScalars | None:
    """The points of these batches; ``files`` tells for each record of the buffer which of ``count`` files it is of."""
    tags: dict[str, int] = {}
    pieces = [piece for batch in batches for piece in _slot_pieces(batch, tags)]
    if not pieces:
        return None
    numbers, places, steps, wall_times, values = (
        pieces[0] if len(pieces) == 1 else tuple(np.concatenate(column) for column in zip(*pieces, strict=True))
    )
    if len(pieces) > 1 and share_tags([piece[0] for piece in pieces]):
        in_order = np.argsort(places, kind="stable")
        numbers, places, steps, wall_times, values = (
            column[in_order] for column in (numbers, places, steps, wall_times, values)
        )
    order = tag_order(numbers, len(tags))
    counts = np.bincount(numbers * count + files[places], minlength=len(tags) * count)
    highs = np.cumsum(counts)
    counts_of_files = counts.reshape(-1, count)
    return ManyScalars(
        tuple(tags),
        np.ascontiguousarray((highs - counts).reshape(-1, count).T),
        np.ascontiguousarray(highs.reshape(-1, count).T),
        np.all(counts_of_files, axis=0).tolist(),
        counts_of_files.sum(axis=0).tolist(),
        steps[order],
        wall_times[order],
        values[order],
        _wide_places(batches, tags, files, count),
    )


def _wide_places(batches: Sequence[Batch], tags: Mapping[str, int], files: IntArray, count: int) -> BoolArray | None:
    """(files, tags): where any record of a file holds a float64 of a tag."""
    found: BoolArray | None = None
    for batch in batches:
        for number, template in enumerate(batch.templates):
            wide = [tags[slot.tag] for slot in template.slots if slot.wide and slot.tag in tags]
            if wide:
                found = np.zeros((count, len(tags)), np.bool_) if found is None else found
                using = distinct(files[batch.places[batch.numbers == number]])
                found[using[:, None], np.array(wide)] = True
    return found


def _slot_pieces(batch: Batch, tags: dict[str, int]) -> list[_Piece]:
    """The points of each slot of a batch; new tags get the next numbers."""
    used = batch.used()
    found = []
    for place, (has, values) in enumerate(batch.slots):
        kept = slice(None) if has is None else has
        numbers = np.zeros(len(batch.templates), np.int64)
        for number in used:
            if place < len(batch.templates[number].slots):
                tag = batch.templates[number].slots[place].tag
                numbers[number] = tags.setdefault(tag, len(tags))
        found.append(
            (numbers[batch.numbers[kept]], batch.places[kept], batch.steps[kept], batch.wall_times[kept], values)
        )
    return found
