"""Smoothing against the plain recursion that TensorBoard runs, and the sampled form against the whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.sampled_smoothing import sampled_smooth
from tbtui.analysis.smoothing import half_life_of_weight, smooth, smooth_part, weight_of_half_life
from tbtui.analysis.stretch import Stretch

WEIGHTS = [1e-6, 0.3, 0.6, 0.9, 0.99, 0.9999, 0.99999]


def plain(values: list[float], weight: float) -> list[float]:
    """As TensorBoard's line_chart_v2 does it, point by point."""
    if len(values) < 2 or (all(map(math.isfinite, values)) and len(set(values)) == 1):
        return values
    last, count, found = 0.0, 0, []
    for value in values:
        if not math.isfinite(value):
            found.append(value)
            continue
        last = last * weight + (1 - weight) * value
        count += 1
        found.append(last / (1 - weight**count))
    return found


numbers = st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, -math.inf])


@given(st.lists(numbers, max_size=40), st.sampled_from(WEIGHTS))
def test_every_value_is_what_the_recursion_gives(values: list[float], weight: float) -> None:
    np.testing.assert_allclose(smooth(np.array(values), weight), plain(values, weight), rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_long_series_are_smoothed_block_by_block(weight: float) -> None:
    values = np.random.default_rng(1).standard_normal(50_000) + 5
    np.testing.assert_allclose(smooth(values, weight), plain(values.tolist(), weight), rtol=1e-9)


def test_nothing_is_smoothed_with_weight_0_and_constants_are_left_alone() -> None:
    values = np.array([1.0, 5.0, 2.0])
    assert smooth(values, 0) is values
    constant = np.full(5, 7.3)
    assert smooth(constant, 0.9) is constant


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("every", [2, 7, 64])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sampled_values_are_those_of_the_whole(weight: float, every: int, dtype: type) -> None:
    values = (np.random.default_rng(2).standard_normal(5_000) + 3).astype(dtype)
    values[[0, 5, 6, 700]] = [math.nan, math.inf, math.nan, -math.inf]
    places, found = sampled_smooth(values, weight, every)
    assert len(places) == (5_000 - 4) // every
    np.testing.assert_allclose(found, smooth(values.astype(np.float64), weight)[places], rtol=2e-5)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_one_smoothed_value_needs_no_others(weight: float) -> None:
    values = (np.random.default_rng(3).standard_normal(200_000) + 3).astype(np.float32)
    values[[10, 150_000, 199_000]] = math.nan
    stretch = Stretch(np.arange(200_000), values, weight)
    whole = smooth(values.astype(np.float64), weight)
    for place in (0, 1, 9, 11, 1000, 149_999, 150_001, 199_999):
        assert stretch.smoothed_at(place) == pytest.approx(whole[place], rel=1e-9)
    assert math.isnan(stretch.smoothed_at(10))


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("lost", [[], [10, 150_000]])
def test_a_part_is_smoothed_as_in_the_whole(weight: float, lost: list[int]) -> None:
    values = (np.random.default_rng(3).standard_normal(200_000) + 3).astype(np.float32)
    values[lost] = math.nan
    whole = smooth(values.astype(np.float64), weight)
    for first, last in ((0, 10), (0, 200_000), (149_000, 150_100), (199_990, 200_000), (5, 5)):
        np.testing.assert_allclose(smooth_part(values, weight, first, last), whole[first:last], rtol=1e-9)


def test_half_lives_and_weights_are_two_words_for_one_thing() -> None:
    assert half_life_of_weight(weight_of_half_life(20)) == pytest.approx(20)
    assert weight_of_half_life(0) == 0
    assert half_life_of_weight(0.6) == pytest.approx(1.357, rel=1e-3)
