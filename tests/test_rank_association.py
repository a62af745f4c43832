"""How much metrics go with hparams, against figures worked out by other means."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.hparam_columns import ColumnKind, Value, ValueColumn
from tbtui.analysis.rank_association import Association, association, association_label, rank_correlation, ranks


def column(*values: Value, metric: bool = False) -> ValueColumn:
    return ValueColumn(ColumnKind.METRIC if metric else ColumnKind.HPARAM, "x", "x", values)


def held(hparam: ValueColumn, *values: Value) -> Association:
    return association(hparam, column(*values, metric=True), np.ones(len(values), np.bool_))


def test_equal_values_share_their_rank() -> None:
    assert ranks(np.array([3.0, 1.0, 3.0, 2.0])).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_known_correlations() -> None:
    # 1 - 6 * sum(d^2) / (n * (n^2 - 1)) with d = 1 1 1 1 0.
    found = rank_correlation(ranks(np.array([1.0, 2, 3, 4, 5])), ranks(np.array([2.0, 1, 4, 3, 5])))
    assert found == pytest.approx(1 - 6 * 4 / (5 * 24))
    assert held(column(1.0, 10.0, 100.0), 3.0, 2.0, 1.0).rho == pytest.approx(-1)


def test_a_metric_that_is_best_in_the_middle_is_seen_by_the_share_alone() -> None:
    lr = [10.0**power for power in (-4, -3, -2, -1, 0) for _ in range(6)]
    loss = [abs(power) + noise / 100 for power in (-2, -1, 0, 1, 2) for noise in range(6)]
    found = held(column(*lr), *loss)
    assert abs(found.rho) < 0.1
    assert found.share > 0.8
    assert found.strength == found.share


def test_categories_have_no_order() -> None:
    found = held(column("a", "b", "a", "b", "a", "b"), 1.0, 10.0, 2.0, 11.0, 3.0, 12.0)
    assert math.isnan(found.rho)
    # Between: 13.5 of 17.5; 1 - (1 - 13.5 / 17.5) * 5 / 4.
    assert found.share == pytest.approx(1 - (1 - 13.5 / 17.5) * 5 / 4)


def test_true_and_false_are_ordered() -> None:
    assert held(column(False, True, False, True), 1.0, 3.0, 2.0, 4.0).rho == pytest.approx(0.8944, abs=1e-4)


def test_rows_without_both_do_not_count() -> None:
    found = held(column(1.0, 2.0, None, 4.0, math.nan), 1.0, math.nan, 3.0, 4.0, 5.0)
    assert found.rows == 2
    assert math.isnan(found.rho)
    assert association_label(found) == "n 2"


def test_what_the_label_says() -> None:
    assert association_label(Association(-0.821, 0.674, 27)) == "ρ -0.82 ε² 0.67 n 27"
    assert association_label(Association(-0.001, math.nan, 27), rows=False) == "ρ +0.00"


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=40))
def test_figures_stay_in_their_bounds(pairs: list[tuple[float, float]]) -> None:
    found = held(column(*(first for first, _ in pairs)), *(second for _, second in pairs))
    assert math.isnan(found.rho) or abs(found.rho) <= 1 + 1e-9
    assert math.isnan(found.share) or 0 <= found.share <= 1
