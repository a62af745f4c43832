"""Sixel and kitty graphics: what they are given, and when they take the place of half blocks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis.pictures import open_picture
from tbtui.charts.picture_view import PictureView
from tbtui.commands.demo_log.images import png_file
from tbtui.model.config import Config
from tbtui.screens.images import ImagesScreen
from tbtui.widgets.graphics import fine_image
from tests.running import open_screen, running, settled, until

CHESS = np.kron((np.indices((6, 8)).sum(axis=0) % 2)[..., None], np.ones((4, 4, 3))).astype(np.uint8) * 255


def test_graphics_show_the_same_part_with_more_pixels() -> None:
    picture = open_picture(png_file(CHESS)).decode(0, 10**6)
    assert fine_image(picture, PictureView(), (32, 24), (10, 20)).size == (320, 240)
    nearer = np.asarray(fine_image(picture, PictureView(zoom=2), (32, 24), (10, 20)))
    assert nearer.shape == (240, 320, 3)
    assert np.array_equal(nearer[:, :, 0] > 128, np.kron(CHESS[6:18, 8:24, 0] > 128, np.ones((20, 20), bool)))


@pytest.mark.parametrize("kind", ["sixel", "kitty"])
async def test_a_picture_alone_is_shown_as_graphics(demo_log: Path, kind: str) -> None:
    pytest.importorskip("textual_image")
    config = Config(roots={"": str(demo_log)}, images=kind)
    async with running(demo_log, config=config) as (app, pilot):
        await open_screen(app, pilot, "images")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, ImagesScreen)
        graphics = screen._graphics
        assert graphics is not None
        assert not graphics.display
        await pilot.press("tab", "tab", "enter")
        await until(pilot, lambda: bool(graphics.display))
        await pilot.press("c")
        assert not graphics.display
