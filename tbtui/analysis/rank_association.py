"""How much a metric goes with an hparam, by ranks: what can be said of few sessions without a model of them.

For numbers there is Spearman's rank correlation: how far the one rises with the other. It does not see a metric that
is best in the middle, as it often is over the learning rate. Epsilon squared does: the share of the variance of the
metric's ranks that lies between the values of the hparam (between fifths of its rows where there are many), less what
chance alone would give (from the Kruskal-Wallis statistic). Neither says that the one causes the other, and hparams
that were changed together share what they show.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.hparam_columns import ValueColumn

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

_PARTS: Final = 5
# Numbers with more different values than this are taken by parts.
_MOST_VALUES: Final = 8
_LEAST_ROWS: Final = 3


class Association(NamedTuple):
    """Two figures and what they stand on."""

    rho: float
    """Spearman's rank correlation, -1 to 1; NaN for categories and where it cannot be told."""
    share: float
    """Epsilon squared, 0 to 1; NaN where it cannot be told."""
    rows: int
    """How many rows have both values."""

    @property
    def strength(self) -> float:
        """By what hparams are ordered: the share, or the square of the correlation where that is more; else 0."""
        figures = [figure for figure in (self.share, self.rho**2) if not math.isnan(figure)]
        return max(figures, default=0.0)


def association(hparam: ValueColumn, metric: ValueColumn, rows: BoolArray) -> Association:
    """How much the metric goes with the hparam in these rows ((n,) bool)."""
    known = rows & np.isfinite(metric.numbers) & (hparam.codes >= 0)
    if hparam.is_numeric:
        known &= np.isfinite(hparam.numbers)
    ranked = ranks(metric.numbers[known])
    rho = rank_correlation(ranks(hparam.numbers[known]), ranked) if hparam.is_ordered else math.nan
    return Association(rho, epsilon_squared(_groups(hparam, known), ranked), int(known.sum()))


def _groups(hparam: ValueColumn, known: BoolArray) -> IntArray:
    """(k,) which value, or which fifth of the rows, each row with both values belongs to; counted from 0."""
    different, groups = np.unique(hparam.codes[known], return_inverse=True)
    if not hparam.is_numeric or len(different) <= _MOST_VALUES:
        return groups.astype(np.int64)
    edges = np.quantile(hparam.numbers[known], np.arange(1, _PARTS) / _PARTS)
    parts = np.searchsorted(edges, hparam.numbers[known], "left")
    return np.unique(parts, return_inverse=True)[1].astype(np.int64)


def ranks(values: FloatArray) -> FloatArray:
    """(n,) ranks from 1 on; equal values share the mean of their ranks."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    found: FloatArray = (last - (counts - 1) / 2)[places]
    return found


def rank_correlation(first: FloatArray, second: FloatArray) -> float:
    """Spearman's correlation of two (n,) arrays of ranks; NaN for fewer than three, or where either does not differ."""
    if len(first) < _LEAST_ROWS:
        return math.nan
    left, right = first - first.mean(), second - second.mean()
    size = math.sqrt(float((left**2).sum()) * float((right**2).sum()))
    return float((left * right).sum()) / size if size else math.nan


def epsilon_squared(groups: IntArray, ranked: FloatArray) -> float:
    """The share of the variance of (n,) ranks between groups ((n,) int64 from 0 on); NaN for too few rows.

    It is corrected for the share that chance alone would give to so many groups.
    """
    count = int(groups.max()) + 1 if groups.size else 0
    if count < 2 or len(ranked) <= count:
        return math.nan
    total = float(((ranked - ranked.mean()) ** 2).sum())
    if not total:
        return math.nan
    sizes = np.bincount(groups, minlength=count)
    means = np.bincount(groups, ranked, minlength=count) / sizes
    between = float((sizes * (means - ranked.mean()) ** 2).sum())
    return max(0.0, 1 - (1 - between / total) * (len(ranked) - 1) / (len(ranked) - count))


def association_label(found: Association, *, rows: bool = True) -> str:
    """The figures that can be told: "ρ -0.82 ε² 0.67 n 27"."""
    words = [] if math.isnan(found.rho) else [f"ρ {round(found.rho, 2) + 0.0:+.2f}"]
    words += [] if math.isnan(found.share) else [f"ε² {found.share:.2f}"]
    return " ".join([*words, f"n {found.rows}"] if rows or not words else words)
