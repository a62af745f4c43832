"""Curves: attempts apart, x axes, averages of runs, and the chart models that are made of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tbtui.analysis.curve_summary import summarise
from tbtui.analysis.curves import make_curve, relation_curve
from tbtui.analysis.findings import next_place, not_finite, spikes
from tbtui.analysis.run_groups import average_curve, run_groups
from tbtui.analysis.stretch import Stretch
from tbtui.charts.line_chart import View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import DARK, SIXTEEN
from tbtui.model.selection import Attempts, Average, Scale, XAxis
from tbtui.model.series import Part, Series


def series(steps: list[int], values: list[float], walls: list[float] | None = None) -> Series:
    wall_times = np.array(walls if walls is not None else range(len(steps)), np.float64)
    return Series("run", "tag", (Part(0, np.array(steps, np.int64), wall_times, np.array(values, np.float64)),))


RESTARTED = series([0, 1, 2, 3, 2, 3, 4], [0.0, 1.0, 2.0, 3.0, 20.0, 30.0, 40.0])


def shapes(attempts: Attempts) -> list[tuple[list[int], bool]]:
    curve = make_curve(RESTARTED, XAxis.STEP, 0.0, attempts)
    return [(stretch.x.tolist(), stretch.superseded) for stretch in curve.stretches]


def test_superseded_points_are_drawn_apart_hidden_or_as_attempts() -> None:
    assert shapes(Attempts.FAINT) == [([2, 3], True), ([0, 1, 2, 3, 4], False)]
    assert shapes(Attempts.HIDDEN) == [([0, 1, 2, 3, 4], False)]
    assert shapes(Attempts.SPLIT) == [([0, 1, 2, 3], False), ([2, 3, 4], False)]


def test_each_axis_counts_what_it_says() -> None:
    one = series([5, 6, 9], [1.0, 2.0, 3.0], [100.0, 160.0, 220.0])
    found = {axis: make_curve(one, axis, 0.0, Attempts.FAINT).main.x.tolist() for axis in XAxis}
    assert found == {
        XAxis.STEP: [5, 6, 9],
        XAxis.RELATIVE: [0, 60, 120],
        XAxis.WALL: [100, 160, 220],
        XAxis.RELATIVE_STEP: [0, 1, 4],
    }


def test_clocks_that_go_back_do_not_make_lines_go_back() -> None:
    curve = make_curve(series([0, 1, 2], [1.0, 2.0, 3.0], [10.0, 5.0, math.nan]), XAxis.WALL, 0.5, Attempts.FAINT)
    assert curve.main.x.tolist() == [5, 10]
    assert curve.main.raw.tolist() == [2, 1]
    assert curve.main.smoothed[1] == 1.0, "the first point that was written"


def test_another_tag_may_be_the_x_axis() -> None:
    over = series([0, 2, 4], [0.0, 200.0, 400.0])
    curve = relation_curve(series([0, 1, 2], [5.0, 6.0, 7.0]), over, 0.0, False)
    assert (curve.main.x.tolist(), curve.main.raw.tolist()) == ([0, 200], [5, 7])
    curve = relation_curve(series([0, 1, 2], [5.0, 6.0, 7.0]), over, 0.0, True)
    assert (curve.main.x.tolist(), curve.main.raw.tolist()) == ([0, 100, 200], [5, 6, 7])


def test_runs_are_grouped_by_a_pattern_or_by_their_path() -> None:
    runs = ["a/seed0", "a/seed1", "b/seed0", "other"]
    assert [group.runs for group in run_groups(runs, r"^(\w)/")] == [("a/seed0", "a/seed1"), ("b/seed0",), ("other",)]
    assert [group.name for group in run_groups(runs, "1")] == ["a", "b", "other"]
    assert len(run_groups(runs, "")) == 4


def test_averages_have_a_band_and_count_each_run_where_it_is() -> None:
    curves = [
        make_curve(series([0, 2, 4], values), XAxis.STEP, 0.0, Attempts.HIDDEN)
        for values in ([0.0, 2.0, 4.0], [2.0, 4.0, 6.0], [4.0, 6.0, 8.0])
    ]
    mean = average_curve(curves, 0.0, Average.MEAN).main
    assert mean.raw.tolist() == [2, 4, 6]
    assert mean.band is not None
    assert (mean.band[1] - mean.raw).tolist() == [2, 2, 2], "the deviation of a sample of three"
    short = make_curve(series([1], [10.0]), XAxis.STEP, 0.0, Attempts.HIDDEN)
    joined = average_curve([curves[0], short], 0.0, Average.MEDIAN).main
    assert joined.x.tolist() == [0, 1, 2, 4]
    assert joined.raw.tolist() == [0, 5.5, 2, 4]
    assert joined.counts is not None
    assert joined.counts.tolist() == [1, 2, 1, 1]


def test_spikes_and_lost_values_are_found() -> None:
    values = np.sin(np.arange(100) / 5)
    values[40] += 30
    values[70:73] = math.nan
    stretch = Stretch(np.arange(100), values)
    assert spikes(stretch).tolist() == [40]
    assert not_finite(stretch).tolist() == [70]
    assert next_place(np.array([40, 70]), stretch.x, 40.0, 1) == 70
    assert next_place(np.array([40, 70]), stretch.x, 70.0, 1) == 40, "it goes round"


def test_a_summary_tells_extremes_and_what_is_lost() -> None:
    found = summarise(Stretch(np.array([0, 5, 9, 12]), np.array([3.0, math.nan, -1.0, math.inf])))
    assert (found.least, found.least_at, found.greatest, found.mean, found.points) == (-1, 9, 3, 1, 4)
    assert (found.nan, found.infinite) == (1, 1)


def chart_of(values: list[float], **view: object):  # type: ignore[no-untyped-def]
    curve = make_curve(series(list(range(len(values))), values), XAxis.STEP, 0.0, Attempts.FAINT)
    return line_chart([Line("run", curve, DARK.stroke(0))], View(**view), (60, 20))  # type: ignore[arg-type]


def test_a_chart_shows_all_of_its_values() -> None:
    chart = chart_of([0.0, 10.0, 5.0])
    assert chart.x_range == (0, 2)
    assert chart.left.low < 0 < 10 < chart.left.high
    assert not chart.rough


def test_values_that_a_logarithm_does_not_hold_are_counted() -> None:
    assert chart_of([-1.0, 0.0, 1.0, 10.0], y_scale=Scale.LOG).missing == 2


@pytest.mark.parametrize(
    "values",
    [[], [1.0], [math.nan], [math.inf, -math.inf], [1e300, -1e300, 1e-300], [5.0] * 4, [1.0, math.nan, 2.0, math.inf]],
)
@pytest.mark.parametrize("scale", list(Scale))
@pytest.mark.parametrize("size", [(120, 35), (24, 6), (10, 3), (0, 0)])
def test_no_values_and_no_size_break_a_chart(values: list[float], scale: Scale, size: tuple[int, int]) -> None:
    cells = chart_of(values, y_scale=scale, x_scale=scale, cursor=1.0, mark=0.0).draw(*size, SIXTEEN)
    assert (cells.width, cells.height) == size


def test_nan_and_inf_are_marked_at_the_edges() -> None:
    text = "\n".join(chart_of([0.0, 1.0, math.nan, 1.0, math.inf, 0.0]).draw(60, 20, DARK).lines())
    assert "▽" in text
    assert "▲" in text


def test_a_place_on_the_screen_is_a_place_on_the_axes() -> None:
    chart = chart_of([0.0, 10.0, 5.0])
    box = chart.draw(60, 20, DARK)
    assert box.width == 60
    left = next(column for column in range(60) if chart.x_at(column, 60, 20) is not None)
    assert chart.x_at(left, 60, 20) == 0
    assert chart.x_at(0, 60, 20) is None
    assert chart.x_between(0, 59, 60, 20) == (0, 2)
    low, high = chart.y_between(0, 19, 60, 20)
    assert (low, high) == (chart.left.low, chart.left.high)
