"""Which part of the numbers an axis shows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
Range: TypeAlias = tuple[float, float]

# TensorBoard leaves out what lies below the 5th and above the 95th percentile when outliers are ignored.
_LOW_PERCENTILE, _HIGH_PERCENTILE = 5.0, 95.0
_MARGIN = 0.05
_SAMPLE = 20_000
_ROUNDING = 1e-15


def finite_range(arrays: Iterable[FloatArray]) -> Range | None:
    """The least and the greatest finite number of all arrays; None where there is none."""
    low, high = math.inf, -math.inf
    for array in arrays:
        if not array.size:
            continue
        least, greatest = float(np.min(array)), float(np.max(array))
        if not (math.isfinite(least) and math.isfinite(greatest)):
            finite = array[np.isfinite(array)]
            if not finite.size:
                continue
            least, greatest = float(finite.min()), float(finite.max())
        low, high = min(low, least), max(high, greatest)
    return (low, high) if low <= high else None


def sample(arrays: Iterable[FloatArray]) -> FloatArray:
    """The finite numbers of all arrays; of long ones evenly spaced ones, which is enough for percentiles."""
    thinned = [array[:: max(1, len(array) // _SAMPLE)] for array in arrays]
    numbers = [array[np.isfinite(array)] for array in thinned]
    return np.concatenate(numbers) if numbers else np.empty(0)


def inner_range(arrays: Iterable[FloatArray]) -> Range | None:
    """The range from the 5th to the 95th percentile of all finite numbers."""
    joined = sample(arrays)
    if not joined.size:
        return None
    low, high = np.percentile(joined, (_LOW_PERCENTILE, _HIGH_PERCENTILE))
    return float(low), float(high)


def widened(found: Range | None) -> Range:
    """A range that can be drawn: with a margin at both ends, and never empty."""
    if found is None:
        return (0.0, 1.0)
    low, high = found
    span = high / 2 - low / 2
    largest = max(abs(low), abs(high))
    # Joining equal points by a line leaves them a rounding error apart.
    if span <= largest * _ROUNDING or not math.isfinite(span):
        return _around(low) if span <= largest * _ROUNDING else (low, high)
    least = largest * 4e-15
    margin = max(2 * span * _MARGIN, least)
    return max(low - margin, -1.7e308), min(high + margin, 1.7e308)


def _around(value: float) -> Range:
    """A range about a single value, wide enough that floats tell its ends apart."""
    reach = abs(value) * 0.1 if value else 1.0
    return value - reach, value + reach
