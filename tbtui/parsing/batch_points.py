"""Adds batches to the points of a file, as far as what the file says of its tags allows it."""

from __future__ import annotations

import numpy as np

from tbtui.parsing.arrays import BoolArray
from tbtui.parsing.batches import Batch
from tbtui.parsing.data_compat import is_scalar
from tbtui.parsing.records import RecordReader


def learn_from_batch(records: RecordReader, batch: Batch, first: int) -> None:
    """Learn what records of a batch say of their tags; ``first`` is the number of the buffer's first in the file."""
    firsts = np.full(len(batch.templates), -1, np.int64)
    firsts[batch.numbers[::-1]] = batch.places[::-1]
    for number in np.flatnonzero(firsts >= 0).tolist():
        for slot in batch.templates[number].slots:
            if slot.metadata is not None:
                records.learn(slot.tag, slot.metadata, first + int(firsts[number]))


def is_doubtful(batch: Batch) -> bool:
    """Whether any of its records is a scalar only if its tag's metadata does not say otherwise."""
    return any(not slot.by_form for number in batch.used() for slot in batch.templates[number].slots)


def add_batch(records: RecordReader, batch: Batch, first: int) -> Batch:
    """Add the points of a batch, once all is learnt that the buffer says of its tags.

    Returns the batch without the records that may be no scalars: the general path decides about these.
    """
    kept = _allowed(records, batch)[batch.numbers]
    if not kept.all():
        batch = batch.keep(kept)
    if batch.places.size:
        records.portion.count("summary", len(batch.places))
        records.portion.note_wall_times(batch.wall_times)
        _add_slots(records, batch, first)
    return batch


def _allowed(records: RecordReader, batch: Batch) -> BoolArray:
    """(templates,): which of them hold scalars and nothing else in this file."""
    allowed = np.zeros(len(batch.templates), np.bool_)
    for number in batch.used():
        slots = batch.templates[number].slots
        allowed[number] = all(slot.by_form or is_scalar(records.known.get(slot.tag)) for slot in slots)
    return allowed


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
