"""The screen of meshes: what of a log it shows, how keys turn it, and what it says of broken meshes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.events import MouseMove
from textual.pilot import Pilot

from tbtui.analysis.camera import Camera
from tbtui.analysis.mesh_tags import mesh_names
from tbtui.app import TbtuiApp
from tbtui.parsing.event_writer import metadata, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.protos import MeshPluginData
from tbtui.screens.meshes import MeshesScreen
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text, settled

TETRA = [[1, 1, 1], [-1, -1, 1], [1, -1, -1], [-1, 1, -1]]
SIDES = [[0, 2, 3], [0, 3, 1], [0, 1, 2], [1, 3, 2]]


def part(name: str, number: int, array: Any, components: int = 14) -> Any:
    said = MeshPluginData(name=name.encode(), content_type=number, components=components)
    tag = f"{name}_{('', 'VERTEX', 'FACE', 'COLOR')[number]}"
    return tensor_value(tag, np.asarray(array), metadata("mesh", said.SerializeToString()))


async def opened(app: TbtuiApp, pilot: Pilot[int]) -> MeshesScreen:
    await open_screen(app, pilot, "meshes")
    screen = app.screen
    assert isinstance(screen, MeshesScreen)
    await settled(app, pilot)
    return screen


def test_the_corpus_holds_what_the_truth_says(corpus: Path) -> None:
    snapshot = open_logdir(str(corpus / "a/torch/mesh")).snapshot
    assert mesh_names(snapshot) == {"tetra": 1}


async def test_steps_of_the_corpus(corpus: Path) -> None:
    async with running(corpus / "a/torch/mesh") as (app, pilot):
        screen = await opened(app, pilot)
        mesh = screen.meshes[0].mesh
        assert mesh is not None
        assert (mesh.written_vertices, mesh.written_faces, mesh.problems) == (4, 4, ())
        assert (mesh.low, mesh.high) == ((-2, -2, -2), (2, 2, 2))
        ball = screen._grid.view.ball  # type: ignore[union-attr]
        await pilot.press("comma")
        await settled(app, pilot)
        mesh = screen.meshes[0].mesh
        assert mesh is not None
        assert mesh.high == (1, 1, 1)
        assert screen._grid.view.ball == ball  # type: ignore[union-attr]
        assert app.selection.step == 0


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_keys_turn_it(demo_log: Path, size: tuple[int, int]) -> None:
    async with running(demo_log, size) as (app, pilot):
        screen = await opened(app, pilot)
        before = screen_text(app)
        await pilot.press("right", "up", "plus", "m")
        await settled(app, pilot)
        assert screen_text(app) != before
        assert screen.camera.zoom > 1
        await pilot.press("m", "m", "0")
        await settled(app, pilot)
        assert screen_text(app) == before


async def test_a_batch_is_gone_through(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        app.select(entry_tags={"meshes": "samples"})
        await settled(app, pilot)
        assert "1 of batch of 2" in screen_text(app)
        await pilot.press("n")
        await settled(app, pilot)
        assert screen.meshes[0].item == 1
        assert [export.name for export in screen.exports()] == [
            "samples-lr=0.01-seed=0-360.obj", "samples-lr=0.01-seed=0-360.ply",
        ]  # fmt: skip
        assert "900 vertices" in screen.copied_text()


async def test_broken_meshes_say_what_is_wrong(tmp_path: Path, write: Callable[..., Path]) -> None:
    values = [
        part("range", 1, TETRA), part("range", 2, [[0, 1, 9], [0, 1, 2]]),
        part("flat", 1, np.zeros((4, 2))),
        part("faces", 1, TETRA), part("faces", 2, np.zeros((4, 2))),
        part("lost", 1, TETRA),
        part("none", 1, np.full((2, 3), np.nan)),
    ]  # fmt: skip
    write("run/events.out.tfevents.1.x", event_bytes(*(summary_event(3, 1.7e9, [value]) for value in values)))
    said = {
        "range": "1 of 2 faces have corners that are no vertices from 0 to 3",
        "flat": "events.out.tfevents.1.x at byte",
        "faces": "faces_FACE: the shape [4, 2] is not [batch, n, 3]",
        "lost": "no faces: drawn as points",
        "none": "2 of 2 vertices are NaN or infinite",
    }
    async with running(tmp_path) as (app, pilot):
        screen = await opened(app, pilot)
        for name, words in said.items():
            app.select(entry_tags={"meshes": name})
            await settled(app, pilot)
            shown = " ".join(screen_text(app).split())
            assert words in " ".join(screen.meshes[0].words)
            assert words[:20] in shown


async def test_hidden_runs_leave_words(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        await opened(app, pilot)
        app.select(hidden_runs=frozenset(app.snapshot.runs))
        await settled(app, pilot)
        assert "All runs that hold this tag are hidden" in screen_text(app)


async def test_the_mouse_turns_and_chooses(demo_log: Path) -> None:
    async with running(demo_log) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.click("#picture", offset=(60, 4))
        await settled(app, pilot)
        assert app.selection.run == screen.meshes[1].chosen.vertices.run
        await pilot.mouse_down("#picture", offset=(5, 4))
        screen.picture.post_message(MouseMove(screen.picture, 12, 4, 7, 0, 1, False, False, False, 12, 4))
        await settled(app, pilot)
        assert screen.camera.azimuth == Camera().azimuth - 7 * 3
        await pilot.mouse_up("#picture", offset=(5, 4))
        await settled(app, pilot)
        assert app.selection.run == screen.meshes[1].chosen.vertices.run
