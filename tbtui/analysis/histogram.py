"""A histogram put in order: what can be drawn of it, what cannot, and a remark on everything that is odd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram_statistics import HistogramStatistics, histogram_statistics
from tbtui.analysis.labels import count_label, value_label
from tbtui.analysis.percentiles import percentiles

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

# Edges beyond this, such as the DBL_MAX of some writers, mean infinity; and differences of others stay finite.
_FARTHEST: Final = 8e307


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Buckets with finite edges that hold something, ascending by their left edges, and what is known of the rest.

    A bucket whose edges are equal holds that one value; in any other the values are taken to lie evenly.
    """

    lefts: FloatArray
    """(k,) float64, ascending."""
    rights: FloatArray
    """(k,) float64, none below its left edge."""
    counts: FloatArray
    """(k,) float64, all above 0; not always whole."""
    overlapping: bool
    """Some buckets overlap, so that they cannot be gone through one after the other."""
    below: float
    """The count of buckets that reach to minus infinity."""
    above: float
    """The count of buckets that reach to plus infinity."""
    lost: float
    """The count of buckets of which nobody knows where they lie: NaN edges, or infinite ones at both sides."""
    remarks: tuple[str, ...]
    """What is odd about it, in words for the screen."""
    grid: int
    """A hash of all edges as they were written: equal for histograms with the same buckets."""
    statistics: HistogramStatistics
    percentiles: FloatArray
    """(9,) float64: the values at ``percentiles.SHARES``; NaN where there is nothing."""

    @property
    def total(self) -> float:
        """The count of all buckets, drawn or not."""
        return self.statistics.total

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return 3 * self.counts.nbytes + 1200

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.counts.size


def histogram_of(buckets: FloatArray) -> Histogram:
    """A histogram of (n, 3) rows of left edge, right edge and count, in any order, with anything in them."""
    grid = hash(buckets[:, :2].tobytes())
    if not len(buckets):
        return _histogram(buckets, grid, remarks=("no buckets",))
    return _histogram(buckets, grid) if _is_regular(*buckets.T) else _put_in_order(buckets, grid)


def _is_regular(lefts: FloatArray, rights: FloatArray, counts: FloatArray) -> bool:
    """Whether buckets follow one another with finite edges and counts, as those of nearly all writers do."""
    return bool(
        counts.min() >= 0
        and counts.max() < np.inf
        and lefts.min() > -_FARTHEST
        and rights.max() < _FARTHEST
        and (lefts <= rights).all()
        and (rights[:-1] <= lefts[1:]).all()
    )


def _histogram(
    buckets: FloatArray,
    grid: int,
    below: float = 0.0,
    above: float = 0.0,
    lost: float = 0.0,
    remarks: tuple[str, ...] = (),
) -> Histogram:
    """The histogram of buckets with finite edges and counts, ascending by their left edges."""
    lefts, rights, counts = buckets[buckets[:, 2] > 0].T
    rest = below + above + lost
    if not len(counts) and not rest:
        remarks = ("empty", *remarks)
    overlapping = bool((rights[:-1] > lefts[1:]).any())
    if overlapping:
        remarks = (*remarks, "buckets overlap")
    statistics = histogram_statistics(lefts, rights, counts, rest)
    return Histogram(
        lefts, rights, counts, overlapping, below, above, lost, remarks, grid, statistics, percentiles(buckets)
    )


def _put_in_order(buckets: FloatArray, grid: int) -> Histogram:
    """Take apart what lies in buckets that can be drawn, and what does not."""
    with np.errstate(invalid="ignore"):
        edges = np.where(np.abs(buckets[:, :2]) > _FARTHEST, np.copysign(np.inf, buckets[:, :2]), buckets[:, :2])
        counts = np.where((buckets[:, 2] > 0) & (buckets[:, 2] < np.inf), buckets[:, 2], 0.0)
    turned: BoolArray = edges[:, 0] > edges[:, 1]
    edges = np.sort(edges, axis=1)
    unknown: BoolArray = np.isnan(edges[:, 0]) | np.isnan(edges[:, 1])
    from_below, to_above = edges[:, 0] == -np.inf, edges[:, 1] == np.inf
    finite = ~(unknown | from_below | to_above)
    with np.errstate(over="ignore"):
        below = float(counts[from_below & ~to_above & ~unknown].sum())
        above = float(counts[to_above & ~from_below & ~unknown].sum())
        lost = float(counts[unknown | (from_below & to_above)].sum())
    turned &= finite
    remarks = _remarks(buckets[:, 2], below + above, lost, unknown, turned)
    known = np.column_stack((edges, counts))[finite]
    return _histogram(known[np.argsort(known[:, 0], kind="stable")], grid, below, above, lost, remarks)


def _remarks(written: FloatArray, beyond: float, lost: float, unknown: BoolArray, turned: BoolArray) -> tuple[str, ...]:
    negative, no_numbers = written < 0, ~np.isfinite(written)
    no_count = no_numbers & ~negative
    said = [
        (unknown.any(), f"{_buckets(unknown)} with NaN for edges" + (f", {_values(lost)} in them" if lost else "")),
        (lost and not unknown.any(), f"{_values(lost)} anywhere between the infinities"),
        (beyond, f"{_values(beyond)} in buckets that reach to infinity"),
        (negative.any(), f"{_buckets(negative)} with a negative count, not drawn"),
        (no_count.any(), f"{_buckets(no_count)} with NaN or Inf for a count, not drawn"),
        (turned.any(), f"{_buckets(turned)} turned round: left above right"),
    ]
    return tuple(text for there, text in said if there)


def _buckets(flags: BoolArray) -> str:
    number = int(flags.sum())
    return "1 bucket" if number == 1 else f"{count_label(number)} buckets"


def _values(count: float) -> str:
    return "1 value" if count == 1 else f"{value_label(count, 4)} values"
