"""Charts of precision over recall, with the points of a threshold marked, and of a curve's numbers over steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import Curve
from tbtui.analysis.memo import remembered
from tbtui.analysis.pr_curves import defined_length, read_pr
from tbtui.analysis.pr_over_steps import StepTable
from tbtui.analysis.ranges import Range, finite_range, widened
from tbtui.analysis.stretch import Stretch
from tbtui.charts.axes import frame
from tbtui.charts.cells import Cells
from tbtui.charts.line_chart import USUAL_SIZE, LineChart, Size, View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import Palette, Stroke
from tbtui.model.pr_curves import FloatArray, PrCurve

WHOLE: Final[Range] = (0.0, 1.0)
_ISO_SCORES: Final = (0.2, 0.4, 0.6, 0.8)
_ISO_POINTS: Final = 200
_SPACE: Final = ord(" ")
# A little room above, or a perfect curve would lie on the frame.
_Y_WHOLE: Final[Range] = (0.0, 1.02)


@dataclass(frozen=True, slots=True)
class DrawnCurve:
    """One run's curve and how it is drawn."""

    name: str
    curve: PrCurve
    stroke: Stroke


@dataclass(frozen=True, slots=True, eq=False)
class PrChart:
    """Curves over lines of equal F1."""

    lines: LineChart
    scores: tuple[float, ...]
    """Of the lines of equal F1."""

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as cells; each line of equal F1 has its score at its right end, or where no curve lies under it."""
        cells = self.lines.draw(width, height, palette)
        box = frame(width, height, *self.lines.axes())
        inside = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
        free = (cells.characters[inside] == _SPACE) | (cells.foreground[inside] == palette.grid)
        for score in self.scores:
            label = f"F1 {score:g}"
            place = self._label_place(score, len(label), free)
            if place is not None:
                row, column = place
                cells.write(box.top + row, box.left + column, label, palette.muted)
                free[row, column : column + len(label)] = False
        return cells

    def _label_place(self, score: float, width: int, free: NDArray[np.bool_]) -> tuple[int, int] | None:
        """(row, column) of a label on the right half of a line of equal F1 where all cells are free; else None."""
        rows, columns = free.shape
        if columns <= 4 * width:
            return None
        ends = np.arange(columns - 1, columns // 2, -1)
        low, high = self.lines.x_range
        precision = iso_precision(low + ends / (columns - 1) * (high - low), score)
        axis = self.lines.left
        found = np.rint((axis.high - precision) / (axis.high - axis.low) * (rows - 1))
        for end, row in zip(ends.tolist(), found.tolist(), strict=True):
            if 0 <= row < rows and free[int(row), end - width + 1 : end + 1].all():
                return int(row), end - width + 1
        return None


@remembered
def pr_line(curve: PrCurve) -> Curve:
    """Precision over recall, from the highest threshold that takes anything for positive down to 0."""
    length = defined_length(curve)
    recall, precision = curve.recall[:length][::-1], curve.precision[:length][::-1]
    known = np.isfinite(recall)
    order = np.argsort(recall[known], kind="stable")
    return _curve(recall[known][order], precision[known][order])


def _curve(x: FloatArray, values: FloatArray) -> Curve:
    return Curve((Stretch(x, values),))


def iso_precision(recall: FloatArray, score: float) -> FloatArray:
    """The precision that has this F1 score at each recall; NaN where none has."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found: FloatArray = score * recall / (2 * recall - score)
    return np.where((found >= 0) & (found <= 1), found, np.nan)


@cache
def _iso_curve(score: float) -> Curve:
    recall = np.linspace(score / (2 - score), 1.0, _ISO_POINTS)
    return _curve(recall, np.minimum(1.0, score * recall / (2 * recall - score)))


def pr_chart(
    drawn: Sequence[DrawnCurve],
    threshold: float,
    palette: Palette,
    *,
    x_range: Range | None = None,
    iso: bool = True,
    size: Size = USUAL_SIZE,
) -> PrChart:
    """The chart of these curves, the last one on top; of a part of the recalls the precisions that lie there."""
    scores = _ISO_SCORES if iso else ()
    faint = Stroke(palette.grid, palette.grid, 0, "")
    lines = [Line("", _iso_curve(score), faint) for score in scores]
    for one in drawn:
        reading = read_pr(one.curve, threshold)
        lines.append(Line(one.name, pr_line(one.curve), one.stroke, mark=(reading.recall, reading.precision)))
    y_range = _Y_WHOLE if x_range is None else _seen_precision(drawn, x_range)
    view = View(numbers=True, x_range=x_range or WHOLE, y_range=y_range)
    return PrChart(line_chart(lines, view, size), scores)


def _seen_precision(drawn: Sequence[DrawnCurve], x_range: Range) -> Range:
    """The precisions that the curves have in a part of the recalls, with the points just outside."""
    found = []
    for one in drawn:
        stretch = pr_line(one.curve).main
        low, high = np.searchsorted(stretch.x, x_range[0], "left"), np.searchsorted(stretch.x, x_range[1], "right")
        found.append(stretch.raw[max(0, int(low) - 1) : int(high) + 1])
    return widened(finite_range(found))


@remembered
def steps_curves(table: StepTable, measure: str) -> Mapping[str, Curve]:
    """Run -> a number of its curves over steps."""
    return {one.run: _curve(one.steps, one.values) for one in table.lines(measure)}


def over_steps_chart(
    drawn: Sequence[tuple[str, Curve, Stroke]],
    x_range: Range | None = None,
    size: Size = USUAL_SIZE,
) -> LineChart:
    """The chart of numbers over steps, each a run's name, curve and stroke."""
    lines = [Line(name, curve, stroke) for name, curve, stroke in drawn]
    return line_chart(lines, View(x_range=x_range), size)
