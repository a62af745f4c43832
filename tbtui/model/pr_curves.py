"""A precision-recall curve of a log: what a classifier gets right and wrong at each of its thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PrCurve:
    """(n,) float64 arrays, one value for each threshold; thresholds rise, so recall falls."""

    true_positives: FloatArray
    """Counts, or sums of weights."""
    false_positives: FloatArray
    true_negatives: FloatArray
    false_negatives: FloatArray
    precision: FloatArray
    """As written; NaN where nothing was taken for positive and the writer said so."""
    recall: FloatArray
    """As written; NaN where nothing is positive and the writer said so."""

    def __len__(self) -> int:
        """The number of thresholds."""
        return len(self.precision)

    @property
    def thresholds(self) -> FloatArray:
        """Even from 0 to 1: what counts as positive at threshold t has a score of at least t.

        So do the writers divide their scores (pr_curve/summary.py of TensorBoard, and torch's copy of it).
        """
        return np.linspace(0.0, 1.0, len(self))

    @property
    def nbytes(self) -> int:
        """How much memory it takes."""
        return 6 * self.precision.nbytes
