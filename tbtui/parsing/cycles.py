"""Cycles of records: the round that a training loop writes again and again, and how it is learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import IntArray, UInt32Array
from tbtui.parsing.crc32c import corrections
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.templates import Slot, Template, suffix_start

OctetArray = NDArray[np.uint8]

_LONGEST_ROUND: Final = 1 << 17
_LONGEST_CYCLE: Final = 4096
# A record that comes several times in a round is met so often before the round is whole.
_TRIES: Final = 32
WALL_TIME: Final = 1
"""Where the wall_time stands in a record that begins with it."""
STEP: Final = 10
"""Where the step stands behind it."""


class _Record(NamedTuple):
    """One record of a round; places count from the beginning of the round."""

    data: int
    length: int
    step_size: int
    """How many bytes the step takes; 0 where it is not written."""


class _Column(NamedTuple):
    """One value of a round."""

    slot: Slot
    record: int
    place: int


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """One round of records, its variable bytes blanked out."""

    size: int
    """How many bytes a round takes."""
    pattern: OctetArray
    mask: OctetArray
    records: tuple[_Record, ...]
    columns: tuple[_Column, ...]
    corrections: UInt32Array
    """(records,) uint32: see ``crc32c.chain_checksums``."""


def period(keys: IntArray) -> int:
    """How many records the round has that the last records, known by their templates, repeat; 0 where there is none.

    ``keys`` is (n,) int64, below 0 for a record without a template.
    """
    tail = keys[-2 * _LONGEST_CYCLE :]
    if not tail.size or tail[-1] < 0:
        return 0
    same = np.flatnonzero(tail[:-1] == tail[-1])[: -_TRIES - 1 : -1]
    for length in (len(tail) - 1 - same).tolist():
        last = tail[-length:]
        if 2 * length <= len(tail) and last.min() >= 0 and (last == tail[-2 * length : -length]).all():
            return int(length)
    return 0


def learn_cycle(buffer: bytearray, starts: IntArray, lengths: IntArray, templates: Sequence[Template]) -> Cycle | None:
    """The cycle of these records, one round of them, which follow each other in ``buffer`` and match these templates.

    None where a tag comes twice in a round, as its points would not stand in file order then.
    """
    tags = [slot.tag for template in templates for slot in template.slots]
    first = int(starts[0]) - HEADER
    size = int(lengths.sum()) + OVERHEAD * len(lengths)
    if len(set(tags)) != len(tags) or size > _LONGEST_ROUND or int(starts[-1] + lengths[-1]) + 4 - first != size:
        return None
    pattern = np.frombuffer(buffer, np.uint8, size, first).copy()
    mask = np.full(size, 0xFF, np.uint8)
    records, columns = [], []
    for number, (start, length, template) in enumerate(
        zip((starts - first).tolist(), lengths.tolist(), templates, strict=True)
    ):
        records.append(_blank_record(buffer[first + start : first + start + length], start, mask))
        end = start + length
        mask[end - template.length : end] = np.frombuffer(template.mask, np.uint8)
        columns += [_Column(slot, number, end - slot.from_end) for slot in template.slots]
    return Cycle(size, pattern & mask, mask, tuple(records), tuple(columns), corrections.of(lengths))


def _blank_record(record: bytearray, start: int, mask: OctetArray) -> _Record:
    """Leave out of the mask what changes from round to round before the suffix, and the checksum of the data."""
    suffix = suffix_start(bytes(record))
    assert suffix is not None, "a record that matches a template begins with wall_time and step"
    mask[start + WALL_TIME : start + WALL_TIME + 8] = 0
    step_size = max(0, suffix - STEP)
    mask[start + STEP : start + STEP + step_size] = 0x80
    mask[start + len(record) : start + len(record) + 4] = 0
    return _Record(start, len(record), step_size)
