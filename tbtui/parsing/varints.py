"""Varints, many at once: protobuf's numbers of seven bits an octet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CONTINUATION = np.uint64(0x8080808080808080)
"""The bit of each octet of a word that says that more octets follow."""


def varint_values(words: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """The values of varints of at most ``size`` octets (up to 8), each at the beginning of a word, zeros behind it."""
    values = words & np.uint64(0x7F)
    for octet in range(1, size):
        values |= (words >> np.uint64(octet)) & np.uint64(0x7F << (7 * octet))
    return values.view(np.int64)


def varint_stops(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each word the highest bit of the octet in which its varint ends; 0 where it goes on beyond the word."""
    stops = ~words & CONTINUATION
    stops &= np.negative(stops)
    return stops


def varint_sizes(stops: NDArray[np.uint64], size: int) -> NDArray[np.int64]:
    """How many octets each varint takes that ends at one of ``stops``, at most ``size`` of them."""
    sizes = np.ones(len(stops), np.int64)
    for octet in range(1, size):
        sizes += stops > np.uint64(0x80 << (8 * (octet - 1)))
    return sizes
