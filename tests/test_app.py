"""The app as a whole: it opens, shows every screen, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette

from tbtui.app import TbtuiApp
from tbtui.model.config import Config
from tbtui.screens import dashboards
from tests.running import StillLoader, open_screen, running, screen_text, settled, until


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
@pytest.mark.parametrize("name", [one.DESCRIPTOR.name for one in dashboards()])
async def test_every_screen_opens_on_the_demo(demo_log: Path, name: str, size: tuple[int, int]) -> None:
    async with running(demo_log, size) as (app, pilot):
        await open_screen(app, pilot, name)
        assert app.screen.DESCRIPTOR.title in screen_text(app)  # type: ignore[attr-defined]
        assert "Quit" in screen_text(app)


@pytest.mark.parametrize("name", [one.DESCRIPTOR.name for one in dashboards()])
async def test_every_screen_opens_on_an_empty_directory(tmp_path: Path, name: str) -> None:
    async with running(tmp_path) as (app, pilot):
        await open_screen(app, pilot, name)
        assert app.screen.DESCRIPTOR.title in screen_text(app)  # type: ignore[attr-defined]


async def test_an_empty_directory_says_what_it_waits_for(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, _):
        assert "tfevents" in screen_text(app)


async def test_the_digits_open_the_screens_that_have_data(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("2")
        assert app.current_mode == "scalars"
        await pilot.press("1")
        assert app.current_mode == "runs"


async def test_a_digit_without_a_screen_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as (app, pilot):
        await pilot.press("7")
        assert ["nothing for a screen 7" in note.message for note in app._notifications] == [True]


async def test_the_next_screen_and_the_one_before_it_go_round(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        names = [one.DESCRIPTOR.name for one in app.with_data()]
        await pilot.press("left_parenthesis")
        assert app.current_mode == names[-1]
        await pilot.press("right_parenthesis", "right_parenthesis")
        assert app.current_mode == names[1]


@pytest.mark.parametrize(("width", "words"), [(160, "3 Histograms"), (120, "3 Hist"), (80, "9 PR  …"), (60, "2  3  4")])
async def test_tabs_are_as_long_as_there_is_room(demo_log: Path, width: int, words: str) -> None:
    async with running(demo_log, (width, 24)) as (app, _):
        assert words in screen_text(app).splitlines()[0]


async def test_a_filter_opens_from_where_there_is_no_list(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await open_screen(app, pilot, "scalars")
        app.screen.chart.focus()  # type: ignore[attr-defined]
        await pilot.press("slash", *"norm", "enter")
        assert app.selection.tag_filter == "norm"


async def test_a_step_can_be_gone_to_by_its_number(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await open_screen(app, pilot, "text")
        await pilot.press("at", *"123", "enter")
        await settled(app, pilot)
        assert app.selection.step == 123
        assert "step 120" in screen_text(app)


async def test_the_help_breaks_its_lines(demo_log: Path) -> None:
    async with running(demo_log, (50, 30)) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        assert "…" not in screen_text(app)


async def test_the_help_lists_every_key_that_does_something(demo_log: Path) -> None:
    async with running(demo_log, (120, 80)) as (app, pilot):
        await pilot.press("question_mark")
        lines = [" ".join(line.split()) for line in screen_text(app).splitlines()]
        for said in ("/ Filter", "1–9 Screen. The one of this number", "↑ k Up", "tab Next pane", ": ^p Commands"):
            assert any(said in line for line in lines), said
        assert not any("Export" in line for line in lines), "there is nothing to export on this screen"


async def test_the_palette_opens_with_both_of_its_keys(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        for key in ("colon", "ctrl+p"):
            await pilot.press(key)
            assert isinstance(app.screen, CommandPalette)
            await pilot.press("escape")


async def test_the_palette_waits_for_the_first_screen(demo_log: Path) -> None:
    app = TbtuiApp(Config(roots={"": str(demo_log)}), start_loader=StillLoader)  # type: ignore[arg-type]
    async with app.run_test() as pilot:
        assert app.check_action("command_palette", ()) is bool(app.dashboards)
        await pilot.press("colon")
        await until(pilot, lambda: app.loader is not None)
        assert app.is_running
