"""A row can be read under the cursor, whatever colours there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.color import Color

from tbtui.widgets.lists_dashboard import ListsDashboard
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text, settled


async def test_why_there_are_no_rows_is_said_in_full(write: Callable[..., Path]) -> None:
    log = write("logs/events.out.tfevents.1", event_bytes()).parent
    async with running(log, (40, 12)) as (app, pilot):
        await open_screen(app, pilot, "profile")
        assert "below the logdir." in " ".join(screen_text(app).replace("│", "").split())


async def test_nothing_is_grey_on_a_grey_cursor(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        app.theme = "ansi-dark"
        await open_screen(app, pilot, "meshes")
        await settled(app, pilot)
        assert isinstance(app.screen, ListsDashboard)
        runs = app.screen.runs
        grey = Color.from_ansi(8)
        shown = [
            {segment.style.color for segment in runs.render_line(row) if segment.style and segment.text.strip()}
            for row in (runs.cursor, runs.cursor + 1)
        ]
        assert grey not in shown[0]
        assert grey in shown[1]
