"""Filters of lists: what is left under the cursor is chosen when the filter is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tbtui.widgets.tag_tree import TagTree
from tests.conftest import event_bytes, scalar_events
from tests.running import open_screen, running, settled


def write_tags(write: Callable[..., Path]) -> None:
    for run in ("alpha", "beta"):
        events = [
            event for tag in ("loss", "train/acc", "train/lr", "zeta") for event in scalar_events(tag, [(1, 1.0)])
        ]
        write(f"{run}/events.out.tfevents.1.x", event_bytes(*events))


async def test_the_only_tag_that_matches_is_opened(write: Callable[..., Path], tmp_path: Path) -> None:
    write_tags(write)
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, "scalars")
        await pilot.press("slash", "t", "r", "a", "i", "n", "slash", "l", "r")
        await settled(app, pilot)
        tags = app.screen.query_one(TagTree)
        assert tags.rows[tags.cursor].tag == "train/lr"
        assert app.selection.tag != "train/lr"
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.selection.tag == "train/lr"
        await pilot.press("escape")
        await settled(app, pilot)
        assert tags.rows[tags.cursor].tag == "train/lr"


async def test_a_filter_that_is_left_chooses_nothing(write: Callable[..., Path], tmp_path: Path) -> None:
    write_tags(write)
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, "scalars")
        before = app.selection
        await pilot.press("slash", "z", "e", "escape")
        await settled(app, pilot)
        assert app.selection == before


async def test_the_only_run_that_matches_is_chosen(write: Callable[..., Path], tmp_path: Path) -> None:
    write_tags(write)
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, "scalars")
        assert app.selection.run != "beta"
        app.screen.runs.focus()  # type: ignore[attr-defined]
        await pilot.press("slash", "b", "e", "enter")
        await settled(app, pilot)
        assert app.selection.run == "beta"
