"""Heat maps: which value each drawn cell has, and what is painted for it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tbtui.charts.axes import Axis
from tbtui.charts.cells import DEFAULT, Cells
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.colour_scale import Brightness, ColourScale
from tbtui.charts.heatmap import Heatmap, canvas_rows, cell_edges, grid_field
from tbtui.charts.levels import paint_levels
from tbtui.charts.palette import DARK, SIXTEEN
from tbtui.charts.ticks import linear_ticks

X, Y = Axis(0.0, 9.0, linear_ticks), Axis(0.0, 3.0, linear_ticks)


def test_the_ends_of_an_axis_are_the_middles_of_its_end_cells() -> None:
    assert cell_edges(X, 10).tolist() == [-0.5 + number for number in range(11)]
    assert len(cell_edges(X, 10, 2)) == 21


def test_few_values_fill_many_cells_and_the_lowest_row_comes_first() -> None:
    field = grid_field(np.array([[1.0, 2.0], [3.0, 4.0]]), (0, 2), (0, 2))
    found = field(np.linspace(0, 2, 5), np.linspace(0, 2, 5))
    assert found.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]


@pytest.mark.parametrize(("greatest", "expected"), [(False, [2.0, 6.0]), (True, [3.0, 7.0])])
def test_many_values_become_one_cell(greatest: bool, expected: list[float]) -> None:
    field = grid_field(np.array([[1.0, 3.0, 5.0, 7.0]]), (0, 4), (0, 1), greatest=greatest)
    assert field(np.array([0.0, 2, 4]), np.array([0.0, 1])).tolist() == [expected]


def test_beside_the_values_there_is_nothing() -> None:
    field = grid_field(np.array([[1.0, np.nan]]), (0, 2), (0, 1))
    found = field(np.array([-2.0, -1, 0, 1, 2, 3]), np.array([0.0, 1]))[0]
    assert [None if math.isnan(value) else value for value in found] == [None, 1.0, 1.0, None, None]


def test_the_cells_at_the_ends_of_an_axis_are_filled() -> None:
    cells = Heatmap(grid_field(np.ones((2, 2)), (0, 9), (0, 3)), X, Y, ColourScale(0, 1), bar=False).draw(80, 20, DARK)
    assert (cells.background[:18, 7:] == colour_ramp(ColourMap.VIRIDIS, DARK).colour(1.0)).all()


def test_values_that_are_unknown_do_not_spoil_a_mean() -> None:
    field = grid_field(np.array([[1.0, np.nan, np.nan, np.nan]]), (0, 4), (0, 1))
    found = field(np.array([0.0, 2, 4]), np.array([0.0, 1]))[0]
    assert found[0] == 1.0
    assert math.isnan(found[1])


@pytest.mark.parametrize("brightness", list(Brightness))
def test_brightness_can_be_read_back_from_the_bar(brightness: Brightness) -> None:
    scale = ColourScale(2.0, 10.0, brightness=brightness)
    levels = scale.levels(np.array([2.0, 3.0, 6.0, 10.0]))
    assert levels[0] == 0
    assert levels[-1] == 1
    assert [scale.value(float(level)) for level in levels] == pytest.approx([2, 3, 6, 10])


def test_a_thousandth_is_seen_where_brightness_is_logarithmic() -> None:
    assert ColourScale(0.0, 1.0, brightness=Brightness.LOG).levels(np.array([0.001]))[0] > 0.09


def test_a_scale_of_one_value_and_of_none() -> None:
    levels = ColourScale(5.0, 5.0).levels(np.array([5.0, np.nan, np.inf]))
    assert levels.tolist()[::2] == [1, 1]
    assert math.isnan(levels[1])


def test_two_values_share_a_cell_as_half_blocks() -> None:
    ramp = colour_ramp(ColourMap.VIRIDIS, DARK)
    cells = Cells.blank(4, 1)
    paint_levels(cells, (0, 0), np.array([[0.0, 0.0, np.nan, np.nan], [0.0, 1.0, 1.0, np.nan]]), ramp)
    low, high = ramp.colour(0), ramp.colour(1)
    assert cells.lines() == [" ▀▀ "]
    assert cells.foreground[0].tolist() == [low, high, high, DEFAULT]
    assert cells.background[0].tolist() == [low, low, DEFAULT, DEFAULT]


def test_a_lower_half_alone_keeps_the_ground_above() -> None:
    cells = Cells.blank(1, 1)
    paint_levels(cells, (0, 0), np.array([[1.0], [np.nan]]), colour_ramp(ColourMap.VIRIDIS, DARK))
    assert cells.lines() == ["▄"]
    assert cells.background[0, 0] == DEFAULT


def test_the_canvas_is_as_high_as_was_said_before_it_was_drawn() -> None:
    asked = []

    def field(x_edges: np.ndarray, y_edges: np.ndarray) -> np.ndarray:
        asked.append((len(x_edges) - 1, len(y_edges) - 1))
        return np.zeros((len(y_edges) - 1, len(x_edges) - 1))

    for width, height in ((120, 35), (80, 20), (30, 8), (20, 5), (40, 3)):
        Heatmap(field, X, Y, ColourScale(0, 1)).draw(width, height, DARK)
        assert asked[-1][1] == 2 * canvas_rows(width, height)


def test_places_are_found_again_under_the_mouse() -> None:
    chart = Heatmap(grid_field(np.ones((2, 2)), (0, 9), (0, 3)), X, Y, ColourScale(0, 1), bar=False)
    cells = chart.draw(80, 20, DARK)
    left = cells.lines()[0].index("┤") + 1
    assert chart.x_at(left, 80, 20) == 0
    assert chart.x_at(79, 80, 20) == 9
    assert chart.x_at(left - 1, 80, 20) is None
    assert chart.y_at(0, 80, 20) == 3
    assert chart.y_at(17, 80, 20) == 0
    assert chart.y_at(18, 80, 20) is None


def test_the_cursor_is_seen_beside_values_and_on_them() -> None:
    values = np.array([[0.5], [np.nan]])
    plain = Heatmap(grid_field(values, (0, 9), (0, 3)), X, Y, ColourScale(0, 1), bar=False)
    marked = Heatmap(plain.field, X, Y, plain.scale, bar=False, cursor=4.5)
    before, after = plain.draw(80, 20, DARK), marked.draw(80, 20, DARK)
    pairs = [(before.characters, after.characters), (before.foreground, after.foreground)]
    changed = np.logical_or.reduce([one != other for one, other in [*pairs, (before.background, after.background)]])
    assert set(np.nonzero(changed)[1]) == {43}
    assert changed[:18].any(axis=1).all()
    assert "│" in after.lines()[0][1:]


def test_sixteen_colours_draw_ink() -> None:
    cells = Heatmap(grid_field(np.ones((2, 2)), (0, 9), (0, 3)), X, Y, ColourScale(0, 1)).draw(80, 20, SIXTEEN)
    assert "█" * 20 in "\n".join(cells.lines())
