"""The fast way to strips and the usual one send the same colours."""

from __future__ import annotations

import io

import numpy as np
import pytest
from rich.console import Console
from rich.style import Style

from tbtui.charts.cells import Cells
from tbtui.charts.half_block import half_blocks
from tbtui.widgets import picture_strips
from tbtui.widgets.picture_strips import picture_strips as strips_of_picture

BASE = Style.parse("#eeeeee on #111111")
CONSOLE = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True)


def noise(width: int, height: int) -> Cells:
    levels = np.random.default_rng(0).integers(0, 64, (2 * height, width, 3)).astype(np.int32)
    parts = levels << 2 | levels >> 4
    colours = parts[..., 0] << 16 | parts[..., 1] << 8 | parts[..., 2]
    colours[-1, :5] = -1
    return half_blocks(colours)


def test_both_ways_look_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = noise(100, 30)
    fast = [strip.render(CONSOLE) for strip in strips_of_picture(cells, BASE, true_colours=True)]
    monkeypatch.setattr(picture_strips, "_MANY_STYLES", 10**9)
    usual = [strip.render(CONSOLE) for strip in strips_of_picture(cells, BASE, true_colours=True)]
    assert fast == usual


def test_every_strip_is_as_wide_as_the_picture() -> None:
    strips = strips_of_picture(noise(37, 4), BASE, true_colours=True)
    assert [strip.cell_length for strip in strips] == [37] * 4
    assert all(sum(len(segment.text) for segment in strip) == 37 for strip in strips)
