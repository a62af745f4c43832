"""A series as it is drawn: its points in the order of the horizontal axis, raw and smoothed, attempts apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A series on one horizontal axis with one smoothing."""

    stretches: tuple[Stretch, ...]

    @property
    def main(self) -> Stretch:
        """The points that count."""
        return self.stretches[-1]


def x_values(series: Series, x_axis: XAxis) -> FloatArray:
    """(n,) float64: steps, seconds since the series' first point, or seconds since the epoch."""
    if x_axis is XAxis.STEP:
        return series.steps.astype(np.float64)
    walls = series.wall_times
    if x_axis is XAxis.WALL or not walls.size:
        return walls
    finite = walls[np.isfinite(walls)]
    return walls - (finite[0] if finite.size else 0.0)


def make_curve(series: Series, x_axis: XAxis, weight: float, attempts: Attempts) -> Curve:
    """The curve of a series; smoothing runs over each attempt by itself, over the points that count."""
    x, raw = x_values(series, x_axis), series.values
    superseded = series.superseded
    if not superseded.any():
        return Curve((_stretch(x, raw, None, weight, superseded=False),))
    void = [] if attempts is Attempts.HIDDEN else _void_stretches(series, x, raw, weight)
    kept = np.flatnonzero(~superseded)
    return Curve((*void, _stretch(x, raw, kept, weight, superseded=False)))


def _void_stretches(series: Series, x: FloatArray, raw: FloatArray, weight: float) -> list[Stretch]:
    """The superseded points, each attempt's joined by themselves."""
    bounds = [0, *series.attempt_starts.tolist(), len(series)]
    found = []
    for low, high in zip(bounds, bounds[1:], strict=False):
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


class CurveCache:
    """Remembers curves as long as their series live; a series that did not change is the same object."""

    def __init__(self, make: Callable[[Series, XAxis, float, Attempts], Curve] = make_curve) -> None:
        self._make = make
        self._curves: WeakKeyDictionary[Series, dict[tuple[XAxis, float, Attempts], Curve]] = WeakKeyDictionary()

    def known(self, series: Series, x_axis: XAxis, weight: float, attempts: Attempts) -> bool:
        """Whether the curve need not be computed."""
        return (x_axis, weight, attempts) in self._curves.get(series, {})

    def curve(self, series: Series, x_axis: XAxis, weight: float, attempts: Attempts) -> Curve:
        """The curve of a series, computed at the first call."""
        mine = self._curves.setdefault(series, {})
        key = (x_axis, weight, attempts)
        if key not in mine:
            mine.clear()
            mine[key] = self._make(series, x_axis, weight, attempts)
        return mine[key]
