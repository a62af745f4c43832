"""Finds the headers of all short records of a buffer at once, by the zeros in their lengths.

Walking lengths one by one costs 100-250 ns a record in Python. But a length below 64 KiB is two octets and six zeros,
followed by a checksum that is a function of it: a look at every aligned word of the buffer finds them, in whatever
order records of different lengths come.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from tbtui.parsing.arrays import BoolArray, IntArray, distinct, unaligned
from tbtui.parsing.crc32c import short_length_checksums

HEADER: Final = 12
"""Bytes before a record's data: its length and the checksum of that."""
OVERHEAD: Final = 16
"""Bytes of a record that are not data: the header and the checksum behind the data."""

_WORD: Final = 4
_LONGEST: Final = (1 << 16) - 1
_WHOLE: Final = np.dtype(f"V{HEADER}")
_FIELDS: Final = np.dtype([("length", "<i8"), ("checksum", "<u4")])
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
    positions, lengths = _behind_zeros(buffer, begin, end)
    headers = _linked(positions, lengths)
    missing = headers.ends[headers.breaks]
    if _right_lengths(buffer, missing[missing + HEADER <= end])[0].any():
        positions = distinct(np.concatenate((positions, _around_words(buffer, begin, end))))
        headers = _linked(*_right(buffer, positions))
    return headers


def _linked(positions: IntArray, lengths: IntArray) -> Headers:
    ends = positions + lengths
    ends += OVERHEAD
    breaks = np.append(np.flatnonzero(ends[:-1] != positions[1:]), len(positions) - 1) if positions.size else _NONE
    return Headers(positions, ends, breaks)


def _behind_zeros(buffer: bytearray, begin: int, end: int) -> tuple[IntArray, IntArray]:
    """(n,) ascending places where a right header stands whose zeros fill an aligned word, and the lengths there."""
    words = np.frombuffer(buffer, "<u4", len(buffer) // _WORD)
    first = begin // _WORD
    before = np.flatnonzero(words[first + 1 : end // _WORD] == 0)
    before += first
    octets = words.take(before)
    # The last octet before the zeros that is none itself: all of a length below 256, or the second octet of a longer.
    positions = before * _WORD
    for below in (0xFF, 0xFFFF, 0xFFFFFF):
        positions += octets > below
    positions = positions[: np.searchsorted(positions, end - HEADER, "right")]
    good, lengths = _right_lengths(buffer, positions)
    if good.all():
        return positions, lengths
    longer = positions[~good] - 1
    longer = longer[(longer >= begin) & _right_lengths(buffer, longer)[0]]
    if not longer.size:
        return positions[good], lengths[good]
    return _right(buffer, distinct(np.concatenate((positions[good], longer))))


def _around_words(buffer: bytearray, begin: int, end: int) -> IntArray:
    """Places of right headers whose six zeros fill no aligned word: one in four of those of lengths from 256 on.

    Such a length has its second octet at the beginning of a word, and zeros in the rest of it.
    """
    words = np.frombuffer(buffer, "<u4", len(buffer) // _WORD)
    first = begin // _WORD + 1
    positions = (np.flatnonzero(words[first : end // _WORD] <= 0xFF) + first) * _WORD - 1
    return _right(buffer, positions[positions + HEADER <= end])[0]


def _right(buffer: bytearray, positions: IntArray) -> tuple[IntArray, IntArray]:
    """Those of the places at which a right header stands, and the lengths there."""
    good, lengths = _right_lengths(buffer, positions)
    return positions[good], lengths[good]


def _right_lengths(buffer: bytearray, positions: IntArray) -> tuple[BoolArray, IntArray]:
    """Whether a length below 64 KiB with the right checksum stands at each place, and what stands there as a length.

    12 bytes of each place lie in ``buffer``.
    """
    # One gather of whole headers: what it costs is the way to each of them, not their size.
    headers = unaligned(buffer, _WHOLE)[positions].view(_FIELDS)
    lengths = headers["length"].astype(np.int64)
    checksums = short_length_checksums().take(lengths, mode="clip")
    return (checksums == headers["checksum"]) & (lengths.view(np.uint64) <= _LONGEST), lengths
