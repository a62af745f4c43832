"""The screen of embeddings: what it shows, how keys go through it, and what it says where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.screens.projector import ProjectorScreen
from tests.conftest import event_bytes, scalar_events
from tests.running import open_screen, running, screen_text, settled


async def opened(app: TbtuiApp, pilot: Pilot[int]) -> ProjectorScreen:
    await open_screen(app, pilot, "projector")
    screen = app.screen
    assert isinstance(screen, ProjectorScreen)
    await settled(app, pilot)
    return screen


async def press(app: TbtuiApp, pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(app, pilot)


async def test_the_corpus_is_shown(corpus: Path) -> None:
    async with running(corpus / "a/torch/embedding") as (app, pilot):
        screen = await opened(app, pilot)
        assert screen.tag == "default"
        assert "10 x 4" in screen_text(app)
        app.select(entry_tags={"projector": "emb"})
        await settled(app, pilot)
        assert "30 x 5" in screen_text(app)
        await press(app, pilot, "right")
        assert screen.copied_text().startswith("lab")
        assert "sprite image" in screen_text(app)
        assert "1 note" in screen_text(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_keys_go_through_points(demo_log: Path, size: tuple[int, int]) -> None:
    async with running(demo_log, size) as (app, pilot):
        screen = await opened(app, pilot)
        assert "PC1" in screen_text(app)
        await press(app, pilot, "right")
        first = screen.copied_text()
        assert first in screen_text(app)
        await press(app, pilot, "right", "up")
        assert screen.copied_text() != first
        before = screen_text(app)
        await press(app, pilot, "d", "L", "plus")
        assert "PC3" in screen_text(app)
        await press(app, pilot, "d", "0")
        assert screen_text(app) == before


async def test_zoom_keeps_the_point_under_the_cursor(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        for dimensions in (2, 3):
            await press(app, pilot, "0")
            screen.go_to(7)
            await settled(app, pilot)
            before = place_of_cursor(app)
            await press(app, pilot, "plus", "plus", "plus")
            assert place_of_cursor(app) == before, dimensions
            await press(app, pilot, "minus", "minus", "minus", "d")


def place_of_cursor(app: TbtuiApp) -> tuple[int, int]:
    rows = screen_text(app).split("\n")
    row = next(row for row, text in enumerate(rows) if "◆" in text)
    return row, rows[row].index("◆")


async def test_steps_are_gone_through_with_those_of_other_screens(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        late = screen.scene
        await press(app, pilot, "comma")
        assert app.selection.step == 40
        assert screen.scene is not late
        assert "step 40 (1 of 2)" in screen_text(app)


async def test_what_is_searched_stands_out_and_can_be_all_there_is(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        await press(app, pilot, "slash", *"Oslo", "enter", "n")
        assert "10 found" in screen_text(app)
        assert screen.copied_text() == "Oslo 0"
        await press(app, pilot, "n", "n", "N")
        assert screen.copied_text() == "Oslo 1"
        await press(app, pilot, "o")
        assert screen.scene is not None
        assert len(screen.scene.cloud.drawn) == 10
        await press(app, pilot, "escape")
        assert len(screen.scene.cloud.drawn) == 300


async def test_neighbours_are_listed_and_gone_to(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        screen.go_to(0)
        await settled(app, pilot)
        found = screen.neighbours.neighbours
        assert found is not None
        assert len(found.indexes) == 100
        assert "cat" in screen_text(app)
        screen.neighbours.focus()
        await press(app, pilot, "down", "enter")
        assert screen.cursor == found.indexes[1]
        await press(app, pilot, "D")
        assert "euclidean" in screen_text(app)


async def test_colours_filter_and_export(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        assert "Colours: group" in screen_text(app)
        screen.show_only("city")
        await settled(app, pilot)
        assert "60 drawn" in screen_text(app)
        (export,) = screen.exports()
        lines = export.make().decode().splitlines()
        assert lines[0] == "row,PC1,PC2,label,group,frequency"
        assert len(lines) == 61
        await press(app, pilot, "c")
        assert "Colours: frequency" in screen_text(app)
        await press(app, pilot, "x")
        assert "PC2" in screen_text(app).split("→")[1].split("↑")[0]


async def test_a_layout_whose_library_is_not_there_says_what_to_install(
    demo_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tbtui.widgets.layout_maker.missing_library", lambda method: "pip install that")
    async with running(demo_log) as (app, pilot):
        await opened(app, pilot)
        await press(app, pilot, "m")
        assert "pip install that" in screen_text(app)
        await press(app, pilot, "m", "m")
        assert "PC1" in screen_text(app)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (b'embeddings { tensor_name: "e" tensor_path: "../t" }', "../t leads out of the logdir"),
        (b'embeddings { tensor_name: "e" tensor_path: "gone" }', "gone is not there"),
        (b'embeddings { tensor_name: "e" } model_checkpoint_path: "m"', "e lies in the checkpoint m"),
        (b"embeddings {", "is no projector configuration"),
        (b'model_checkpoint_path: "m"', "in a checkpoint, which tbtui does not read"),
    ],
)
async def test_what_cannot_be_shown_is_said(
    tmp_path: Path, write: Callable[..., Path], config: bytes, words: str
) -> None:
    write("run/events.out.tfevents.1.x", event_bytes(*scalar_events("a", [(0, 1.0)])))
    write("run/projector_config.pbtxt", config)
    async with running(tmp_path / "run", (160, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        assert words in screen.picture._message
        assert words.split()[-1] in screen_text(app)


async def test_files_that_change_are_read_anew(tmp_path: Path, write: Callable[..., Path]) -> None:
    write("events.out.tfevents.1.x", event_bytes(*scalar_events("a", [(0, 1.0)])))
    write("projector_config.pbtxt", b'embeddings { tensor_name: "e" tensor_path: "t" }')
    write("t", b"1\t2\n3\t4\n5\t7\n")
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        assert screen.scene is not None
        assert len(screen.scene.embedding.points) == 3
        write("t", b"1\t2\n3\t4\n5\t7\n8\t9\n")
        await press(app, pilot, "r")
        assert len(screen.scene.embedding.points) == 4
        assert np.array_equal(screen.scene.embedding.rows, np.arange(4))
