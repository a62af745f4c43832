"""Places in a curve that are worth a look: spikes, and where values stop being numbers."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.analysis.stretch import Stretch

IntArray: TypeAlias = NDArray[np.int64]

# A point stands out when it is so many times further from its neighbours than points usually are.
_STANDS_OUT: Final = 12.0


@remembered
def spikes(stretch: Stretch) -> IntArray:
    """Places in the stretch, ascending, of points that lie far from the line between their neighbours."""
    finite = np.flatnonzero(np.isfinite(stretch.raw))
    values = stretch.raw[finite].astype(np.float64)
    if len(values) < 3:
        return np.empty(0, np.int64)
    with np.errstate(over="ignore"):
        apart = np.abs(values[1:-1] - (values[:-2] / 2 + values[2:] / 2))
    usual = float(np.median(apart)) or float(np.mean(apart))
    found = np.flatnonzero(apart > _STANDS_OUT * usual) + 1 if usual > 0 else np.empty(0, np.int64)
    return finite[_peaks(found, apart)]


def _peaks(found: IntArray, apart: NDArray[np.float64]) -> IntArray:
    """Of spikes side by side, which are a spike and its neighbours, only the greatest."""
    kept: list[int] = []
    for place in found.tolist():
        if kept and place - kept[-1] <= 1:
            if apart[place - 1] > apart[kept[-1] - 1]:
                kept[-1] = place
        else:
            kept.append(place)
    return np.array(kept, np.int64)


@remembered
def not_finite(stretch: Stretch) -> IntArray:
    """Places in the stretch, ascending, where a stretch of NaN or Inf begins."""
    bad = ~np.isfinite(stretch.raw)
    return np.flatnonzero(bad & ~np.concatenate(([False], bad[:-1])))


def next_place(places: IntArray, x: NDArray[np.float64], now: float | None, direction: int) -> float | None:
    """The x of the next of these places behind (or, for -1, before) ``now``, going round at the end; None for none."""
    if not places.size:
        return None
    at = x[places]
    if now is None:
        return float(at[0] if direction > 0 else at[-1])
    beyond = at[at > now] if direction > 0 else at[at < now][::-1]
    return float(beyond[0]) if beyond.size else float(at[0] if direction > 0 else at[-1])
