"""Follows the lengths from record to record, many at a time: training loops repeat a cycle of records.

Walking lengths one by one costs 100-250 ns a record in Python. What came after the same lengths a moment ago is
therefore taken as a guess of what comes now, as LZ77 does, and all guessed headers are verified at once.
"""

from __future__ import annotations

import enum
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.parsing.arrays import BoolArray, IntArray, unaligned
from tbtui.parsing.crc32c import length_checksums

HEADER: Final = 12
"""Bytes before a record's data: its length and the checksum of that."""
OVERHEAD: Final = 16
"""Bytes of a record that are not data: the header and the checksum behind the data."""
MAX_LENGTH: Final = (1 << 31) - 1
"""A protobuf message cannot be longer, so a longer record is damage even if the checksum of its length is right."""

_WALK: Final = 64
_SUFFIX: Final = 32
_SHORT_SUFFIX: Final = 4
_LOOK_BACK: Final = 1 << 12
_PAUSE: Final = 1 << 10
_NO_LENGTHS: Final = np.empty(0, np.int64)
_length_at = struct.Struct("<Q").unpack_from


class Stop(enum.Enum):
    """Why a chain of records ends."""

    HEADER = "fewer bytes than a header are left"
    DATA = "the record goes on beyond the buffer"
    DAMAGE = "the length is impossible or does not match its checksum"


@dataclass(frozen=True, slots=True)
class Chain:
    """Records that follow each other without a gap, each with a right header and wholly in the buffer."""

    starts: IntArray
    lengths: IntArray
    end: int
    """Where the header after the last of them begins."""
    stop: Stop
    need: int
    """Bytes from ``end`` on that the record there takes, where it stopped for want of data."""


def follow(buffer: bytearray, position: int, size: int, history: IntArray) -> Chain:
    """The chain of records from ``position`` on; ``history`` are lengths that came before it, (n,) int64."""
    parts: list[IntArray] = []
    end, walk = position, _WALK
    while True:
        lengths, whole = _walk(buffer, end, size, walk)
        parts.append(lengths)
        end += int(lengths.sum()) + OVERHEAD * len(lengths)
        if not whole:
            break
        history = np.concatenate((history[-_LOOK_BACK:], lengths))
        guessed, walk = _guess(buffer, end, size, history), min(2 * walk, _LOOK_BACK)
        if guessed.size:
            parts.append(guessed)
            end += int(guessed.sum()) + OVERHEAD * len(guessed)
            history, walk = np.concatenate((history, guessed[-_LOOK_BACK:])), _WALK
    all_lengths = np.concatenate(parts)
    stop, need = _why_stopped(buffer, end, size)
    starts = position + HEADER + np.cumsum(all_lengths + OVERHEAD) - (all_lengths + OVERHEAD)
    return Chain(starts, all_lengths, end, stop, need)


def follow_all(buffer: bytearray, spans: Sequence[tuple[int, int]]) -> list[Chain]:
    """The chain of each span, (begin, end): files one behind the other.

    Files of one experiment often have records of the same lengths in the same order: those of the first span are
    looked for in all others at once.
    """
    first = follow(buffer, *spans[0], _NO_LENGTHS)
    strides = first.lengths + OVERHEAD
    ends = np.cumsum(strides)
    begins, limits = (np.array(side, np.int64) for side in zip(*spans, strict=True))
    counts = np.searchsorted(ends, limits - begins, "right")
    places = np.concatenate([np.arange(count) for count in counts])
    good = _imitated(buffer, np.repeat(begins, counts) + ends[places] - strides[places], first.lengths[places])
    firsts = np.cumsum(counts) - counts
    chains = [first]
    for number, (begin, limit) in enumerate(spans[1:], 1):
        low, count = int(firsts[number]), int(counts[number])
        wrong = ~good[low : low + count]
        right = int(wrong.argmax()) if wrong.any() else count
        chains.append(_continued(buffer, begin, limit, first.lengths[:right], ends[:right]))
    return chains


