"""The Runs screen: what it tells of each run, and how runs are chosen for all screens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tbtui.analysis.labels import DAY
from tbtui.analysis.life import Life, life_of
from tbtui.model.config import Config
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes, scalar_events
from tests.running import running, screen_text


async def test_the_table_tells_of_each_run(demo_log: Path) -> None:
    async with running(demo_log) as (app, _):
        text = screen_text(app)
        assert "lr=0.001,seed=0" in text
        assert "live" in text or "stalled" in text, "the log may be older than a minute by now"
        assert "399" in text
        assert "0.667" in text, "steps a second"


async def test_runs_are_hidden_alone_and_shown_again(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("space")
        assert app.selection.hidden_runs == {"lr=0.001,seed=0"}
        await pilot.press("a")
        assert app.selection.hidden_runs == set()
        await pilot.press("down", "o")
        assert set(app.snapshot.runs) - app.selection.hidden_runs == {"lr=0.01,seed=0"}
        await pilot.press("o")
        assert app.selection.hidden_runs == set()


async def test_runs_are_filtered_while_it_is_typed(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("slash", "s", "e", "e", "d", "equals_sign", "1")
        assert app.selection.run_filter == "seed=1"
        assert "1 of 4" in screen_text(app)
        await pilot.press("escape")
        assert app.selection.run_filter == ""
        await pilot.press("slash", "x", "enter")
        assert "No run matches" in screen_text(app)


async def test_columns_sort(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("greater_than_sign", "greater_than_sign", "greater_than_sign")
        first = screen_text(app).splitlines()[3]
        assert "lr=0.01,seed=0" in first, "the run with the most points"


async def test_pinned_runs_come_first(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("end", "p")
        assert "★ lr=0.1,seed=0" in screen_text(app).splitlines()[3]


async def test_details_tell_of_attempts_files_and_problems(tmp_path: Path, demo_log: Path) -> None:
    async with running(demo_log, (140, 60)) as (app, pilot):
        await pilot.press("down")
        text = screen_text(app)
        assert "2 attempts, 40 superseded" in text
        assert "start" in text
        assert "by tbtui" in text
    damaged = bytearray(event_bytes(*scalar_events("loss", [(step, 1.0) for step in range(20)])))
    damaged[500] ^= 0xFF
    (tmp_path / "events.out.tfevents.1").write_bytes(damaged)
    async with running(tmp_path) as (app, _):
        text = screen_text(app)
        assert "1 problem" in text
        assert "damage" in text
        assert "byte 4" in text


@pytest.mark.parametrize(
    ("written", "silent", "life"),
    [
        (100.0, 10.0, Life.LIVE),
        (100.0, 7200.0, Life.STALLED),
        (100.0, 2 * DAY, Life.ENDED),
        (2 * DAY, 7200.0, Life.ENDED),
    ],
)
def test_a_run_is_live_until_it_is_silent(tmp_path: Path, written: float, silent: float, life: Life) -> None:
    """``written``: seconds from the last event to the file's time, as copies have; ``silent``: from there to now."""
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*scalar_events("loss", [(1, 1.0)])))
    os.utime(path, (1.7e9 + written, 1.7e9 + written))
    run = open_logdir(str(tmp_path)).runs["."]
    assert life_of(run, 1.7e9 + written + silent) is life


async def test_names_from_the_log_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    run = tmp_path / "bad\x1b]0;title\x07\u202e"
    run.mkdir()
    (run / "events.out.tfevents.1").write_bytes(event_bytes(*scalar_events("a\x1b[2Jb", [(0, 1.0)])))
    for screen in ("runs", "scalars"):
        async with running(tmp_path, config=Config(roots={"": str(tmp_path)}, screen=screen)) as (app, _):
            text = screen_text(app)
            assert "bad" in text
            assert not {"\x1b", "\x07", "\u202e"} & set(text)


async def test_enter_opens_the_curves_of_a_run_and_esc_comes_back(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("down", "space", "enter")
        assert (app.current_mode, app.selection.run) == ("scalars", "lr=0.01,seed=0")
        assert app.selection.shows("lr=0.01,seed=0")
        await pilot.press("escape")
        assert app.current_mode == "runs"


async def test_esc_takes_the_filter_back_that_the_title_shows(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await pilot.press("slash", *"seed=1", "enter")
        assert "/seed=1/" in screen_text(app)
        await pilot.press("escape")
        assert (app.selection.run_filter, "/seed=1/" in screen_text(app)) == ("", False)
