"""The Images screen: pictures by step, of runs side by side, alone, nearer, played and written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.pilot import Pilot

from tbtui.analysis.picture_decoding import PictureDecoder
from tbtui.app import TbtuiApp
from tbtui.charts.picture_wall import Panel
from tbtui.commands.demo_log.images import gif_file, png_file
from tbtui.parsing.event_writer import image_value, images_value, summary_event
from tbtui.screens.images import ImagesScreen
from tbtui.widgets import entry_values
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text, settled, until


def plain(shade: int, size: tuple[int, int] = (24, 32)) -> bytes:
    return png_file(np.full((*size, 3), shade, np.uint8))


def written(write: Callable[..., Path], *values: list[Any], run: str = "run") -> Path:
    """A logdir with these values, a list of them for each step 0, 10, 20 ..."""
    events = [summary_event(10 * step, 1.7e9 + step, found) for step, found in enumerate(values)]
    return write(f"logs/{run}/events.out.tfevents.1", event_bytes(*events)).parents[1]


async def shown(app: TbtuiApp, pilot: Pilot[int]) -> ImagesScreen:
    """The screen, with everything read that it wants."""
    if app.current_mode != "images":
        await open_screen(app, pilot, "images")
    await settled(app, pilot)
    assert isinstance(app.screen, ImagesScreen)
    return app.screen


def panels(screen: ImagesScreen) -> tuple[Panel, ...]:
    assert screen.canvas.wall is not None
    return screen.canvas.wall.panels


def shades(screen: ImagesScreen) -> list[int | None]:
    """The first pixel's red of each picture."""
    return [int(panel.picture.levels[0][0, 0, 0]) if panel.picture else None for panel in panels(screen)]


async def test_pictures_follow_the_step_cursor(write: Callable[..., Path]) -> None:
    logdir = written(write, *([image_value("eye", 32, 24, plain(shade))] for shade in (10, 20, 30)))
    async with running(logdir) as (app, pilot):
        screen = await shown(app, pilot)
        assert shades(screen) == [30]
        assert "step 20 (3 of 3) · newest" in screen_text(app)
        await pilot.press("comma")
        assert (shades(await shown(app, pilot)), app.selection.step) == ([20], 10)
        assert "32x24 · PNG RGB" in screen_text(app)


async def test_runs_and_batches_stand_side_by_side(write: Callable[..., Path]) -> None:
    written(write, [images_value("eye", 32, 24, [plain(shade) for shade in (1, 2, 3)])], run="b")
    logdir = written(write, [images_value("eye", 32, 24, [plain(shade) for shade in (7, 8)])], run="a")
    async with running(logdir) as (app, pilot):
        screen = await shown(app, pilot)
        assert shades(screen) == [7, 8, 1, 2, 3]
        assert [panel.title for panel in panels(screen)][1:3] == [("2/2", "a"), ("1/3", "b")]
        await pilot.press("tab", "tab", "right", "right", "enter")
        assert shades(await shown(app, pilot)) == [1]
        assert app.selection.run == "b"
        await pilot.press("right")
        assert shades(await shown(app, pilot)) == [2]
        await pilot.press("escape")
        assert len(shades(await shown(app, pilot))) == 5


async def test_a_grid_has_all_tags_of_the_group(write: Callable[..., Path]) -> None:
    logdir = written(write, [image_value(f"eye/{side}", 32, 24, plain(1)) for side in ("left", "right")])
    async with running(logdir) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("g")
        screen = await shown(app, pilot)
        assert [panel.title for panel in panels(screen)] == [("left",), ("right",)]
        await pilot.press("tab", "tab", "right")
        assert (await shown(app, pilot)).tag == "eye/right"


