"""Adds batches to the points of a file, as far as what the file says of its tags allows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tbtui.parsing.arrays import BoolArray
from tbtui.parsing.batches import Batch
from tbtui.parsing.data_compat import is_scalar
from tbtui.parsing.records import RecordReader
from tbtui.parsing.templates import Slot


def add_batch(records: RecordReader, batch: Batch, first: int) -> Batch:
    """Add the points of a batch; ``first`` is the number of the buffer's first record in the file.

    Returns the batch without the records that may be no scalars: the general path decides about these.
    """
    kept = _allowed(records, batch, first)[batch.numbers]
    if not kept.all():
        batch = batch.keep(kept)
    if batch.places.size:
        records.portion.count("summary", len(batch.places))
        records.portion.note_wall_times(batch.wall_times)
        _add_slots(records, batch, first)
    return batch


def _allowed(records: RecordReader, batch: Batch, first: int) -> BoolArray:
    """(templates,): which of them this file may use; what they say of their tags is learnt in the file's order."""
    allowed = np.zeros(len(batch.templates), np.bool_)
    firsts = np.full(len(batch.templates), -1, np.int64)
    firsts[batch.numbers[::-1]] = batch.places[::-1]
    used = np.flatnonzero(firsts >= 0)
    for number in used[np.argsort(firsts[used], kind="stable")].tolist():
        allowed[number] = _admit(records, batch.templates[number].slots, first + int(firsts[number]))
    return allowed


def _admit(records: RecordReader, slots: Sequence[Slot], number: int) -> bool:
    """Whether all these are scalars: a tensor that says nothing is one only if its tag is known to be no other kind."""
    for slot in slots:
        if slot.metadata is not None:
            records.learn(slot.tag, slot.metadata, number)
        if not slot.by_form and not is_scalar(records.known.get(slot.tag)):
            return False
    return True


def _add_slots(records: RecordReader, batch: Batch, first: int) -> None:
    numbers, used = first + batch.places, batch.used()
    for place, (has, values) in enumerate(batch.slots):
        kept = slice(None) if has is None else has
        tags = np.zeros(len(batch.templates), np.int64)
        for number in used:
            if place < len(batch.templates[number].slots):
                slot = batch.templates[number].slots[place]
                tags[number] = records.scalars.tags.number(slot.tag)
                if slot.wide:
                    records.scalars.widen(slot.tag)
        records.scalars.add_batch(
            tags[batch.numbers[kept]], numbers[kept], batch.steps[kept], batch.wall_times[kept], values
        )
