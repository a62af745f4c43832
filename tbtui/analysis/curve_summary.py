"""The numbers of a curve: its extremes and where they are, its last value and mean, and what of it is no number."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.memo import remembered
from tbtui.analysis.places import XArray
from tbtui.analysis.stretch import Stretch, Values


class Summary(NamedTuple):
    """Numbers of the points that count; NaN where no value is finite."""

    last: float
    """As it was written, smoothed or not."""
    least: float
    least_at: float
    """The x of the least value."""
    greatest: float
    greatest_at: float
    mean: float
    points: int
    nan: int
    infinite: int


_NAN: Final = math.nan
_NOTHING: Final = Summary(_NAN, _NAN, _NAN, _NAN, _NAN, _NAN, 0, 0, 0)


@remembered
def summarise(stretch: Stretch) -> Summary:
    """The summary of all points of a stretch."""
    return summary_of(stretch.x, stretch.raw)


def summary_of(x: XArray, values: Values) -> Summary:
    """The summary of these points."""
    if not values.size:
        return _NOTHING
    last = float(values[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        # In the precision of the values: numpy adds them pairwise, and a sum that is finite holds no NaN or Inf.
        total = float(values.sum())
    if math.isfinite(total):
        return _of_finite(x, values, last, total / len(values), len(values), (0, 0))
    nan = int(np.isnan(values).sum())
    finite = np.flatnonzero(np.isfinite(values))
    lost = (nan, len(values) - len(finite) - nan)
    if not finite.size:
        return _NOTHING._replace(last=last, points=len(values), nan=nan, infinite=lost[1])
    known = values[finite]
    return _of_finite(x[finite], known, last, float(known.mean(dtype=np.float64)), len(values), lost)


def _of_finite(x: XArray, values: Values, last: float, mean: float, points: int, lost: tuple[int, int]) -> Summary:
    least, greatest = int(values.argmin()), int(values.argmax())
    return Summary(
        last, float(values[least]), float(x[least]), float(values[greatest]), float(x[greatest]), mean, points, *lost
    )
