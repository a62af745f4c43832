"""What is typed into a prompt, or offered in it, is seen."""

from __future__ import annotations

from pathlib import Path

from tbtui.widgets.prompt import Choice, Prompt
from tests.running import running, screen_text, settled


async def test_a_prompt_shows_its_line(demo_log: Path) -> None:
    async with running(demo_log, size=(80, 24)) as (app, pilot):
        app.push_screen(Prompt("Write it to", "A file", "offered.csv"))
        await settled(app, pilot)
        assert "offered.csv" in screen_text(app)
        await pilot.press("end", "x")
        await settled(app, pilot)
        assert "offered.csvx" in screen_text(app)


async def test_a_long_choice_shows_what_is_looked_for(demo_log: Path) -> None:
    async with running(demo_log, size=(80, 24)) as (app, pilot):
        app.push_screen(Choice("Which", [(f"option {number}", "") for number in range(20)]))
        await settled(app, pilot)
        assert "type to find" in screen_text(app)
        await pilot.press(*"tion 17")
        await settled(app, pilot)
        assert "tion 17" in screen_text(app).split("option 17")[0]
