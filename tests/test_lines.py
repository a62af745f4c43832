"""Widgets of lines paint only what changed."""

from __future__ import annotations

import gc

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from tbtui.widgets.lines import Lines, changed_regions, changed_stretches

RED = Style(color="red")


def strip(*parts: str | tuple[str, Style]) -> Strip:
    return Strip([Segment(part) if isinstance(part, str) else Segment(*part) for part in parts])


def test_what_is_equal_is_not_painted() -> None:
    assert changed_regions([strip("abc")], [strip("a", "bc")]) == []


def test_a_change_of_letter_or_colour_is_painted_where_it_is() -> None:
    assert changed_stretches(strip("abcdef"), strip("abXdef")) == [(2, 3)]
    assert changed_stretches(strip("abcdef"), strip("ab", ("cd", RED), "ef")) == [(2, 4)]


def test_changes_far_apart_are_painted_by_themselves_and_near_ones_together() -> None:
    before = strip("." * 30)
    assert changed_stretches(before, strip("X" + "." * 28 + "X")) == [(0, 1), (29, 30)]
    assert changed_stretches(before, strip("X..X" + "." * 26)) == [(0, 4)]


def test_a_line_with_wide_letters_is_painted_whole() -> None:
    assert changed_stretches(strip("日本ab"), strip("日本aX")) == [(0, 6)]
    assert changed_stretches(strip("日ab"), strip("aXab")) == [(0, 4)]


def test_a_column_that_changed_is_one_region() -> None:
    before = [strip("." * 20)] * 5
    after = [before[0], *[strip("." * 7 + "|" + "." * 12)] * 3, before[0]]
    assert changed_regions(before, after) == [Region(7, 1, 1, 3)]


class Ladder(Lines):
    """Lines that are others each time."""

    number = 0

    def make_lines(self, width: int, height: int) -> list[Strip]:
        return [Strip([Segment(f"{self.number} {row}".ljust(width))]) for row in range(height)]


async def test_painting_leaves_nothing_for_the_garbage_collector() -> None:
    class OnlyLadder(App[None]):
        def compose(self) -> ComposeResult:
            yield Ladder()

    app = OnlyLadder()
    async with app.run_test() as pilot:
        ladder = app.query_one(Ladder)
        await pilot.pause()
        gc.collect()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            for ladder.number in range(20):
                ladder.repaint()
                await pilot.pause(0)
            gc.collect()
            assert not [one for one in gc.garbage if isinstance(one, Strip)]
        finally:
            gc.set_debug(0)
            gc.garbage.clear()
