"""A text in the border of a pane costs two lines of the screen, not all that lies inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.containers import Vertical
from textual.geometry import Region

from tests.running import open_screen, running, screen_text


async def test_only_the_border_is_painted_for_a_new_head(demo_log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(demo_log) as (app, pilot):
        await open_screen(app, pilot, "audio")
        pane = app.screen.wave_pane  # type: ignore[attr-defined]
        painted: list[Region] = []
        refresh = Vertical.refresh

        def spy(self: Vertical, *regions: Region, **options: Any) -> Vertical:
            painted.extend(regions)
            return refresh(self, *regions, **options)

        monkeypatch.setattr(Vertical, "refresh", spy)
        pane.head("another title", "another subtitle")
        await pilot.pause()
        assert {(region.y, region.height) for region in painted} == {(-1, 1), (pane.size.height, 1)}
        assert "another title" in screen_text(app)
        assert "another subtitle" in screen_text(app)


async def test_words_of_the_border_are_shown_whole_or_not_at_all(demo_log: Path) -> None:
    async with running(demo_log, size=(80, 24)) as (app, pilot):
        await open_screen(app, pilot, "audio")
        pane = app.screen.wave_pane  # type: ignore[attr-defined]
        pane.head("title", "the first word · " + "a long word " * 2 + "· seen 0.2 s to 0.4177")
        await pilot.pause()
        assert "a long word ─" in screen_text(app)
        assert "seen" not in screen_text(app)
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "to 0.4177" in screen_text(app)
