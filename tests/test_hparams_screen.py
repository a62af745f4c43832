"""HParams on the screen: what its keys do, at every size."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.analysis.session_view import Best, HParamsView, Line, Mode
from tbtui.app import TbtuiApp
from tbtui.screens.hparams import HParamsScreen
from tests.conftest import event_bytes, scalar_events
from tests.hparam_logs import Write, write_session, write_sweep
from tests.running import open_screen, running, screen_text, settled, until


@asynccontextmanager
async def hparams(
    logdir: Path | str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[TbtuiApp, Pilot[int], HParamsScreen]]:
    """The screen with its sessions read."""
    async with running(logdir, size) as (app, pilot):
        await open_screen(app, pilot, "hparams")
        screen = app.screen
        assert isinstance(screen, HParamsScreen)
        await until(pilot, lambda: screen.sessions is not None)
        await settled(app, pilot)
        yield app, pilot, screen


def names(screen: HParamsScreen) -> list[str]:
    assert screen.shown is not None
    return [screen.shown.rows.names[row] for row in screen.shown.order]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_mode_at_every_size(write: Write, tmp_path: Path, size: tuple[int, int]) -> None:
    write_sweep(write)
    async with hparams(tmp_path, size) as (app, pilot, screen):
        for mode, words in (
            (Mode.TABLE, "lr=0.001"),
            (Mode.PARALLEL, "▸lr"),
            (Mode.SCATTER, "▸lr"),
            (Mode.CORRELATION, "ε²"),
        ):
            assert screen.view.mode is mode
            assert words in screen_text(app)
            await pilot.press("m")
        assert screen.view.mode is Mode.TABLE


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_odd_and_damaged_sessions(corpus: Path, size: tuple[int, int]) -> None:
    async with hparams(corpus / "c/hparams", size) as (app, pilot, screen):
        assert len(names(screen)) == 8
        for _ in range(4):
            await pilot.press("end", "right", "}")
            assert "\x1b" not in screen_text(app)
            await pilot.press("m")
        if size == (120, 36):
            assert "2 problems" in screen_text(app)
            assert any("at byte 40" in detail.value for detail in screen.details())


async def test_a_log_without_hparams_says_where_they_come_from(write: Write, tmp_path: Path) -> None:
    write("run/events.out.tfevents.1", event_bytes(*scalar_events("loss", [(0, 1.0)])))
    async with hparams(tmp_path) as (app, _, _):
        assert "hparams.yaml" in screen_text(app)


async def test_sorting_by_the_column_of_the_cursor(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (_, pilot, screen):
        await pilot.press("}", "right", "s")
        assert (screen.view.sort, screen.view.descending) == ("metric:val/loss", False)
        assert names(screen)[0] == "lr=0.01"
        await pilot.press("s")
        assert names(screen)[0] == "lr=1"
        await pilot.press("left", "s")
        assert (screen.view.sort, screen.view.descending) == ("metric:val/accuracy", True)


async def test_the_cursor_stays_with_its_session(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("end")
        assert app.selection.run == "f"
        screen.sort_by("metric:val/accuracy")
        assert names(screen)[-1] == "lr=1"
        await pilot.press("g")
        assert screen.runs_of(screen.line or Line(0)) == ("f",)


async def test_typing_a_filter(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("slash", *"lr>")
        assert "a value is missing at the end" in screen_text(app)
        assert len(names(screen)) == 4
        await pilot.press(*"0.05&optimizer", "equals_sign", *"sgd", "enter")
        assert names(screen) == ["lr=0.1", "lr=1"]
        assert "2 of 4" in screen_text(app)
        await pilot.press("escape")
        assert screen.view.filter == ""
        assert len(names(screen)) == 4


async def test_a_condition_on_one_column(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("right", "right", "F", *"0.01..0.1", "enter")
        assert screen.view.filter == "lr=0.01..0.1"
        await pilot.press("F", "end", "backspace", "backspace", "backspace", *"1", "enter")
        assert screen.view.filter == "lr=0.01..1"
        await pilot.press("F", *">oops")
        assert "needs a number" in screen_text(app)
        await pilot.press("enter", "escape")
        assert screen.view.filter == "lr=0.01..1"
        await pilot.press("F", "backspace", "enter")
        assert screen.view.filter == ""


async def test_groups_open_and_sessions_stand_alone(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("down", "enter")
        assert screen.table.lines_shown[1:4] == [Line(1), Line(1, 1), Line(1, 2)]
        await pilot.press("down")
        assert app.selection.run == "b"
        screen.sort_by("metric:val/loss")
        assert screen.line == Line(1, 1)
        screen.sort_by("name")
        await pilot.press("g")
        assert names(screen) == list("abcdef")
        await pilot.press("A")
        assert screen.view.aggregate.value == "median"
        assert names(screen)[0] == "lr=0.001"


async def test_marked_sessions_alone_are_drawn_in_scalars(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    write("other/events.out.tfevents.1", event_bytes(*scalar_events("loss", [(0, 1.0), (1, 2.0)])))
    async with hparams(tmp_path) as (app, pilot, screen):
        app.select(run_filter="nothing")
        await pilot.press("space", "down", "space", "o")
        await until(pilot, lambda: app.current_mode == "scalars")
        assert app.selection.hidden_runs == {"d", "e", "f", "other"}
        assert app.selection.run_filter == ""
        assert app.selection.tag == "val/accuracy"
        await pilot.press("escape")
        await until(pilot, lambda: app.current_mode == "hparams")
        await pilot.press("escape")
        assert screen.marks == ()


async def test_the_menu_of_a_session(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("right", "right", "right", "enter")
        assert "Only optimizer = adam" in screen_text(app)
        await pilot.press("down", "down", "down", "enter")
        assert screen.view.filter == "optimizer=adam"
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.current_mode == "scalars")
        assert app.selection.hidden_runs == set("bcdef")


async def test_two_sessions_are_compared(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("d")
        assert not screen.comparing
        await pilot.press("space", "end", "d")
        text = screen_text(app)
        assert "A a · B f" in text
        assert "+0.999  ×1000" in text
        await pilot.press("escape")
        assert not screen.comparing


async def test_columns_are_hidden_and_chosen(corpus: Path) -> None:
    async with hparams(corpus / "a/frameworks/lightning") as (app, pilot, screen):
        assert screen.shown is not None
        await pilot.press("right", "right", "H")
        assert screen.view.hidden == {"hparam:hidden"}
        await pilot.press("C", "space", "end", "space", "escape")
        assert screen.view.hidden == frozenset()
        assert screen.view.chosen == {"val_loss"}
        await until(pilot, lambda: "val_loss" in screen_text(app))


async def test_what_is_best_can_be_turned_round(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        screen.put_column("metric:val/loss")
        await pilot.press("B", "M")
        assert screen.view.high == {"val/loss"}
        assert screen.shown is not None
        assert screen.shown.best["metric:val/loss"] == {3}
        assert screen.view.metric == "metric:val/loss"
        await pilot.press("v")
        assert screen.view.value is Best.BEST
        await settled(app, pilot)
        assert screen.shown.column("metric:val/loss").labels[0] == "3"  # type: ignore[union-attr]


async def test_a_brush_filters_the_table(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (_, pilot, screen):
        await pilot.press("m", "b", "up", "up", "b")
        assert screen.view.filter == "lr=0.001..0.1"
        assert names(screen) == ["lr=0.001", "lr=0.01", "lr=0.1"]
        await pilot.press("right", "b", "escape")
        assert screen.view.filter == "lr=0.001..0.1"
        await pilot.press("y")
        assert screen.view.scales == {}
        await pilot.press("left", "y")
        assert screen.view.scales == {"hparam:lr": "linear"}


async def test_plots_are_gone_through_and_enlarged(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, pilot, screen):
        await pilot.press("m", "m", "right", "down", "enter")
        assert screen.column_key == "hparam:optimizer"
        text = screen_text(app)
        assert "▸optimizer" in text
        assert "val/loss" in text
        assert "dropout ρ" not in text
        await pilot.press("escape")
        assert screen.view.mode is Mode.SCATTER


async def test_the_figures_lead_to_their_plot(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (_, pilot, screen):
        screen.go_to_mode(Mode.CORRELATION)
        await pilot.pause()
        await pilot.press("down", "enter")
        assert screen.view.mode is Mode.SCATTER
        assert screen.column_key.startswith("hparam:")


async def test_new_sessions_come_in(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (_, pilot, screen):
        write_session(write, "new", {"lr": 5.0}, {"val/loss": [0.01]})
        await pilot.press("r")
        await until(pilot, lambda: "new" in names(screen))


async def test_view_and_filter_are_kept(write: Write, tmp_path: Path) -> None:
    write_sweep(write)
    async with hparams(tmp_path) as (app, _, screen):
        screen.change(filter="lr<1", sort="metric:val/loss", pinned=frozenset({"lr=0.1"}))
        app.end(0)
    async with hparams(tmp_path) as (_, _, screen):
        assert screen.view == HParamsView(filter="lr<1", sort="metric:val/loss", pinned=frozenset({"lr=0.1"}))
        assert names(screen) == ["lr=0.1", "lr=0.01", "lr=0.001"]


async def test_runs_tell_of_their_hparams(write: Write, tmp_path: Path) -> None:
    write_session(write, "run", {"learning rate": 0.25}, {"loss": [1.0]})
    write("run/hparams.yaml", b"other: 1\n")
    write("beside/events.out.tfevents.1", event_bytes(*scalar_events("loss", [(0, 1.0)])))
    write("beside/hparams.yaml", b"depth: 7\n")
    async with running(tmp_path) as (app, pilot):
        await until(pilot, lambda: "depth" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: "learning rate" in screen_text(app))
        assert "0.25" in screen_text(app)