async def test_groups_of_one_picture_make_a_grid_together(write: Callable[..., Path]) -> None:
    values = [image_value(f"conv/{part}/image", 32, 24, plain(1)) for part in ("bias", "kernel")]
    async with running(written(write, [*values, image_value("dense/image", 32, 24, plain(2))])) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("g")
        screen = await shown(app, pilot)
        assert [panel.title for panel in panels(screen)] == [("bias/image",), ("kernel/image",)]
        assert "conv/*" in screen_text(app)


async def test_a_tag_alone_makes_no_grid(write: Callable[..., Path]) -> None:
    async with running(written(write, [image_value("eye", 32, 24, plain(1))])) as (app, pilot):
        screen = await shown(app, pilot)
        await pilot.press("g")
        assert not screen.image_options.grid
        assert "No other tag" in next(iter(app._notifications)).message


async def test_what_is_broken_says_where_and_the_rest_is_shown(write: Callable[..., Path]) -> None:
    broken = plain(5)[:60]
    logdir = written(write, [images_value("eye", 32, 24, [broken, plain(9), b""])])
    async with running(logdir, (160, 40)) as (app, pilot):
        screen = await shown(app, pilot)
        assert shades(screen) == [None, 9, None]
        assert "PNG that cannot be decoded" in panels(screen)[0].message
        assert "events.out.tfevents.1 at byte" in panels(screen)[0].message
        assert "no bytes" in screen_text(app)


async def test_an_empty_batch_is_no_error(write: Callable[..., Path]) -> None:
    async with running(written(write, [images_value("eye", 32, 24, [])])) as (app, pilot):
        assert "holds no picture" in panels(await shown(app, pilot))[0].message


async def test_keys_change_the_view_and_esc_takes_it_back(write: Callable[..., Path]) -> None:
    async with running(written(write, [image_value("eye", 320, 240, plain(7, (240, 320)))])) as (app, pilot):
        screen = await shown(app, pilot)
        await pilot.press("plus", "plus", "i", "w", "c")
        assert screen.view.zoom == pytest.approx(2)
        assert (screen.view.brightness, screen.view.contrast) == (0.1, 1.25)
        assert "7 7 7 · #070707" in screen_text(app)
        assert "brightness +1" in screen_text(app)
        await pilot.press("escape", "escape")
        assert (screen.cross, screen.view.zoom) == (None, 1)
        await pilot.press("z")
        assert "actual size" in screen_text(app)
        await pilot.press("0")
        assert not screen.view.adjusted
        assert not screen.view.actual


async def test_the_pixel_that_is_read_off_stays_in_sight(write: Callable[..., Path]) -> None:
    async with running(written(write, [image_value("eye", 320, 240, plain(7, (240, 320)))])) as (app, pilot):
        screen = await shown(app, pilot)
        screen.cross = (300, 200)
        await pilot.press("z")
        assert "┼" in screen_text(app)
        screen.query_one("#canvas").focus()
        await pilot.press(*["right"] * 30)
        assert screen.cross == (319, 200)
        assert "┼" in screen_text(app)


async def test_what_is_read_off_has_room_somewhere(write: Callable[..., Path]) -> None:
    logdir = written(write, [images_value("eye", 32, 24, [plain(5)] * 16)])
    async with running(logdir, (80, 24)) as (app, pilot):
        await shown(app, pilot)
        await pilot.press("c")
        assert screen_text(app).count("5 5 5") == 1


async def test_what_has_no_room_beside_a_caption_is_cut_with_a_sign(write: Callable[..., Path]) -> None:
    logdir = written(write, [images_value("eye", 32, 24, [plain(5)[:60]] * 12)])
    async with running(logdir, (100, 30)) as (app, pilot):
        screen = await shown(app, pilot)
        assert len(panels(screen)) == 12
        assert screen_text(app).count("60 B · step 0") == 12
        assert "…" in screen_text(app)


