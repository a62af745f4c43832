"""Histograms over their values: one as bars, others as outlines above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_bins import amounts
from tbtui.charts.amounts import Amounts
from tbtui.charts.axes import Frame, frame
from tbtui.charts.cells import DEFAULT, Cells, Colour
from tbtui.charts.colour_scale import Brightness
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, NO_DOT, RowArray, line_stretches, vertical_stretches
from tbtui.charts.value_axis import ValueAxis

FloatArray: TypeAlias = NDArray[np.float64]

_LABELS: Final = 7
"""Columns that the labels of the vertical axis take, usually."""
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_HEADROOM: Final = 1.05


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One histogram of the chart."""

    histogram: Histogram
    colour: Colour
    bars: bool = False
    """Drawn as bars, behind the outlines of the others."""


@dataclass(frozen=True, slots=True, eq=False)
class ValueChart:
    """Outlines over one axis of values; the last one lies on top. A bin is one cell wide."""

    outlines: tuple[Outline, ...]
    values: ValueAxis
    by_count: bool = False
    growth: Brightness = Brightness.LINEAR

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as ``width`` x ``height`` cells."""
        found, scale = self.measured(max(1, width - _LABELS))
        box = frame(width, height, self.values.axis, scale.axis)
        if box.width != found.shape[1]:
            found, scale = self.measured(max(1, box.width))
        cells, box = draw_frame(width, height, width, (self.values.axis, scale.axis), palette)
        if box.width == found.shape[1]:
            self._paint(cells, box, [scale.levels(mine) for mine in found], palette)
        return cells

    def measured(self, columns: int) -> tuple[FloatArray, Amounts]:
        """(outlines, columns) how much each holds in each bin, and the scale for that."""
        histograms = [one.histogram for one in self.outlines]
        found = amounts(histograms, self.values.edges(columns), by_count=self.by_count)
        return found, Amounts(float(found.max(initial=0.0)) * _HEADROOM, self.growth, self.by_count)

    def _paint(self, cells: Cells, box: Frame, levels: Sequence[FloatArray], palette: Palette) -> None:
        for one, mine in zip(self.outlines, levels, strict=True):
            if one.bars:
                paint_bars(cells, box, mine, one.colour, palette)
        for one, mine in zip(self.outlines, levels, strict=True):
            if not one.bars:
                _paint_outline(cells, box, mine, one.colour)


def _paint_outline(cells: Cells, box: Frame, levels: FloatArray, colour: Colour) -> None:
    characters, colours = canvas_of(cells, box)
    top, bottom = outline_rows(levels, box.height)
    dots = vertical_stretches(top[None], bottom[None], box.height)[0]
    drawn = dots > 0
    before = np.where((characters >= BRAILLE) & (characters < BRAILLE + 256), characters - BRAILLE, 0)
    characters[drawn] = BRAILLE + (before | dots)[drawn]
    colours[drawn] = colour


def outline_rows(levels: FloatArray, height: int) -> tuple[RowArray, RowArray]:
    """(w,) heights from 0 to 1 -> (2w,) upper and lower dot rows of the line through the middles of the bins.

    Stretches of nothing are not drawn, up to where something begins.
    """
    joined = np.interp(np.arange(2 * len(levels)), 2 * np.arange(len(levels)) + 0.5, levels)
    rows = (4 * height - 1 - np.rint(joined * (4 * height - 1))).astype(np.int16)
    top, bottom = line_stretches(rows)
    return np.where(joined > 0, top, np.int16(NO_DOT)), bottom


def paint_bars(cells: Cells, box: Frame, levels: FloatArray, colour: Colour, palette: Palette) -> None:
    """Bars one cell wide from the foot of the canvas up; what is not nothing is seen."""
    characters, colours = canvas_of(cells, box)
    grounds = cells.background[box.top : box.top + box.height, box.left : box.left + box.width]
    eighths = np.rint(levels * box.height * 8).astype(np.int64)
    eighths = np.where(levels > 0, np.maximum(1, eighths), 0)
    base = 8 * np.arange(box.height - 1, -1, -1)[:, None]
    parts = np.clip(eighths[None, :] - base, 0, 8)
    letters = np.array([ord(letter) for letter in _EIGHTHS], np.uint32)
    drawn = parts > 0
    characters[drawn], colours[drawn] = letters[parts[drawn]], colour
    if palette.ground >= 0:
        # An outline may cross a whole cell: it keeps its ground.
        whole = parts == 8
        characters[whole], grounds[whole] = ord(" "), colour
    else:
        grounds[drawn] = DEFAULT
