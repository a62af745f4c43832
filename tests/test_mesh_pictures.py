"""The light on a mesh and the cells that show it, as numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tbtui.analysis.camera import Ball, Camera
from tbtui.analysis.mesh_tensors import MeshTensor, make_mesh
from tbtui.analysis.meshes import Mesh
from tbtui.charts.cells import DEFAULT
from tbtui.charts.mesh_picture import MeshView, Mode, mesh_cells
from tbtui.charts.palette import DARK, SIXTEEN, Palette
from tbtui.charts.sub_cells import blocks, dithered, letters
from tbtui.charts.terminal_colours import nearest_ansi
from tbtui.charts.tiles import tile_shape

RED = 0xFF0000


def facing(tilt: float, colours: list[list[int]] | None = None) -> Mesh:
    """A square that is turned about the upright axis by so many degrees."""
    turn = np.deg2rad(tilt)
    points = [(x * np.cos(turn), y, -x * np.sin(turn)) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    faces = np.array([[[0, 1, 2], [0, 2, 3]]])
    given = None if colours is None else MeshTensor(np.array([colours]))
    return make_mesh(MeshTensor(np.array([points])), MeshTensor(faces), given)


def middle_colour(mesh: Mesh) -> int:
    view = MeshView(Camera(0, 0), Ball((0.0, 0.0, 0.0), 2**0.5))
    cells = mesh_cells(mesh, view, 20, 10, RED, DARK)
    assert chr(cells.characters[5, 10]) == "█"
    return int(cells.foreground[5, 10])


def test_what_faces_the_light_is_brighter() -> None:
    left, straight, right = (middle_colour(facing(tilt)) >> 16 for tilt in (-40, 0, 40))
    assert left > straight > right > 40


def test_both_sides_are_lit() -> None:
    assert middle_colour(facing(180)) == middle_colour(facing(0))


def test_a_mesh_has_its_own_colours_or_that_of_the_run() -> None:
    assert middle_colour(facing(0)) & 0x00FF00 < middle_colour(facing(0, [[0, 255, 0]] * 4)) & 0x00FF00
    of_faces = middle_colour(facing(0, [[0, 0, 255]] * 2))
    assert of_faces & 255 > of_faces >> 16


def test_colours_go_over_into_each_other_between_vertices() -> None:
    mesh = facing(0, [[255, 0, 0], [0, 255, 0], [0, 255, 0], [255, 0, 0]])
    cells = mesh_cells(mesh, MeshView(Camera(0, 0), Ball((0.0, 0.0, 0.0), 2**0.5)), 30, 15, RED, DARK)
    row = [colour for colour in cells.foreground[7].tolist() if colour != DEFAULT]
    reds = [colour >> 16 for colour in row]
    assert reds == sorted(reds, reverse=True)
    assert len(set(reds)) > 5


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("palette", [DARK, SIXTEEN])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_every_mode_is_drawn_on_every_terminal(mode: Mode, palette: Palette, ascii_only: bool) -> None:
    palette = replace(palette, ascii=ascii_only)
    view = MeshView(Camera(), Ball((0.0, 0.0, 0.0), 2**0.5), mode=mode)
    cells = mesh_cells(facing(0), view, 20, 10, palette.runs[0], palette)
    inked = cells.characters != ord(" ")
    assert inked.sum() >= 4
    if palette.ground < 0:
        assert cells.foreground[inked].max() <= -2
    if ascii_only and mode is Mode.SOLID:
        assert cells.characters.max() < 128


def test_there_may_be_no_room() -> None:
    assert mesh_cells(facing(0), MeshView(Camera(), Ball()), 0, 5, RED, DARK).width == 0


def test_blocks_show_two_colours_and_the_ground() -> None:
    colours = np.zeros((4, 4, 3), np.float32)
    colours[:, 0] = 200
    covered = np.ones((4, 4), np.bool_)
    covered[:, 3] = False
    cells = blocks(colours, covered)
    assert [chr(one) for one in cells.characters[0]] == ["▌", "▌"]
    assert cells.foreground[0].tolist() == [0xCECECE, 0]
    assert cells.background[0].tolist() == [0, DEFAULT]


def test_dither_lights_as_many_dots_as_there_is_light() -> None:
    covered = np.ones((8, 8), np.bool_)
    for share in (0.0, 0.25, 0.5, 1.0):
        assert dithered(np.full((8, 8), share, np.float32), covered).mean() == pytest.approx(share)


def test_letters_have_more_ink_the_brighter_it_is() -> None:
    brightness = np.repeat(np.linspace(0, 1, 6), 2)[None].repeat(4, axis=0).astype(np.float32)
    covered = np.ones((4, 12), np.bool_)
    covered[:, -2:] = False
    assert letters(brightness, covered, np.zeros((1, 6), np.int32)).lines() == [".:=*% "]


def test_pale_colours_keep_their_hue_among_sixteen() -> None:
    found = nearest_ansi(np.array([[250, 120, 120], [90, 140, 90], [0, 0, 0], [250, 250, 250]], np.float32))
    assert found.tolist() == [-11, -12, -10, -17]


def test_tiles_are_as_large_as_they_can_be() -> None:
    def square(wide: int, high: int) -> float:
        return -min(wide, 2 * high)

    assert tile_shape(4, 96, 24, square, (10, 5)) == (2, 2)
    assert tile_shape(3, 120, 20, square, (10, 5)) == (3, 1)
    assert tile_shape(9, 30, 10, square, (10, 5)) == (3, 2)
    assert tile_shape(5, 4, 2, square, (10, 5)) == (1, 1)
    assert tile_shape(0, 4, 2, square, (10, 5)) == (1, 1)
