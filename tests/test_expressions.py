"""Derived tags: parsed by hand, joined at equal steps, and told what is wrong with them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.expressions import ExpressionError, derive, parse_expression
from tbtui.analysis.joins import difference, values_at_steps
from tbtui.model.series import Part, Series

TAGS = ["loss", "train/loss", "val/loss", "val/loss-ema", "lr 0", "log"]


def series(tag: str, steps: list[int], values: list[float]) -> Series:
    part = Part(0, np.array(steps, np.int64), np.arange(len(steps), dtype=np.float64), np.array(values, np.float64))
    return Series("run", tag, (part,))


RUN = {
    "loss": series("loss", [0, 1, 2, 3], [4.0, 3.0, 2.0, 1.0]),
    "train/loss": series("train/loss", [0, 1, 2, 3], [8.0, 6.0, 4.0, 2.0]),
    "val/loss": series("val/loss", [0, 2, 4], [9.0, 5.0, 1.0]),
    "val/loss-ema": series("val/loss-ema", [0, 2], [1.0, 1.0]),
    "lr 0": series("lr 0", [0, 1, 2, 3], [0.1, 0.1, 0.01, 0.01]),
    "log": series("log", [0, 1], [7.0, 7.0]),
}


@pytest.mark.parametrize(
    ("text", "steps", "values"),
    [
        ("train/loss - val/loss", [0, 2], [-1, -1]),
        ("train/loss-val/loss", [0, 2], [-1, -1]),
        ("val/loss-ema", [0, 2], [1, 1]),
        ("2 * loss ^ 2 ^ 0.5", [0, 1, 2, 3], [2 * v ** (2**0.5) for v in (4, 3, 2, 1)]),
        ("-loss^2", [0, 1, 2, 3], [-16, -9, -4, -1]),
        ("(loss + 1) / 2", [0, 1, 2, 3], [2.5, 2, 1.5, 1]),
        ("log(loss) + log", [0, 1], [math.log(4) + 7, math.log(3) + 7]),
        ("'lr 0' * 10", [0, 1, 2, 3], [1, 1, 0.1, 0.1]),
        ("cummin(-loss)", [0, 1, 2, 3], [-4, -4, -4, -4]),
        ("ratio(train/loss, loss)", [0, 1, 2, 3], [2, 2, 2, 2]),
        ("max(loss, 2.5)", [0, 1, 2, 3], [4, 3, 2.5, 2.5]),
    ],
)
def test_expressions_mean_what_they_say(text: str, steps: list[int], values: list[float]) -> None:
    found = derive(parse_expression(text, TAGS), RUN)
    assert found is not None
    assert found.steps.tolist() == steps
    np.testing.assert_allclose(found.values, values)


def test_a_difference_has_nothing_at_its_first_point() -> None:
    found = derive(parse_expression("diff(loss)", TAGS), RUN)
    assert found is not None
    assert math.isnan(found.values[0])
    assert found.values[1:].tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "missing"),
        ("loss +", "missing"),
        ("loss loss", "unexpected"),
        ("(loss", "bracket"),
        ("nothing - loss", "no tag or function 'nothing'"),
        ("log(loss, loss)", "1 argument"),
        ("1 + 2", "at least one tag"),
        ("'loss", "closing '"),
        ("__import__('os')", "no tag or function"),
        ("(" * 200 + "loss", "brackets"),
    ],
)
def test_what_is_wrong_is_told(text: str, wrong: str) -> None:
    with pytest.raises(ExpressionError, match=wrong):
        parse_expression(text, TAGS)


@given(st.text("loss/val()+-*^'\" 0.9e,log", max_size=30))
def test_any_text_is_an_expression_or_an_error(text: str) -> None:
    try:
        expression = parse_expression(text, TAGS)
    except ExpressionError:
        return
    derive(expression, RUN)


def test_a_run_without_one_of_the_tags_has_no_derived_tag() -> None:
    assert derive(parse_expression("loss - val/loss", TAGS), {"loss": RUN["loss"]}) is None


def test_between_its_points_a_reference_is_a_straight_line() -> None:
    values, places = values_at_steps(RUN["loss"], RUN["val/loss"])
    assert values.tolist() == [9, 7, 5, 3]
    assert places.tolist() == [0, 1, 2, 3]
    found = difference(RUN["val/loss"], RUN["loss"])
    assert (found.steps.tolist(), found.values.tolist()) == ([0, 2], [5, 3]), "step 4 lies beyond the reference"
