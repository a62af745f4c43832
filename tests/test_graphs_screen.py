"""The Graphs screen: scopes, drawing and details go together, Enter and Esc lead in and out, a menu elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.charts.graph_chart import FLAT, TALL
from tbtui.screens.graphs import GraphsScreen
from tests.conftest import event_bytes, scalar_events
from tests.graph_defs import chain, graph_def, graph_event, node, variable
from tests.running import open_screen, running, screen_text, settled

SIZES = [(120, 36), (80, 24), (40, 12)]
MODEL = graph_def(
    node("x", "Placeholder"),
    variable("conv/kernel", [3, 3, 1, 8]),
    node("conv/Conv2D", "Conv2D", ["x", "conv/kernel"]),
    node("conv/Relu", "Relu", ["conv/Conv2D"]),
    *(node(f"c_{one}", "Const") for one in range(5)),
    node("loss", "Mean", ["conv/Relu", *(f"c_{one}" for one in range(5))]),
)


@asynccontextmanager
async def graphs(
    logdir: Path, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[TbtuiApp, Pilot[int], GraphsScreen]]:
    """The app on its Graphs screen, with the graph read and drawn."""
    async with running(logdir, size) as (app, pilot):
        await open_screen(app, pilot, "graphs")
        screen = app.screen
        assert isinstance(screen, GraphsScreen)
        await settled(app, pilot)
        yield app, pilot, screen


async def press(app: TbtuiApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def chosen(screen: GraphsScreen) -> str:
    assert screen.read is not None
    return screen.read.tree.name(screen.looked_at)


@pytest.fixture
def log(write: Callable[..., Path], tmp_path: Path) -> Path:
    events = scalar_events("conv/grad_norm", [(1, 1.0)]) + scalar_events("train/loss", [(1, 1.0)])
    write("run/events.out.tfevents.1.x", event_bytes(graph_event(MODEL), *events))
    return tmp_path


@pytest.mark.parametrize("size", SIZES)
async def test_a_graph_is_drawn_at_every_size(log: Path, size: tuple[int, int]) -> None:
    async with graphs(log, size) as (app, _, screen):
        assert "conv" in screen_text(app)
        assert "▼" in screen_text(app)
        assert screen.canvas.chart is not None
        room = screen.canvas.size.height
        assert screen.canvas.chart.layout.box_height == (TALL if room >= 12 else FLAT)


async def test_tree_drawing_and_details_go_together(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "down", "down")
        assert chosen(screen) == "conv"
        text = screen_text(app)
        assert "┏ ▸ conv ━" in text
        assert "72" in text
        await press(app, pilot, "down", "down")
        assert chosen(screen) == "conv/Conv2D"
        assert screen.canvas.chart is not None
        assert len(screen.canvas.chart.view.boxes) == 5, "the drawing is of the scope now, with what stands around it"
        assert "from" in screen_text(app)


async def test_enter_goes_in_and_escape_out(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        screen.canvas.focus()
        await press(app, pilot, "down", "down")
        assert chosen(screen) == "conv"
        await press(app, pilot, "enter")
        assert chosen(screen) == "conv/kernel"
        await press(app, pilot, "down", "down", "down")
        assert chosen(screen) == "loss"
        assert screen.beside is not None, "what is outside is looked at from within"
        await press(app, pilot, "enter")
        assert (chosen(screen), screen.beside) == ("loss", None)
        await press(app, pilot, "escape")
        assert chosen(screen) == "conv/Relu"
        await press(app, pilot, "escape")
        assert chosen(screen) == "conv"


async def test_a_series_is_spread_and_folded_again(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        assert "c_0 .. c_4" in screen_text(app)
        screen.canvas.focus()
        assert screen.read is not None
        screen.choose_item(screen.read.tree.find("c_0") or 0)
        await press(app, pilot, "enter")
        assert "c_0 .. c_4" not in screen_text(app)
        await press(app, pilot, "escape")
        assert "c_0 .. c_4" in screen_text(app)
        await press(app, pilot, "F", "F")
        assert "c_0 .. c_4" not in screen_text(app)


async def test_inputs_are_followed_and_escape_returns(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        assert screen.read is not None
        screen.choose_item(screen.read.tree.find("conv/Conv2D") or 0)
        screen.details.focus()
        await press(app, pilot, "down", "down", "enter")
        assert chosen(screen) == "x"
        await press(app, pilot, "escape")
        assert (chosen(screen), screen.details.cursor) == ("conv/Conv2D", 2)


async def test_search_lists_nodes_while_it_is_typed(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "slash", "r", "e", "l", "u")
        assert "1 found" in screen_text(app)
        await press(app, pilot, "enter", "home")
        assert "Nodes /relu/" in screen_text(app)
        screen.scopes.go_to(0)
        await press(app, pilot, "escape")
        assert "whole graph" in screen_text(app)


async def test_the_menu_jumps_and_escape_returns(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "down", "down", "enter")
        assert "conv/grad_norm" in screen_text(app)
        await press(app, pilot, "down", "down", "enter")
        assert app.current_mode == "scalars"
        assert (app.selection.tag, app.selection.run) == ("conv/grad_norm", "run")
        await press(app, pilot, "escape")
        assert app.current_mode == "graphs"
        assert chosen(screen) == "conv"


async def test_two_graphs_are_chosen_from_and_compared(write: Callable[..., Path], tmp_path: Path) -> None:
    write("one/events.out.tfevents.1.x", event_bytes(graph_event(chain("a", "b"))))
    write("two/events.out.tfevents.1.x", event_bytes(graph_event(chain("a", "c"))))
    async with graphs(tmp_path) as (app, pilot, screen):
        await press(app, pilot, "asterisk", "enter")
        text = screen_text(app)
        assert "Unlike graph of two" in text
        assert [text.find("+ b") > 0, text.find("- c") > 0] == [True, True]
        await press(app, pilot, "escape")
        screen.source_list.focus()
        await press(app, pilot, "down")
        assert screen.run == "two"
        assert "c" in [screen.read.tree.label(row) for row in (0, 1)] if screen.read else False


async def test_what_cannot_be_shown_is_said(write: Callable[..., Path], tmp_path: Path) -> None:
    write("bad/events.out.tfevents.1.x", event_bytes(graph_event(b"\x0b\x0b")))
    write("empty/events.out.tfevents.1.x", event_bytes(graph_event(b"")))
    async with graphs(tmp_path) as (app, pilot, screen):
        assert "This graph cannot be read." in screen_text(app)
        assert "no GraphDef" in screen_text(app)
        screen.source_list.focus()
        await press(app, pilot, "down", "m", "e")
        assert "This graph has no nodes." in screen_text(app)


async def test_a_search_holds_on_when_another_graph_is_chosen(write: Callable[..., Path], tmp_path: Path) -> None:
    write("one/events.out.tfevents.1.x", event_bytes(graph_event(chain("abc", "x"))))
    write("two/events.out.tfevents.1.x", event_bytes(graph_event(chain("abx", "aby"))))
    async with graphs(tmp_path) as (app, pilot, screen):
        await press(app, pilot, "slash", "a", "b", "enter")
        screen.source_list.focus()
        await press(app, pilot, "down")
        assert "2 found" in screen_text(app)


async def test_exports_and_the_name(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "down", "down")
        assert screen.copied_text() == "conv"
        made = {one.name: one.make() for one in screen.exports()}
        assert set(made) == {"graph.dot", "graph.json", "graph.txt"}
        assert "▸ conv" in made["graph.txt"].decode()


async def test_the_view_is_kept(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "down", "down", "down", "minus", "z")
        app.end(0)
    async with graphs(log) as (_, _, screen):
        assert chosen(screen) == "conv/kernel"
        assert screen.canvas.chart is not None
        assert screen.canvas.chart.layout.box_height == FLAT
        assert not screen.details_pane.display


async def test_in_little_room_one_thing_is_seen_at_a_time(log: Path) -> None:
    async with graphs(log, (40, 12)) as (app, pilot, screen):
        seen = []
        for _ in range(3):
            seen.append((screen.drawing_pane.region.area > 0, screen.scopes_pane.region.area > 0))
            await press(app, pilot, "b")
            await pilot.pause()
        assert seen == [(True, False), (False, True), (False, False)]


async def test_another_screen_can_open_a_layer(log: Path) -> None:
    async with graphs(log) as (app, pilot, screen):
        await press(app, pilot, "1")
        app.go("graphs", tag="conv/weights")
        await pilot.pause()
        assert chosen(screen) == "conv"


async def test_hostile_names_stay_on_the_screen_as_text(write: Callable[..., Path], tmp_path: Path) -> None:
    names = ("\x1b[2J", "[bold]x[/]", "日本/\u202eab", "a" * 3_000, "/", "//", "")
    write("events.out.tfevents.1.x", event_bytes(graph_event(chain(*names))))
    async with graphs(tmp_path) as (app, pilot, _):
        await press(app, pilot, *["down"] * 9, "m", "escape", "slash", "b", "escape")
        assert "\x1b" not in screen_text(app)
        assert "[bold]x[" in screen_text(app)


async def test_the_mouse_chooses_enters_pulls_and_scrolls(log: Path) -> None:
    async with graphs(log, (80, 24)) as (app, pilot, screen):
        await press(app, pilot, "plus")
        chart = screen.canvas.chart
        assert chart is not None
        box = next(place for place, one in enumerate(chart.view.boxes) if one.title == "conv")
        x, y = int(chart.layout.lefts[box]) + 3, int(chart.layout.tops[box]) + 1
        at = (x - screen.canvas.window[0], y - screen.canvas.window[1])
        await pilot.click(screen.canvas, offset=at)
        assert chosen(screen) == "conv"
        await pilot.mouse_down(screen.canvas, offset=(5, 5))
        await pilot.hover(screen.canvas, offset=(5, 3))
        await pilot.mouse_up(screen.canvas, offset=(5, 3))
        window = screen.canvas.window
        screen.canvas.action_shift(0, -1)
        assert screen.canvas.window == (window[0], window[1] - 1)


async def test_in_little_room_one_goes_to_details_and_into_scopes(log: Path) -> None:
    async with graphs(log, (40, 12)) as (app, pilot, screen):
        await press(app, pilot, "z")
        assert screen.details.has_focus
        assert "parameters" in screen_text(app)
        await press(app, pilot, "z")
        assert screen.canvas.has_focus
        await press(app, pilot, "b")
        screen.scopes.focus()
        screen.choose_item(screen.read.tree.find("conv/"))  # type: ignore[union-attr, arg-type]
        await press(app, pilot, "enter", "down", "enter")
        assert screen.canvas.has_focus
        assert "Conv2D" in screen_text(app)
