"""Finds the headers of all short records of a buffer at once, by the zeros in their lengths.

Walking lengths one by one costs 100-250 ns a record in Python. But a length below 64 KiB is two octets and six zeros,
followed by a checksum that is a function of it: a look at every aligned word of the buffer finds them, in whatever
order records of different lengths come.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from tbtui.parsing.arrays import BoolArray, IntArray, distinct, unaligned
from tbtui.parsing.crc32c import length_checksums

HEADER: Final = 12
"""Bytes before a record's data: its length and the checksum of that."""
OVERHEAD: Final = 16
"""Bytes of a record that are not data: the header and the checksum behind the data."""

_WORD: Final = 4
_LONGEST: Final = (1 << 16) - 1
_NONE: Final = np.empty(0, np.int64)


class Headers(NamedTuple):
    """Places where a length with the right checksum stands. Some may lie inside the data of another record."""

    positions: IntArray
    """(n,) int64, ascending."""
    ends: IntArray
    """(n,) int64: where the record of each ends."""
    breaks: IntArray
    """Which of them do not end where the next one stands; the last one is among them."""


NO_HEADERS: Final = Headers(_NONE, _NONE, _NONE)


def find_headers(buffer: bytearray, begin: int, end: int) -> Headers:
    """Headers that lie between ``begin`` and ``end``: all of those of records of 1 byte to 64 KiB."""
    positions = _behind_zeros(buffer, begin, end)
    headers = _linked(buffer, positions)
    missing = headers.ends[headers.breaks]
    if headers_at(buffer, missing[missing + HEADER <= end]).any():
        headers = _linked(buffer, distinct(np.concatenate((positions, _around_words(buffer, begin, end)))))
    return headers


def _linked(buffer: bytearray, positions: IntArray) -> Headers:
    lengths = unaligned(buffer, np.dtype("<u2"))[positions].astype(np.int64)
    ends = positions + lengths
    ends += OVERHEAD
    breaks = np.append(np.flatnonzero(ends[:-1] != positions[1:]), len(positions) - 1) if positions.size else _NONE
    return Headers(positions, ends, breaks)


def _behind_zeros(buffer: bytearray, begin: int, end: int) -> IntArray:
    """(n,) ascending places where a right header stands whose zeros fill an aligned word."""
    words = np.frombuffer(buffer, "<u4", len(buffer) // _WORD)
    first = begin // _WORD + 1
    zeros = np.flatnonzero(words[first : end // _WORD] == 0)
    zeros += first
    before = words[zeros - 1]
    # The last octet before the zeros that is none itself: all of a length below 256, or the second octet of a longer.
    positions = zeros * _WORD - _WORD
    for octets in (0xFF, 0xFFFF, 0xFFFFFF):
        positions += before > octets
    positions = positions[positions + HEADER <= end]
    good = headers_at(buffer, positions)
    if good.all():
        return positions
    longer = positions[~good] - 1
    longer = longer[(longer >= begin) & headers_at(buffer, longer)]
    return distinct(np.concatenate((positions[good], longer)))


def _around_words(buffer: bytearray, begin: int, end: int) -> IntArray:
    """Places of right headers whose six zeros fill no aligned word: one in four of those of lengths from 256 on.

    Such a length has its second octet at the beginning of a word, and zeros in the rest of it.
    """
    words = np.frombuffer(buffer, "<u4", len(buffer) // _WORD)
    first = begin // _WORD + 1
    positions = (np.flatnonzero(words[first : end // _WORD] <= 0xFF) + first) * _WORD - 1
    positions = positions[positions + HEADER <= end]
    return positions[headers_at(buffer, positions)]


def headers_at(buffer: bytearray, positions: IntArray) -> BoolArray:
    """Whether a length below 64 KiB with the right checksum stands at each place, with 12 bytes of it in ``buffer``."""
    lengths = unaligned(buffer, np.dtype("<u8"))[positions]
    good: BoolArray = lengths <= _LONGEST
    stored = unaligned(buffer, np.dtype("<u4"))[positions + 8]
    good &= length_checksums(np.minimum(lengths, _LONGEST).view(np.int64)) == stored
    return good
