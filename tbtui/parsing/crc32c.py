"""Masked CRC-32C: of one record, of many lengths at once, and of a whole buffer of records in one call.

TFRecord stores ``mask(crc)`` beside every length and every payload (tensorflow/core/lib/hash/crc32c.h). A checksum of
a checksum would be degenerate, hence the mask.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tbtui.parsing._crc_engine import extend
from tbtui.parsing.arrays import BoolArray, IntArray, UInt32Array, unaligned

_MASK_DELTA: Final = 0xA282EAD8
_WORD: Final = 0xFFFFFFFF

# CRC-32C over any data followed by its own checksum, as the engine returns it.
_RESIDUE: Final = 0x48674BC7

# Between two records lie 16 bytes: a payload's checksum, then the next length and its checksum.
_SEAM: Final = 16


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
        """(65536,): the stored checksum of every length below 64 KiB."""
        if self.short is None:
            low, high = self.of_bytes()[:2]
            crcs = (high[:, None] ^ low[None, :]).ravel() ^ np.uint32(crc32c(bytes(8)))
            self.short = _mask_array(crcs)
        return self.short


_tables = _Tables()


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


def _seam_filler() -> np.uint32:
    """Four bytes that, after a good record's residue and eight zeros, bring the CRC back to its start.

    The state after the residue and eight zeros is known; CRC over four bytes is a bijection of the state, so the four
    bytes that lead to the start are found by solving 32 linear equations over GF(2).
    """
    after_zeros = extend(_RESIDUE, bytes(8))
    base = extend(after_zeros, bytes(4))
    target, filler = base, 0
    pivots: list[tuple[int, int]] = []
    for bit in range(32):
        effect = extend(after_zeros, (1 << bit).to_bytes(4, "little")) ^ base
        chosen = 1 << bit
        for pivot, chosen_before in pivots:
            if effect ^ pivot < effect:
                effect, chosen = effect ^ pivot, chosen ^ chosen_before
        pivots.append((effect, chosen))
        pivots.sort(reverse=True)
    for pivot, chosen in pivots:
        if target ^ pivot < target:
            target, filler = target ^ pivot, filler ^ chosen
    return np.uint32(filler)


_FILLER: Final = _seam_filler()


def damaged_records(buffer: bytearray, starts: IntArray, lengths: IntArray) -> BoolArray:
    """Which of the records, which follow each other without a gap, do not match their stored checksum.

    ``starts`` and ``lengths`` are (n,) int64: where each payload lies in ``buffer``. All records are checked in one
    pass: data followed by its own CRC leaves a constant in the CRC register, so with the 16 bytes between two records
    rewritten to (CRC unmasked, 8 zeros, four bytes that reset the register) the whole stretch must end in that
    constant. One wrong record is always seen, since every later step is a bijection of the register; several cancel
    out with the probability that one CRC misses an error, 2**-32. Only when the stretch fails is it halved to find
    the records that are wrong. The bytes between the records are overwritten; the payloads are not touched, nor what
    stands behind the last one: if its length misleads, other records lie there.
    """
    ends = starts + lengths
    stored = unaligned(buffer, np.dtype("<u4"))
    seams = np.zeros((len(starts), 4), np.uint32)
    seams[:, 0] = unmask(stored[ends])
    seams[:, 3] = _FILLER
    if len(starts) > 1:
        unaligned(buffer, np.dtype(f"V{_SEAM}"))[ends[:-1]] = seams.view(f"V{_SEAM}").ravel()[:-1]
    last = stored[ends[-1:]].copy()
    stored[ends[-1:]] = seams[-1:, 0]
    damaged = np.zeros(len(starts), np.bool_)
    _halve(np.frombuffer(buffer, np.uint8), starts, ends, damaged, 0, len(starts))
    stored[ends[-1:]] = last
    return damaged


def _halve(octets: np.ndarray, starts: IntArray, ends: IntArray, damaged: BoolArray, low: int, high: int) -> None:
    if low >= high or extend(0, octets[starts[low] : ends[high - 1] + 4]) == _RESIDUE:
        return
    if high - low == 1:
        damaged[low] = True
        return
    middle = (low + high) // 2
    _halve(octets, starts, ends, damaged, low, middle)
    _halve(octets, starts, ends, damaged, middle, high)
