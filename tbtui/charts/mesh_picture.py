"""A mesh as cells: projected, drawn with a depth buffer, lit, and put into blocks, braille or letters."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Ball, Camera, Projected, Up
from tbtui.analysis.memo import remembered
from tbtui.analysis.meshes import Mesh
from tbtui.charts.cells import Cells, Colour, ansi_number
from tbtui.charts.mesh_raster import DepthBuffer, draw_lines, draw_points, draw_triangles
from tbtui.charts.mesh_shading import depth_cue, face_colours, lambert, vertex_colours
from tbtui.charts.palette import Palette
from tbtui.charts.sub_cells import blocks, cell_colours, dithered, dots, letters, packed_colours, unpacked_colour
from tbtui.charts.terminal_colours import ANSI_COLOURS, nearest_ansi

FloatArray: TypeAlias = NDArray[np.float32]

_FEW_POINTS: Final = 1500
"""Up to so many points are drawn two dots wide and high."""


class Mode(enum.Enum):
    """What of a mesh is drawn."""

    SOLID = "solid"
    WIRE = "wireframe"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class MeshView:
    """How a mesh is looked at."""

    camera: Camera
    ball: Ball
    up: Up = Up.Y
    mode: Mode = Mode.SOLID
    every: int = 1
    """Only every so many-th face, edge or point is drawn: 1 for all."""


@dataclass(frozen=True, slots=True, eq=False)
class _Lit:
    """What is seen at each dot of a picture."""

    covered: NDArray[np.bool_]
    """(4h, 2w)."""
    colours: FloatArray
    """(4h, 2w, 3) 0-255 with light and depth in them."""
    hues: FloatArray
    """(4h, 2w, 3) 0-255 without these."""
    brightness: FloatArray
    """(4h, 2w) 0 to 1: light and depth."""


@remembered
def mesh_cells(mesh: Mesh, view: MeshView, width: int, height: int, colour: Colour, palette: Palette) -> Cells:
    """The mesh on ``width`` x ``height`` cells, in ``colour`` where it has none of its own."""
    if width < 1 or height < 1 or not len(mesh.vertices):
        return Cells.blank(width, height)
    number = ansi_number(colour)
    base = unpacked_colour(colour) if number is None else ANSI_COLOURS[number].astype(np.float32)
    ground = palette.ground if palette.ground >= 0 else 0
    solid = view.mode is Mode.SOLID and len(mesh.faces) > 0
    lit = _lit(mesh, view, 2 * width, 4 * height, base, unpacked_colour(ground), solid=solid)
    if palette.ground < 0:
        return _few_colours(lit, palette, solid=solid)
    if not solid:
        return dots(lit.covered, packed_colours(cell_colours(lit.colours, lit.covered)[0]))
    if palette.ascii:
        return letters(lit.brightness, lit.covered, packed_colours(cell_colours(lit.hues, lit.covered)[0]))
    return blocks(lit.colours, lit.covered)


def _few_colours(lit: _Lit, palette: Palette, *, solid: bool) -> Cells:
    """Where there are sixteen colours, dots that lie dense or thin show the light."""
    hues = nearest_ansi(cell_colours(lit.hues, lit.covered)[0])
    if not solid:
        return dots(lit.covered, hues)
    if palette.ascii:
        return letters(lit.brightness, lit.covered, hues)
    return dots(dithered(lit.brightness, lit.covered), hues)


def _lit(
    mesh: Mesh, view: MeshView, width: int, height: int, base: FloatArray, ground: FloatArray, *, solid: bool
) -> _Lit:
    placed = Ball(tuple(mesh.centre), mesh.radius)
    seen = view.camera.project(mesh.unit, placed, view.ball, view.up, width, height)
    if solid:
        buffer = draw_triangles(seen, mesh.corners, width, height, view.every)
        faces = buffer.ids[buffer.ids >= 0]
        light = lambert(mesh, seen, view.camera.rotation(view.up), faces)
        return _with_light(buffer, face_colours(mesh, seen, buffer, base), light, ground)
    if view.mode is Mode.WIRE and len(mesh.faces):
        buffer = draw_lines(seen, mesh.edges, width, height, view.every)
        vertices = mesh.edges[0][buffer.ids[buffer.ids >= 0]]
    else:
        buffer = _drawn_points(seen, width, height, view.every)
        vertices = buffer.ids[buffer.ids >= 0]
    return _with_light(buffer, vertex_colours(mesh, vertices, base), None, ground)


def _drawn_points(seen: Projected, width: int, height: int, every: int) -> DepthBuffer:
    """A dot for each point, or four where there are few of them."""
    if every > 1:
        buffer = draw_points(Projected(*(column[::every] for column in seen)), width, height)
        return DepthBuffer(np.where(buffer.ids >= 0, buffer.ids * every, -1).astype(np.int32), buffer.nearness)
    count = len(seen.x)
    if count > _FEW_POINTS:
        return draw_points(seen, width, height)
    x = np.concatenate([seen.x - 0.5, seen.x + 0.5, seen.x - 0.5, seen.x + 0.5])
    y = np.concatenate([seen.y - 0.5, seen.y - 0.5, seen.y + 0.5, seen.y + 0.5])
    buffer = draw_points(Projected(x, y, np.tile(seen.nearness, 4)), width, height)
    return DepthBuffer(np.where(buffer.ids >= 0, buffer.ids % count, -1).astype(np.int32), buffer.nearness)


def _with_light(buffer: DepthBuffer, hues: FloatArray, light: FloatArray | None, ground: FloatArray) -> _Lit:
    """Light darkens a colour, depth mixes it with the ground; without light there are only dots with depth."""
    covered = buffer.ids >= 0
    shape = (*covered.shape, 3)
    cue = depth_cue(buffer.nearness[covered], dots=light is None)
    brightness = np.zeros(covered.shape, np.float32)
    brightness[covered] = cue if light is None else cue * light
    colours, plain = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    plain[covered] = hues
    shaded = hues if light is None else hues * light[:, None]
    colours[covered] = ground + (shaded - ground) * cue[:, None]
    return _Lit(covered, colours, plain, brightness)
