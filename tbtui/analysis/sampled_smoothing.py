"""The smoothed values of every n-th point, each exact, in a fraction of the time that all of them take.

Smoothing is linear: what a block of points adds to the average is one product with falling weights, and from block to
block the average is a recursion of the same kind.
"""

from __future__ import annotations

import numpy as np

from tbtui.analysis.places import FloatArray, IntArray
from tbtui.analysis.smoothing import MOST_WEIGHT, debiased, recursion
from tbtui.analysis.stretch import Values


def sampled_smooth(values: Values, weight: float, every: int) -> tuple[IntArray, FloatArray]:
    """The smoothed values of the last point of each block of ``every`` points, and the indexes of these points.

    Non-finite values are skipped, as they are when all points are smoothed; the points behind the last whole block are
    left out. ``every`` is 2 or more.
    """
    weight = min(weight, MOST_WEIGHT)
    finite = None
    added = _block_products(values, weight, every)
    if not np.isfinite(added).all():
        finite = np.flatnonzero(np.isfinite(values))
        added = _block_products(values[finite], weight, every)
    places = np.arange(1, len(added) + 1, dtype=np.int64) * every - 1
    smoothed = debiased(recursion(added, weight**every), weight, places + 1)
    return places if finite is None else finite[places], smoothed


def _block_products(values: Values, weight: float, every: int) -> FloatArray:
    """What each block adds to the average at its last point; not finite where a value of it is not."""
    blocks = len(values) // every
    shares = (1 - weight) * weight ** np.arange(every - 1, -1, -1, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        products = values[: blocks * every].reshape(blocks, every) @ shares.astype(values.dtype)
    return np.asarray(products, np.float64)
