"""The lines of a chart reduced to columns of dots: what is computed once for a size and a range, and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tbtui.analysis.curves import Curve
from tbtui.analysis.memo import remembered
from tbtui.analysis.places import place
from tbtui.analysis.ranges import Range
from tbtui.analysis.reduction import Columns, Marks, column_edges, mark_columns, reduce_columns
from tbtui.analysis.sampled_smoothing import sampled_smooth
from tbtui.analysis.smoothing import reach_of
from tbtui.analysis.stretch import Stretch
from tbtui.charts.palette import Stroke
from tbtui.charts.scales import Transform
from tbtui.model.selection import Scale

_FEW_POINTS: Final = 4
# The line of a longer stretch is drawn by samples at first.
_AT_ONCE: Final = 1 << 17
# Of a column of dots so many points at least are looked at.
_SAMPLES: Final = 48


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One curve of a chart and how it is drawn."""

    name: str
    """The run, or the group of runs."""
    curve: Curve
    stroke: Stroke
    dimmed: bool = False
    right: bool = False
    """Measured by the second y axis."""
    tag: str = ""
    mark: tuple[float, float] | None = None
    """A place on it that is marked: a number of the x axis and a value."""


@dataclass(frozen=True, slots=True)
class Span:
    """The part of the x axis that is seen, and into how many columns of dots it is divided."""

    transform: Transform
    low: float
    """In the axis' own, perhaps transformed numbers, as is ``high``."""
    high: float
    columns: int

    @property
    def edges(self) -> np.ndarray:
        """(columns + 1,): where each column begins, in numbers of x."""
        return self.transform.backward(column_edges(self.low, self.high, self.columns))

    @property
    def x_range(self) -> Range:
        """In numbers of x."""
        return self.transform.value(self.low), self.transform.value(self.high)


def line_columns(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    """The line of a stretch: its smoothed values."""
    if not stretch.is_smoothed:
        return _raw(stretch, transform, span)
    first, last = _seen(stretch, span)
    return _reduced(stretch.x[first:last], stretch.smoothed_part(first, last), transform, span)


def rough_columns(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    """The line by some of its points only, each exact, but many for each column: what is shown until all are known."""
    first, last = _seen(stretch, span)
    every = max(2, (last - first) // (_SAMPLES * span.columns))
    places, smoothed = sampled_smooth(stretch.raw, stretch.weight, every)
    return _reduced(stretch.x[places], smoothed, transform, span)


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """Everything that is drawn of a stretch in one span."""

    line: Columns
    band: Columns
    """What lies faint behind the line, where ``has_band`` says that anything does."""
    marks: Marks | None
    exact: bool
    """Whether all points were smoothed for the line."""


def has_band(stretch: Stretch) -> bool:
    """Whether anything is drawn faint behind the line, or in its place."""
    return stretch.superseded or stretch.band is not None or stretch.is_smoothed


def reduction(stretch: Stretch, transform: Transform, span: Span) -> Reduction:
    """The stretch as far as it is known without waiting for the smoothing of many points."""
    if exact_reduction.knows(stretch, transform, span) or _is_quick(stretch, span):
        return exact_reduction(stretch, transform, span)
    return _rough_reduction(stretch, transform, span)


def reduction_known(stretch: Stretch, transform: Transform, span: Span) -> bool:
    """Whether ``reduction`` has no work to do."""
    return exact_reduction.knows(stretch, transform, span) or _rough_reduction.knows(stretch, transform, span)


@remembered
def exact_reduction(stretch: Stretch, transform: Transform, span: Span) -> Reduction:
    """The stretch with all points smoothed."""
    line = line_columns(stretch, transform, span)
    return Reduction(line, band_columns(stretch, transform, span), stretch_marks(stretch, span), True)


@remembered
def _rough_reduction(stretch: Stretch, transform: Transform, span: Span) -> Reduction:
    line = rough_columns(stretch, transform, span)
    return Reduction(line, band_columns(stretch, transform, span), stretch_marks(stretch, span), False)


def _is_quick(stretch: Stretch, span: Span) -> bool:
    """Whether smoothing takes no time worth speaking of."""
    if not stretch.is_smoothed or stretch.presmoothed is not None:
        return True
    first, last = _seen(stretch, span)
    return last - first + min(first, reach_of(stretch.weight)) <= _AT_ONCE


def _seen(stretch: Stretch, span: Span) -> tuple[int, int]:
    """The points inside the span, and one more on either side: lines go to these."""
    low, high = span.x_range
    first, last = place(stretch.x, low), place(stretch.x, high, "right")
    return max(0, first - 1), min(len(stretch), last + 1)


@remembered
def band_columns(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    """What lies faint behind the line: the raw values, or the band from its lower to its upper edge."""
    if stretch.band is None:
        return _raw(stretch, transform, span)
    low, high = (_reduced(stretch.x, edge, transform, span) for edge in stretch.band)
    return replace(low, high=high.high)


@remembered
def stretch_marks(stretch: Stretch, span: Span) -> Marks | None:
    """Where the stretch holds NaN and Inf; None for nowhere."""
    if not _raw_columns(stretch, span).lost:
        return None
    return mark_columns(stretch.x, stretch.raw, span.edges)


@remembered
def _raw_columns(stretch: Stretch, span: Span) -> Columns:
    """The raw values, as they are on a linear axis."""
    return reduce_columns(stretch.x, stretch.raw, span.edges)


def _raw(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    if transform.scale is Scale.LINEAR:
        return _raw_columns(stretch, span)
    return _reduced(stretch.x, stretch.raw, transform, span)


def _reduced(x: np.ndarray, values: np.ndarray, transform: Transform, span: Span) -> Columns:
    """Few points are transformed before they are joined by straight lines, many are reduced first.

    A logarithm of a million values would take longer than all the rest.
    """
    if transform.scale is Scale.LINEAR:
        return reduce_columns(x, values, span.edges)
    if len(values) <= _FEW_POINTS * span.columns:
        return reduce_columns(x, transform.forward(values), span.edges)
    reduced = reduce_columns(x, values, span.edges)
    low, high = transform.forward(reduced.low), transform.forward(reduced.high)
    # What reaches from a value that a logarithm does not hold to one that it does, goes down to the edge.
    low = np.where(np.isnan(low) & ~np.isnan(high), -np.inf, low)
    return replace(reduced, low=low, high=high)
