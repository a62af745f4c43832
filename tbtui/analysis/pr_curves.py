"""What a precision-recall curve tells: readings at a threshold, the best F1, the area, and how common positives are."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tbtui.analysis.memo import remembered
from tbtui.model.pr_curves import FloatArray, PrCurve


class PrReading(NamedTuple):
    """One point of a curve; NaN for what is not defined there."""

    place: int
    """Which threshold."""
    threshold: float
    precision: float
    recall: float
    f1: float
    true_positives: float
    false_positives: float
    true_negatives: float
    false_negatives: float


class PrSummary(NamedTuple):
    """A curve in a few numbers; NaN for what is not defined."""

    average_precision: float
    best_f1: float
    best_threshold: float
    positive_rate: float
    """Positives as a share of all examples: the precision of guessing, and the sign of an unbalanced class."""
    examples: float
    """How many, or the sum of their weights."""
    thresholds: int

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return 300


def defined_length(curve: PrCurve) -> int:
    """How many thresholds, from the lowest on, take anything for positive: above them there is no precision.

    TensorBoard's plugin cuts its curves there too (pr_curves_plugin.py), but always leaves one point.
    """
    found = np.flatnonzero(curve.true_positives + curve.false_positives > 0)
    return int(found[-1]) + 1 if found.size else 0


@remembered
def f1_scores(curve: PrCurve) -> FloatArray:
    """(n,) the harmonic mean of precision and recall, from the counts; NaN where there are neither positives nor
    anything taken for one.
    """
    twice = 2 * curve.true_positives
    with np.errstate(invalid="ignore", divide="ignore"):
        found: FloatArray = twice / (twice + curve.false_positives + curve.false_negatives)
    return found


def average_precision(curve: PrCurve) -> float:
    """The area under the curve by steps: the sum of (R[i] - R[i + 1]) * P[i] over rising thresholds, R being 0 at the
    end. This is scikit-learn's average_precision_score over the thresholds that were logged.
    """
    length = defined_length(curve)
    recall, precision = curve.recall[:length], curve.precision[:length]
    if not length or np.isnan(recall).any() or not (curve.true_positives + curve.false_negatives > 0).any():
        return math.nan
    return float(np.sum((recall - np.append(recall[1:], 0.0)) * precision))


@remembered
def summarise_pr(curve: PrCurve) -> PrSummary:
    """The curve in a few numbers."""
    scores = f1_scores(curve)
    known = np.flatnonzero(np.isfinite(scores))
    best = int(known[int(scores[known].argmax())]) if known.size else None
    positives = float(curve.true_positives[0] + curve.false_negatives[0])
    examples = positives + float(curve.false_positives[0] + curve.true_negatives[0])
    return PrSummary(
        average_precision(curve),
        math.nan if best is None else float(scores[best]),
        math.nan if best is None else float(curve.thresholds[best]),
        positives / examples if examples else math.nan,
        examples,
        len(curve),
    )


def place_of(curve: PrCurve, threshold: float) -> int:
    """The logged threshold that is nearest."""
    return round(min(max(threshold, 0.0), 1.0) * (len(curve) - 1))


def read_pr(curve: PrCurve, threshold: float) -> PrReading:
    """The point of the nearest logged threshold."""
    place = place_of(curve, threshold)
    defined = place < defined_length(curve)
    return PrReading(
        place,
        float(curve.thresholds[place]),
        float(curve.precision[place]) if defined else math.nan,
        float(curve.recall[place]),
        float(f1_scores(curve)[place]),
        float(curve.true_positives[place]),
        float(curve.false_positives[place]),
        float(curve.true_negatives[place]),
        float(curve.false_negatives[place]),
    )


def nearest_threshold(curve: PrCurve, recall: float) -> float:
    """The threshold at which the curve comes nearest to a recall."""
    length = max(1, defined_length(curve))
    distance = np.abs(np.nan_to_num(curve.recall[:length]) - recall)
    return float(curve.thresholds[int(distance.argmin())])
