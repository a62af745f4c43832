"""What stands before the summaries of many records: wall_time and step, as every writer writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import BoolArray, FloatArray, IntArray, unaligned
from tbtui.parsing.varints import varint_sizes, varint_stops, varint_values

SHORTEST: Final = 14
"""Shorter records hold no summary."""
_PREFIX: Final = np.dtype("V20")
_WALL_TIME_KEY, _STEP_KEY, _SUMMARY_KEY = 0x09, 0x10, 0x2A
_STEP: Final = 9


@dataclass(frozen=True, slots=True, eq=False)
class Prefixes:
    """The prefixes of records, and how much follows them."""

    good: BoolArray
    """(n,) whether a record begins with wall_time and step, and a summary may follow."""
    steps: IntArray
    wall_times: FloatArray
    suffixes: IntArray
    """(n,) how long the suffix of each record is: all that follows the step."""

    def keep(self, kept: BoolArray | IntArray) -> Prefixes:
        """Those of some of the records."""
        return Prefixes(self.good[kept], self.steps[kept], self.wall_times[kept], self.suffixes[kept])


def read_prefixes(buffer: bytearray, starts: IntArray, lengths: IntArray) -> Prefixes:
    """The prefixes of records of at least SHORTEST bytes, with 20 bytes of ``buffer`` behind the last start."""
    rows = np.ascontiguousarray(unaligned(buffer, _PREFIX)[starts])
    octets = rows.view(np.uint8).reshape(-1, _PREFIX.itemsize)
    wall_times = np.ndarray((len(rows),), "<f8", rows, 1, (_PREFIX.itemsize,)).copy()
    varints = np.ndarray((len(rows),), "<u8", rows, _STEP + 1, (_PREFIX.itemsize,)).copy()
    key = octets[:, _STEP]
    absent = key == _SUMMARY_KEY
    stops = varint_stops(varints)
    good = (octets[:, 0] == _WALL_TIME_KEY) & ((key == _STEP_KEY) & (stops != 0) | absent)
    steps, sizes = _varints(varints, stops)
    sizes += _STEP + 1
    steps[absent], sizes[absent] = 0, _STEP
    return Prefixes(good, steps, wall_times, lengths - sizes)


def _varints(words: NDArray[np.uint64], stops: NDArray[np.uint64]) -> tuple[IntArray, IntArray]:
    """Varints at the beginning of words, whose last octet has its highest bit at ``stops`` -> value and size."""
    words &= stops - np.uint64(1)
    size = max(1, (int(stops.max(initial=0)).bit_length() + 7) // 8)
    return varint_values(words, size), varint_sizes(stops, size)
