"""Rebinning keeps the count of every bucket, whatever the buckets and the grid are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tbtui.analysis.histogram_bins import amounts, cumulative_shares, rebinned
from tbtui.analysis.histogram_distance import wasserstein
from tests.histograms import histogram

EDGE = st.one_of(st.integers(-5, 5).map(float), st.floats(-1e6, 1e6, allow_nan=False))
ROWS = st.lists(st.tuples(EDGE, EDGE, st.integers(0, 10_000)), min_size=1, max_size=12)


def grid_over(low: float, high: float, inner: list[float]) -> np.ndarray:
    inside = [edge for edge in inner if low < edge < high]
    return np.unique([low, *inside, max(high, np.nextafter(low, np.inf))])


@given(ROWS, st.lists(EDGE, max_size=30))
@example(rows=[(0.0, 2.225073858507e-311, 1)], inner=[5e-324])
@example(rows=[(0.0, 1.0, 1), (0.0, 2.225073858507e-311, 1)], inner=[])
def test_the_mass_of_every_bucket_is_kept(rows: list[tuple[float, float, int]], inner: list[float]) -> None:
    for row in [*([row] for row in rows), rows]:
        one = histogram(*row)
        if one.empty:
            continue
        found = rebinned(one, grid_over(one.statistics.least, one.statistics.greatest, inner))
        assert (found >= 0).all()
        assert found.sum() == pytest.approx(sum(count for *_, count in row), rel=1e-12)


@given(ROWS, st.lists(EDGE, min_size=1, max_size=30))
def test_buckets_together_are_the_sum_of_each_by_itself(
    rows: list[tuple[float, float, int]], inner: list[float]
) -> None:
    edges = grid_over(-1e6, 1e6, inner)
    alone = sum(rebinned(histogram(row), edges) for row in rows)
    assert rebinned(histogram(*rows), edges) == pytest.approx(alone, rel=1e-9, abs=1e-9)


def test_a_bucket_is_divided_by_its_share_of_each_bin() -> None:
    assert rebinned(histogram((0, 4, 8)), np.array([0.0, 1, 3, 4])).tolist() == [2, 4, 2]


def test_a_single_value_goes_into_its_bin_and_the_last_bin_holds_its_right_edge() -> None:
    one = histogram((0, 0, 1), (1, 1, 2), (3, 3, 4))
    assert rebinned(one, np.array([0.0, 1, 2, 3])).tolist() == [1, 2, 4]


def test_what_lies_beyond_the_grid_is_left_out() -> None:
    assert rebinned(histogram((0, 10, 10), (10, 20, 5)), np.array([5.0, 12, 15])).tolist() == [6, 1.5]


def test_a_rare_tail_is_kept_beside_a_huge_count() -> None:
    one = histogram((0, 1, 1e12), (5, 6, 1))
    assert rebinned(one, np.array([0.0, 1, 5, 6]))[2] == 1


def test_shares_and_counts_of_several_on_one_grid() -> None:
    both = [histogram((0, 2, 4)), histogram()]
    assert amounts(both, (0.0, 1.0, 2.0), by_count=True).tolist() == [[2, 2], [0, 0]]
    assert amounts(both, (0.0, 1.0, 2.0), by_count=False).tolist() == [[0.5, 0.5], [0, 0]]


def test_an_edge_that_rounding_moved_leaves_no_dust() -> None:
    found = amounts([histogram((0, 1, 5))], (-1.0, 1e-17, 1.0), by_count=True)
    assert found.tolist() == [[0, 5]]


def test_values_beyond_the_edges_count_towards_the_whole() -> None:
    assert amounts([histogram((0, 1, 1), (1, np.inf, 3))], (0.0, 1.0), by_count=False).tolist() == [[0.25]]


def test_the_distance_is_how_far_values_must_be_moved() -> None:
    here, there = histogram((0, 1, 5)), histogram((3, 4, 50))
    assert wasserstein(here, there) == pytest.approx(3)
    assert wasserstein(here, here) == 0
    assert wasserstein(histogram((0, 0, 1)), histogram((0, 0, 1), (4, 4, 1))) == pytest.approx(2)
    assert wasserstein(histogram((0, 2, 1)), histogram((1, 1, 1))) == pytest.approx(0.5)
    assert np.isnan(wasserstein(here, histogram()))


@given(ROWS, ROWS)
def test_the_distance_is_the_area_between_the_distributions(
    rows: list[tuple[float, float, int]], others: list[tuple[float, float, int]]
) -> None:
    first, second = histogram(*rows), histogram(*others)
    if first.empty or second.empty:
        return
    low = min(first.statistics.least, second.statistics.least)
    high = max(first.statistics.greatest, second.statistics.greatest)
    places = np.linspace(low, high, 4001)
    apart = np.abs(cumulative_shares(first, places) - cumulative_shares(second, places))
    assert wasserstein(first, second) == pytest.approx(apart.mean() * (high - low), rel=0.02, abs=(high - low) * 2e-3)
