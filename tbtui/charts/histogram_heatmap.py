"""Histograms over time as a heat map: a column for each step or several, a row for each bin of values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.histogram_stack import HistogramStack, along, amounts_in_bins, axis_order
from tbtui.analysis.step_columns import step_columns
from tbtui.charts.value_axis import ValueAxis, edge_values
from tbtui.model.selection import XAxis

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HistogramField:
    """What a heat map of one run shows in its cells: amounts, the mean of those steps that share a column."""

    stack: HistogramStack
    x_axis: XAxis
    values: ValueAxis
    by_count: bool
    lone_reach: float = 0.0
    """How far a single histogram reaches to both sides."""

    def __call__(self, x_edges: FloatArray, y_edges: FloatArray) -> FloatArray:
        """(c + 1,) places on the x axis, (r + 1,) on that of the values -> (r, c) amounts; NaN where there are none."""
        order = axis_order(self.stack, self.x_axis)
        edges = edge_values(self.values.transform, y_edges)
        amounts = amounts_in_bins(self.stack, edges, self.by_count)
        found = step_columns(order.x, x_edges, self.lone_reach).means(along(order, amounts))
        return np.where(found > 0, found, np.nan)
