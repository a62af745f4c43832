"""Whatever is pressed, in whatever order and at whatever size: the app goes on, and comes to rest."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.model.config import Config
from tbtui.screens import dashboards
from tbtui.widgets.dashboard import Dashboard
from tests.running import open_screen, running, settled

SIZES = ((120, 36), (80, 24), (40, 12), (20, 6))
TYPED = ("0.5", "abc", "lr>0.01", "a/b", "*", "(", "1:5", "loss")
# What ends the app, stops the process, writes files, plays sounds, or leaves the screen that is tried.
NOT_PRESSED = {"q", "ctrl+c", "ctrl+z", "ctrl+q", "e", "P", "left_parenthesis", "right_parenthesis", *"123456789"}
USUAL = ("tab", "escape", "enter", "down", "up", "left", "right")
KEYS = 40


async def press_one(app: TbtuiApp, pilot: Pilot[int], chance: random.Random) -> None:
    """One of the keys that do something now, now and then a text and another size."""
    keys = sorted(app.screen.active_bindings.keys() - NOT_PRESSED)
    await pilot.press(chance.choice([*keys, *USUAL]))
    if chance.random() < 0.2:
        await pilot.press(*chance.choice(TYPED), chance.choice(["enter", "escape"]))
    if chance.random() < 0.1:
        await pilot.resize_terminal(*chance.choice(SIZES))


@pytest.mark.parametrize("name", [one.DESCRIPTOR.name for one in dashboards()])
async def test_any_keys(demo_log: Path, name: str) -> None:
    chance = random.Random(name)
    async with running(demo_log) as (app, pilot):
        await open_screen(app, pilot, name)
        for _ in range(KEYS):
            await press_one(app, pilot, chance)
            if chance.random() < 0.3:
                await settled(app, pilot)
        while not isinstance(app.screen, Dashboard):
            await pilot.press("escape")
        await settled(app, pilot)
        assert app.is_running


@pytest.mark.parametrize("name", [one.DESCRIPTOR.name for one in dashboards()])
async def test_every_key_where_no_run_and_no_tag_passes_the_filter(demo_log: Path, name: str) -> None:
    config = Config(roots={"": str(demo_log)}, runs="no such run", tags="no such tag")
    async with running(demo_log, config=config) as (app, pilot):
        await open_screen(app, pilot, name)
        pressed: set[tuple[str, DOMNode]] = set()
        for pane in app.screen.focus_chain:
            pane.focus()
            await settled(app, pilot)
            bindings = app.screen.active_bindings
            for key in sorted(bindings.keys() - NOT_PRESSED):
                if (key, bindings[key].node) not in pressed:
                    pressed.add((key, bindings[key].node))
                    pane.focus()
                    await pilot.press(key)
                while not isinstance(app.screen, Dashboard):
                    await pilot.press("escape")
        await settled(app, pilot)
        assert app.is_running
