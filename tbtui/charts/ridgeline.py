"""Histograms one behind the other, each step a little higher: TensorBoard's offset mode. Those in front hide others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_bins import amounts
from tbtui.charts.amounts import Amounts
from tbtui.charts.axes import Axis, Frame, frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, line_stretches
from tbtui.charts.ticks import TickFunction, Ticks
from tbtui.charts.value_axis import ValueAxis

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

_HIGHEST: Final = 0.36
"""How much of the picture's height a ridge takes at most."""
_DOTS_APART: Final = 5
"""Dot rows that lie between two ridges at least."""
_CELLS_A_BIN: Final = 2
_NONE: Final = -1


class Slice(NamedTuple):
    """One histogram of the row."""

    histogram: Histogram
    label: str
    """What it is of: its step or its time."""
    chosen: bool = False
    place: int = 0
    """Which of the run's histograms it is."""


def slice_count(height: int) -> int:
    """How many ridges have room in a picture of so many cells."""
    dots = 4 * max(1, height - 2)
    return max(2, int(dots * (1 - _HIGHEST)) // _DOTS_APART)


@dataclass(frozen=True, slots=True, eq=False)
class Ridgeline:
    """Slices over one axis of values, the oldest at the back and on top, the newest in front."""

    slices: tuple[Slice, ...]
    values: ValueAxis
    amounts: Amounts
    colour_map: ColourMap
    colour: Colour

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The ridges as ``width`` x ``height`` cells."""
        axes = self.values.axis, Axis(0.0, max(1.0, height - 3.0), self._labels(height - 2))
        cells, box = draw_frame(width, height, width, axes, palette)
        for row in box.rows:
            canvas_of(cells, box)[0][row, :] = ord(" ")
        if self.slices and box.width > 1 and box.height > 1:
            self._paint(cells, box, palette)
        return cells

    def slice_at(self, row: int, width: int, height: int) -> int | None:
        """The slice whose foot is nearest to a row of the drawn picture; None beside the canvas."""
        box = frame(width, height, self.values.axis, Axis(0.0, max(1.0, height - 3.0), self._labels(height - 2)))
        if not 0 <= row - box.top < box.height or not self.slices:
            return None
        return int(np.abs(self._feet(box.height) // 4 - (row - box.top)).argmin())

    def _feet(self, height: int) -> IntArray:
        """(k,): the dot row on which each slice stands."""
        dots = 4 * height
        back = round(dots * _HIGHEST) if len(self.slices) > 1 else dots - 1
        return np.rint(np.linspace(back, dots - 1, len(self.slices))).astype(np.int64)

    def _labels(self, height: int) -> TickFunction:
        """The labels of the slices, at the cells of the vertical axis on which they stand."""
        feet = self._feet(max(1, height)) // 4

        def ticks(low: float, high: float, most: int) -> Ticks:
            every = max(1, -(-len(self.slices) // max(1, most)))
            shown = range(len(self.slices) - 1, -1, -every)
            rows = {height - 1 - int(feet[number]): self.slices[number].label for number in shown}
            inside = sorted((row, label) for row, label in rows.items() if low <= row <= high)
            return Ticks(tuple(float(row) for row, _ in inside), tuple(label for _, label in inside))

        return ticks

    def heights(self, cells: int) -> FloatArray:
        """(k, bins) heights from 0 to 1 of the ridges."""
        histograms = [one.histogram for one in self.slices]
        return self.amounts.levels(amounts(histograms, ridge_edges(self.values, cells), by_count=self.amounts.by_count))

    def _paint(self, cells: Cells, box: Frame, palette: Palette) -> None:
        feet = self._feet(box.height)
        highest = round(4 * box.height * _HIGHEST)
        heights = joined(self.heights(box.width), 2 * box.width)
        tops = feet[:, None] - np.rint(heights * highest).astype(np.int64)
        owners = ridge_owners(tops, feet, heights > 0, 4 * box.height)
        ramp = colour_ramp(self.colour_map, palette, self.colour)
        shades = np.linspace(0.15, 1.0, len(self.slices))
        colours = np.array(
            [
                palette.text if one.chosen else ramp.colour(float(shade))
                for one, shade in zip(self.slices, shades, strict=True)
            ],
            np.int32,
        )
        put_owners(*canvas_of(cells, box), owners, colours)


def ridge_edges(values: ValueAxis, cells: int) -> tuple[float, ...]:
    """The bins of the ridges on a canvas of so many cells."""
    return values.edges(max(1, cells // _CELLS_A_BIN))


def joined(heights: FloatArray, columns: int) -> FloatArray:
    """(k, bins) heights -> (k, columns): straight lines from the middle of each bin to that of the next."""
    bins = heights.shape[1]
    middles = (np.arange(bins) + 0.5) * columns / bins - 0.5
    return np.array([np.interp(np.arange(columns), middles, one) for one in heights])


def ridge_owners(tops: IntArray, feet: IntArray, drawn: NDArray[np.bool_], height: int) -> IntArray:
    """(k, 2w) dot rows of the ridges, from back to front, and (k,) of their feet -> (height, 2w): whose dot is seen.

    -1 for nothing; a ridge hides what lies behind it, from its line down to its foot, also where it is not ``drawn``.
    """
    owners = np.full((height, tops.shape[1]), _NONE, np.int64)
    for number, (top, foot) in enumerate(zip(tops, feet.tolist(), strict=True)):
        high, low = line_stretches(top)
        first = max(0, int(top.min()))
        rows, part = np.arange(first, foot + 1)[:, None], owners[first : foot + 1]
        part[rows >= top] = _NONE
        part[(rows >= high) & (rows <= low) & drawn[number]] = number
    return owners


def put_owners(
    characters: NDArray[np.uint32], colours: NDArray[np.int32], owners: IntArray, palette: NDArray[np.int32]
) -> None:
    """Draw dots as braille in the colours of their owners; of several in a cell the last one counts."""
    height, width = characters.shape
    cells = owners.reshape(height, 4, width, 2)
    bits = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], np.uint32)
    dots = np.where(cells >= 0, bits[None, :, None, :], 0).sum(axis=(1, 3), dtype=np.uint32)
    drawn = dots > 0
    characters[drawn] = BRAILLE + dots[drawn]
    colours[drawn] = palette[cells.max(axis=(1, 3))[drawn]]
