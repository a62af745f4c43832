"""Masked CRC-32C: of one record, of many lengths at once, and of a whole buffer of records in one call.

TFRecord stores ``mask(crc)`` beside every length and every payload (tensorflow/core/lib/hash/crc32c.h). A checksum of
a checksum would be degenerate, hence the mask.
"""

from __future__ import annotations

import time
from typing import Final

import numpy as np

from tbtui.parsing._crc_engine import extend
from tbtui.parsing.arrays import BoolArray, IntArray, UInt32Array, distinct, unaligned

_MASK_DELTA: Final = 0xA282EAD8
_WORD: Final = 0xFFFFFFFF

# CRC-32C over any data followed by its own checksum, as the engine returns it.
_RESIDUE: Final = 0x48674BC7

_HEADER: Final = 12


def crc32c(data: bytes) -> int:
    """The plain CRC-32C of ``data``."""
    return extend(0, data)


def mask(crc: int) -> int:
    """The form in which TFRecord stores a CRC."""
    return (((crc >> 15) | (crc << 17)) + _MASK_DELTA) & _WORD


def masked_crc32c(data: bytes) -> int:
    """The checksum that a TFRecord stores for ``data``."""
    return mask(crc32c(data))


def unmask(stored: UInt32Array) -> UInt32Array:
    """CRCs from stored checksums, element by element; uint32 in and out, wrapping."""
    rotated = stored - np.uint32(_MASK_DELTA)
    return (rotated << np.uint32(15)) | (rotated >> np.uint32(17))


def _mask_array(crcs: UInt32Array) -> UInt32Array:
    return ((crcs >> np.uint32(15)) | (crcs << np.uint32(17))) + np.uint32(_MASK_DELTA)


def _byte_tables() -> UInt32Array:
    """(8, 256): what byte b at place k adds to the CRC of an eight-byte length; CRC is linear over xor."""
    base = crc32c(bytes(8))
    tables = np.empty((8, 256), np.uint32)
    for place in range(8):
        for byte in range(256):
            tables[place, byte] = crc32c(bytes(place) + bytes((byte,)) + bytes(7 - place)) ^ base
    return tables


class _Tables:
    """The tables for lengths, made at the first use: 2 ms that a start without logs does not pay."""

    def __init__(self) -> None:
        self.bytes: UInt32Array | None = None
        self.short: UInt32Array | None = None

    def of_bytes(self) -> UInt32Array:
        if self.bytes is None:
            self.bytes = _byte_tables()
        return self.bytes

    def of_short(self) -> UInt32Array:
        if self.short is None:
            low, high = self.of_bytes()[:2]
            crcs = (high[:, None] ^ low[None, :]).ravel() ^ np.uint32(crc32c(bytes(8)))
            self.short = _mask_array(crcs)
        return self.short


_tables = _Tables()


def short_length_checksums() -> UInt32Array:
    """(65536,) uint32: the stored checksum of every length below 64 KiB."""
    return _tables.of_short()


def length_checksums(lengths: IntArray) -> UInt32Array:
    """The stored checksum that belongs to each length: (n,) int64 or uint64 -> (n,) uint32."""
    if not lengths.size:
        return np.empty(0, np.uint32)
    if int(lengths.min()) >= 0 and int(lengths.max()) < 1 << 16:
        return _tables.of_short()[lengths.astype(np.intp)]
    octets = np.ascontiguousarray(lengths).view(np.uint8).reshape(-1, 8)
    tables = _tables.of_bytes()
    crcs = np.full(len(lengths), crc32c(bytes(8)), np.uint32)
    for place in range(8):
        crcs ^= tables[place][octets[:, place]]
    return _mask_array(crcs)


class _Corrections:
    """What the check below adds to each checksum, by the length of the record; computed once for each length."""

    def __init__(self) -> None:
        self._short = np.zeros(1 << 16, np.uint32)
        self._known = np.zeros(1 << 16, np.bool_)

    def of(self, lengths: IntArray) -> UInt32Array:
        """(n,) uint32 for (n,) lengths."""
        long = np.flatnonzero(lengths >= len(self._short))
        if long.size:
            lengths, longer = np.where(lengths < len(self._short), lengths, 0), lengths[long].tolist()
        known = self._known[lengths]
        if not known.all():
            for length in distinct(lengths[~known]).tolist():
                self._short[length] = _correction(length)
                self._known[length] = True
        found = self._short[lengths]
        if long.size:
            found[long] = [_correction(length) for length in longer]
        return found


def _correction(length: int) -> int:
    """By how much the CRC of a record's data is off when it is not begun anew behind the header.

    The header is a function of the length, and CRC is linear over xor: whatever the data, the register differs by what
    the wrong beginning becomes over that many bytes.
    """
    octets = length.to_bytes(8, "little")
    begun = extend(_RESIDUE, octets + masked_crc32c(octets).to_bytes(4, "little"))
    zeros = bytes(length)
    return extend(begun, zeros) ^ extend(0, zeros)


corrections: Final = _Corrections()


def chained(octets: np.ndarray, begin: int, end: int) -> bool:
    """Whether all records from ``begin`` to ``end`` are good, once ``chain_checksums`` stand for their checksums."""
    return extend(_RESIDUE, octets[begin:end]) == _RESIDUE


def chain_checksums(stored: UInt32Array, lengths_corrections: UInt32Array) -> UInt32Array:
    """What must stand in place of the stored checksums, so that whole stretches of records can be checked at once.

    Data followed by its own CRC leaves a constant in the register. With each stored checksum replaced by its CRC,
    corrected for the header before it, a record of any content turns that constant into itself; so does a stretch of
    records. One wrong record is always seen, since every later step is a bijection of the register; several cancel
    each other with the probability that one CRC misses an error, 2**-32.
    """
    return unmask(stored) ^ lengths_corrections


def damaged_records(buffer: bytearray, starts: IntArray, lengths: IntArray) -> BoolArray:
    """Which of the records, in ascending order, do not match their stored checksum.

    ``starts`` and ``lengths`` are (n,) int64: where each payload lies in ``buffer``. Records that follow each other are
    checked in one pass; only where it fails is the stretch halved, and halved again, to find those that are wrong. The
    stored checksums are overwritten, but for the last one: if its length misleads, other records lie there. The
    payloads are not touched.
    """
    ends = starts + lengths
    checksums = unaligned(buffer, np.dtype("<u4"))
    stored = checksums[ends]
    checksums[ends] = chain_checksums(stored, corrections.of(lengths))
    begins, ends = starts - _HEADER, ends + 4
    damaged = np.zeros(len(starts), np.bool_)
    cuts = (np.flatnonzero(begins[1:] != ends[:-1]) + 1).tolist()
    for low, high in zip([0, *cuts], [*cuts, len(starts)], strict=True):
        _halve(np.frombuffer(buffer, np.uint8), begins, ends, damaged, low, high)
    checksums[ends[-1:] - 4] = stored[-1:]
    return damaged


def _halve(octets: np.ndarray, begins: IntArray, ends: IntArray, damaged: BoolArray, low: int, high: int) -> None:
    if low >= high or chained(octets, int(begins[low]), int(ends[high - 1])):
        return
    if high - low == 1:
        damaged[low] = True
        # There may be very many: let the keys in.
        time.sleep(0)
        return
    middle = (low + high) // 2
    _halve(octets, begins, ends, damaged, low, middle)
    _halve(octets, begins, ends, damaged, middle, high)
