"""Smoothing exactly as TensorBoard's: a debiased exponential moving average over the points of one attempt.

From TensorBoard's line_chart_v2 ``classicSmoothing``: non-finite values are passed through and skipped, a series that
is constant is left alone, and the average is divided by ``1 - weight ** n`` so that it does not start at zero.
"""

from __future__ import annotations

import math
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

MOST_WEIGHT: Final = 0.99999

# weight ** -block must stay far below the largest float.
_MOST_EXPONENT: Final = 200.0
_LARGEST_BLOCK: Final = 1024
# Below this a value before is lost in the rounding of the next.
_LEAST_WEIGHT: Final = 1e-100
_LEAST_SHARE: Final = 1e-16
# So many numbers are worked on at once: they fit into the cache of a core.
_CHUNK: Final = 1 << 14


def weight_of_half_life(points: float) -> float:
    """The weight with which a value counts half after so many points; 0 for a half-life of 0."""
    return min(MOST_WEIGHT, 0.5 ** (1.0 / points)) if points > 0 else 0.0


def half_life_of_weight(weight: float) -> float:
    """After how many points a value counts half."""
    return math.log(0.5) / math.log(weight) if 0 < weight < 1 else 0.0


def smooth(values: FloatArray, weight: float) -> FloatArray:
    """The smoothed values, (n,) float64; ``values`` itself where there is nothing to smooth."""
    if weight <= 0 or len(values) < 2:
        return values
    finite = np.isfinite(values)
    whole = bool(finite.all())
    kept = values if whole else values[finite]
    if not kept.size or (whole and bool((values == values[0]).all())):
        return values
    weight = min(weight, MOST_WEIGHT)
    averages = recursion(kept, weight)
    averages *= 1 - weight
    smoothed = debiased(averages, weight, np.arange(1, len(kept) + 1))
    if whole:
        return smoothed
    result = values.copy()
    result[finite] = smoothed
    return result


def smooth_part(values: NDArray[Any], weight: float, first: int, last: int) -> FloatArray:
    """``smooth(values, weight)[first:last]``, in time in proportion to what of the values weighs anything there."""
    begin = max(0, first - reach_of(weight))
    part = values[begin:last].astype(np.float64)
    finite = np.isfinite(part)
    if begin and not finite.all():
        # What is skipped lets values count that lie further back, and how far is not known.
        return smooth(values[:last].astype(np.float64), weight)[first:]
    if not begin or weight <= 0:
        return smooth(part, weight)[first - begin :]
    averages = recursion(part, weight)[first - begin :]
    averages *= 1 - weight
    return averages


def reach_of(weight: float) -> int:
    """How many points back a value still weighs more than rounding does."""
    return int(math.log(_LEAST_SHARE) / math.log(min(weight, MOST_WEIGHT))) + 1 if weight > 0 else 0


def debiased(averages: FloatArray, weight: float, counts: NDArray[np.int64]) -> FloatArray:
    """Averages that began at 0, each divided by the weight of the ``counts`` points that it is made of, ascending."""
    # Beyond this many points the correction is below the precision of a float.
    biased = int(np.searchsorted(counts, 40.0 / -math.log(weight), "right"))
    averages[:biased] /= -np.expm1(counts[:biased] * math.log(weight))
    return averages


def recursion(values: FloatArray, weight: float) -> FloatArray:
    """(n,) float64: ``last = last * weight + value`` from 0 on.

    Inside a block the recursion is a cumulative sum of values scaled by rising powers of 1 / weight; what a block takes
    over from the one before is a recursion of the same kind over the blocks' ends, with weight ** block.
    """
    count = len(values)
    if weight < _LEAST_WEIGHT:
        return values.astype(np.float64)
    block = _block_length(weight, count)
    size = max(1, _CHUNK // block) * block
    powers = weight ** np.arange(1, block + 1, dtype=np.float64)
    result = np.empty(count)
    carried = 0.0
    for low in range(0, count, size):
        part = values[low : low + size]
        rows = -(-len(part) // block)
        table = np.zeros((rows, block))
        table.reshape(-1)[: len(part)] = part
        carried = _run(table, powers, carried)
        result[low : low + len(part)] = table.reshape(-1)[: len(part)]
    return result


def _run(table: FloatArray, powers: FloatArray, carried: float) -> float:
    """Run the recursion through the rows of a table in place; what its last row hands on."""
    table /= powers
    np.add.accumulate(table, axis=1, out=table)
    last = float(powers[-1])
    starts = []
    for end in (table[:, -1] * last).tolist():
        starts.append(carried)
        carried = carried * last + end
    table += np.array(starts)[:, None]
    table *= powers
    return carried


def _block_length(weight: float, count: int) -> int:
    by_exponent = int(_MOST_EXPONENT / max(1e-9, -math.log10(weight)))
    return max(1, min(by_exponent, _LARGEST_BLOCK, count))
