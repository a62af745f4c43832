"""The charts of sessions as numbers: axes, lines between them, brushes, and plots."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.hparam_columns import ColumnKind, Value, ValueColumn
from tbtui.analysis.hparam_filter import Condition, Interval, column_passes
from tbtui.analysis.session_view import HParamsView, ShownSessions, read_table, shown_sessions
from tbtui.charts.cells import Cells
from tbtui.charts.crossing_lines import crossing_lines
from tbtui.charts.hparam_axis import usual_scale, value_axis
from tbtui.charts.palette import DARK, SIXTEEN
from tbtui.charts.parallel_chart import ParallelChart, ParallelLines, beside_on_axis
from tbtui.charts.scatter_matrix import ScatterMatrix
from tbtui.charts.scatter_plot import scatter_plot
from tbtui.charts.session_axes import (
    associations,
    axis_of,
    brush_condition,
    brushed_shares,
    matrix_columns,
    parallel_lines,
    session_colours,
)
from tbtui.charts.session_colours import SHADES, SessionColours
from tbtui.model.selection import Scale
from tbtui.parsing.logdir import open_logdir
from tests.hparam_logs import Write, write_sweep


def column(*values: Value, kind: ColumnKind = ColumnKind.HPARAM) -> ValueColumn:
    return ValueColumn(kind, "x", "x", values)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        ((1e-4, 1e-3, 1e-1), Scale.LOG), ((16.0, 32.0, 64.0), Scale.LOG), ((1.0, 2.0, 3.0), Scale.LINEAR),
        ((0.0, 100.0), Scale.LINEAR), ((-1.0, 100.0), Scale.LINEAR), ((5.0,), Scale.LINEAR),
    ],
)  # fmt: skip
def test_numbers_that_span_decades_are_shown_by_decades(values: tuple[float, ...], scale: Scale) -> None:
    assert usual_scale(column(*values)) is scale


def test_numbers_lie_on_their_axis() -> None:
    axis = value_axis(column(1e-4, 1e-2, None, 1.0, math.nan))
    assert axis.positions[[0, 1, 3]].tolist() == pytest.approx([0, 0.5, 1])
    assert np.isnan(axis.positions[[2, 4]]).all()
    assert axis.ticks(4).labels == ("0.0001", "0.01", "1")
    assert value_axis(column(1e-4, 1e-2, 1.0), "linear").positions[1] == pytest.approx(0.0099, abs=1e-4)


def test_categories_lie_side_by_side() -> None:
    axis = value_axis(column("b10", "b2", "a", None, "b2"))
    assert axis.ticks(9).labels == ("a", "b2", "b10")
    assert axis.positions[[0, 1, 2, 4]].tolist() == [1.0, 0.5, 0.0, 0.5]
    assert value_axis(column(True, False)).ticks(4).labels == ("false", "true")


@pytest.mark.parametrize("values", [(3.0, 3.0), (None, None), (math.nan,), (math.inf, 1.0), ("only",), ("a", 1.0)])
def test_axes_without_a_range_are_drawn_too(values: tuple[Value, ...]) -> None:
    axis = value_axis(column(*values))
    known = axis.positions[np.isfinite(axis.positions)]
    assert ((known >= 0) & (known <= 1)).all()
    assert len(axis.ticks(4).positions) == len(axis.ticks(4).labels)


def _by_hand(heights: np.ndarray, columns: list[int], rows: int, width: int) -> np.ndarray:
    """Every dot of every line, one after the other."""
    found = np.zeros((rows, width), np.bool_)
    for line in heights:
        for place, (left, right) in enumerate(zip(columns, columns[1:], strict=False)):
            for dot in range(left, right + 1):
                ends = [
                    line[place] + (line[place + 1] - line[place]) * min(max((dot + by - left) / (right - left), 0), 1)
                    for by in (-0.5, 0.5)
                ]
                low, high = (math.floor(end + 0.5) for end in sorted(ends))
                found[max(0, low) : min(rows - 1, high) + 1, dot] = True
    return found


@given(st.lists(st.tuples(*[st.integers(0, 39)] * 3), min_size=1, max_size=5))
def test_lines_go_from_axis_to_axis_without_a_gap(lines: list[tuple[int, int, int]]) -> None:
    heights, columns = np.array(lines, np.float64), [2, 12, 30]
    found = crossing_lines(heights, columns, np.zeros(len(lines), np.int64), (1, 40, 32))[0]
    assert (found == _by_hand(heights, columns, 40, 32)).all()


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    heights = np.array([[0.0, np.nan, 5.0]])
    assert not crossing_lines(heights, [0, 8, 16], np.zeros(1, np.int64), (1, 8, 18)).any()


@pytest.fixture
def shown(write: Write, tmp_path: Path) -> ShownSessions:
    write_sweep(write)
    view = HParamsView(filter="lr<1", grouped=False)
    return shown_sessions(read_table(open_logdir(str(tmp_path)).snapshot, 1.9e9, view), view)


def lines_of(shown: ShownSessions) -> ParallelLines:
    lines = parallel_lines(shown)
    assert lines is not None
    return lines


def test_parallel_coordinates_have_an_axis_for_each_column_that_differs(shown: ShownSessions) -> None:
    lines = lines_of(shown)
    assert [axis.title for axis in lines.axes] == ["lr", "optimizer", "seed", "dropout", "val/accuracy", "val/loss"]
    assert lines.lacking
    assert lines.passes.tolist() == [True] * 5 + [False]
    assert parallel_lines(shown) is lines


@pytest.mark.parametrize("size", [(118, 24), (78, 12), (38, 9), (20, 5), (3, 2), (0, 0)])
@pytest.mark.parametrize("palette", [DARK, SIXTEEN])
def test_parallel_coordinates_are_drawn_at_every_size(
    shown: ShownSessions, size: tuple[int, int], palette: object
) -> None:
    chart = ParallelChart(lines_of(shown), 2, 1, {0: (0.2, 0.6)}, "words")
    assert chart.draw(*size, palette).characters.shape == size[::-1]  # type: ignore[arg-type]


def test_the_chosen_line_says_its_values(shown: ShownSessions) -> None:
    text = "\n".join(ParallelChart(lines_of(shown), 0, 5).draw(118, 24, DARK).lines())
    assert "▸lr" in text
    assert "◆none" in text
    assert "val/accuracy 0 ████████████████ 0.9 is best" in text


def test_axes_scroll_where_there_is_no_room(shown: ShownSessions) -> None:
    lines = lines_of(shown)
    assert [axis for axis, _ in ParallelChart(lines, 5).places(40)] == [3, 4, 5]
    assert [axis for axis, _ in ParallelChart(lines, 0).places(118)] == [0, 1, 2, 3, 4, 5]


def test_a_click_finds_axis_and_line(shown: ShownSessions) -> None:
    chart = ParallelChart(lines_of(shown), 0, 0)
    (_, left), *_, (_, right) = chart.places(118)
    axis = chart.lines.axes[0]
    assert chart.at(left, chart.row_of(float(axis.positions[3]), 24), 118, 24) == (0, 3)
    assert chart.at(right, 0, 118, 24)[0] == 5


def test_one_goes_along_an_axis_by_values(shown: ShownSessions) -> None:
    lines = lines_of(shown)
    loss = lines.axes[5]
    walk = [row := 1]
    for _ in range(5):
        found = beside_on_axis(loss, lines.passes, row, 1)
        assert found is not None
        walk.append(row := found)
    assert walk == [1, 2, 3, 0, 4, 4]
    assert beside_on_axis(loss, np.zeros(6, np.bool_), 1, 1) is None


def test_a_brush_is_a_condition_and_back(shown: ShownSessions) -> None:
    lr, optimizer, *_ = lines_of(shown).axes
    condition = brush_condition(lr, 3, 0)
    assert condition == Condition("hparam:lr", "=", (Interval(0.001, 0.1),))
    assert condition is not None
    assert column_passes(lr.column, condition).tolist() == [True] * 5 + [False]
    assert brushed_shares(lr, (condition,)) == pytest.approx((0, 2 / 3))
    assert brush_condition(optimizer, 0, 5) == Condition("hparam:optimizer", "=", ("adam", "sgd"))
    assert brush_condition(lines_of(shown).axes[3], 0, 5) is None
    assert brushed_shares(lr, ()) is None


def test_colours_go_from_worst_to_best() -> None:
    axis = value_axis(column(1.0, 2.0, 3.0, math.nan, kind=ColumnKind.METRIC))
    assert SessionColours(axis, low_is_best=True, rows=4).shades.tolist()[::2] == [SHADES, 1]
    assert SessionColours(axis, low_is_best=False, rows=4).shades.tolist()[:3:2] == [1, SHADES]
    assert SessionColours(axis, low_is_best=True, rows=4).shades[3] == 0
    assert len(set(SessionColours(None, low_is_best=True, rows=4).colours(DARK))) > SHADES / 2


def matrix_of(shown: ShownSessions, **chosen: object) -> ScatterMatrix:
    hparams, metrics = matrix_columns(shown)
    return ScatterMatrix(
        tuple(axis_of(shown, one) for one in hparams),
        tuple(axis_of(shown, one) for one in metrics),
        associations(shown),
        session_colours(shown),
        shown.passes,
        **chosen,  # type: ignore[arg-type]
    )


def test_the_matrix_holds_hparams_against_metrics(shown: ShownSessions) -> None:
    matrix = matrix_of(shown, focus=(1, 3), chosen=0)
    assert [axis.title for axis in matrix.hparams] == ["lr", "optimizer", "seed", "dropout"]
    assert [len(row) for row in matrix.associations] == [4, 4]
    assert [(place.metric, place.hparam) for place in matrix.places(60, 12)] == [(1, 2), (1, 3)]
    place = matrix.at(1, 1, 60, 12)
    assert place is not None
    assert (place.metric, place.hparam) == (1, 2)
    assert len(matrix_of(shown, single=True).places(118, 30)) == 1


@pytest.mark.parametrize("size", [(118, 30), (60, 12), (38, 9), (10, 3), (1, 1)])
def test_the_matrix_is_drawn_at_every_size(shown: ShownSessions, size: tuple[int, int]) -> None:
    cells = matrix_of(shown, focus=(0, 1), chosen=1).draw(*size, DARK)
    assert cells.characters.shape == size[::-1]


def test_points_of_the_first_and_the_last_category_are_spread_inside_the_plot() -> None:
    hparam = value_axis(column(*("adam", "sgd") * 8))
    metric = value_axis(column(*(float(one) for one in range(16)), kind=ColumnKind.METRIC))
    colours = SessionColours(None, low_is_best=True, rows=16)
    plot = scatter_plot(hparam, metric, colours, np.ones(16, np.bool_).tobytes(), (50, 40), DARK)
    assert plot.known.all()
    assert (plot.cells.foreground[plot.rows, plot.columns] == colours.colours(DARK)[1]).all()


def test_the_scale_of_colours_has_room_where_there_is_little() -> None:
    axis = value_axis(column(0.66665, 0.36682, kind=ColumnKind.METRIC))
    for width in (38, 118):
        cells = Cells.blank(width, 1)
        SessionColours(axis, low_is_best=True, rows=2).draw_bar(cells, 0, DARK)
        assert "0.36682 is best" in cells.lines()[0]


def test_a_log_cannot_write_escape_sequences_into_a_chart(shown: ShownSessions) -> None:
    evil = ValueColumn(ColumnKind.HPARAM, "\x1b]52;c;x\x07", "\x1b]52;c;x\x07", ("\x1b[2J", "漢字", "a"))
    axes = (value_axis(evil), value_axis(column(1.0, 2.0, 3.0)))
    lines = ParallelLines(axes, SessionColours(axes[0], low_is_best=False, rows=3), np.ones(3, np.bool_))
    text = "\n".join(ParallelChart(lines, 0, 1).draw(60, 12, DARK).lines())
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "漢" not in text
