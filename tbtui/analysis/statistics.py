"""What is read off a series: its last, least, greatest and mean value, and its value at a place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tbtui.analysis.curves import Stretch


class Summary(NamedTuple):
    """Numbers of the points that count; NaN where no value is finite."""

    last: float
    least: float
    greatest: float
    mean: float
    points: int
    nan: int
    infinite: int


def summarise(stretch: Stretch) -> Summary:
    """The summary of a stretch; ``last`` is the last value as it was written."""
    values = stretch.raw
    if not values.size:
        return Summary(np.nan, np.nan, np.nan, np.nan, 0, 0, 0)
    finite = values[np.isfinite(values)]
    nan = int(np.isnan(values).sum())
    infinite = len(values) - len(finite) - nan
    if not finite.size:
        return Summary(float(values[-1]), np.nan, np.nan, np.nan, len(values), nan, infinite)
    with np.errstate(over="ignore"):
        mean = float(finite.mean())
    return Summary(float(values[-1]), float(finite.min()), float(finite.max()), mean, len(values), nan, infinite)


class Reading(NamedTuple):
    """One point of a curve, as it is read off at a cursor."""

    place: int
    """Where the point stands in its series."""
    x: float
    raw: float
    smoothed: float


def read_off(stretch: Stretch, x: float) -> Reading | None:
    """The point nearest to ``x``; None where there is none."""
    if not stretch.x.size:
        return None
    right = int(np.searchsorted(stretch.x, x))
    candidates = [place for place in (right - 1, right) if 0 <= place < len(stretch.x)]
    place = min(candidates, key=lambda candidate: abs(float(stretch.x[candidate]) - x))
    index = place if stretch.indexes is None else int(stretch.indexes[place])
    return Reading(index, float(stretch.x[place]), float(stretch.raw[place]), float(stretch.smoothed[place]))
