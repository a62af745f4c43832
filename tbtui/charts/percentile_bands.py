"""Percentiles of histograms over time as nested bands, with the median and the mean: TensorBoard's Distributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram_stack import HistogramStack, along, axis_order
from tbtui.analysis.reduction import Columns, column_edges, reduce_columns
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import DEFAULT, Cells, Colour
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.heatmap import ColumnMark, draw_marks, mark_column, position_at
from tbtui.charts.levels import paint_levels
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, FAR, NO_DOT, RowArray, patterned, vertical_stretches
from tbtui.charts.value_axis import ValueAxis
from tbtui.model.selection import XAxis

FloatArray: TypeAlias = NDArray[np.float64]

# From all values to the middle 38 percent; the fifth of the nine percentiles is the median.
_BANDS: Final = ((0, 8, 0.0), (1, 7, 0.17), (2, 6, 0.34), (3, 5, 0.5))
_MEDIAN: Final = 4
_MEAN: Final = 3
"""Where the mean stands among the statistics."""
_DOTTED: Final = 2

LEGEND: Final = "bands 0-100, 7-93, 16-84, 31-69% · line median · dots mean"


@dataclass(frozen=True, slots=True, eq=False)
class PercentileBands:
    """The bands of one run."""

    stack: HistogramStack
    x_kind: XAxis
    x_axis: Axis
    values: ValueAxis
    colour: Colour
    cursor: float | None = None
    """A position on the x axis that is marked."""
    marks: tuple[ColumnMark, ...] = ()

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The bands as ``width`` x ``height`` cells."""
        cells, box = draw_frame(width, height, width, (self.x_axis, self.values.axis), palette)
        if box.width < 2 or box.height < 1:
            return cells
        order = axis_order(self.stack, self.x_kind)
        edges = column_edges(self.x_axis.low, self.x_axis.high, 2 * box.width)
        percentiles = self.values.transform.forward(along(order, self.stack.percentiles))
        curves = [reduce_columns(order.x, curve, edges) for curve in percentiles.T]
        ramp = colour_ramp(ColourMap.RUN, palette, self.colour)
        paint_levels(cells, (box.top, box.left), self._levels(curves, box, ramp.rows), ramp)
        mark_column(cells, box, self.x_axis, self.cursor, palette)
        self._draw_line(cells, box, curves[_MEDIAN], 0, palette.text)
        means = self.values.transform.forward(along(order, self.stack.statistics[:, _MEAN : _MEAN + 1])[:, 0])
        self._draw_line(
            cells,
            box,
            reduce_columns(order.x, means, edges),
            _DOTTED,
            palette.text if palette.ground < 0 else palette.ground,
        )
        draw_marks(cells, box, self.x_axis, self.marks, palette)
        return cells

    def x_at(self, column: int, width: int, height: int) -> float | None:
        """The position on the x axis under a column of the drawn picture; None beside the canvas."""
        box = frame(width, height, self.x_axis, self.values.axis)
        return position_at(column - box.left, box.width, self.x_axis)

    def _rows(self, values: FloatArray, height: int, parts: int) -> RowArray:
        """Rows from the top, each cell divided into ``parts``."""
        share = (self.values.high - values) / (self.values.high - self.values.low)
        with np.errstate(invalid="ignore"):
            rows = np.clip(np.floor((share * (height - 1) + 0.5) * parts), -FAR, FAR)
        return np.asarray(np.nan_to_num(rows).astype(np.int16))

    def _levels(self, curves: list[Columns], box: Frame, parts: int) -> FloatArray:
        """(rows, columns) the level of the narrowest band in which each part of a cell lies, the lowest row first."""
        found = np.full((box.height * parts, box.width), np.nan)
        rows = np.arange(len(found))[:, None]
        for low, high, level in _BANDS:
            bottom, top = _of_cells(curves[low].low, np.fmin), _of_cells(curves[high].high, np.fmax)
            inside = (rows >= self._rows(top, box.height, parts)) & (rows <= self._rows(bottom, box.height, parts))
            found[inside & ~np.isnan(top) & ~np.isnan(bottom)] = level
        return found[::-1]

    def _draw_line(self, cells: Cells, box: Frame, columns: Columns, pattern: int, colour: Colour) -> None:
        """A line over the bands, on the ground that they have given the cells."""
        nothing = np.isnan(columns.low)
        top = np.where(nothing, np.int16(NO_DOT), np.maximum(np.int16(0), self._rows(columns.high, box.height, 4)))
        bottom = self._rows(columns.low, box.height, 4)
        dots = vertical_stretches(patterned(top, pattern)[None], bottom[None], box.height)[0]
        characters, colours = canvas_of(cells, box)
        grounds = cells.background[box.top : box.top + box.height, box.left : box.left + box.width]
        drawn = dots > 0
        # Where only half of a cell was painted, the line stands on that colour too.
        half = drawn & np.isin(characters, (ord("▄"), ord("▀"))) & (grounds == DEFAULT)
        grounds[half] = colours[half]
        before = np.where((characters >= BRAILLE) & (characters < BRAILLE + 256), characters - BRAILLE, 0)
        characters[drawn] = BRAILLE + (before | dots)[drawn]
        colours[drawn] = colour


def _of_cells(columns: FloatArray, join: np.ufunc) -> FloatArray:
    """(2w,) of columns of dots -> (w,) of cells."""
    return np.asarray(join.reduce(columns.reshape(-1, 2), axis=1))
