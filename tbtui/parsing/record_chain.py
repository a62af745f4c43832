"""Follows the lengths from record to record: through many headers at once where they link, else one by one."""

from __future__ import annotations

import enum
import struct
import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.parsing.arrays import IntArray, unaligned
from tbtui.parsing.crc32c import length_checksums
from tbtui.parsing.header_scan import HEADER, NO_HEADERS, OVERHEAD, Headers, find_headers

MAX_LENGTH: Final = (1 << 31) - 1
"""A protobuf message cannot be longer, so a longer record is damage even if the checksum of its length is right."""

# So many lengths are walked one by one before a pause lets the keys in: few where the next header may be known.
_WALK, _LONG_WALK = 16, 1024
# Records are short where so many of them have fewer bytes than this each.
_SAMPLE: Final = 32
_SHORT: Final = 1 << 10
_NONE: Final = np.empty(0, np.int64)
_LENGTH: Final = 8
_length_at = struct.Struct("<Q").unpack_from
_header_at = struct.Struct("<QI").unpack_from


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


def follow(buffer: bytearray, position: int, end: int, headers: Headers) -> Chain:
    """The chain of records from ``position`` on, as far as they lie before ``end``; ``headers`` were found there."""
    pieces: list[tuple[IntArray, IntArray]] = [(_NONE, _NONE)]
    while True:
        low = int(np.searchsorted(headers.positions, position))
        if low < len(headers.positions) and headers.positions[low] == position:
            begins, ends = _linked(headers, low, end)
        else:
            begins, ends = _walked(buffer, position, end, _LONG_WALK if headers is NO_HEADERS else _WALK)
        if not ends.size:
            break
        pieces.append((begins, ends))
        position = int(ends[-1])
    begins, ends = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return Chain(begins + HEADER, ends - begins - OVERHEAD, position, *_why_stopped(buffer, position, end))


def headers_of(buffer: bytearray, position: int, end: int) -> Headers:
    """The headers between ``position``, where one stands, and ``end``, where looking for all of them at once pays."""
    return find_headers(buffer, position, end) if _are_short(buffer, position, end) else NO_HEADERS


def _are_short(buffer: bytearray, position: int, end: int) -> bool:
    """Whether the next records are so short that looking for the headers of all of them pays."""
    first = position
    for _ in range(_SAMPLE):
        if position + HEADER > end:
            break
        position += _length_at(buffer, position)[0] + OVERHEAD
    return not _SAMPLE * _SHORT < position - first <= end - first


def _linked(headers: Headers, low: int, end: int) -> tuple[IntArray, IntArray]:
    """Where the records begin and end that follow each other from header ``low`` on, none of them beyond ``end``."""
    high = int(headers.breaks[np.searchsorted(headers.breaks, low)]) + 1
    if headers.ends[high - 1] > end:
        high = low + int(np.searchsorted(headers.ends[low:high], end, "right"))
    return headers.positions[low:high], headers.ends[low:high]


def _walked(buffer: bytearray, position: int, end: int, most: int) -> tuple[IntArray, IntArray]:
    """The same of at most so many records from ``position`` on, one by one; nothing where there is no whole one."""
    bounds = [position]
    last = end - HEADER
    for _ in range(most):
        if position > last:
            break
        position += _length_at(buffer, position)[0] + OVERHEAD
        if position > end:
            break
        bounds.append(position)
    if len(bounds) > most:
        # A pause takes as long as the rest of a read that finds one new record.
        time.sleep(0)
    places = np.array(bounds, np.int64)
    checksums = unaligned(buffer, np.dtype("<u4"))[places[:-1] + _LENGTH]
    wrong = length_checksums(np.diff(places) - OVERHEAD) != checksums
    right = int(wrong.argmax()) if wrong.any() else len(wrong)
    return places[:right], places[1 : right + 1]


def _is_right(length: int, checksum: int) -> bool:
    return length <= MAX_LENGTH and int(length_checksums(np.array([length]))[0]) == checksum


def _why_stopped(buffer: bytearray, position: int, end: int) -> tuple[Stop, int]:
    if end - position < HEADER:
        return Stop.HEADER, 0
    length, checksum = _header_at(buffer, position)
    return (Stop.DATA, length + OVERHEAD) if _is_right(length, checksum) else (Stop.DAMAGE, 0)
