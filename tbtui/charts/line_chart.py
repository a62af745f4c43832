"""Curves over one horizontal axis: which ranges they need, and the numbers that are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.parallel import side_by_side
from tbtui.analysis.places import place
from tbtui.analysis.ranges import Range, finite_range, inner_range, widened
from tbtui.analysis.stretch import Stretch, Values
from tbtui.charts.axes import Axis, canvas_width, frame
from tbtui.charts.cells import Cells
from tbtui.charts.line_painter import LinePainter, draw_frame
from tbtui.charts.lines import Line, Reduction, Span, exact_reduction, has_band, reduction, reduction_known
from tbtui.charts.palette import Palette
from tbtui.charts.scales import Transform, transform_for
from tbtui.charts.ticks import TickFunction, duration_ticks, linear_ticks, step_ticks, wall_ticks
from tbtui.model.selection import Scale, XAxis

FloatArray: TypeAlias = NDArray[np.float64]

X_TICKS: Final[dict[XAxis, TickFunction]] = {
    XAxis.STEP: step_ticks,
    XAxis.RELATIVE: duration_ticks,
    XAxis.WALL: wall_ticks,
    XAxis.RELATIVE_STEP: linear_ticks,
}
X_NAMES: Final[dict[XAxis, str]] = {
    XAxis.STEP: "step",
    XAxis.RELATIVE: "relative time",
    XAxis.WALL: "time of day",
    XAxis.RELATIVE_STEP: "steps since the first",
}
Size: TypeAlias = tuple[int, int]
"""Width and height in cells."""
RoughLine: TypeAlias = tuple[Stretch, Transform, Span]
Transforms: TypeAlias = tuple[Transform, Transform]
"""Of the left and the right vertical axis."""
USUAL_SIZE: Final = (107, 30)
# The cells that the labels of the y axis and the axis itself take, mostly.
_USUAL_LABELS: Final = 7
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
    span: Span
    """The part of the x axis that is seen, and the columns for which the chart was made."""
    left: YAxis
    right: YAxis | None = None
    """The second vertical axis, where any line is measured by it."""
    drawn: tuple[DrawnStretch, ...] = ()
    """Every stretch of every line, reduced to the columns of the span."""
    missing: int = 0
    """How many values a logarithmic axis does not show."""

    @property
    def empty(self) -> bool:
        """Whether there is no point at all."""
        return not any(stretch.x.size for line in self.lines for stretch in line.curve.stretches)

    @property
    def x_range(self) -> Range:
        """What of the x axis is seen, in its numbers."""
        return self.span.x_range

    def axis_of(self, line: Line) -> YAxis:
        """The vertical axis by which a line is measured."""
        return self.right if line.right and self.right else self.left

    @property
    def rough(self) -> list[RoughLine]:
        """The lines that are drawn by samples until all of their points have been smoothed."""
        lines = [one for one in self.drawn if not (one.reduction.exact or one.stretch.superseded)]
        return [(one.stretch, self.axis_of(one.line).transform, self.span) for one in lines]

    def drawn_at(self, columns: int) -> Sequence[DrawnStretch]:
        """What is drawn on a canvas of so many columns of dots."""
        if columns == self.span.columns:
            return self.drawn
        transforms = (self.left.transform, (self.right or self.left).transform)
        return drawn_stretches(self.lines, transforms, replace(self.span, columns=columns))

    def axes(self) -> tuple[Axis, Axis]:
        """The horizontal and the left vertical axis, with their ticks."""
        linear = linear_ticks if self.view.numbers else X_TICKS[self.view.x_axis]
        ticks = linear if self.span.transform.scale is Scale.LINEAR else self.span.transform.ticks
        return Axis(self.span.low, self.span.high, ticks), self.left.axis

    def with_cursor(self, cursor: float | None) -> LineChart:
        """The same chart with its cursor elsewhere."""
        return self if cursor == self.view.cursor else replace(self, view=replace(self.view, cursor=cursor))

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
        return self.span.transform.value(self.span.low + inside / (box.width - 1) * (self.span.high - self.span.low))

    def x_between(self, left: int, right: int, width: int, height: int) -> Range:
        """The part of x between two columns of the drawn chart, as far as they lie on the canvas."""
        box = frame(self.inner_width(width), height, *self.axes())
        ends = [min(max(column - box.left, 0), box.width - 1) / max(1, box.width - 1) for column in (left, right)]
        span = self.span
        low, high = (span.transform.value(span.low + share * (span.high - span.low)) for share in ends)
        return low, high

    def y_between(self, top: int, bottom: int, width: int, height: int) -> Range:
        """The values of the left axis between two rows of the drawn chart, as far as they lie on the canvas."""
        box = frame(self.inner_width(width), height, *self.axes())
        axis = self.left
        ends = [min(max(row - box.top, 0), box.height - 1) / max(1, box.height - 1) for row in (bottom, top)]
        low, high = (axis.transform.value(axis.high + share * (axis.low - axis.high)) for share in ends)
        return low, high


class DrawnStretch(NamedTuple):
    """One stretch of a line, reduced to columns."""

    line: Line
    stretch: Stretch
    reduction: Reduction


def drawn_stretches(lines: Sequence[Line], transforms: Transforms, span: Span) -> tuple[DrawnStretch, ...]:
    """Reduce all stretches of these lines, side by side where they are long."""
    found = [(line, stretch, transforms[line.right]) for line in lines for stretch in line.curve.stretches]
    fresh = [(stretch, one) for _, stretch, one in found if not reduction_known(stretch, one, span)]
    side_by_side((partial(reduction, *one, span) for one in fresh), sum(len(stretch) for stretch, _ in fresh))
    return tuple(DrawnStretch(line, stretch, reduction(stretch, one, span)) for line, stretch, one in found)


def refine(rough: Sequence[RoughLine]) -> None:
    """Smooth all points of lines that are drawn by samples; charts of them are exact when they are made anew."""
    side_by_side((partial(exact_reduction, *line) for line in rough), sum(len(stretch) for stretch, _, _ in rough))


def line_chart(lines: Sequence[Line], view: View, size: Size = USUAL_SIZE) -> LineChart:
    """Choose the ranges for these lines: of x all or what is asked for, of y what the lines need in that part.

    ``size`` is the width and height in cells for which the chart is made. Drawn in another size it is right too, but
    takes longer, as the lines are reduced to other columns then.
    """
    stretches = [stretch for line in lines for stretch in line.curve.stretches if not stretch.superseded]
    x_transform = transform_for(view.x_scale, [stretch.x for stretch in stretches])
    low, high = _x_ends(stretches, view, x_transform)
    width = size[0] - (_RIGHT_GUTTER if any(line.right for line in lines) else 0)
    span = Span(x_transform, low, high, max(4, 2 * (width - _USUAL_LABELS)))
    transforms = _transforms(lines, view, span)
    drawn = drawn_stretches(lines, transforms, span)
    left, right = (_y_axis(drawn, view, span, transforms, right=side) for side in (False, True))
    columns = max(4, 2 * canvas_width(width, size[1], left.axis))
    if columns != span.columns:
        # The labels are wider than usual: there is room for fewer columns.
        span = replace(span, columns=columns)
        drawn = drawn_stretches(lines, transforms, span)
    two_axes = any(line.right for line in lines)
    return LineChart(tuple(lines), view, span, left, right if two_axes else None, drawn, _missing(stretches, view))


def _transforms(lines: Sequence[Line], view: View, span: Span) -> Transforms:
    """How the left and the right vertical axis are divided."""
    seen = [(line.right, _seen(one, span)) for line in lines for one in line.curve.stretches if not one.superseded]
    left, right = (
        transform_for(view.y_scale, [values for is_right, values in seen if is_right is side]) for side in (False, True)
    )
    return left, right


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
    firsts = [stretch.x[place(stretch.x, 0.0, "right") :][:1] for stretch in stretches]
    positive = [float(first[0]) for first in firsts if first.size]
    return transform.position(min(positive)) if positive else high - 1


def _y_axis(drawn: Sequence[DrawnStretch], view: View, span: Span, transforms: Transforms, *, right: bool) -> YAxis:
    transform = transforms[right]
    if view.y_range is not None:
        low, high = (transform.position(value) for value in view.y_range)
        return YAxis(transform, low, high) if low < high else YAxis(transform, *widened(None))
    counting = [one for one in drawn if one.line.right is right and not one.stretch.superseded]
    if view.ignore_outliers:
        found = inner_range(transform.forward(_seen(one.stretch, span)) for one in counting)
    else:
        found = finite_range([np.concatenate(list(_extremes(counting)))] if counting else ())
    return YAxis(transform, *widened(found))


def _seen(stretch: Stretch, span: Span) -> Values:
    """The raw values inside the range of x that is seen."""
    low, high = span.x_range
    return stretch.raw[place(stretch.x, low) : place(stretch.x, high, "right")]


def _extremes(drawn: Sequence[DrawnStretch]) -> Iterator[FloatArray]:
    for one in drawn:
        yield from (one.reduction.line.low, one.reduction.line.high)
        if has_band(one.stretch):
            yield from (one.reduction.band.low, one.reduction.band.high)


def _missing(stretches: Sequence[Stretch], view: View) -> int:
    """How many values are zero or less where the axis is logarithmic."""
    if view.y_scale is not Scale.LOG:
        return 0
    return sum(int((stretch.raw <= 0).sum()) for stretch in stretches)
