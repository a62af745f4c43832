"""Scalar events as the bytes of an event file, a million at once: writing them one by one would take minutes.

CRC is linear over xor, so the checksum of a record is that of a blank one, xor what each byte that varies adds to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import FloatArray, IntArray, UInt32Array, unaligned
from tbtui.parsing.crc32c import crc32c, length_checksums
from tbtui.parsing.event_writer import summary_event

OctetArray = NDArray[np.uint8]

MARK = np.float32(1.2345e-33)
"""Stands for a value in the protos that a kind of record is made of."""
_MARK_OCTETS = MARK.tobytes()
_HEADER, _CHECKSUM = 12, 4
_WALL_TIME, _STEP = 1, 10


@dataclass(frozen=True)
class Kind:
    """Records that differ only in wall_time, step and values."""

    suffix: bytes
    """What stands behind the step."""
    places: tuple[int, ...]
    """Where in it the float32 values stand."""


def kind(*values: Any) -> Kind:
    """The kind of record that holds these values, which are MARK."""
    suffix = summary_event(0, 0.0, values).SerializeToString()
    places = [at for at in range(len(suffix)) if suffix.startswith(_MARK_OCTETS, at)]
    assert len(places) == len(values), "each value holds MARK once"
    return Kind(suffix, tuple(places))


def event_bytes(
    kinds: Sequence[Kind], which: IntArray, steps: IntArray, wall_times: FloatArray, values: NDArray[np.float32]
) -> OctetArray:
    """(n,) which kind each record is of, its step and wall_time, and (n, k) values -> the records, framed, in order."""
    step_sizes = _varint_sizes(steps)
    suffixes = np.array([len(one.suffix) for one in kinds])
    strides = _HEADER + _STEP - 1 + step_sizes + (step_sizes > 0) + suffixes[which] + _CHECKSUM
    starts = np.cumsum(strides) - strides
    octets = np.empty(int(strides.sum()), np.uint8)
    groups = which * 16 + step_sizes
    for group in np.unique(groups).tolist():
        mine = np.flatnonzero(groups == group)
        rows = _records(kinds[group // 16], group % 16, steps[mine], wall_times[mine], values[mine])
        record = np.dtype(f"V{rows.shape[1]}")
        unaligned(memoryview(octets), record)[starts[mine]] = rows.view(record)[:, 0]
    return octets


def _varint_sizes(steps: IntArray) -> IntArray:
    """How many bytes each step takes; a step of 0 is not written."""
    sizes = (steps > 0).astype(np.int64)
    for octet in range(1, 8):
        sizes += steps >= 1 << 7 * octet
    return sizes


def _records(
    one: Kind, step_size: int, steps: IntArray, wall_times: FloatArray, values: NDArray[np.float32]
) -> OctetArray:
    """Records of one kind whose steps take the same number of bytes, as the rows of an array."""
    prefix = _WALL_TIME + 8 + (1 + step_size if step_size else 0)
    length = prefix + len(one.suffix)
    rows = np.zeros((len(steps), _HEADER + length + _CHECKSUM), np.uint8)
    data = rows[:, _HEADER:-_CHECKSUM]
    data[:, prefix:] = np.frombuffer(one.suffix, np.uint8)
    varying = [*range(_WALL_TIME, _WALL_TIME + 8), *range(_STEP, _STEP + step_size)]
    data[:, 0] = 0x09
    data[:, _WALL_TIME : _WALL_TIME + 8] = _octets(wall_times.astype("<f8"))
    if step_size:
        data[:, _STEP - 1] = 0x10
        data[:, _STEP : _STEP + step_size] = _varints(steps, step_size)
    for number, place in enumerate(one.places):
        at = prefix + place
        data[:, at : at + 4] = _octets(values[:, number].astype("<f4"))
        varying += range(at, at + 4)
    lengths = np.array([length])
    rows[:, :8] = _octets(lengths.astype("<u8"))
    rows[:, 8:_HEADER] = _octets(length_checksums(lengths))
    rows[:, -_CHECKSUM:] = _octets(_checksums(data, varying))
    return rows


def _octets(column: NDArray[Any]) -> OctetArray:
    return column.view(np.uint8).reshape(len(column), -1)


def _varints(steps: IntArray, size: int) -> OctetArray:
    octets = np.empty((len(steps), size), np.uint8)
    for octet in range(size):
        octets[:, octet] = (steps >> 7 * octet) & 0x7F | (0x80 if octet < size - 1 else 0)
    return octets


def _checksums(data: OctetArray, varying: Sequence[int]) -> UInt32Array:
    """(n,) uint32: the stored checksum of each row, of which only the bytes at ``varying`` differ."""
    blank = data[0].copy()
    blank[list(varying)] = 0
    crcs = np.full(len(data), crc32c(blank.tobytes()), np.uint32)
    for place in varying:
        crcs ^= _byte_table(len(blank) - place - 1)[data[:, place]]
    return ((crcs >> np.uint32(15)) | (crcs << np.uint32(17))) + np.uint32(0xA282EAD8)


@lru_cache(maxsize=1 << 12)
def _byte_table(rest: int) -> UInt32Array:
    """(256,) uint32: what each byte adds to the CRC when ``rest`` bytes follow it."""
    zero = crc32c(bytes(rest + 1))
    return np.array([crc32c(bytes((octet,)) + bytes(rest)) ^ zero for octet in range(256)], np.uint32)
