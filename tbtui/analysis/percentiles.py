"""The percentiles that TensorBoard's Distributions shows, by its own rule, from the buckets of a histogram."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

# In hundredths of a percent: the normal distribution at -inf, -1.5, -1, -0.5, 0, 0.5, 1, 1.5 and +inf spreads.
_BASIS_POINTS: Final = np.array([0, 668, 1587, 3085, 5000, 6915, 8413, 9332, 10000], np.float64)

SHARES: Final = tuple(float(point) / 100 for point in _BASIS_POINTS)
"""At which percents the values are given: 0, 6.68, 15.87, 30.85, 50 and so on to 100."""


def percentiles(buckets: FloatArray) -> FloatArray:
    """(n, 3) rows of left edge, right edge and count, in the order of the file -> (9,) values; NaN without counts.

    The rule is that of ``compress_histogram`` in tensorboard/plugins/distribution/compressor.py: within a bucket the
    value is interpolated from the right edge of the row before, and the first and last edges bound everything.
    """
    lefts, rights, counts = buckets.T
    total = counts.sum()
    if not 0 < total < np.inf:
        return np.full(len(SHARES), np.nan)
    least, greatest = lefts[0], rights[-1]
    weights = np.cumsum(counts * _BASIS_POINTS[-1] / total)
    places = np.searchsorted(weights, _BASIS_POINTS, "right")
    inside = np.minimum(places, len(weights) - 1)
    before = np.where(inside > 0, weights[inside - 1], 0.0)
    low = np.where(before > 0, np.maximum(rights[inside - 1], least), least)
    high = np.minimum(rights[inside], greatest)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = low + (_BASIS_POINTS - before) * (high - low) / (weights[inside] - before)
    return np.asarray(np.where(places < len(weights), values, greatest))
