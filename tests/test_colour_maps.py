"""Colour maps: more is farther from the ground, in every kind of terminal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rich.color import Color, ColorSystem

from tbtui.charts.cells import DEFAULT
from tbtui.charts.colour_maps import SEQUENTIAL, ColourMap, colour_ramp
from tbtui.charts.palette import DARK, LIGHT, SIXTEEN, Palette


def brightness(colour: int) -> float:
    return 0.3 * (colour >> 16 & 255) + 0.59 * (colour >> 8 & 255) + 0.11 * (colour & 255)


def in_256_colours(colour: int) -> int:
    found = Color.from_rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255).downgrade(ColorSystem.EIGHT_BIT)
    red, green, blue = found.get_truecolor()
    return red << 16 | green << 8 | blue


@pytest.mark.parametrize("palette", [DARK, LIGHT])
@pytest.mark.parametrize("colour_map", SEQUENTIAL)
def test_brightness_leads_away_from_the_ground(palette: Palette, colour_map: ColourMap) -> None:
    ramp = colour_ramp(colour_map, palette, palette.runs[0])
    steps = np.diff([brightness(int(colour)) for colour in ramp.colours])
    assert (steps >= 0).all() if palette is DARK else (steps <= 0).all()
    assert abs(brightness(int(ramp.colours[0])) - brightness(palette.ground)) > 5
    assert ramp.rows == 2


@pytest.mark.parametrize("colour_map", SEQUENTIAL)
def test_256_colours_still_tell_many_levels_apart(colour_map: ColourMap) -> None:
    ramp = colour_ramp(colour_map, DARK, DARK.runs[0])
    assert len({in_256_colours(int(colour)) for colour in ramp.colours}) >= 7


@pytest.mark.parametrize("ascii_only", [False, True])
def test_sixteen_colours_and_none_get_more_ink(ascii_only: bool) -> None:
    ramp = colour_ramp(ColourMap.VIRIDIS, replace(SIXTEEN, ascii=ascii_only))
    letters = [chr(code) for code in ramp.inks]
    assert " " not in letters
    assert all(letter.isascii() for letter in letters) == ascii_only
    assert len({*zip(letters, ramp.colours.tolist(), strict=True)}) == len(letters) >= 5
    assert ramp.rows == 1


def test_ascii_with_colours_gives_each_cell_a_ground() -> None:
    ramp = colour_ramp(ColourMap.MAGMA, replace(DARK, ascii=True))
    assert set(ramp.inks) == {ord(" ")}
    assert ramp.rows == 1


def test_what_is_nan_has_no_colour() -> None:
    places = colour_ramp(ColourMap.GREY, DARK).places(np.array([np.nan, -1.0, 0.0, 1.0, 2.0]))
    assert places.tolist() == [-1, 0, 0, 31, 31]


def test_both_signs_have_their_colour() -> None:
    few = colour_ramp(ColourMap.DIVERGING, SIXTEEN)
    assert few.colours[0] != few.colours[-1]
    assert few.inks[0] == few.inks[-1] == ord("█")
    many = colour_ramp(ColourMap.DIVERGING, DARK)
    assert many.colour(0.0) & 255 > many.colour(0.0) >> 16
    assert many.colour(1.0) & 255 < many.colour(1.0) >> 16


def test_the_runs_colour_is_used_where_there_are_few() -> None:
    assert SIXTEEN.runs[0] in colour_ramp(ColourMap.RUN, SIXTEEN, SIXTEEN.runs[0]).colours
    assert DEFAULT in colour_ramp(ColourMap.GREY, SIXTEEN).colours
