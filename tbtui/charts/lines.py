"""The lines of a chart reduced to columns of dots: what is computed once for a size and a range, and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tbtui.analysis.curves import Curve, Stretch
from tbtui.analysis.memo import remembered
from tbtui.analysis.ranges import Range
from tbtui.analysis.reduction import Columns, Marks, column_edges, mark_columns, reduce_columns
from tbtui.charts.palette import Stroke
from tbtui.charts.scales import Transform
from tbtui.model.selection import Scale

_FEW_POINTS: Final = 4


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


@remembered
def line_columns(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    """The line of a stretch: its smoothed values."""
    return _reduced(stretch.x, stretch.smoothed, transform, span)


@remembered
def band_columns(stretch: Stretch, transform: Transform, span: Span) -> Columns:
    """What lies faint behind the line: the raw values, or the band from its lower to its upper edge."""
    if stretch.band is None:
        return _reduced(stretch.x, stretch.raw, transform, span)
    low, high = (_reduced(stretch.x, edge, transform, span) for edge in stretch.band)
    return replace(low, high=high.high)


@remembered
def stretch_marks(stretch: Stretch, span: Span) -> Marks | None:
    """Where the stretch holds NaN and Inf; None for nowhere."""
    return mark_columns(stretch.x, stretch.raw, span.edges)


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
