"""Stacks of histograms over steps, and which of them each column shows."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.histogram_stack import (
    along,
    amounts_in_bins,
    axis_order,
    axis_range,
    buckets_differ,
    histogram_stack,
    refining_order,
    typical_size,
    value_range,
)
from tbtui.analysis.step_columns import step_columns
from tbtui.model.entries import EntryError
from tbtui.model.selection import XAxis
from tests.histograms import entries_of, histogram, stack_of
from tests.test_entry_steps import entries_at

ONE, TWO = histogram((0, 1, 10)), histogram((1, 3, 20))


def test_a_stack_holds_what_is_at_hand_and_counts_the_rest() -> None:
    stack = stack_of([ONE, None, EntryError("torn"), TWO])
    assert stack.steps.tolist() == [0, 3]
    assert stack.awaited == 1
    assert [(index, str(error)) for index, error in stack.errors] == [(2, "torn")]
    assert [stack.place_of(index) for index in range(4)] == [0, None, None, 1]


def test_what_a_restart_made_void_is_left_out_and_counted() -> None:
    entries = entries_at([0, 10, 20], [10, 20, 30])
    stack = histogram_stack(entries, np.arange(4), lambda _, index: histogram((index, index + 1, 1)))
    assert stack.steps.tolist() == [0, 10, 20, 30]
    assert stack.indexes.tolist() == [0, 3, 4, 5]
    assert stack.superseded == 2


def test_an_unreadable_entry_keeps_its_place_on_the_axis() -> None:
    stack = stack_of([ONE, EntryError("torn"), TWO])
    order = axis_order(stack, XAxis.STEP)
    assert order.x.tolist() == [0, 1, 2]
    found = along(order, amounts_in_bins(stack, (0.0, 1.0, 3.0), True))
    assert found[[0, 2]].tolist() == [[10, 0], [0, 20]]
    assert np.isnan(found[1]).all()


def test_clocks_that_were_set_back_are_put_in_order_and_lost_ones_left_out() -> None:
    entries = entries_of([0, 1, 2, 3], [50.0, 20.0, np.nan, 60.0])
    stack = histogram_stack(entries, np.arange(4), lambda *_: ONE)
    assert axis_order(stack, XAxis.WALL).x.tolist() == [20, 50, 60]
    assert axis_order(stack, XAxis.WALL).places.tolist() == [1, 0, 3]
    assert axis_range(entries, XAxis.RELATIVE) == (-30, 10)


def test_the_range_of_values_is_that_of_all_stacks() -> None:
    stacks = [stack_of([ONE, histogram()]), stack_of([TWO])]
    assert value_range(stacks) == (0, 3)
    low, high = value_range(stacks, without_outliers=True) or (0, 0)
    assert 0 < low < 0.1
    assert 2.8 < high < 3
    assert value_range([stack_of([histogram()])]) is None
    assert typical_size([]) == 0


def test_buckets_that_differ_by_step_are_known() -> None:
    assert not buckets_differ(stack_of([ONE, histogram((0, 1, 3))]))
    assert buckets_differ(stack_of([ONE, TWO]))


def test_reading_is_soon_spread_over_all_steps() -> None:
    assert refining_order(9).tolist() == [8, 0, 4, 2, 6, 1, 3, 5, 7]
    for count in (0, 1, 2, 3, 100):
        assert sorted(refining_order(count).tolist()) == list(range(count))


def test_columns_show_what_lies_in_them_or_is_nearest() -> None:
    columns = step_columns(np.array([0.0, 1.0, 4.0]), np.arange(-0.5, 6.0))
    assert list(zip(columns.first, columns.last, strict=True))[:2] == [(0, 1), (1, 2)]
    means = columns.means(np.array([[1.0], [2.0], [3.0]]))[0]
    assert means == pytest.approx([1, 2, 2, 3, 3, 3], nan_ok=True)


def test_a_column_with_several_shows_their_mean() -> None:
    columns = step_columns(np.arange(6.0), np.array([-0.5, 2.5, 5.5]))
    assert columns.means(np.arange(6.0)[:, None])[0].tolist() == [1, 4]


def test_a_pause_stays_empty() -> None:
    columns = step_columns(np.array([0.0, 1.0, 2.0, 100.0, 101.0]), np.arange(-0.5, 102.0))
    held = columns.last > columns.first
    assert held[:4].all()
    assert not held[5:97].any()
    assert held[99:].all()


def test_steps_that_grow_by_a_factor_leave_no_holes() -> None:
    x = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    assert (step_columns(x, np.arange(0.5, 33.0)).last > step_columns(x, np.arange(0.5, 33.0)).first).all()


def test_a_lone_entry_has_its_column_or_all() -> None:
    edges = np.arange(-0.5, 5.0)
    alone = step_columns(np.array([2.0]), edges)
    assert (alone.last > alone.first).tolist() == [False, False, True, False, False]
    assert (step_columns(np.array([2.0]), edges, np.inf).last == 1).all()


def test_unknown_numbers_do_not_spoil_a_mean() -> None:
    columns = step_columns(np.arange(4.0), np.array([-0.5, 1.5, 3.5]))
    found = columns.means(np.array([[1.0], [np.nan], [np.nan], [np.nan]]))[0]
    assert found[0] == 1
    assert np.isnan(found[1])


def test_no_entries_no_columns() -> None:
    columns = step_columns(np.empty(0), np.arange(4.0))
    assert np.isnan(columns.means(np.empty((0, 2)))).all()
