"""Joins series at their steps: what one had come to when another stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.model.series import Part, Series

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]


def last_at_each_step(series: Series) -> tuple[IntArray, IntArray]:
    """The steps of the points that count, ascending and each once, and the index of the last point at each."""
    kept = np.flatnonzero(~series.superseded)
    steps = series.steps[kept]
    order = np.argsort(steps, kind="stable")
    ordered = steps[order]
    last = np.append(ordered[1:] != ordered[:-1], True) if ordered.size else np.zeros(0, np.bool_)
    return ordered[last], kept[order][last]


def join_at_steps(operands: Sequence[Series]) -> tuple[IntArray, list[IntArray]]:
    """The steps that all series have, and for each series the indexes of its points there."""
    found = [last_at_each_step(series) for series in operands]
    common = found[0][0]
    for steps, _ in found[1:]:
        common = np.intersect1d(common, steps, assume_unique=True)
    return common, [indexes[np.searchsorted(steps, common)] for steps, indexes in found]


def values_at_steps(series: Series, other: Series) -> tuple[FloatArray, IntArray]:
    """The values of ``other`` at the steps of ``series``, and the indexes of the points of ``series`` there.

    Between two finite points of ``other`` its value lies on the straight line from one to the next; steps before its
    first and behind its last are left out.
    """
    steps, places = last_at_each_step(series)
    other_steps, other_places = last_at_each_step(other)
    values = other.values[other_places]
    finite = np.isfinite(values)
    if not finite.any():
        return np.empty(0), np.empty(0, np.int64)
    known, values = other_steps[finite], values[finite]
    inside = np.flatnonzero((steps >= known[0]) & (steps <= known[-1]))
    return np.interp(steps[inside], known, values), places[inside]


@remembered
def difference(series: Series, reference: Series) -> Series:
    """What a series has more than another of the same tag, at its own steps as far as the other reaches."""
    others, places = values_at_steps(series, reference)
    with np.errstate(over="ignore", invalid="ignore"):
        values = series.values[places] - others
    part = Part(0, series.steps[places], series.wall_times[places], values)
    return Series(series.run, series.tag, (part,))
