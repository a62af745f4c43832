"""Points that are joined by one line, kept as they were written; smoothing happens when it is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.analysis.places import FloatArray, IntArray, XArray
from tbtui.analysis.smoothing import reach_of, smooth, smooth_part

Values: TypeAlias = NDArray[Any]
"""float32 or float64."""

# Smoothed values of longer stretches are computed anew each time: kept, they would take more than the points.
_MOST_KEPT: Final = 1 << 17


@dataclass(frozen=True, eq=False)
class Stretch:
    """Points sorted by x. Compared by identity: what is computed of it can be kept."""

    x: XArray
    """(n,) int64 steps or float64, ascending."""
    raw: Values
    """(n,) as written; NaN and Inf included."""
    weight: float = 0.0
    """Of the smoothing of the line."""
    indexes: IntArray | None = None
    """Where each point stands in the series; None where they are all of it in order."""
    superseded: bool = False
    band: tuple[FloatArray, FloatArray] | None = None
    """What is drawn faint behind the line instead of the raw values: the lower and the upper edge at each x."""
    counts: IntArray | None = None
    """(n,) how many curves are averaged at each x; None where nothing is averaged."""
    presmoothed: FloatArray | None = None
    """The smoothed values, where smoothing ran over the points in another order than that of x."""

    def __len__(self) -> int:
        """The number of points."""
        return len(self.x)

    @property
    def is_smoothed(self) -> bool:
        """Whether the line may differ from the raw values."""
        return self.weight > 0 and len(self.raw) > 1

    @property
    def smoothed(self) -> Values:
        """(n,) the values of the line; ``raw`` itself where nothing is smoothed."""
        if not self.is_smoothed:
            return self.raw
        if self.presmoothed is not None:
            return self.presmoothed
        return kept_smooth(self) if len(self) <= _MOST_KEPT else _smooth(self)

    def smoothed_part(self, first: int, last: int) -> Values:
        """``smoothed[first:last]``, in time in proportion to the points there and those that weigh something there."""
        if not self.is_smoothed or self.presmoothed is not None or len(self) <= _MOST_KEPT:
            return self.smoothed[first:last]
        return smooth_part(self.raw, self.weight, first, last)

    def smoothed_at(self, place: int) -> float:
        """The value of the line at one point, without smoothing all of them."""
        if len(self) <= _MOST_KEPT or self.presmoothed is not None:
            return float(self.smoothed[place])
        value = float(self.raw[place])
        if not self.is_smoothed or not math.isfinite(value):
            return value
        return _average_up_to(self.raw[: place + 1], self.weight)


def _smooth(stretch: Stretch) -> FloatArray:
    return smooth(stretch.raw.astype(np.float64, copy=False), stretch.weight)


kept_smooth = remembered(_smooth)


def _average_up_to(values: Values, weight: float) -> float:
    """The debiased average at the last of these values, of which only those count that weigh something."""
    reach = reach_of(weight)
    recent = values[-reach:].astype(np.float64)
    finite = np.isfinite(recent)
    skipped = len(recent) - int(finite.sum())
    if skipped and len(recent) < len(values):
        # What is skipped lets older values count more: look back as far as it takes.
        kept = np.flatnonzero(np.isfinite(values))[-reach:]
        recent = values[kept].astype(np.float64)
    else:
        recent = recent[finite]
    shares = weight ** np.arange(len(recent) - 1, -1, -1, dtype=np.float64)
    return float((recent * shares).sum() / shares.sum())
