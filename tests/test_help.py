"""The help says what keys do now: each key once, and none that does nothing."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from tbtui.widgets.help_screen import help_lines
from tests.running import open_screen, running

NAMES = ("scalars", "images", "audio", "meshes", "projector", "tensors", "profile")


async def keys_told(logdir: Path, name: str) -> list[str]:
    async with running(logdir) as (app, pilot):
        await open_screen(app, pilot, name)
        lines = help_lines(app.screen, "about")[3:]
        return [key for line in takewhile(lambda line: line.key, lines) for key in line.key.split()]


@pytest.mark.parametrize("name", NAMES)
async def test_a_screen_tells_each_of_its_keys_once(demo_log: Path, name: str) -> None:
    keys = await keys_told(demo_log, name)
    assert len(keys) > 1
    assert len(set(keys)) == len(keys)


async def test_what_a_screen_does_not_offer_is_not_told(demo_log: Path) -> None:
    keys = await keys_told(demo_log, "profile")
    assert "Y" in keys
    assert "e" not in keys
