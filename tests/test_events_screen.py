"""The event browser as it is used: rows, follow mode, filters, the whole event, damage, going to a place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.parsing.event_writer import frame, histogram_value, simple_value, summary_event
from tbtui.screens.events import EventsScreen
from tbtui.widgets.event_sheet import EventSheet
from tests.conftest import event_bytes, scalar_events
from tests.running import open_screen, running, screen_text, settled, until

STEPS = 3000


@pytest.fixture
def log(write: Callable[..., Path], tmp_path: Path) -> Path:
    """Two runs: one long, one with a histogram, damage in its middle and a torn tail."""
    write("long/events.out.tfevents.1", event_bytes(*scalar_events("train/loss", [(i, i / 4) for i in range(STEPS)])))
    bad = bytearray(frame(summary_event(7, 1.7e9, [simple_value("lost", 1.0)]).SerializeToString()))
    bad[14] ^= 1
    short = event_bytes(summary_event(5, 1.7e9, [histogram_value("weights", [1.0, 2.0, 2.0], 4)])) + bytes(bad)
    short += event_bytes(*scalar_events("a", [(8, 1.0)], 1.7e9 + 1), version=False) + frame(b"x" * 50)[:30]
    write("short/events.out.tfevents.1", short)
    return tmp_path


async def opened(app: TbtuiApp, pilot: Pilot[int]) -> EventsScreen:
    await open_screen(app, pilot, "events")
    screen = app.screen
    assert isinstance(screen, EventsScreen)
    await settled(app, pilot)
    return screen


async def test_the_newest_event_is_seen_first_and_followed(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen.row is not None
        assert (screen.row.step, screen.row.summary) == (STEPS - 1, f"{(STEPS - 1) / 4}")
        assert "following · 3,006" in screen_text(app)
        with (log / "long/events.out.tfevents.1").open("ab") as file:
            file.write(event_bytes(*scalar_events("train/loss", [(STEPS, 7.5)], 1.8e9), version=False))
        app.action_reload()
        await settled(app, pilot)
        assert screen.row.step == STEPS
        assert "7.5" in screen_text(app)


async def test_what_is_looked_at_stays_while_events_come(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press(*["pagedown"] * 3, "up")
        await settled(app, pilot)
        before, line = screen.row, screen.table.cursor - screen.table.top
        assert "following" not in screen_text(app)
        with (log / "long/events.out.tfevents.1").open("ab") as file:
            file.write(event_bytes(*scalar_events("train/loss", [(i, 0.0) for i in range(50)], 1.8e9), version=False))
        app.action_reload()
        await settled(app, pilot)
        assert screen.row == before
        assert screen.table.cursor - screen.table.top == line
        await pilot.press("f")
        await settled(app, pilot)
        assert screen.row is not None
        assert (screen.table.cursor, screen.row.step) == (0, 49)


async def test_both_ends_and_any_place_are_read_when_they_are_looked_at(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("end")
        assert screen.row is None or screen.table.cursor == 3005
        await settled(app, pilot)
        assert screen.row is not None
        assert (screen.row.kind, screen.row.offset) == ("version", 0)
        await pilot.press("g", "at", *"step 1,234", "enter")
        await settled(app, pilot)
        assert screen.row.step == 1234
        offset = screen.row.offset
        await pilot.press("g")
        await settled(app, pilot)
        await pilot.press("at", "at", *str(offset), "enter")
        await settled(app, pilot)
        assert (screen.row.step, screen.row.offset) == (1234, offset)


async def test_a_step_that_is_not_there_leads_to_the_nearest(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("at", *"999999", "enter")
        await settled(app, pilot)
        assert screen.row is not None
        assert screen.row.step == STEPS - 1
        assert any("nearest is 2,999" in str(one.message) for one in app._notifications)


async def test_damage_and_torn_tails_are_rows(log: Path) -> None:
    async with running(log, (160, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("K", "o", "enter")
        await settled(app, pilot)
        assert screen.view.kinds == {"damage"}
        assert "damage: 42 bytes stepped over" in screen_text(app)
        assert screen.row is not None
        await pilot.press("enter")
        await settled(app, pilot)
        assert "the data of a record does not match its checksum" in screen_text(app)
        assert "6c 6f" in screen_text(app)
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert screen.view.kinds == frozenset()
        screen.choose(screen.view, kinds=frozenset({"pending"}))
        await settled(app, pilot)
        assert "not all there yet" in screen_text(app)


async def test_the_filter_finds_tags_and_is_taken_back(log: Path) -> None:
    async with running(log, (160, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("slash", *"weights", "enter")
        await settled(app, pilot)
        assert "1 of 3,006" in screen_text(app)
        assert "histogram 4 buckets, 3 values" in screen_text(app)
        await pilot.press("escape")
        await settled(app, pilot)
        assert screen.window.arrangement.count == 3006
        await pilot.press("slash", *"no such", "enter")
        await settled(app, pilot)
        assert "No event of these kinds" in screen_text(app)


async def test_a_hidden_run_is_not_listed(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("b", "space")
        await settled(app, pilot)
        assert {source.run.name for source in screen.window.arrangement.sources} == {"short"}
        assert screen.window.arrangement.count == 5


async def test_an_event_is_shown_whole_as_fields_and_as_bytes(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        sheet = app.screen
        assert isinstance(sheet, EventSheet)
        assert '"train/loss"' in screen_text(app)
        assert "simple_value" in screen_text(app)
        assert "checksum ok" in screen_text(app)
        await pilot.press("full_stop")
        await settled(app, pilot)
        assert screen.table.cursor == 1
        assert "2998" in screen_text(app)
        await pilot.press("x")
        assert "ain/loss" in screen_text(app)
        await pilot.press("x", "end", "left", "left")
        assert "simple_value" not in screen_text(app)
        await pilot.press("escape")
        assert app.screen is screen


async def test_a_key_leads_to_the_tags_own_screen_and_back(log: Path) -> None:
    async with running(log) as (app, pilot):
        await opened(app, pilot)
        await pilot.press("down", "t")
        await until(pilot, lambda: app.current_mode == "scalars")
        assert (app.selection.tag, app.selection.run, app.selection.step) == ("train/loss", "long", STEPS - 2)
        await pilot.press("escape", "escape")
        await until(pilot, lambda: app.current_mode == "events")


async def test_a_file_that_is_gone_says_so_in_its_rows(log: Path) -> None:
    async with running(log, (160, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        (log / "long/events.out.tfevents.1").unlink()
        await pilot.press("end")
        await settled(app, pilot)
        assert screen.window.arrangement.count == 3006
        await pilot.press("home")
        app.action_reload()
        await settled(app, pilot)
        assert "the file is gone" in screen_text(app)


async def test_the_order_by_file_and_the_other_way_round(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("greater_than_sign")
        await settled(app, pilot)
        assert not screen.view.by_time
        assert screen.row is not None
        assert screen.row.file[0] == "short"
        screen._sort_by("file")
        await settled(app, pilot)
        assert screen.table.cursor == screen.window.arrangement.count - 1
        assert screen.row.kind == "pending"


async def test_the_list_and_an_event_can_be_written(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        text, record, rows = screen.exports()
        assert b"simple_value: float = 749.75" in text.make()
        assert record.make() == (log / "long/events.out.tfevents.1").read_bytes()[-len(record.make()) :]
        assert len(rows.make().splitlines()) == 3007
        assert "train/loss 749.75" in screen.copied_text()


async def test_a_search_can_be_stopped_and_still_finds_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*scalar_events("often", [(i, 1.0) for i in range(200_000)])))
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        screen._filter_tags("often")
        await until(pilot, lambda: screen.window.arrangement.view.tags == "often")
        if screen.window.arrangement.left:
            await pilot.press("escape")
        await settled(app, pilot)
        count, left = screen.window.arrangement.count, screen.window.arrangement.left
        with path.open("ab") as file:
            file.write(event_bytes(*scalar_events("often", [(7, 1.0)], 1.8e9), version=False))
        app.action_reload()
        await settled(app, pilot)
        now = screen.window.arrangement
        assert (now.count, now.left) == (count + 1, left)
        assert ("stopped at" in screen_text(app)) == bool(left)
        assert screen.view.tags == "often"


async def test_the_wheel_leaves_the_newest_event_and_f_returns(log: Path) -> None:
    async with running(log) as (app, pilot):
        screen = await opened(app, pilot)
        screen.table.scroll_rows(10)
        assert "following" not in screen_text(app)
        await pilot.press("f")
        assert screen.table.top == 0
        await pilot.pause()
        assert "following" in screen_text(app)
