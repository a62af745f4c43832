"""Short strings at many places of a buffer: which of them are the same, without making each of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import IntArray, unaligned

LONGEST: Final = 128
"""Longer strings are not looked at."""
_MULTIPLIERS: Final = np.random.default_rng(0x0C7E).integers(0, 1 << 63, LONGEST // 8, np.uint64) * 2 + 1
# For each size what remains of the words of a window: (LONGEST + 1, words).
_MASKS: Final = np.array(
    [np.frombuffer((b"\xff" * size).ljust(LONGEST, b"\0"), "<u8") for size in range(LONGEST + 1)], np.uint64
)


def distinct_strings(buffer: bytearray, begins: IntArray, ends: IntArray) -> tuple[IntArray, list[bytes]]:
    """(n,) which of the returned strings stands from each begin to its end; -1 for those that are too long.

    Behind the last string LONGEST bytes must follow in the buffer, whatever they hold.
    """
    sizes = ends - begins
    fits = sizes <= LONGEST
    sizes = np.where(fits, sizes, 0)
    longest = int(sizes.max(initial=0))
    words = max(1, -(-longest // 8))
    window = np.dtype(f"V{8 * words}")
    rows = np.ascontiguousarray(unaligned(buffer, window)[begins]).view("<u8").reshape(-1, words)
    rows &= _MASKS[sizes, :words]
    hashes = sizes.astype(np.uint64) * _MULTIPLIERS[-1]
    for place in range(words):
        hashes += (rows[:, place] ^ (rows[:, place] >> np.uint64(31))) * _MULTIPLIERS[place]
    _, firsts, numbers = np.unique(hashes, return_index=True, return_inverse=True)
    if (rows != rows[firsts[numbers]]).any() or (sizes != sizes[firsts[numbers]]).any():
        numbers, firsts = _by_content(rows, sizes)
    strings = [bytes(buffer[begins[first] : begins[first] + sizes[first]]) for first in firsts.tolist()]
    return np.where(fits, numbers, -1), strings


def _by_content(rows: NDArray[np.uint64], sizes: IntArray) -> tuple[IntArray, IntArray]:
    """The same by comparing whole strings, for when two of them have one hash."""
    whole = np.column_stack((rows, sizes.astype(np.uint64)))
    _, firsts, numbers = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    return numbers.reshape(-1), firsts
