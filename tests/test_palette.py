"""Runs are told apart whatever colours there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tbtui.charts.palette import palette_for


@pytest.mark.parametrize(("colours", "apart"), [(1 << 24, 12), (256, 12), (16, 6)])
def test_the_first_runs_differ_in_colour(colours: int, apart: int) -> None:
    palette = palette_for(colours=colours, dark=True)
    strokes = [palette.stroke(slot) for slot in range(apart)]
    assert len({stroke.colour for stroke in strokes}) == apart
    assert {stroke.pattern for stroke in strokes} == {0}
    assert palette.stroke(apart).pattern == 1


def test_without_colours_patterns_and_letters_tell_runs_apart() -> None:
    palette = replace(palette_for(colours=2, dark=True), colours=2)
    strokes = [palette.stroke(slot) for slot in range(4)]
    assert [stroke.pattern for stroke in strokes] == [0, 1, 2, 3]
    assert len({stroke.mark for stroke in strokes}) == 4
