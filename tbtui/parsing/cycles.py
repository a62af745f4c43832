"""Cycles of records: a loop that writes the same records round after round, taken as the rows of one array.

While a round has the same length in bytes, the rounds of a buffer are a two-dimensional array: each byte that must be
the same in all of them is compared with the first round, headers included, and each wall_time, step and value is a
strided column. Nothing is searched, sorted or gathered. A round that differs ends it; the other paths go on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import FloatArray, IntArray, UInt32Array
from tbtui.parsing.crc32c import chain_checksums, chained, corrections
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.templates import Slot, Template, suffix_start
from tbtui.parsing.varints import varint_values

OctetArray = NDArray[np.uint8]

# Rounds are compared in pieces of about so many bytes, which stay in the second-level cache.
_PIECE: Final = 1 << 17
_LONGEST_ROUND: Final = 1 << 17
_LONGEST_CYCLE: Final = 4096
# A record that comes several times in a round is met so often before the round is whole.
_TRIES: Final = 32
_WALL_TIME: Final = 1
_STEP: Final = 10


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


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """What was taken: ``count`` rounds of a cycle."""

    cycle: Cycle
    count: int
    wall_times: FloatArray
    """(records, count) float64."""
    steps: IntArray
    """(records, count) int64."""
    values: NDArray[Any]
    """(columns, count): float64 where any column is wide, else float32."""


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
    mask[start + _WALL_TIME : start + _WALL_TIME + 8] = 0
    step_size = max(0, suffix - _STEP)
    mask[start + _STEP : start + _STEP + step_size] = 0x80
    mask[start + len(record) : start + len(record) + 4] = 0
    return _Record(start, len(record), step_size)


def take_rounds(buffer: bytearray, begin: int, end: int, cycle: Cycle) -> Rounds | None:
    """As many whole, undamaged rounds of the cycle as follow each other from ``begin`` on; None for none.

    Their checksums are overwritten in ``buffer``.
    """
    most = (end - begin) // cycle.size
    count = _same_rounds(np.frombuffer(buffer, np.uint8), begin, most, cycle)
    count = _checked_rounds(buffer, begin, count, cycle) if count else 0
    if not count:
        return None
    return rounds_at(buffer, begin, count, cycle)


def rounds_at(buffer: bytearray | OctetArray, begin: int, count: int, cycle: Cycle) -> Rounds:
    """What stands in rounds that are known to be good, and to follow each other from ``begin`` on."""
    wall_times = np.empty((len(cycle.records), count), np.float64)
    steps = np.empty((len(cycle.records), count), np.int64)
    for number, record in enumerate(cycle.records):
        wall_times[number] = _column(buffer, "<f8", begin + record.data + _WALL_TIME, count, cycle.size)
        steps[number] = _steps(buffer, begin + record.data + _STEP, count, cycle.size, record.step_size)
    wide = any(column.slot.wide for column in cycle.columns)
    values = np.empty((len(cycle.columns), count), np.float64 if wide else np.float32)
    for number, column in enumerate(cycle.columns):
        values[number] = _column(buffer, "<f8" if column.slot.wide else "<f4", begin + column.place, count, cycle.size)
    return Rounds(cycle, count, wall_times, steps, values)


def _column(buffer: bytearray | OctetArray, dtype: str, first: int, count: int, stride: int) -> NDArray[Any]:
    return np.ndarray((count,), dtype, buffer, first, (stride,))


def _steps(buffer: bytearray | OctetArray, first: int, count: int, stride: int, size: int) -> IntArray | int:
    if not size:
        return 0
    words = _column(buffer, "<u8", first, count, stride)
    return varint_values(words & np.uint64((1 << 8 * size) - 1), size)


def _same_rounds(octets: OctetArray, begin: int, most: int, cycle: Cycle) -> int:
    """How many rounds, from the first on, are the same as the cycle in all bytes that must be."""
    rows = max(1, _PIECE // cycle.size)
    masked = np.empty((rows, cycle.size), np.uint8)
    same = np.empty((rows, cycle.size), np.bool_)
    done = 0
    while done < most:
        count = min(rows, most - done)
        first = begin + done * cycle.size
        block = octets[first : first + count * cycle.size].reshape(count, cycle.size)
        np.bitwise_and(block, cycle.mask, out=masked[:count])
        np.equal(masked[:count], cycle.pattern, out=same[:count])
        if not same[:count].all():
            whole = same[:count].all(axis=1)
            return done + int(whole.argmin())
        done += count
    return done


def _checked_rounds(buffer: bytearray, begin: int, count: int, cycle: Cycle) -> int:
    """How many rounds come before the first that holds a damaged record; all of them, as a rule."""
    stored = [_checksums(buffer, begin, count, cycle, number) for number in range(len(cycle.records))]
    before = [column.copy() for column in stored]
    for number, column in enumerate(stored):
        column[:] = chain_checksums(before[number], cycle.corrections[number])
    octets = np.frombuffer(buffer, np.uint8)
    good = _good_rounds(octets, begin, 0, count, cycle.size)
    for column, original in zip(stored, before, strict=True):
        column[good:] = original[good:]
    return good


def _checksums(buffer: bytearray, begin: int, count: int, cycle: Cycle, number: int) -> UInt32Array:
    record = cycle.records[number]
    return _column(buffer, "<u4", begin + record.data + record.length, count, cycle.size)


def _good_rounds(octets: OctetArray, begin: int, low: int, high: int, size: int) -> int:
    """The first of the rounds from ``low`` up to ``high`` that holds damage, found by halving; ``high`` for none."""
    if low == high or chained(octets, begin + low * size, begin + high * size):
        return high
    if high - low == 1:
        return low
    middle = (low + high) // 2
    first = _good_rounds(octets, begin, low, middle, size)
    return first if first < middle else _good_rounds(octets, begin, middle, high, size)
