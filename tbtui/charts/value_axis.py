"""The axis of the values that histograms count: one for all of a picture, linear or symmetric logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tbtui.analysis.histogram_stack import HistogramStack, typical_size, value_range
from tbtui.analysis.ranges import widened
from tbtui.charts.axes import Axis
from tbtui.charts.heatmap import cell_edges
from tbtui.charts.scales import Transform
from tbtui.model.selection import Scale


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """An axis of values."""

    transform: Transform
    low: float
    """In the axis' own, perhaps transformed numbers, as is ``high``."""
    high: float

    @property
    def axis(self) -> Axis:
        """The axis with its ticks."""
        return Axis(self.low, self.high, self.transform.ticks)

    def edges(self, cells: int, parts: int = 1) -> tuple[float, ...]:
        """(cells * parts + 1) values: the edges of the bins that the cells of a canvas show, ascending."""
        return edge_values(self.transform, cell_edges(self.axis, cells, parts))


def edge_values(transform: Transform, positions: np.ndarray) -> tuple[float, ...]:
    """Edges on the axis as values, ready to be looked up with what was computed for them."""
    return tuple(transform.backward(positions).tolist())


def value_axis(stacks: Sequence[HistogramStack], scale: Scale, *, without_outliers: bool = False) -> ValueAxis:
    """The axis that holds the values of all stacks."""
    transform = Transform(scale, _threshold(stacks)) if scale is Scale.SYMLOG else Transform(Scale.LINEAR)
    found = value_range(stacks, without_outliers=without_outliers)
    if found is None:
        return ValueAxis(transform, *widened(None))
    low, high = (transform.position(end) for end in found)
    return ValueAxis(transform, low, high) if low < high else ValueAxis(transform, *widened((low, low)))


def _threshold(stacks: Sequence[HistogramStack]) -> float:
    """Where a symmetric logarithm begins: the power of ten below what is a usual size of the values."""
    size = typical_size(stacks)
    return 10.0 ** math.floor(math.log10(size)) if size > 0 else 1.0