async def test_the_mouse_reads_off_zooms_and_drags(write: Callable[..., Path]) -> None:
    gradient = np.repeat(np.arange(240, dtype=np.uint8)[None, :, None], 180, axis=0).repeat(3, axis=2)
    async with running(written(write, [image_value("eye", 240, 180, png_file(gradient))])) as (app, pilot):
        screen = await shown(app, pilot)
        await pilot.click("#canvas", offset=(20, 10))
        x, y = screen.cross or (0, 0)
        assert f"{x} {x} {x} · #{x:02x}{x:02x}{x:02x} · at ({x}, {y})" in screen_text(app)
        screen._turned(20, 10, 1)
        assert screen.view.zoom > 1
        before = screen.view.x
        await pilot.mouse_down("#canvas", offset=(30, 10))
        await pilot.hover("#canvas", offset=(24, 10))
        await pilot.mouse_up("#canvas", offset=(24, 10))
        assert screen.view.x > before
        assert screen.cross == (x, y)


async def test_videos_are_played_until_one_leaves(write: Callable[..., Path]) -> None:
    video = gif_file([np.full((24, 32), 8 * shade, np.uint8) for shade in range(6)], 5)
    async with running(written(write, [image_value("video", 32, 24, video)])) as (app, pilot):
        screen = await shown(app, pilot)
        assert shades(screen) == [0]
        await pilot.press("right_square_bracket")
        assert shades(await shown(app, pilot)) == [16]
        await pilot.press("P")
        await until(pilot, lambda: shades(screen)[0] not in (0, 16))
        await open_screen(app, pilot, "runs")
        frame = screen.frame
        await pilot.pause(0.2)
        assert (screen.frame, screen.playing) == (frame, False)


async def test_the_old_picture_stays_until_the_new_one_is_ready(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    logdir = written(write, *([image_value("eye", 32, 24, plain(shade))] for shade in (10, 20)))
    async with running(logdir) as (app, pilot):
        screen = await shown(app, pilot)
        go_on, decode = threading.Event(), PictureDecoder.decode
        monkeypatch.setattr(PictureDecoder, "decode", lambda *given: go_on.wait(5) and decode(*given))
        await pilot.press("comma")
        assert shades(screen) == [20]
        assert "step 10" in panels(screen)[0].caption
        go_on.set()
        assert shades(await shown(app, pilot)) == [10]


async def test_what_is_written_is_what_the_log_holds(write: Callable[..., Path]) -> None:
    video = gif_file([np.full((24, 32), 8 * shade, np.uint8) for shade in range(3)])
    logdir = written(write, [image_value("eye", 32, 24, plain(9)), image_value("video", 32, 24, video)])
    async with running(logdir) as (app, pilot):
        screen = await shown(app, pilot)
        (picture,) = screen.exports()
        assert (picture.name, picture.make()) == ("run-eye-0.png", plain(9))
        await pilot.press("down")
        as_it_is, frame = (await shown(app, pilot)).exports()
        assert (as_it_is.name, as_it_is.make()) == ("run-video-0.gif", video)
        assert frame.make().startswith(b"\x89PNG")


async def test_more_pictures_than_have_room_go_on_pages(write: Callable[..., Path]) -> None:
    logdir = written(write, [images_value("eye", 32, 24, [plain(shade) for shade in range(60)])])
    async with running(logdir, (80, 24)) as (app, pilot):
        first = shades(await shown(app, pilot))
        assert len(first) < 60
        assert f"pictures 1-{len(first)} of 60" in screen_text(app)
        await pilot.press("tab", "tab", "pagedown")
        assert shades(await shown(app, pilot))[0] == len(first)


async def test_what_is_seen_is_kept_where_room_is_short(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_values, "_MOST_BYTES", 1)
    monkeypatch.setattr(entry_values, "_SECONDS_AT_ONCE", 0)
    logdir = written(write, [images_value("eye", 32, 24, [plain(shade) for shade in range(5)])])
    async with running(logdir) as (app, pilot):
        assert shades(await shown(app, pilot)) == [0, 1, 2, 3, 4]
