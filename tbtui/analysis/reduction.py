"""Reduces points to the columns of the screen: the least and the greatest value of each, so that no spike is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """(c,) arrays, a value for each column of dots; NaN where nothing is to be drawn."""

    low: FloatArray
    high: FloatArray
    broken: BoolArray
    """Whether the line is broken between a column and the next one to its right."""
    nan: BoolArray
    plus_inf: BoolArray
    minus_inf: BoolArray


def column_of(x: FloatArray, low: float, high: float, columns: int) -> FloatArray:
    """The dot column of each x, as a float; outside of 0 ... columns - 1 where x is outside of low ... high.

    The same mapping that plotext uses for its own braille, so that ticks and data agree to the dot.
    """
    width = columns / 2
    return np.floor(((x - low) / (high - low) * (width - 1) + 0.5) * 2)


def _edges(low: float, high: float, columns: int) -> FloatArray:
    """(columns + 1,): the x at which each dot column begins, and the last ends."""
    width = columns / 2
    return low + (np.arange(columns + 1) / 2 - 0.5) / (width - 1) * (high - low)


def _centres(low: float, high: float, columns: int) -> FloatArray:
    edges = _edges(low, high, columns)
    return (edges[1:] + edges[:-1]) / 2


def reduce_columns(x: FloatArray, y: FloatArray, low: float, high: float, columns: int) -> Columns:
    """Points, sorted by x, -> what each dot column shows of them between ``low`` and ``high``.

    A column with points shows from the least to the greatest of them; columns between two points show the straight
    line from one to the other, unless a NaN or Inf lies between them. Points just outside are joined up to the edge.
    """
    bounds = np.searchsorted(x, _edges(low, high, columns))
    first, last = max(0, int(bounds[0]) - 1), min(len(x), int(bounds[-1]) + 1)
    x, y, bounds = x[first:last], y[first:last], bounds - first
    finite = np.isfinite(y)
    if bool(finite.all()):
        none = np.zeros(columns, np.bool_)
        return _joined(x, y, bounds, None, low, high, (none, none, none))
    marks = tuple(_any_in(flags, bounds) for flags in (np.isnan(y), y == np.inf, y == -np.inf))
    gaps = np.cumsum(~finite)[finite]
    inner = np.concatenate(([0], np.cumsum(finite)))[bounds]
    return _joined(x[finite], y[finite], inner, gaps, low, high, marks)


def _any_in(flags: BoolArray, bounds: IntArray) -> BoolArray:
    counts = np.concatenate(([0], np.cumsum(flags)))[bounds]
    found: BoolArray = counts[1:] > counts[:-1]
    return found


def _joined(
    x: FloatArray,
    y: FloatArray,
    bounds: IntArray,
    gaps: IntArray | None,
    low: float,
    high: float,
    marks: tuple[BoolArray, ...],
) -> Columns:
    columns = len(bounds) - 1
    least, greatest = np.full(columns, np.nan), np.full(columns, np.nan)
    broken = np.zeros(columns, np.bool_)
    starts, ends = bounds[:-1], bounds[1:]
    filled = np.flatnonzero(ends > starts)
    if filled.size:
        cut = np.append(starts[filled], ends[filled[-1]])
        inside = y[: cut[-1]]
        least[filled] = np.minimum.reduceat(inside, cut[:-1])
        greatest[filled] = np.maximum.reduceat(inside, cut[:-1])
    _join_neighbours(x, y, bounds, gaps, _centres(low, high, columns), (least, greatest, broken))
    return Columns(least, greatest, broken, *marks)


def _join_neighbours(
    x: FloatArray,
    y: FloatArray,
    bounds: IntArray,
    gaps: IntArray | None,
    centres: FloatArray,
    out: tuple[FloatArray, FloatArray, BoolArray],
) -> None:
    """Draw the straight lines between points of different columns: fill empty columns, close steps."""
    least, greatest, broken = out
    columns = len(centres)
    before, after = bounds[1:-1] - 1, bounds[1:-1]
    crossing = (before >= 0) & (after < len(x))
    if gaps is not None:
        whole = np.zeros(columns - 1, np.bool_)
        whole[crossing] = gaps[before[crossing]] == gaps[after[crossing]]
    else:
        whole = crossing
    broken[:-1] = ~whole
    _close_steps(y, before, after, whole, (least, greatest))
    empty = np.flatnonzero(np.isnan(least))
    left, right = bounds[empty] - 1, bounds[empty]
    joined = (left >= 0) & (right < len(x))
    if gaps is not None:
        joined[joined] = gaps[left[joined]] == gaps[right[joined]]
    empty, left, right = empty[joined], left[joined], right[joined]
    if empty.size:
        least[empty] = greatest[empty] = _between(x, y, left, right, centres[empty])


def _between(x: FloatArray, y: FloatArray, left: IntArray, right: IntArray, at: FloatArray) -> FloatArray:
    run = x[right] - x[left]
    with np.errstate(over="ignore", invalid="ignore"):
        share = np.clip((at - x[left]) / np.where(run > 0, run, 1.0), 0.0, 1.0)
        found: FloatArray = y[left] * (1 - share) + y[right] * share
    return found


def _close_steps(
    y: FloatArray, before: IntArray, after: IntArray, whole: BoolArray, out: tuple[FloatArray, FloatArray]
) -> None:
    """Where full columns stand side by side, each reaches half way to the other, so that the line has no hole."""
    least, greatest = out
    full = ~np.isnan(least)
    pairs = np.flatnonzero(whole & full[:-1] & full[1:])
    middle = y[before[pairs]] / 2 + y[after[pairs]] / 2
    for column in (pairs, pairs + 1):
        least[column] = np.minimum(least[column], middle)
        greatest[column] = np.maximum(greatest[column], middle)
