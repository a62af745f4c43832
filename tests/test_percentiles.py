"""Percentiles as TensorBoard computes them."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.percentiles import SHARES, percentiles


def test_the_nine_percentiles_are_those_of_the_distributions_tab() -> None:
    assert SHARES == (0, 6.68, 15.87, 30.85, 50, 69.15, 84.13, 93.32, 100)


def test_the_values_are_those_of_tensorboards_compress_histogram() -> None:
    # Computed with compress_histogram of tensorboard 2.21.
    rows = np.array([[-2, -1, 3], [-1, 0, 0], [0, 0.5, 10], [0.5, 4, 7]])
    expected = [-2.0, -1.5546666666666666, 0.0087, 0.1585, 0.35, 0.915, 2.4130000000000003, 3.332, 4.0]
    assert percentiles(rows).tolist() == expected


def test_an_evenly_filled_bucket_has_its_shares_at_their_places() -> None:
    assert percentiles(np.array([[0.0, 100.0, 7.0]])) == pytest.approx(SHARES)


def test_a_single_value_is_every_percentile() -> None:
    assert percentiles(np.array([[3.0, 3.0, 10.0]])).tolist() == [3.0] * 9


@pytest.mark.parametrize("rows", [np.empty((0, 3)), np.array([[0.0, 1.0, 0.0]])])
def test_where_there_is_nothing_there_are_no_percentiles(rows: np.ndarray) -> None:
    assert np.isnan(percentiles(rows)).all()
