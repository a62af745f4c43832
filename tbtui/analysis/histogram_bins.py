"""Histograms with buckets of any kind onto one common grid of values: the count of every bucket is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram import Histogram

FloatArray: TypeAlias = NDArray[np.float64]

_AT_ONCE: Final = 4096
_DUST: Final = 1e-12


def rebinned(histogram: Histogram, edges: FloatArray) -> FloatArray:
    """(b + 1,) ascending edges -> (b,) counts of what lies in each bin, from its edge to before the next.

    A bucket that spans several bins is divided among them by its share of each, so that their sum is its count; one
    that is a single value goes into the bin of that value. The last bin holds its right edge too. What lies beyond the
    edges is left out.
    """
    upto = before(histogram, edges)
    upto[-1] = edges[-1]
    # Interpolation may overshoot the height of a bucket by its last digit.
    return np.maximum(np.diff(_count_up_to(histogram, upto)), 0.0)


def before(histogram: Histogram, edges: FloatArray) -> FloatArray:
    """Places up to which what lies before the edges is counted: the next lower float where a bucket is one value."""
    points = histogram.lefts[histogram.lefts == histogram.rights]
    return np.where(np.isin(edges, points), np.nextafter(edges, -np.inf), edges) if points.size else edges.copy()


def amounts(histograms: Sequence[Histogram], edges: tuple[float, ...], *, by_count: bool) -> FloatArray:
    """(k, bins) of some histograms on one grid: counts, or shares of all values of each; 0 where it has none.

    An edge of a bin that rounding puts a little beyond that of a bucket leaves dust in the next bin: that becomes 0.
    """
    grid = np.array(edges)
    found = np.empty((len(histograms), len(edges) - 1))
    for number, one in enumerate(histograms):
        found[number] = rebinned(one, grid)
    totals = np.array([[one.total] for one in histograms]).reshape(-1, 1)
    found[found < totals * _DUST] = 0.0
    if by_count:
        return found
    return np.asarray(np.divide(found, totals, out=np.zeros(found.shape), where=totals > 0))


def cumulative_shares(histogram: Histogram, values: FloatArray) -> FloatArray:
    """For each value the share of what has finite edges that is not greater."""
    with np.errstate(over="ignore"):
        return _count_up_to(histogram, values) / float(histogram.counts.sum())


def _count_up_to(histogram: Histogram, values: FloatArray) -> FloatArray:
    if histogram.empty:
        return np.zeros(len(values))
    if histogram.overlapping:
        return _count_of_each(histogram, values)
    knots = np.empty(2 * len(histogram.counts))
    knots[0::2], knots[1::2] = histogram.lefts, histogram.rights
    heights = np.zeros(len(knots))
    heights[1::2] = np.cumsum(histogram.counts)
    heights[2::2] = heights[1:-1:2]
    found = np.interp(values, knots, heights)
    # The slope of a bucket that is narrower than the least normal float overflows: all of it counts at its right edge.
    steep = ~np.isfinite(found)
    found[steep] = heights[np.searchsorted(knots, values[steep], "right") - 1]
    return found


def _count_of_each(histogram: Histogram, values: FloatArray) -> FloatArray:
    """The same for buckets that overlap: each is asked by itself."""
    found = np.zeros(len(values))
    for first in range(0, len(histogram.counts), _AT_ONCE):
        part = np.s_[first : first + _AT_ONCE, None]
        lefts, rights, counts = histogram.lefts[part], histogram.rights[part], histogram.counts[part]
        widths = rights - lefts
        points = widths == 0
        with np.errstate(over="ignore"):
            shares = np.clip((values - lefts) / np.where(points, 1.0, widths), 0.0, 1.0)
        found += (counts * np.where(points, values >= lefts, shares)).sum(axis=0)
    return found
