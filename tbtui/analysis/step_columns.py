"""Which entries of a tag each column of a chart over steps shows: those that lie in it, or the one nearest to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

# Beyond this many times the distance to its neighbour at the other side, an entry leaves the gap empty: nothing was
# written there, as in a pause of the job.
_REACH: Final = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class StepColumns:
    """For each column the entries from ``first`` to before ``last``; none where these are equal."""

    first: IntArray
    last: IntArray

    def means(self, values: FloatArray) -> FloatArray:
        """(n, k) values of the entries -> (k, columns): their mean in each column, NaN where there is no entry.

        Entries whose values are NaN do not count.
        """
        known = ~np.isnan(values)
        sums, counts = self._sums(np.where(known, values, 0.0)), self._sums(known.astype(np.float64))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((sums / counts).T)

    def _sums(self, values: FloatArray) -> FloatArray:
        """(columns, k): sums over the entries of each column."""
        running = np.zeros((len(values) + 1, values.shape[1]))
        np.cumsum(values, axis=0, out=running[1:])
        return np.asarray(running[self.last] - running[self.first])


def step_columns(x: FloatArray, edges: FloatArray, lone_reach: float = 0.0) -> StepColumns:
    """(n,) ascending places of entries on an axis, (c + 1,) edges of columns -> what each column shows.

    An entry reaches half-way to its neighbours, but not far into a gap; one without neighbours ``lone_reach``.
    """
    first = np.searchsorted(x, edges[:-1], "left")
    last = np.searchsorted(x, edges[1:], "left")
    # The axis ends in the middle of the last column, and so may the last entry.
    between = last == first
    if x.size and between.any():
        middles = (edges[:-1] + edges[1:])[between] / 2
        begins, ends = _reaches(x, lone_reach)
        nearest = np.searchsorted(ends, middles, "left")
        inside = nearest < len(x)
        nearest = np.minimum(nearest, len(x) - 1)
        inside &= begins[nearest] <= middles
        first[between] = nearest
        last[between] = nearest + inside
    return StepColumns(first, last)


def _reaches(x: FloatArray, lone_reach: float) -> tuple[FloatArray, FloatArray]:
    """Where the stretch of each entry begins and ends."""
    places, which = np.unique(x, return_inverse=True)
    if len(places) == 1:
        return x - lone_reach, x + lone_reach
    gaps = np.diff(places)
    before, after = np.append(gaps[0], gaps), np.append(gaps, gaps[-1])
    begins = places - np.minimum(before / 2, _REACH * after)
    ends = places + np.minimum(after / 2, _REACH * before)
    return begins[which], ends[which]
