"""Numbers and ticks as people read them: round, with units, never "1.7e4" or "-0.00"."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tbtui.analysis.labels import age_label, bytes_label, count_label, duration_label, number_label, value_label
from tbtui.charts.scales import transform_for
from tbtui.charts.ticks import duration_ticks, linear_ticks, log_ticks, wall_ticks
from tbtui.model.selection import Scale

_ODD = re.compile(r"^-0(\.0*)?$|e\+|^-?\d{4}|\.\d*0[kMGTP]?$")


@pytest.mark.parametrize(
    ("value", "step", "label"),
    [(0, 1, "0"), (-1e-18, 0.1, "0"), (17_000, 1000, "17k"), (2.5e6, 5e5, "2.5M"), (0.3, 0.1, "0.3"),
     (1e-5, 1e-5, "1e-5"), (3e20, 1e20, "3e20"), (-0.25, 0.05, "-0.25"), (1e9, 1e9, "1G"), (100_500, 500, "100.5k")],
)  # fmt: skip
def test_tick_labels(value: float, step: float, label: str) -> None:
    assert number_label(value, step) == label


@pytest.mark.parametrize(
    ("value", "label"),
    [(math.nan, "NaN"), (-math.inf, "-Inf"), (0.1, "0.1"), (123456.0, "123.46k"), (0.00001234, "1.234e-5"), (-3, "-3")],
)
def test_value_labels(value: float, label: str) -> None:
    assert value_label(value) == label


def test_units_of_counts_sizes_and_times() -> None:
    assert [count_label(number) for number in (0, 9_999, 12_345, 4_000_000)] == ["0", "9,999", "12.3k", "4M"]
    assert [bytes_label(size) for size in (0, 999, 1_500, 2_000_000_000)] == ["0 B", "999 B", "1.5 kB", "2 GB"]
    assert [duration_label(seconds, 1) for seconds in (0, 59, 90, 5400, 90_000)] == ["0", "59s", "1m30", "1h30", "1d1h"]
    assert [age_label(seconds) for seconds in (3, 61, 7200, 200_000)] == ["< 1 min", "1 min", "2 h", "2 d"]


@given(st.floats(-1e12, 1e12), st.floats(1e-6, 1e12), st.integers(2, 12))
def test_linear_ticks_are_round_inside_and_told_apart(low: float, span: float, most: int) -> None:
    assume(span > abs(low) * 1e-6)
    ticks = linear_ticks(low, low + span, most)
    slack = span * 1e-6
    assert all(low - slack <= position <= low + span + slack for position in ticks.positions)
    assert len(set(ticks.labels)) == len(ticks.labels)
    assert len(ticks.positions) <= most + 2
    assert not any(_ODD.search(label) for label in ticks.labels), ticks.labels


@given(st.floats(-30, 30), st.floats(0.01, 60), st.integers(2, 10))
def test_log_ticks_stay_inside(low: float, decades: float, most: int) -> None:
    ticks = log_ticks(low, low + decades, most)
    assert all(low - 1e-6 <= position <= low + decades + 1e-6 for position in ticks.positions)
    assert len(ticks.positions) <= 3 * most + 1
    assert len(set(ticks.labels)) == len(ticks.labels)


def test_times_are_divided_as_clocks_are() -> None:
    assert duration_ticks(0, 3600, 6).labels == ("0", "10m", "20m", "30m", "40m", "50m", "1h")
    assert len(wall_ticks(1.7e9, 1.7e9 + 86400, 6).labels) >= 3
    assert wall_ticks(1e300, 2e300, 5).labels, "what is no date is a number"


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30), st.sampled_from(list(Scale)))
def test_transforms_are_undone_by_their_inverse(values: list[float], scale: Scale) -> None:
    import numpy as np

    numbers = np.array(values)
    transform = transform_for(scale, [numbers])
    there = transform.forward(numbers)
    known = np.isfinite(there)
    assert (known == (numbers > 0)).all() if scale is Scale.LOG else known.all()
    np.testing.assert_allclose(transform.backward(there[known]), numbers[known], rtol=1e-6, atol=1e-6)


def test_symlog_ticks_hold_zero_and_both_sides() -> None:
    import numpy as np

    transform = transform_for(Scale.SYMLOG, [np.array([-1000.0, -1.0, 1.0, 1000.0])])
    ticks = transform.ticks(transform.position(-1000), transform.position(1000), 9)
    assert "0" in ticks.labels
    assert any(label.startswith("-") for label in ticks.labels)
