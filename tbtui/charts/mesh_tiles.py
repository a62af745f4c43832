"""From meshes that were read to the tiles of a grid: their titles, what of them is drawn, and the box they fit into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.analysis.camera import Ball, Camera, Up
from tbtui.analysis.chosen_meshes import ReadMesh
from tbtui.analysis.meshes import bounds_of
from tbtui.charts.mesh_grid import MeshGrid, MeshTile
from tbtui.charts.mesh_picture import MeshView, Mode
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection

# Faces, edges and points that can be drawn between two frames.
_QUICKLY: Final = {Mode.SOLID: 160_000, Mode.WIRE: 160_000, Mode.POINTS: 1_000_000}


@dataclass(frozen=True, slots=True)
class MeshBox:
    """The box of all meshes of one name that were seen: the picture must not jump from step to step."""

    low: tuple[float, ...]
    high: tuple[float, ...]
    radius: float
    """Of a ball about its middle that holds all of them."""

    @property
    def ball(self) -> Ball:
        """The ball about it."""
        return Ball(tuple((np.array(self.low) + np.array(self.high)) / 2), self.radius or 1.0)


def grown(box: MeshBox | None, meshes: Sequence[ReadMesh]) -> MeshBox | None:
    """The box with these meshes in it; it never shrinks by itself."""
    shown = [read.mesh for read in meshes if read.mesh is not None]
    found = bounds_of(shown)
    if found is None:
        return box
    low, high = found
    if box is not None:
        low, high = np.minimum(low, box.low), np.maximum(high, box.high)
    balls = [Ball(tuple(mesh.centre), mesh.radius) for mesh in shown] + ([box.ball] if box else [])
    centre = (low + high) / 2
    reach = max(float(np.linalg.norm(ball.centre - centre)) + ball.radius for ball in balls)
    return MeshBox(tuple(low.tolist()), tuple(high.tolist()), min(reach, float(np.linalg.norm(high - low)) / 2))


def turning_share(meshes: Sequence[ReadMesh], mode: Mode) -> int:
    """While it is turned only every so many-th face, edge or point can be drawn; 1 where all can."""
    shown = [read.mesh for read in meshes if read.mesh is not None]
    counts = [len(mesh.vertices) if mode is Mode.POINTS or not len(mesh.faces) else len(mesh.faces) for mesh in shown]
    return max(1, -(-sum(counts) // _QUICKLY[mode if any(len(mesh.faces) for mesh in shown) else Mode.POINTS]))


def mesh_grid(
    meshes: Sequence[ReadMesh],
    selection: Selection,
    palette: Palette,
    camera: Camera,
    ball: Ball,
    up: Up,
    mode: Mode,
    every: int = 1,
) -> MeshGrid:
    """The grid of these meshes; each run in its colour, the chosen one marked."""
    tiles = []
    for read in meshes:
        one = read.chosen.vertices
        stroke = palette.stroke(selection.slots.get(one.run, 0))
        chosen = one.run == selection.run and len(meshes) > 1
        tiles.append(MeshTile(one.run, stroke.mark, f"step {one.step:,}", stroke.colour, chosen, read.mesh, read.words))
    return MeshGrid(tuple(tiles), MeshView(camera, ball, up, mode, every))
