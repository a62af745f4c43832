"""A series as it is drawn: its points in the order of the horizontal axis, raw and smoothed, attempts apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tbtui.analysis.joins import join_at_steps, values_at_steps
from tbtui.analysis.labels import MOMENTS, is_moment
from tbtui.analysis.memo import remembered
from tbtui.analysis.places import FloatArray, IntArray, XArray
from tbtui.analysis.smoothing import smooth
from tbtui.analysis.stretch import Stretch, Values
from tbtui.model.selection import Attempts, XAxis
from tbtui.model.series import Series


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


def x_values(series: Stepped, x_axis: XAxis) -> XArray:
    """(n,) int64 steps, or those since the first; float64 seconds since the series' first point, or since the epoch."""
    if x_axis is XAxis.STEP:
        return series.steps
    if x_axis is XAxis.RELATIVE_STEP:
        return np.asarray(series.steps - series.steps[:1])
    walls = _moments(series.wall_times)
    if x_axis is XAxis.WALL or not walls.size:
        return walls
    finite = walls[np.isfinite(walls)]
    return np.asarray(walls - (finite[0] if finite.size else 0.0))


def _moments(walls: FloatArray) -> FloatArray:
    """The wall times, with NaN for those that no calendar holds: one broken clock must not squash an axis."""
    if not walls.size or (is_moment(float(walls.min())) and is_moment(float(walls.max()))):
        return walls
    low, high = MOMENTS
    return np.where((walls > low) & (walls < high), walls, np.nan)


@remembered
def make_curve(series: Series, x_axis: XAxis, weight: float, attempts: Attempts) -> Curve:
    """The curve of a series; smoothing runs over each attempt by itself, over the points that count."""
    x, raw = x_values(series, x_axis), series.written_values
    if series.rising:
        in_order = x.dtype.kind == "i" or _ascending(x)
        return Curve((Stretch(x, raw, weight) if in_order else _sorted(x, raw, None, weight),))
    superseded = series.superseded
    if not superseded.any():
        return Curve((_stretch(x, raw, None, weight),))
    if attempts is Attempts.SPLIT:
        return Curve(tuple(_every_attempt(series, x, raw, weight)))
    void = [] if attempts is Attempts.HIDDEN else _void_stretches(series, x, raw, weight)
    return Curve((*void, _stretch(x, raw, np.flatnonzero(~superseded), weight)))


@remembered
def relation_curve(series: Series, over: Series, weight: float, interpolated: bool) -> Curve:
    """The values of one series over those of another: at equal steps, or at all steps that the other reaches."""
    if interpolated:
        x, places = values_at_steps(series, over)
    else:
        _, (places, over_places) = join_at_steps([series, over])
        x = over.written_values[over_places].astype(np.float64)
    return Curve((_stretch(x, series.written_values, places, weight, joined=True),))


def _attempt_bounds(series: Series) -> list[tuple[int, int]]:
    bounds = [0, *series.attempt_starts.tolist(), len(series)]
    return list(zip(bounds, bounds[1:], strict=False))


def _every_attempt(series: Series, x: XArray, raw: Values, weight: float) -> list[Stretch]:
    return [_stretch(x, raw, np.arange(low, high), weight) for low, high in _attempt_bounds(series) if high > low]


def _void_stretches(series: Series, x: XArray, raw: Values, weight: float) -> list[Stretch]:
    """The superseded points, each attempt's joined by themselves."""
    found = []
    for low, high in _attempt_bounds(series):
        mine = low + np.flatnonzero(series.superseded[low:high])
        if mine.size:
            found.append(_stretch(x, raw, mine, weight, superseded=True))
    return found


def _stretch(
    x: XArray, raw: Values, indexes: IntArray | None, weight: float, *, superseded: bool = False, joined: bool = False
) -> Stretch:
    """The points at ``indexes`` in their order; ``joined`` where x holds only these already."""
    if indexes is not None:
        x, raw = x if joined else x[indexes], raw[indexes]
    if _ascending(x):
        return Stretch(x, raw, weight, indexes, superseded)
    return _sorted(x, raw, indexes, weight, superseded=superseded)


def _ascending(x: XArray) -> bool:
    return bool(np.isfinite(x).all()) and bool((x[1:] >= x[:-1]).all())


def _sorted(x: XArray, raw: Values, indexes: IntArray | None, weight: float, *, superseded: bool = False) -> Stretch:
    """Points whose x goes back: writers side by side, clocks that were set, another tag as x.

    Smoothing runs over them as they were written, the line from left to right.
    """
    smoothed = smooth(raw.astype(np.float64, copy=False), weight)
    known = np.flatnonzero(np.isfinite(x))
    order = known[np.argsort(x[known], kind="stable")]
    whole = order if indexes is None else indexes[order]
    return Stretch(x[order], raw[order], weight, whole, superseded, presmoothed=smoothed[order])
