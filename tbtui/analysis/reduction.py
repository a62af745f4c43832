"""Reduces points to the columns of the screen: the least and the greatest value of each, so that no spike is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.places import FloatArray, IntArray, XArray, places
from tbtui.analysis.stretch import Values

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """(c,) arrays, a value for each column of dots; NaN where nothing is to be drawn."""

    low: FloatArray
    high: FloatArray
    broken: BoolArray
    """Whether the line is broken between a column and the next one to its right."""
    lost: bool = False
    """Whether NaN or Inf are among the values."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """(c,) bool arrays: in which columns of dots there are values that no axis holds."""

    nan: BoolArray
    plus_inf: BoolArray
    minus_inf: BoolArray


def all_finite(values: Values) -> bool:
    """Whether there is neither NaN nor Inf; a finite sum proves it faster than a look at each value."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(np.sum(values))) or bool(np.isfinite(values).all())


def mark_columns(x: XArray, values: Values, edges: FloatArray) -> Marks:
    """Where NaN and Inf stand."""
    bounds = places(x, edges)
    return Marks(*(_any_in(flags, bounds) for flags in (np.isnan(values), values == np.inf, values == -np.inf)))


def column_of(x: XArray, low: float, high: float, columns: int) -> FloatArray:
    """The dot column of each x, as a float; outside of 0 ... columns - 1 where x is outside of low ... high.

    The same mapping that plotext uses for its own braille, so that ticks and data agree to the dot.
    """
    width = columns / 2
    return np.floor(((x - low) / (high - low) * (width - 1) + 0.5) * 2)


def column_edges(low: float, high: float, columns: int) -> FloatArray:
    """(columns + 1,): where each dot column begins, and the last one ends, on an axis from ``low`` to ``high``."""
    width = columns / 2
    found: FloatArray = low + (np.arange(columns + 1) / 2 - 0.5) / (width - 1) * (high - low)
    return found


def reduce_columns(x: XArray, y: Values, edges: FloatArray) -> Columns:
    """Points, sorted by x, -> what each dot column shows of them; column i reaches from edge i to edge i + 1.

    A column with points shows from the least to the greatest of them; columns between two points show the straight
    line from one to the other, unless a NaN or Inf lies between them. Points just outside are joined up to the edge.
    """
    bounds = places(x, edges)
    first, last = max(0, int(bounds[0]) - 1), min(len(x), int(bounds[-1]) + 1)
    x, y, bounds = x[first:last], y[first:last], bounds - first
    extremes = _extremes(y, bounds)
    # A value that is no number shows in the extremes of its column: most curves need no look at each value.
    if all_finite(extremes[0]) and all_finite(extremes[1]) and np.isfinite(y[[0, -1]] if len(y) else y).all():
        return _joined(x, y, bounds, None, edges, extremes)
    finite = np.isfinite(y)
    gaps = np.cumsum(~finite)[finite]
    inner = np.concatenate(([0], np.cumsum(finite)))[bounds]
    kept = y[finite]
    return _joined(x[finite], kept, inner, gaps, edges, _extremes(kept, inner))


def _extremes(y: Values, bounds: IntArray) -> tuple[Values, Values]:
    """The least and the greatest value of each column that has points."""
    starts, ends = bounds[:-1], bounds[1:]
    filled = ends > starts
    if not filled.any():
        return y[:0], y[:0]
    inside = y[: ends[filled][-1]]
    return np.minimum.reduceat(inside, starts[filled]), np.maximum.reduceat(inside, starts[filled])


def _any_in(flags: BoolArray, bounds: IntArray) -> BoolArray:
    counts = np.concatenate(([0], np.cumsum(flags)))[bounds]
    found: BoolArray = counts[1:] > counts[:-1]
    return found


def _joined(
    x: XArray,
    y: Values,
    bounds: IntArray,
    gaps: IntArray | None,
    edges: FloatArray,
    extremes: tuple[Values, Values],
) -> Columns:
    columns = len(bounds) - 1
    least, greatest = np.full(columns, np.nan), np.full(columns, np.nan)
    broken = np.zeros(columns, np.bool_)
    filled = bounds[1:] > bounds[:-1]
    least[filled], greatest[filled] = extremes
    _join_neighbours(x, y, bounds, gaps, (edges[1:] + edges[:-1]) / 2, (least, greatest, broken))
    return Columns(least, greatest, broken, gaps is not None)


def _join_neighbours(
    x: XArray,
    y: Values,
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
    empty = np.isnan(least)
    _fill_empty(x, y, bounds, gaps, centres, (least, greatest))
    _close_steps(y, before, after, whole, empty, (least, greatest))


def _fill_empty(
    x: FloatArray,
    y: FloatArray,
    bounds: IntArray,
    gaps: IntArray | None,
    centres: FloatArray,
    out: tuple[FloatArray, FloatArray],
) -> None:
    """Columns between two points show the straight line from one to the other."""
    least, greatest = out
    empty = np.flatnonzero(np.isnan(least))
    left, right = bounds[empty] - 1, bounds[empty]
    joined = (left >= 0) & (right < len(x))
    if gaps is not None:
        joined[joined] = gaps[left[joined]] == gaps[right[joined]]
    empty, left, right = empty[joined], left[joined], right[joined]
    if empty.size:
        least[empty] = greatest[empty] = _between(x, y, left, right, centres[empty])


def _between(x: XArray, y: Values, left: IntArray, right: IntArray, at: FloatArray) -> FloatArray:
    run = (x[right] - x[left]).astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        share = np.clip((at - x[left]) / np.where(run > 0, run, 1.0), 0.0, 1.0)
        begin, end = y[left].astype(np.float64), y[right].astype(np.float64)
        # Rounding must not lead beyond the ends: a level line would have dents.
        found: FloatArray = np.clip(begin * (1 - share) + end * share, np.minimum(begin, end), np.maximum(begin, end))
    return found


def _close_steps(
    y: Values,
    before: IntArray,
    after: IntArray,
    whole: BoolArray,
    empty: BoolArray,
    out: tuple[FloatArray, FloatArray],
) -> None:
    """Columns side by side reach half way to each other, so that the line has no hole; ``empty`` ones hold no point."""
    least, greatest = out
    known = ~np.isnan(least)
    pairs = np.flatnonzero(whole & known[:-1] & known[1:])
    left = np.where(empty[pairs], least[pairs], y[before[pairs]])
    right = np.where(empty[pairs + 1], least[pairs + 1], y[after[pairs]])
    middle = left.astype(np.float64) / 2 + right.astype(np.float64) / 2
    for column in (pairs, pairs + 1):
        least[column] = np.minimum(least[column], middle)
        greatest[column] = np.maximum(greatest[column], middle)
