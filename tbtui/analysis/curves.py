"""A series as it is drawn: its points in the order of the horizontal axis, raw and smoothed, attempts apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.expressions import join_at_steps
from tbtui.analysis.memo import remembered
from tbtui.analysis.smoothing import smooth
from tbtui.model.selection import Attempts, XAxis
from tbtui.model.series import Series

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Stretch:
    """Points that are joined by one line, sorted by x. Compared by identity: what is computed of it can be kept."""

    x: FloatArray
    raw: FloatArray
    """As written; NaN and Inf included."""
    smoothed: FloatArray
    """``raw`` itself where nothing is smoothed."""
    indexes: IntArray | None
    """Where each point stands in the series; None where they are all of it in order."""
    superseded: bool
    band: tuple[FloatArray, FloatArray] | None = None
    """What is drawn faint behind the line instead of the raw values: the lower and the upper edge at each x."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A series on one horizontal axis with one smoothing."""

    stretches: tuple[Stretch, ...]
    """The last one is what counts; before it stand superseded points or earlier attempts."""

    @property
    def main(self) -> Stretch:
        """The points that count."""
        return self.stretches[-1]


class Stepped(Protocol):
    """A series, or the entries of a tag."""

    @property
    def steps(self) -> IntArray:
        """(n,) int64."""

    @property
    def wall_times(self) -> FloatArray:
        """(n,) float64 seconds since the epoch."""


def x_values(series: Stepped, x_axis: XAxis) -> FloatArray:
    """(n,) float64: steps, seconds since the series' first point, or seconds since the epoch."""
    if x_axis is XAxis.STEP:
        return series.steps.astype(np.float64)
    walls = series.wall_times
    if x_axis is XAxis.WALL or not walls.size:
        return walls
    finite = walls[np.isfinite(walls)]
    return walls - (finite[0] if finite.size else 0.0)


@remembered
def make_curve(series: Series, x_axis: XAxis, weight: float, attempts: Attempts) -> Curve:
    """The curve of a series; smoothing runs over each attempt by itself, over the points that count."""
    x, raw = x_values(series, x_axis), series.values
    superseded = series.superseded
    if not superseded.any():
        return Curve((_stretch(x, raw, None, weight, superseded=False),))
    if attempts is Attempts.SPLIT:
        return Curve(tuple(_every_attempt(series, x, raw, weight)))
    void = [] if attempts is Attempts.HIDDEN else _void_stretches(series, x, raw, weight)
    kept = np.flatnonzero(~superseded)
    return Curve((*void, _stretch(x, raw, kept, weight, superseded=False)))


@remembered
def relation_curve(series: Series, over: Series, weight: float) -> Curve:
    """The values of one series over those of another, joined at equal steps."""
    _, (places, over_places) = join_at_steps([series, over])
    x, raw = over.values[over_places], series.values[places]
    found = _stretch(x, raw, None, weight, superseded=False)
    inner = np.arange(len(x)) if found.indexes is None else found.indexes
    return Curve((Stretch(found.x, found.raw, found.smoothed, places[inner], superseded=False),))


def _attempt_bounds(series: Series) -> list[tuple[int, int]]:
    bounds = [0, *series.attempt_starts.tolist(), len(series)]
    return list(zip(bounds, bounds[1:], strict=False))


def _every_attempt(series: Series, x: FloatArray, raw: FloatArray, weight: float) -> list[Stretch]:
    return [
        _stretch(x, raw, np.arange(low, high), weight, superseded=False)
        for low, high in _attempt_bounds(series)
        if high > low
    ]


def _void_stretches(series: Series, x: FloatArray, raw: FloatArray, weight: float) -> list[Stretch]:
    """The superseded points, each attempt's joined by themselves."""
    found = []
    for low, high in _attempt_bounds(series):
        mine = low + np.flatnonzero(series.superseded[low:high])
        if mine.size:
            found.append(_stretch(x, raw, mine, weight, superseded=True))
    return found


def _stretch(x: FloatArray, raw: FloatArray, indexes: IntArray | None, weight: float, *, superseded: bool) -> Stretch:
    if indexes is not None:
        x, raw = x[indexes], raw[indexes]
    smoothed = smooth(raw, weight)
    known = np.isfinite(x)
    if bool(known.all()) and bool((x[1:] >= x[:-1]).all()):
        return Stretch(x, raw, smoothed, indexes, superseded)
    # Writers side by side and clocks that were set back: the line must go from left to right all the same.
    places = np.flatnonzero(known)
    order = places[np.argsort(x[places], kind="stable")]
    sorted_smoothed = raw[order] if smoothed is raw else smoothed[order]
    whole = np.arange(len(x)) if indexes is None else indexes
    return Stretch(x[order], raw[order], sorted_smoothed, whole[order], superseded)
