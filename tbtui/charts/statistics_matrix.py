"""A number of all layers over all steps as rows of colours: mean, spread, zeros or drift."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import entry_order
from tbtui.analysis.layer_numbers import Layer
from tbtui.analysis.listing import natural_key
from tbtui.analysis.ranges import Range, finite_range
from tbtui.analysis.step_columns import step_columns
from tbtui.charts.axes import Axis
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.colour_maps import ColourMap
from tbtui.charts.colour_scale import Brightness, ColourScale
from tbtui.charts.heatmap import cell_edges
from tbtui.charts.histogram_options import HistogramOptions, Measure
from tbtui.charts.levels import paint_levels
from tbtui.charts.palette import Palette
from tbtui.charts.time_axis import TimeAxis, time_axis
from tbtui.model.selection import Selection, XAxis

FloatArray: TypeAlias = NDArray[np.float64]

_COLUMN: Final = {Measure.MEAN: 0, Measure.SPREAD: 1, Measure.ZEROS: 2, Measure.DRIFT: 3}


@dataclass(frozen=True, slots=True, eq=False)
class MatrixRow:
    """One layer."""

    tag: str
    x: FloatArray
    """(m,) places on the axis over time, ascending, of the histograms that were read."""
    numbers: FloatArray
    """(m,) the measure of each; NaN where it has none."""
    scale: ColourScale
    lone_reach: float = 0.0
    """How far a single histogram reaches to both sides."""

    @property
    def known(self) -> FloatArray:
        """The numbers that there are."""
        return self.numbers[np.isfinite(self.numbers)]

    @property
    def last(self) -> float:
        """The newest number; NaN without any, as are ``greatest`` and ``change``."""
        return float(self.known[-1]) if self.known.size else math.nan

    @property
    def greatest(self) -> float:
        """The number that is farthest from zero."""
        known = self.known
        return float(known[np.abs(known).argmax()]) if known.size else math.nan

    @property
    def change(self) -> float:
        """By how much the newest number is more than the first."""
        return float(self.known[-1] - self.known[0]) if self.known.size else math.nan

    def draw(self, axis: Axis, width: int, palette: Palette) -> Cells:
        """The row as ``width`` cells of one line; a dot where a histogram has no such number."""
        cells = Cells.blank(width, 1)
        columns = step_columns(self.x, cell_edges(axis, width), self.lone_reach)
        held = columns.last > columns.first
        cells.characters[0, held], cells.foreground[0, held] = ord("·"), palette.muted
        levels = self.scale.levels(columns.means(self.numbers[:, None]))
        ramp = self.scale.ramp(palette)
        paint_levels(cells, (0, 0), np.repeat(levels, ramp.rows, axis=0), ramp)
        return cells


@dataclass(frozen=True, slots=True, eq=False)
class StatisticsMatrix:
    """The layers of one run."""

    rows: tuple[MatrixRow, ...]
    time: TimeAxis
    read: int
    """How many histograms have been read, of ``total``."""
    total: int


def statistics_matrix(
    layers: Sequence[Layer], options: HistogramOptions, selection: Selection, colour: Colour
) -> StatisticsMatrix:
    """The matrix of these layers, of which there is at least one; ``colour`` is the run's."""
    time = time_axis([layer.entries for layer in layers], selection)
    measured = [_measured(layer, time.kind, _COLUMN[options.measure]) for layer in layers]
    scales = _scales([numbers for _, numbers in measured], options, colour)
    rows = [
        MatrixRow(layer.entries.tag, x, numbers, scale, time.lone_reach)
        for layer, (x, numbers), scale in zip(layers, measured, scales, strict=True)
    ]
    done, total = np.array([layer.counted() for layer in layers]).sum(axis=0).tolist()
    return StatisticsMatrix(tuple(_sorted(rows, options)), time, done, total)


def _measured(layer: Layer, kind: XAxis, column: int) -> tuple[FloatArray, FloatArray]:
    """Where the histograms of a layer stand that were read, and the measure of each."""
    indexes = entry_order(layer.entries).indexes
    indexes = indexes[layer.done[indexes]]
    x = x_values(layer.entries, kind)[indexes]
    order = np.flatnonzero(np.isfinite(x))
    order = order[np.argsort(x[order], kind="stable")]
    return x[order], layer.numbers[indexes[order], column]


def _scales(found: Sequence[FloatArray], options: HistogramOptions, colour: Colour) -> list[ColourScale]:
    """The colours of each row: one scale for all, or for each its own."""
    if options.one_scale:
        return [_scale(finite_range(found), options, colour)] * len(found)
    return [_scale(finite_range([numbers]), options, colour) for numbers in found]


def _scale(found: Range | None, options: HistogramOptions, colour: Colour) -> ColourScale:
    low, high = found or (0.0, 1.0)
    if options.measure is Measure.MEAN:
        # Zero lies in the middle, so that both signs can be told apart.
        reach = max(abs(low), abs(high))
        return ColourScale(-reach, reach, ColourMap.DIVERGING)
    top = 1.0 if options.measure is Measure.ZEROS else high
    growth = Brightness.ROOT if options.one_scale else Brightness.LINEAR
    return ColourScale(0.0, top, options.colour_map, growth, colour)


def _sorted(rows: Sequence[MatrixRow], options: HistogramOptions) -> list[MatrixRow]:
    """By the chosen number; what has none comes last either way."""
    if options.sort not in ("last", "greatest", "change"):
        return sorted(rows, key=lambda row: natural_key(row.tag), reverse=options.descending)

    def number(row: MatrixRow) -> float:
        found = float(getattr(row, options.sort))
        return math.inf if math.isnan(found) else -found if options.descending else found

    return sorted(rows, key=number)
