"""Pixels as cells, in rich terminals and poor ones."""

from __future__ import annotations

import numpy as np

from tbtui.charts.cells import DEFAULT, ansi
from tbtui.charts.half_block import Ink, half_blocks, nearest_of_256, packed

RED, BLUE = 0xFF0000, 0x0000FF


def column(*colours: int) -> np.ndarray:
    return np.array(colours, np.int32)[:, None]


def test_a_cell_shows_two_pixels() -> None:
    cells = half_blocks(column(RED, BLUE))
    assert (cells.lines(), cells.foreground[0, 0], cells.background[0, 0]) == (["▀"], RED, BLUE)


def test_equal_pixels_are_ground_alone() -> None:
    cells = half_blocks(column(RED, RED))
    assert (cells.lines(), cells.foreground[0, 0], cells.background[0, 0]) == ([" "], DEFAULT, RED)


def test_where_there_is_no_pixel_the_ground_is_seen() -> None:
    cells = half_blocks(column(RED, DEFAULT, DEFAULT, BLUE, DEFAULT, DEFAULT))
    assert cells.lines() == ["▀", "▄", " "]
    assert cells.foreground[:, 0].tolist() == [RED, BLUE, DEFAULT]
    assert (cells.background == DEFAULT).all()


def test_colours_beyond_the_range_are_clipped() -> None:
    assert packed(np.array([[[-20.0, 300.0, 127.6]]]))[0, 0] == 0x00FF80


def test_256_colours_are_the_nearest_that_every_theme_has() -> None:
    given = np.array([0x000000, 0xFFFFFF, 0x808080, 0xFE0102, 0x5F87AF, DEFAULT], np.int32)
    assert nearest_of_256(given).tolist() == [0x000000, 0xFFFFFF, 0x808080, 0xFF0000, 0x5F87AF, DEFAULT]
    random = np.random.default_rng(0).integers(0, 1 << 24, 3000).astype(np.int32)
    cube = [0, 95, 135, 175, 215, 255]
    palette = [(r, g, b) for r in cube for g in cube for b in cube] + [(8 + 10 * step,) * 3 for step in range(24)]
    all_colours = np.array(palette)
    for colour, found in zip(random.tolist(), nearest_of_256(random).tolist(), strict=True):
        parts = np.array([colour >> 16, colour >> 8 & 255, colour & 255])
        best = ((all_colours - parts) ** 2).sum(axis=1).min()
        chosen = np.array([found >> 16, found >> 8 & 255, found & 255])
        assert ((chosen - parts) ** 2).sum() <= best + 40


def test_where_colours_are_few_brightness_becomes_ink() -> None:
    cells = half_blocks(column(0, 0, 0x808080, 0x808080, 0xFFFFFF, 0xFFFFFF, DEFAULT, DEFAULT), Ink.SHADES)
    assert cells.lines() == [" ", "▒", "█", " "]
    assert cells.background[:, 0].tolist() == [ansi(0), ansi(0), ansi(0), DEFAULT]


def test_ascii_terminals_get_grounds() -> None:
    cells = half_blocks(column(0x204060, 0x406080, RED, DEFAULT), Ink.SPACES)
    assert cells.lines() == [" ", " "]
    assert cells.background[:, 0].tolist() == [0x305070, RED]
