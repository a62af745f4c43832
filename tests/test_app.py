"""The app as a whole: it opens, shows every screen, and says what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tbtui.screens import dashboards
from tests.running import open_screen, running, screen_text


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
