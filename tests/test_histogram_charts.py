"""The pictures of histograms as numbers: what lies where, what hides what."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.charts.amounts import Amounts
from tbtui.charts.axes import Axis
from tbtui.charts.colour_maps import ColourMap, colour_ramp
from tbtui.charts.colour_scale import Brightness, ColourScale
from tbtui.charts.heatmap import Heatmap
from tbtui.charts.histogram_heatmap import HistogramField
from tbtui.charts.palette import DARK, LIGHT, SIXTEEN, Palette
from tbtui.charts.percentile_bands import PercentileBands
from tbtui.charts.picture import Notice
from tbtui.charts.projection import Projection, horizon, interpolated
from tbtui.charts.ridgeline import Ridgeline, Slice, ridge_owners
from tbtui.charts.scales import Transform
from tbtui.charts.surface import GroundAxis, Surface
from tbtui.charts.ticks import linear_ticks, step_ticks
from tbtui.charts.value_axis import ValueAxis, value_axis
from tbtui.charts.value_chart import Outline, ValueChart, outline_rows
from tbtui.model.entries import EntryError
from tbtui.model.selection import Scale, XAxis
from tests.histograms import histogram, stack_of

VALUES = ValueAxis(Transform(Scale.LINEAR), 0.0, 4.0)
STEPS = Axis(0.0, 2.0, step_ticks)
STACK = stack_of([histogram((0, 1, 8)), EntryError("torn"), histogram((3, 4, 2))])


def test_a_field_of_histograms_has_their_shares_and_holes_where_nothing_is() -> None:
    field = HistogramField(STACK, XAxis.STEP, VALUES, by_count=False)
    found = field(np.array([-0.5, 0.5, 1.5, 2.5]), np.array([0.0, 1, 2, 3, 4]))
    assert np.nan_to_num(found).tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert np.isnan(found[:, 1]).all()


def test_counts_keep_the_sizes_apart() -> None:
    field = HistogramField(STACK, XAxis.STEP, VALUES, by_count=True)
    assert np.nanmax(field(np.array([-0.5, 0.5, 1.5, 2.5]), np.array([0.0, 2, 4]))) == 8


def test_the_value_axis_holds_all_and_is_symmetric_about_zero_where_it_is_asked() -> None:
    axis = value_axis([STACK], Scale.LINEAR)
    assert (axis.low, axis.high) == (0, 4)
    assert axis.edges(2) == (-2, 2, 6)
    symmetric = value_axis([stack_of([histogram((-50, -1, 1), (1, 50, 1))])], Scale.SYMLOG)
    assert symmetric.low == -symmetric.high
    assert value_axis([stack_of([histogram((3, 3, 1))])], Scale.LINEAR).low < 3


@pytest.mark.parametrize("growth", list(Brightness))
@pytest.mark.parametrize("by_count", [False, True])
def test_ticks_of_amounts_stand_where_the_amounts_are(growth: Brightness, by_count: bool) -> None:
    scale = Amounts(0.42, growth, by_count)
    ticks = scale.axis.ticks(0.0, 1.0, 5)
    assert ticks.labels[0] == ("0" if by_count else "0%")
    assert list(ticks.positions) == sorted(ticks.positions)
    assert all(0 <= position <= 1 for position in ticks.positions)
    assert len(ticks.labels) >= 3
    label = ticks.labels[-1].rstrip("%")
    amount = float(label) / (1 if by_count else 100)
    assert scale.levels(np.array([amount]))[0] == pytest.approx(ticks.positions[-1])


def bar_heights(lines: list[str]) -> list[int]:
    """For each column how many cells a bar has begun in."""
    return [sum(line[column] != " " for line in lines) for column in range(len(lines[0]))]


def test_bars_are_as_high_as_their_share_and_what_is_rare_is_seen() -> None:
    one = histogram((0, 1, 1e6), (3, 4, 1))
    chart = ValueChart((Outline(one, DARK.runs[0], bars=True),), VALUES)
    cells = chart.draw(47, 22, DARK)
    left = cells.lines()[0].index("│") + 1
    canvas = cells.background[:20, left:] >= 0
    partial = np.isin(cells.characters[:20, left:], [ord(letter) for letter in "▁▂▃▄▅▆▇"])
    heights = (canvas | partial).sum(axis=0)
    assert heights[2] >= 18
    assert heights[20] == 0
    assert heights[38] == 1


def test_the_amounts_of_bars_keep_the_mass() -> None:
    found, scale = ValueChart((Outline(histogram((0, 4, 10)), 1),), VALUES, by_count=True).measured(40)
    assert found.sum() == pytest.approx(10)
    assert scale.high > found.max()


def test_an_outline_over_a_bar_keeps_its_ground() -> None:
    one, other = histogram((0, 4, 10)), histogram((0, 2, 4), (2, 4, 10))
    cells = ValueChart((Outline(other, 2), Outline(one, 1, bars=True)), VALUES).draw(47, 22, DARK)
    crossing = (cells.characters >= 0x2800) & (cells.background == 1)
    assert crossing.any()
    assert (cells.foreground[crossing] == 2).all()


def test_an_outline_is_one_dot_wide_and_begins_where_something_is() -> None:
    top, bottom = outline_rows(np.array([0.0, 0.0, 0.5, 0.5]), 10)
    assert top[:3].tolist() == [-1, -1, -1]
    assert (bottom[4:] >= top[4:]).all()
    assert top[-1] == bottom[-1] == 39 - 20


@pytest.mark.parametrize("palette", [DARK, LIGHT, SIXTEEN])
def test_bands_are_nested_and_hold_the_median(palette: Palette) -> None:
    stack = stack_of([histogram(*((number, number + 1, 1) for number in range(4)))] * 3)
    cells = PercentileBands(stack, XAxis.STEP, STEPS, VALUES, palette.runs[0]).draw(60, 22, palette)
    left = cells.lines()[0].index("┤") + 1
    column = cells.background[:20, left + 20] if palette.ground >= 0 else cells.characters[:20, left + 20]
    shades = list(dict.fromkeys(column.tolist()))
    assert len(shades) >= 3
    middle = cells.characters[9:11, left + 20]
    assert ((middle >= 0x2800) & (middle < 0x2900)).any()


def test_an_unreadable_step_breaks_the_bands() -> None:
    bands = PercentileBands(STACK, XAxis.STEP, STEPS, VALUES, 1)
    assert bands.x_at(59, 60, 22) == 2
    cells = bands.draw(60, 22, DARK)
    assert (cells.background[:20, 20:45] < 0).all()


def test_a_ridge_hides_what_lies_behind_it() -> None:
    tops = np.array([[2, 2, 2], [5, 1, 5]])
    owners = ridge_owners(tops, np.array([6, 8]), np.ones((2, 3), np.bool_), 9)
    assert owners[2].tolist() == [0, 1, 1]
    assert owners[1].tolist() == [-1, 1, -1]
    assert owners[4].tolist() == [-1, 1, 1]
    assert not (owners[6:8] == 0).any()


def test_ridges_stand_one_before_the_other_and_are_found_under_the_mouse() -> None:
    slices = tuple(Slice(histogram((0, 4, 10)), str(step), step == 1, step) for step in range(3))
    ridges = Ridgeline(slices, VALUES, Amounts(1.0), ColourMap.VIRIDIS, 1)
    cells = ridges.draw(60, 22, DARK)
    text = "\n".join(cells.lines())
    assert [label for label in ("0┤", "1┤", "2┤") if label in text] == ["0┤", "1┤", "2┤"]
    assert (cells.foreground == DARK.text).any()
    assert ridges.slice_at(19, 60, 22) == 2
    assert ridges.slice_at(0, 60, 22) == 0
    assert ridges.slice_at(30, 60, 22) is None


def test_a_projection_and_its_inverse() -> None:
    projection = Projection(turn=37, tilt=30)
    x, y = np.array([0.3, -1.0]), np.array([-0.8, 0.5])
    back = projection.ground(projection.across(x, y), projection.depth(x, y))
    assert back[0] == pytest.approx(x)
    assert back[1] == pytest.approx(y)
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], np.float64).T
    assert np.abs(projection.across(*corners)).max() == pytest.approx(1)
    assert projection.up(np.array([1.0]), np.array([1.0]))[0] == pytest.approx(1)
    assert projection.up(np.array([-1.0]), np.array([0.0]))[0] == 0


def test_heights_between_the_rows_are_interpolated_and_end_with_the_ground() -> None:
    heights = np.array([[0.0, 1.0], [1.0, 2.0]])
    found = interpolated(heights, np.array([-1.0, 0.0, 1.0, 1.5]), np.array([-1.0, 0.0, 1.0, 0.0]))
    assert found[:3].tolist() == [0, 1, 2]
    assert np.isnan(found[3])


def test_what_lies_behind_a_wall_is_hidden_and_what_towers_above_it_is_not() -> None:
    wall = np.zeros((21, 21))
    wall[10] = 1.0
    projection = Projection(turn=0, tilt=20)
    hidden = horizon(wall, projection, 40)
    columns = np.array([20])
    behind = np.array([0.9])
    assert hidden.hides(columns, behind, projection.up(behind, np.array([0.0])))[0]
    assert not hidden.hides(columns, behind, np.array([0.99]))[0]
    before = np.array([-0.9])
    assert not hidden.hides(columns, before, projection.up(before, np.array([0.0])))[0]


@pytest.mark.parametrize("turn", [-180, -90, -60, -30, 0, 45, 90, 135])
@pytest.mark.parametrize("palette", [DARK, SIXTEEN])
def test_a_surface_can_be_seen_from_every_side(turn: int, palette: Palette) -> None:
    heights = np.zeros((6, 12))
    heights[2, 4] = 1.0
    axis = GroundAxis(0.0, 1.0, linear_ticks)
    surface = Surface(heights, heights, axis, axis, Projection(turn, 35), ColourScale(0, 1), chosen=2)
    cells = surface.draw(60, 20, palette)
    dots = (cells.characters >= 0x2800) & (cells.characters < 0x2900)
    assert dots.sum() > 60
    ramp = colour_ramp(ColourMap.VIRIDIS, palette)
    bright = [ramp.colour(level) for level in np.linspace(0.6, 1.0, 20)]
    assert np.isin(cells.foreground[dots], [*bright, palette.text]).any()


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (10, 4), (23, 5), (24, 6), (200, 60)])
def test_every_picture_can_be_drawn_at_every_size(size: tuple[int, int]) -> None:
    axis = GroundAxis(0.0, 1.0, linear_ticks)
    pictures = [
        Heatmap(HistogramField(STACK, XAxis.STEP, VALUES, False), STEPS, VALUES.axis, ColourScale(0, 1), cursor=1.0),
        PercentileBands(STACK, XAxis.STEP, STEPS, VALUES, 1, 1.0),
        ValueChart((Outline(STACK.histograms[0], 1, bars=True), Outline(STACK.histograms[1], 2)), VALUES),
        Ridgeline((Slice(STACK.histograms[0], "0"),), VALUES, Amounts(1.0), ColourMap.GREY, 1),
        Surface(np.ones((2, 3)), np.ones((2, 3)), axis, axis, Projection(30, 30), ColourScale(0, 1)),
        Notice("too long for the little room that there is\nand a second line", warning=True),
    ]
    for picture in pictures:
        cells = picture.draw(*size, DARK)
        assert (cells.width, cells.height) == size


def test_a_notice_shows_no_control_characters() -> None:
    text = "\n".join(Notice("evil\x1b[2J name 日本").draw(40, 3, DARK).lines())
    assert "\x1b" not in text
    assert "name ??" in text
