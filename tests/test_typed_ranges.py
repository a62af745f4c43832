"""Ranges as people type them."""

from __future__ import annotations

import pytest

from tbtui.analysis.labels import moment_label
from tbtui.analysis.typed_ranges import parse_duration, parse_moment, parse_number, parse_ranges
from tbtui.model.selection import XAxis

WHOLE = ((0.0, 100.0), (-1.0, 9.0))


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1), ("-2.5M", -2.5e6), ("1e-3", 1e-3), (".5k", 500), ("3m", 0.003), ("+7", 7)]
)
def test_numbers_have_units(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"), [("90", 90), ("10m", 600), ("1h30m", 5400), ("2d1s", 172801), ("0.5h", 1800)]
)
def test_durations_have_units(text: str, value: float) -> None:
    assert parse_duration(text) == value


def test_moments_are_local() -> None:
    assert moment_label(parse_moment("2026-01-31T14:30")) == "2026-01-31 14:30:00"


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("0..1", None, (0, 1)),
        ("x=1k..2k", (1000, 2000), None),
        ("x=..50 y=2..", (0, 50), (2, 9)),
        ("y=-1e-3..1e3", None, (-0.001, 1000)),
        ("..", None, (-1, 9)),
        ("", None, None),
    ],
)
def test_ranges_may_name_their_axis_and_leave_out_an_end(text: str, x: object, y: object) -> None:
    assert parse_ranges(text, XAxis.STEP, *WHOLE) == (x, y)


def test_the_x_axis_is_typed_as_what_it_counts() -> None:
    assert parse_ranges("x=1m..1h", XAxis.RELATIVE, *WHOLE).x == (60, 3600)


@pytest.mark.parametrize("text", ["1", "2..1", "z=1..2", "a..b", "1..1", "x=inf..1", "y=nan..2", "x=1..2h"])
def test_what_is_no_range_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|below"):
        parse_ranges(text, XAxis.STEP, *WHOLE)
