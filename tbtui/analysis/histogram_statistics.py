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
    """The share of values that are exactly zero, about; see ``zero_share``."""


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
    """The share of values that are exactly zero.

    A bucket [0, 0] tells it. A wider bucket that holds zero has near values too: as many as its denser neighbour would
    put there are taken away. NaN where one such bucket is all there is.
    """
    with np.errstate(over="ignore"):
        total = float(counts.sum())
    holding = (lefts <= 0) & (rights >= 0)
    points = holding & (lefts == rights)
    exact = float(counts[points].sum())
    if exact or not holding.any():
        return exact / total
    if len(counts) == 1:
        return math.nan
    # Of two buckets that meet at zero, one has the zeros: the other is a neighbour like any.
    return max(_excess(lefts, rights, counts, int(place)) for place in np.flatnonzero(holding)) / total


def _excess(lefts: FloatArray, rights: FloatArray, counts: FloatArray, place: int) -> float:
    """How much more a bucket holds than it would with the density of the buckets that it touches."""
    touching = []
    if place > 0 and rights[place - 1] >= lefts[place]:
        touching.append(place - 1)
    if place + 1 < len(counts) and lefts[place + 1] <= rights[place]:
        touching.append(place + 1)
    width = float(rights[place] - lefts[place])
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        expected = [float(counts[other]) / float(rights[other] - lefts[other]) * width for other in touching]
    return max(0.0, float(counts[place]) - max(expected, default=0.0))
