"""How far one distribution is from another: the Wasserstein-1 distance, exact for evenly filled buckets."""

from __future__ import annotations

import math

import numpy as np

from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_bins import before, cumulative_shares


def wasserstein(first: Histogram, second: Histogram) -> float:
    """How far values must be moved on average to make one distribution of the other; in units of the values.

    It is the area between the two cumulative distributions, of which both are straight from edge to edge. NaN where
    one of them holds nothing that has finite edges.
    """
    if first.empty or second.empty:
        return math.nan
    edges = np.unique(np.concatenate((first.lefts, first.rights, second.lefts, second.rights)))
    begin = cumulative_shares(first, edges[:-1]) - cumulative_shares(second, edges[:-1])
    ends = [cumulative_shares(one, before(one, edges[1:])) for one in (first, second)]
    end = ends[0] - ends[1]
    heights = np.abs(begin) + np.abs(end)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        crossed = (begin**2 + end**2) / heights
        areas = np.where(begin * end < 0, crossed, heights) / 2 * np.diff(edges)
    return float(areas.sum())
