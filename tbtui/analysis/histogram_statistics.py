"""Numbers that sum a histogram up. Values are taken to lie evenly in their buckets, so most of them are estimates."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


_DUST = 1e-14
"""A mean so small beside the values is what rounding leaves of zero."""


class HistogramStatistics(NamedTuple):
    """One histogram in numbers; NaN for what it does not tell."""

    total: float
    """How many values it holds, those in buckets without finite edges included."""
    least: float
    """The left edge of its first bucket that holds anything, as is ``greatest`` the right edge of the last."""
    greatest: float
    mean: float
    spread: float
    """The standard deviation."""
    zeros: float
    """The share of values that are exactly zero, at most; see ``zero_share``."""


def histogram_statistics(lefts: FloatArray, rights: FloatArray, counts: FloatArray, rest: float) -> HistogramStatistics:
    """The numbers of buckets with finite edges, all holding something; ``rest`` is the count of what lies elsewhere."""
    with np.errstate(over="ignore"):
        held = float(counts.sum())
    if not counts.size:
        return HistogramStatistics(rest, math.nan, math.nan, math.nan, math.nan, math.nan)
    least, greatest = float(lefts[0]), float(rights.max())
    mean, spread = _moments(lefts, rights, counts / held)
    return HistogramStatistics(held + rest, least, greatest, mean, spread, zero_share(lefts, rights, counts))


def _moments(lefts: FloatArray, rights: FloatArray, shares: FloatArray) -> tuple[float, float]:
    """Mean and standard deviation, by numbers near 1 so that no square overflows."""
    size = max(float(np.abs(lefts).max()), float(np.abs(rights).max())) or 1.0
    low, high = lefts / size, rights / size
    middles = (low + high) / 2
    mean = float(shares @ middles)
    if abs(mean) < _DUST:
        mean = 0.0
    variance = float(shares @ ((middles - mean) ** 2 + (high - low) ** 2 / 12))
    return mean * size, math.sqrt(variance) * size


def zero_share(lefts: FloatArray, rights: FloatArray, counts: FloatArray) -> float:
    """The share of values in buckets in which a zero would have been counted: so many are zero at most.

    Exact where the bucket is [0, 0]. A bucket holds its left edge and not its right one, but for the last.
    """
    last = rights == rights.max()
    holding = (lefts <= 0) & ((rights > 0) | ((rights == 0) & (last | (lefts == 0))))
    with np.errstate(over="ignore"):
        return float(counts[holding].sum()) / float(counts.sum())
