"""Reduction to columns: no extreme is lost, lines go from point to point and are broken at what is no number.

The first point of an axis lies in the middle of a cell, as plotext draws it: the dot column before it is empty.
"""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.places import place, places
from tbtui.analysis.reduction import column_edges, mark_columns, reduce_columns


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.floats(-1e6, 1e6, width=32)), min_size=1, max_size=200),
    st.integers(4, 60),
    st.booleans(),
)
def test_each_column_shows_the_extremes_of_its_points(
    pairs: list[tuple[int, float]], columns: int, whole: bool
) -> None:
    pairs.sort(key=lambda pair: pair[0])
    x = np.array([step for step, _ in pairs], np.int64 if whole else np.float64)
    y = np.array([value for _, value in pairs], np.float32)
    edges = column_edges(0, 1000, columns)
    found = reduce_columns(x, y, edges)
    for column in range(columns):
        inside = y[(x >= edges[column]) & (x < edges[column + 1])]
        if inside.size:
            assert found.low[column] <= inside.min()
            assert found.high[column] >= inside.max()
    np.testing.assert_allclose([np.nanmin(found.low), np.nanmax(found.high)], [y.min(), y.max()], rtol=1e-12)


def test_one_spike_in_a_million_points_is_seen() -> None:
    y = np.zeros(1_000_000, np.float32)
    y[654_321] = 50
    found = reduce_columns(np.arange(1_000_000), y, column_edges(0, 999_999, 200))
    assert np.nanmax(found.high) == 50
    assert (found.high == 50).sum() <= 2


def test_sparse_points_are_joined_by_straight_lines() -> None:
    found = reduce_columns(np.array([0, 100]), np.array([0.0, 100.0]), column_edges(0, 100, 101))
    assert not np.isnan(found.low[1:]).any()
    np.testing.assert_allclose(found.low[1:], np.linspace(0, 100, 100), atol=1.0)


def test_a_line_is_broken_at_nan() -> None:
    y = np.array([0.0, 1.0, math.nan, 3.0, 4.0])
    found = reduce_columns(np.array([0, 25, 50, 75, 100]), y, column_edges(0, 100, 21))
    assert found.lost
    middle = found.low[7:14]
    assert np.isnan(middle).all()
    assert not np.isnan(found.low[1:6]).any()


@given(st.floats(-1e300, 1e300))
def test_a_level_line_has_no_dents(value: float) -> None:
    found = reduce_columns(np.array([0.0, 1.0]), np.full(2, value), np.linspace(0, 1, 122))
    assert set(found.low.tolist()) == set(found.high.tolist()) == {value}


def test_marks_tell_which_columns_hold_what() -> None:
    y = np.array([math.nan, 0.0, math.inf, 0.0, -math.inf])
    marks = mark_columns(np.array([0, 25, 50, 75, 100]), y, column_edges(0, 100, 21))
    found = [np.flatnonzero(flags).tolist() for flags in (marks.nan, marks.plus_inf, marks.minus_inf)]
    assert found == [[1], [10], [20]]


def test_values_of_1e308_do_not_overflow() -> None:
    y = np.array([-1.7e308, 1.7e308])
    found = reduce_columns(np.array([0, 10]), y, column_edges(0, 10, 12))
    assert np.isfinite(found.low[1:]).all()


@given(st.lists(st.integers(-(2**62), 2**62), max_size=30), st.floats(-1e19, 1e19))
def test_places_among_whole_steps_are_those_among_floats(steps: list[int], at: float) -> None:
    x = np.array(sorted(steps), np.int64)
    exact = sorted(steps)
    assert place(x, at) == sum(step < at for step in exact)
    assert place(x, at, "right") == sum(step <= at for step in exact)
    assert places(x.astype(np.float64), np.array([0.5])) == place(x, 0.5)
