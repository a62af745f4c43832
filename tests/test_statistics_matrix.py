"""The matrix of all layers: its rows, their order and their colours."""

from __future__ import annotations

import math

import numpy as np

from tbtui.charts.axes import Axis
from tbtui.charts.cells import DEFAULT
from tbtui.charts.colour_maps import ColourMap
from tbtui.charts.histogram_options import HistogramOptions, Measure
from tbtui.charts.palette import DARK
from tbtui.charts.statistics_matrix import MatrixRow, statistics_matrix
from tbtui.charts.ticks import step_ticks
from tbtui.model.selection import Selection
from tests.histograms import layer_of


def test_rows_are_sorted_by_what_they_show() -> None:
    layers = [layer_of([1, 2, 3], "b10"), layer_of([5, 5, 4], "b2"), layer_of([math.nan] * 3, "a")]

    def tags(sort: str, descending: bool = False) -> list[str]:
        options = HistogramOptions(measure=Measure.SPREAD, sort=sort, descending=descending)
        return [row.tag for row in statistics_matrix(layers, options, Selection(), DEFAULT).rows]

    assert tags("name") == ["a", "b2", "b10"]
    assert tags("last", descending=True) == ["b2", "b10", "a"]
    assert tags("last") == ["b10", "b2", "a"]
    assert tags("change", descending=True) == ["b10", "b2", "a"]


def test_the_numbers_of_a_row() -> None:
    matrix = statistics_matrix([layer_of([1, -5, 3, math.nan])], HistogramOptions(), Selection(), DEFAULT)
    row = matrix.rows[0]
    assert (row.last, row.greatest, row.change) == (3, -5, 2)
    assert (matrix.read, matrix.total) == (4, 4)
    assert row.scale.colour_map is ColourMap.DIVERGING
    assert row.scale.low == -row.scale.high == -5


def test_each_layer_has_its_own_colours_or_all_the_same() -> None:
    layers = [layer_of([0, 1]), layer_of([0, 100])]
    apart = HistogramOptions(measure=Measure.DRIFT)
    assert [row.scale.high for row in statistics_matrix(layers, apart, Selection(), DEFAULT).rows] == [1, 100]
    same = HistogramOptions(measure=Measure.DRIFT, one_scale=True)
    assert [row.scale.high for row in statistics_matrix(layers, same, Selection(), DEFAULT).rows] == [100, 100]
    zeros = HistogramOptions(measure=Measure.ZEROS)
    assert [row.scale.high for row in statistics_matrix(layers, zeros, Selection(), DEFAULT).rows] == [1, 1]


def test_a_row_is_a_cell_for_each_column_and_a_dot_where_there_is_no_number() -> None:
    scale = statistics_matrix([layer_of([0, 1])], HistogramOptions(measure=Measure.DRIFT), Selection(), DEFAULT)
    row = MatrixRow("tag", np.array([0.0, 1.0, 2.0]), np.array([0.0, math.nan, 1.0]), scale.rows[0].scale)
    cells = row.draw(Axis(0.0, 3.0, step_ticks), 4, DARK)
    assert cells.lines() == [" ·  "]
    assert cells.background[0, 0] != cells.background[0, 2]
    assert cells.background[0, 3] == DEFAULT
