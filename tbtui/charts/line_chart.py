"""Curves over one horizontal axis: which ranges they need, and the numbers that are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import Stretch
from tbtui.analysis.ranges import Range, finite_range, inner_range, widened
from tbtui.charts.axes import Axis, frame
from tbtui.charts.cells import Cells
from tbtui.charts.line_painter import LinePainter, draw_frame
from tbtui.charts.lines import Line, Span, band_columns, line_columns
from tbtui.charts.palette import Palette
from tbtui.charts.scales import Transform, transform_for
from tbtui.charts.ticks import TickFunction, duration_ticks, linear_ticks, step_ticks, wall_ticks
from tbtui.model.selection import Scale, XAxis

FloatArray: TypeAlias = NDArray[np.float64]

X_TICKS: Final[dict[XAxis, TickFunction]] = {
    XAxis.STEP: step_ticks,
    XAxis.RELATIVE: duration_ticks,
    XAxis.WALL: wall_ticks,
}
_USUAL_COLUMNS: Final = 200
_RIGHT_GUTTER: Final = 8


@dataclass(frozen=True, slots=True)
class View:
    """What of the curves is shown, and how."""

    x_axis: XAxis = XAxis.STEP
    numbers: bool = False
    """The x axis counts something else than its kind says: a tag."""
    x_scale: Scale = Scale.LINEAR
    y_scale: Scale = Scale.LINEAR
    x_range: Range | None = None
    """In numbers of the x axis; None for all."""
    y_range: Range | None = None
    """In values; None for what the curves need."""
    ignore_outliers: bool = False
    scatter: bool = False
    cursor: float | None = None
    """Where a vertical line stands, in numbers of the x axis."""
    mark: float | None = None
    """Where a range begins that ends at the cursor."""


@dataclass(frozen=True, slots=True)
class YAxis:
    """One vertical axis."""

    transform: Transform
    low: float
    """In the axis' own, perhaps transformed numbers, as is ``high``."""
    high: float

    @property
    def axis(self) -> Axis:
        """The axis with its ticks."""
        return Axis(self.low, self.high, self.transform.ticks)


