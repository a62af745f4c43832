"""Takes the rounds of a cycle from a buffer, as the rows of one array.

While a round has the same length in bytes, the rounds of a buffer are a two-dimensional array: each byte that must be
the same in all of them is compared with the first round, headers included, and each wall_time, step and value is a
strided column. Nothing is searched, sorted or gathered. A round that differs ends it; the other paths go on from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import FloatArray, IntArray, UInt32Array
from tbtui.parsing.crc32c import chain_checksums, chained
from tbtui.parsing.cycles import STEP, WALL_TIME, Cycle, OctetArray
from tbtui.parsing.varints import varint_values

# Rounds are compared in pieces of about so many bytes, which stay in the second-level cache.
_PIECE: Final = 1 << 17


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


def take_rounds(buffer: bytearray, begin: int, end: int, cycle: Cycle) -> Rounds | None:
    """As many whole, undamaged rounds of the cycle as follow each other from ``begin`` on; None for none.

    Their checksums are overwritten in ``buffer``.
    """
    most = (end - begin) // cycle.size
    count = _same_rounds(np.frombuffer(buffer, np.uint8), begin, most, cycle)
    count = _checked_rounds(buffer, begin, count, cycle) if count else 0
    if not count:
        return None
    wall_times = np.empty((len(cycle.records), count), np.float64)
    steps = np.empty((len(cycle.records), count), np.int64)
    for number, record in enumerate(cycle.records):
        wall_times[number] = _column(buffer, "<f8", begin + record.data + WALL_TIME, count, cycle.size)
        steps[number] = _steps(buffer, begin + record.data + STEP, count, cycle.size, record.step_size)
    wide = any(column.slot.wide for column in cycle.columns)
    values = np.empty((len(cycle.columns), count), np.float64 if wide else np.float32)
    for number, column in enumerate(cycle.columns):
        values[number] = _column(buffer, "<f8" if column.slot.wide else "<f4", begin + column.place, count, cycle.size)
    return Rounds(cycle, count, wall_times, steps, values)


def _column(buffer: bytearray, dtype: str, first: int, count: int, stride: int) -> NDArray[Any]:
    return np.ndarray((count,), dtype, buffer, first, (stride,))


def _steps(buffer: bytearray, first: int, count: int, stride: int, size: int) -> IntArray | int:
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