def _continued(buffer: bytearray, begin: int, limit: int, lengths: IntArray, ends: IntArray) -> Chain:
    """The chain of a span of which so many records are known."""
    end = begin + int(ends[-1]) if ends.size else begin
    starts = begin + HEADER + ends - lengths - OVERHEAD
    if end == limit:
        return Chain(starts, lengths, end, Stop.HEADER, 0)
    rest = follow(buffer, end, limit, lengths)
    return Chain(
        np.concatenate((starts, rest.starts)), np.concatenate((lengths, rest.lengths)), rest.end, rest.stop, rest.need
    )


def _imitated(buffer: bytearray, places: IntArray, lengths: IntArray) -> BoolArray:
    """Whether headers of these lengths, with right checksums, stand at these places."""
    headers = unaligned(buffer, np.dtype("V12"))[places].view("<u4").reshape(-1, 3)
    good: BoolArray = headers[:, 0] == lengths
    good &= headers[:, 1] == 0
    good &= headers[:, 2] == length_checksums(lengths)
    return good


def _walk(buffer: bytearray, position: int, size: int, limit: int) -> tuple[IntArray, bool]:
    """Up to ``limit`` lengths one by one, and whether it came so far; a pause now and then lets the keys in."""
    lengths: list[int] = []
    begin = position
    for count in range(limit):
        if count % _PAUSE == _PAUSE - 1:
            time.sleep(0)
        if position + OVERHEAD > size:
            break
        (length,) = _length_at(buffer, position)
        position += length + OVERHEAD
        if position > size:
            break
        lengths.append(length)
    found = np.array(lengths, np.int64)
    good = _matching(buffer, begin, found)
    return found[:good], good == limit


def _matching(buffer: bytearray, position: int, lengths: IntArray) -> int:
    """How many of these lengths, from ``position`` on, stand in the buffer with a right checksum."""
    if not lengths.size:
        return 0
    strides = lengths + OVERHEAD
    places = position + np.cumsum(strides) - strides
    good = _imitated(buffer, places, lengths)
    first = int(good.argmin())
    return len(lengths) if good[first] else first


def repeat_distance(history: IntArray) -> int:
    """How many numbers ago the latest ones stood last; 0 where they did not.

    As many as ``_SUFFIX`` are compared where there are so many, else a few.
    """
    size = history.itemsize
    octets = history[-_LOOK_BACK:].tobytes()
    for count in (_SUFFIX, _SHORT_SUFFIX):
        suffix = octets[-count * size :]
        found = octets.rfind(suffix, 0, len(octets) - 1)
        while found % size and found > 0:
            found = octets.rfind(suffix, 0, found + len(suffix) - 1)
        if found >= 0 and len(suffix) == count * size:
            return (len(octets) - len(suffix) - found) // size
    return 0


def _guess(buffer: bytearray, position: int, size: int, history: IntArray) -> IntArray:
    """The verified lengths of the records that follow as they followed before."""
    distance = repeat_distance(history)
    if not distance:
        return history[:0]
    cycle = history[-distance:]
    most = (size - position) // max(1, int(cycle.sum()) + OVERHEAD * distance) * distance
    found: list[IntArray] = []
    count = 4 * _WALK
    while most > 0:
        lengths = np.resize(cycle, min(count, most))
        good = _matching(buffer, position, lengths)
        found.append(lengths[:good])
        if good < len(lengths):
            break
        most -= good
        position += int(lengths.sum()) + OVERHEAD * good
        cycle = np.roll(cycle, -(good % distance))
        count *= 8
    return np.concatenate(found) if found else history[:0]


def _why_stopped(buffer: bytearray, end: int, size: int) -> tuple[Stop, int]:
    if size - end < HEADER:
        return Stop.HEADER, 0
    (length,) = _length_at(buffer, end)
    checksum = int.from_bytes(buffer[end + 8 : end + HEADER], "little")
    if length > MAX_LENGTH or int(length_checksums(np.array([length], np.int64))[0]) != checksum:
        return Stop.DAMAGE, 0
    return Stop.DATA, length + OVERHEAD