@dataclass(frozen=True, slots=True, eq=False)
class LineChart:
    """Lines and the ranges in which they are drawn; the last line lies on top."""

    lines: tuple[Line, ...]
    view: View
    x_transform: Transform
    x_low: float
    """In the axis' own, perhaps transformed numbers, as is ``x_high``."""
    x_high: float
    left: YAxis
    right: YAxis | None = None
    """The second vertical axis, where any line is measured by it."""
    missing: int = field(default=0)
    """How many values a logarithmic axis does not show."""

    @property
    def empty(self) -> bool:
        """Whether there is no point at all."""
        return not any(stretch.x.size for line in self.lines for stretch in line.curve.stretches)

    @property
    def x_range(self) -> Range:
        """What of the x axis is seen, in its numbers."""
        return self.x_transform.value(self.x_low), self.x_transform.value(self.x_high)

    def axes(self) -> tuple[Axis, Axis]:
        """The horizontal and the left vertical axis, with their ticks."""
        linear = linear_ticks if self.view.numbers else X_TICKS[self.view.x_axis]
        ticks = linear if self.x_transform.scale is Scale.LINEAR else self.x_transform.ticks
        return Axis(self.x_low, self.x_high, ticks), self.left.axis

    def inner_width(self, width: int) -> int:
        """The width that is left beside the labels of a second vertical axis."""
        return width - _RIGHT_GUTTER if self.right else width

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as ``width`` x ``height`` cells."""
        cells, box = draw_frame(width, height, self.inner_width(width), self.axes(), palette)
        if box.width >= 2 and box.height >= 1:
            LinePainter(self, box, palette).paint(cells)
        return cells

    def x_at(self, column: int, width: int, height: int) -> float | None:
        """The x under a column of the drawn chart; None beside the canvas."""
        box = frame(self.inner_width(width), height, *self.axes())
        inside = column - box.left
        if not 0 <= inside < box.width or box.width < 2:
            return None
        return self.x_transform.value(self.x_low + inside / (box.width - 1) * (self.x_high - self.x_low))

    def y_at(self, row: int, width: int, height: int) -> float | None:
        """The value of the left axis at a row of the drawn chart; None above and below the canvas."""
        box = frame(self.inner_width(width), height, *self.axes())
        inside = row - box.top
        if not 0 <= inside < box.height or box.height < 2:
            return None
        share = inside / (box.height - 1)
        return self.left.transform.value(self.left.high + share * (self.left.low - self.left.high))


def line_chart(lines: Sequence[Line], view: View, columns: int = _USUAL_COLUMNS) -> LineChart:
    """Choose the ranges for these lines: of x all or what is asked for, of y what the lines need in that part.

    ``columns`` is how many columns of dots the canvas will have; reducing to these is most of the work, and is kept.
    """
    stretches = [stretch for line in lines for stretch in line.curve.stretches if not stretch.superseded]
    x_transform = transform_for(view.x_scale, [stretch.x for stretch in stretches])
    low, high = _x_ends(stretches, view, x_transform)
    span = Span(x_transform, low, high, columns)
    left = _y_axis([line for line in lines if not line.right], view, span)
    rights = [line for line in lines if line.right]
    right = _y_axis(rights, view, span) if rights else None
    return LineChart(tuple(lines), view, x_transform, low, high, left, right, _missing(stretches, view))


def _x_ends(stretches: Sequence[Stretch], view: View, transform: Transform) -> Range:
    """All of the x axis without a margin, as every point counts up to the edge, or the part that is asked for."""
    ends = view.x_range or finite_range([stretch.x[[0, -1]] for stretch in stretches if stretch.x.size])
    if ends is None:
        return widened(None)
    low, high = (transform.position(end) for end in ends)
    if not np.isfinite(low) and transform.scale is Scale.LOG:
        low = _least_positive(stretches, transform, high)
    return (low, high) if low < high else widened((low, low) if np.isfinite(low) else None)


def _least_positive(stretches: Sequence[Stretch], transform: Transform, high: float) -> float:
    """Where a logarithmic x axis begins that holds 0 or less: at its first number above."""
    firsts = [stretch.x[np.searchsorted(stretch.x, 0.0, "right") :][:1] for stretch in stretches]
    positive = [float(first[0]) for first in firsts if first.size]
    return transform.position(min(positive)) if positive else high - 1


def _y_axis(lines: Sequence[Line], view: View, span: Span) -> YAxis:
    stretches = [stretch for line in lines for stretch in line.curve.stretches if not stretch.superseded]
    seen = [_seen(stretch, span) for stretch in stretches]
    transform = transform_for(view.y_scale, seen)
    if view.y_range is not None:
        low, high = (transform.position(value) for value in view.y_range)
        return YAxis(transform, low, high) if low < high else YAxis(transform, *widened(None))
    if view.ignore_outliers:
        found = inner_range(transform.forward(values) for values in seen)
    else:
        found = finite_range(_extremes(stretches, transform, span))
    return YAxis(transform, *widened(found))


def _seen(stretch: Stretch, span: Span) -> FloatArray:
    """The raw values inside the range of x that is seen."""
    low, high = span.x_range
    first, last = np.searchsorted(stretch.x, low, "left"), np.searchsorted(stretch.x, high, "right")
    return stretch.raw[first:last]


def _extremes(stretches: Sequence[Stretch], transform: Transform, span: Span) -> Iterator[FloatArray]:
    for stretch in stretches:
        reduced = [line_columns(stretch, transform, span)]
        if stretch.smoothed is not stretch.raw or stretch.band is not None:
            reduced.append(band_columns(stretch, transform, span))
        for columns in reduced:
            yield columns.low
            yield columns.high


def _missing(stretches: Sequence[Stretch], view: View) -> int:
    """How many values are zero or less where the axis is logarithmic."""
    if view.y_scale is not Scale.LOG:
        return 0
    return sum(int((stretch.raw <= 0).sum()) for stretch in stretches)
