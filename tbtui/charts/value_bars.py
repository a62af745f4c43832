"""How the values of one tensor are distributed, as bars of eighths of a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.axes import Axis
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.line_painter import canvas_of, draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.ticks import linear_ticks

_EIGHTHS: Final = np.array([ord(letter) for letter in " ▁▂▃▄▅▆▇█"], np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class ValueBars:
    """Counts in bins that lie side by side."""

    edges: NDArray[np.float64]
    """(k + 1,) ascending."""
    counts: NDArray[np.int64]
    """(k,)."""
    colour: Colour

    def column_counts(self, columns: int) -> NDArray[np.int64]:
        """(columns,): the count of the bin under each column of cells, of which the axis ends in the outer ones."""
        bins = np.arange(columns) * len(self.counts) // max(1, columns - 1)
        return self.counts[np.minimum(bins, len(self.counts) - 1)]

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The bars as ``width`` x ``height`` cells."""
        highest = float(max(1, self.counts.max()))
        axes = (
            Axis(float(self.edges[0]), float(self.edges[-1]), linear_ticks),
            Axis(0.0, highest, linear_ticks),
        )
        cells, box = draw_frame(width, height, width, axes, palette)
        if box.width < 1 or box.height < 1:
            return cells
        characters, colours = canvas_of(cells, box)
        counts = self.column_counts(box.width)
        # The axis begins in the middle of the lowest row and ends in the middle of the highest one.
        eighths = np.where(counts > 0, np.ceil((counts / highest * (box.height - 1) + 0.5) * 8), 0)
        levels = np.arange(box.height)[::-1, None] * 8
        filled = np.clip(eighths[None, :] - levels, 0, 8).astype(np.int64)
        drawn = filled > 0
        characters[drawn] = _EIGHTHS[filled[drawn]]
        colours[drawn] = self.colour
        return cells
