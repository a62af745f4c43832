"""Runs that differ only in their seed, averaged: a line with a band, and how many runs stand behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import Curve
from tbtui.analysis.listing import matcher
from tbtui.analysis.stretch import Stretch
from tbtui.model.selection import Average

FloatArray: TypeAlias = NDArray[np.float64]


class RunGroup(NamedTuple):
    """A group and the runs that belong to it."""

    name: str
    runs: tuple[str, ...]


def group_name(run: str, pattern: re.Pattern[str]) -> str | None:
    """The group of a run: what the groups of the pattern match, or all that it matches; None where nothing does."""
    found = pattern.search(run)
    if found is None:
        return None
    return "/".join(part or "" for part in found.groups()) if found.groups() else found.group()


def run_groups(runs: Iterable[str], rule: str) -> list[RunGroup]:
    """The groups of runs, in the order in which they appear; runs that match nothing are groups of their own.

    ``rule`` is a regular expression, or a number: of so many parts of the path, as "/" divides it; "" groups nothing.
    """
    members: dict[str, list[str]] = {}
    if rule.isdecimal():
        for run in runs:
            members.setdefault("/".join(run.split("/")[: int(rule)]), []).append(run)
    elif rule:
        compiled = matcher(rule)
        for run in runs:
            name = group_name(run, compiled)
            members.setdefault(run if name is None else name, []).append(run)
    else:
        members = {run: [run] for run in runs}
    return [RunGroup(name, tuple(found)) for name, found in members.items()]


def averaged_runs(runs: int, here: int | None = None) -> str:
    """What stands behind the name of a group: " (2 runs)", or " (1/2 runs)" where one of them has a value."""
    return f" ({runs} runs)" if here is None else f" ({here}/{runs} runs)"


def average_curve(curves: Sequence[Curve], weight: float, average: Average) -> Curve:
    """The average of several curves at every x that any of them has, with a band about it.

    Between its own points a curve counts by the straight line from one to the next; before its first and behind its
    last point it does not count. Smoothing runs over the average.
    """
    stretches = [curve.main for curve in curves if curve.main.x.size]
    if not stretches:
        return Curve((Stretch(np.empty(0), np.empty(0)),))
    x = stretches[0].x if _same_x(stretches) else np.unique(np.concatenate([stretch.x for stretch in stretches]))
    table = np.stack([_at(stretch, x) for stretch in stretches])
    with np.errstate(invalid="ignore"):
        centre, low, high = _mean_and_spread(table) if average is Average.MEAN else _median_and_quartiles(table)
    counts = (~np.isnan(table)).sum(axis=0)
    return Curve((Stretch(x, centre, weight, band=(low, high), counts=counts),))


def _same_x(stretches: Sequence[Stretch]) -> bool:
    return all(np.array_equal(stretch.x, stretches[0].x) for stretch in stretches[1:])


def _at(stretch: Stretch, x: FloatArray) -> FloatArray:
    """The values of a stretch at each x; NaN outside of it, and where a value is not finite."""
    if stretch.x.size == x.size and np.array_equal(stretch.x, x):
        return np.where(np.isfinite(stretch.raw), stretch.raw, np.nan)
    finite = np.isfinite(stretch.raw)
    if not finite.any():
        return np.full(len(x), np.nan)
    return np.interp(x, stretch.x[finite], stretch.raw[finite], left=np.nan, right=np.nan)


def _mean_and_spread(table: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    known = ~np.isnan(table)
    count = known.sum(axis=0)
    total = np.where(known, table, 0.0)
    mean = np.where(count > 0, total.sum(axis=0) / np.maximum(count, 1), np.nan)
    spread = np.sqrt((np.where(known, table - mean, 0.0) ** 2).sum(axis=0) / np.maximum(count - 1, 1))
    return mean, mean - spread, mean + spread


def _median_and_quartiles(table: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sorted by hand, as NaN stands at the end: numpy's nanpercentile takes a second per million values."""
    ordered = np.sort(table, axis=0)
    last = np.maximum((~np.isnan(table)).sum(axis=0) - 1, 0)
    columns = np.arange(table.shape[1])

    def quantile(share: float) -> FloatArray:
        place = share * last
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, last)
        part = place - below
        found: FloatArray = ordered[below, columns] * (1 - part) + ordered[above, columns] * part
        return found

    return quantile(0.5), quantile(0.25), quantile(0.75)
