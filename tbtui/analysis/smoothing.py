"""Smoothing exactly as TensorBoard's: a debiased exponential moving average over the points of one attempt.

From TensorBoard's line_chart_v2 ``classicSmoothing``: non-finite values are passed through and skipped, a series that
is constant is left alone, and the average is divided by ``1 - weight ** n`` so that it does not start at zero.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_WEIGHT: Final = 0.99999

# weight ** -block must stay far below the largest float.
_MOST_EXPONENT: Final = 200.0
_LARGEST_BLOCK: Final = 4096
_LARGEST_BIAS: Final = 40.0


def weight_of_half_life(points: float) -> float:
    """The weight with which a value counts half after so many points; 0 for a half-life of 0."""
    return min(MOST_WEIGHT, 0.5 ** (1.0 / points)) if points > 0 else 0.0


def half_life_of_weight(weight: float) -> float:
    """After how many points a value counts half."""
    return math.log(0.5) / math.log(weight) if 0 < weight < 1 else 0.0


def smooth(values: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """The smoothed values, (n,) float64; ``values`` itself where there is nothing to smooth."""
    if weight <= 0 or len(values) < 2:
        return values
    finite = np.isfinite(values)
    whole = bool(finite.all())
    kept = values if whole else values[finite]
    if not kept.size or (whole and bool((values == values[0]).all())):
        return values
    smoothed = _debiased(kept, min(weight, MOST_WEIGHT))
    if whole:
        return smoothed
    result = values.copy()
    result[finite] = smoothed
    return result


def _debiased(values: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    averages = _average(values, weight)
    # Beyond this many points the correction is below the precision of a float.
    biased = min(len(values), int(_LARGEST_BIAS / -math.log(weight)) + 1)
    averages[:biased] /= -np.expm1(np.arange(1, biased + 1) * math.log(weight))
    return averages


def _average(values: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """last = last * weight + (1 - weight) * value, from 0 on, in blocks that are computed side by side.

    Inside a block the recursion is a cumulative sum of values scaled by rising powers of 1 / weight; what a block
    takes over from the one before is a recursion of the same kind over the blocks' ends, with weight ** block.
    """
    count = len(values)
    block = _block_length(weight, count)
    rows = -(-count // block)
    padded = np.zeros(rows * block)
    padded[:count] = values
    powers = weight ** np.arange(1, block + 1, dtype=np.float64)
    table = padded.reshape(rows, block)
    table *= (1 - weight) / powers
    np.cumsum(table, axis=1, out=table)
    table *= powers
    carried = 0.0
    last = float(powers[-1])
    starts = np.empty(rows)
    for row, end in enumerate(table[:, -1].tolist()):
        starts[row] = carried
        carried = carried * last + end
    table += starts[:, None] * powers
    return padded[:count]


def _block_length(weight: float, count: int) -> int:
    by_exponent = int(_MOST_EXPONENT / max(1e-9, -math.log10(weight)))
    return max(1, min(by_exponent, _LARGEST_BLOCK, count))
