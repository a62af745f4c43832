"""The light on a mesh: from what is nearest at each dot to its colour, by normals, depth and the mesh's own colours."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Projected, closeness
from tbtui.analysis.meshes import Mesh
from tbtui.charts.mesh_raster import DepthBuffer

FloatArray: TypeAlias = NDArray[np.float32]

# Towards the light, in the camera's directions: over the left shoulder of who looks.
_LIGHT: Final = np.array([-0.40, 0.50, 0.77], np.float32)
_AMBIENT: Final = 0.22
_FAR_SOLID: Final = 0.72
_FAR_DOTS: Final = 0.30
"""What is left of a colour at the back of the ball; the rest is the ground's."""


def depth_cue(nearness: FloatArray, *, dots: bool) -> FloatArray:
    """Which share of a colour is left at that depth; of dots less, as nothing else tells which of them are near."""
    far = _FAR_DOTS if dots else _FAR_SOLID
    share: FloatArray = np.float32(far) + np.float32(1 - far) * closeness(nearness)
    return share


def lambert(mesh: Mesh, seen: Projected, rotation: NDArray[np.float64], faces: NDArray[np.int32]) -> FloatArray:
    """(k,) from 0 to 1: how bright these faces are, seen from the side that is turned to the eye."""
    normals = mesh.normals[faces] @ rotation.T.astype(np.float32)
    x, y = ([column[corner[faces]] for corner in mesh.corners] for column in seen[:2])
    area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    # Rows go downwards: corners that go round to the left, as those of front sides do, have a negative area.
    towards = np.where(area > 0, np.float32(-1), np.float32(1))
    light: FloatArray = np.maximum(normals @ _LIGHT * towards, 0) / np.linalg.norm(_LIGHT)
    return np.float32(_AMBIENT) + np.float32(1 - _AMBIENT) * light


def corner_weights(mesh: Mesh, seen: Projected, buffer: DepthBuffer) -> list[FloatArray]:
    """For each covered dot, row by row, the shares of the three corners of its face, in space rather than on screen."""
    rows, columns = np.nonzero(buffer.ids >= 0)
    faces = buffer.ids[rows, columns]
    corners = [corner[faces] for corner in mesh.corners]
    x = [seen.x[corner] - columns - np.float32(0.5) for corner in corners]
    y = [seen.y[corner] - rows - np.float32(0.5) for corner in corners]
    areas = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]]
    whole = areas[0] + areas[1] + areas[2]
    flat = whole == 0
    shares = [np.where(flat, 1, np.clip(area / np.where(flat, 1, whole), 0, 1)) for area in areas]
    weights = [share * seen.nearness[corner] for share, corner in zip(shares, corners, strict=True)]
    total = np.maximum(weights[0] + weights[1] + weights[2], np.float32(1e-12))
    return [(weight / total).astype(np.float32) for weight in weights]


def face_colours(mesh: Mesh, seen: Projected, buffer: DepthBuffer, base: FloatArray) -> FloatArray:
    """(k, 3) 0-255: the colours of the covered dots, row by row; ``base`` where the mesh has none of its own."""
    faces = buffer.ids[buffer.ids >= 0]
    if mesh.colours is None:
        return np.broadcast_to(base, (len(faces), 3))
    if mesh.colours_of_faces:
        return mesh.colours[faces].astype(np.float32)
    found = np.zeros((len(faces), 3), np.float32)
    for weight, corner in zip(corner_weights(mesh, seen, buffer), mesh.corners, strict=True):
        found += weight[:, None] * mesh.colours[corner[faces]]
    return found


def vertex_colours(mesh: Mesh, vertices: NDArray[np.int32], base: FloatArray) -> FloatArray:
    """(k, 3) 0-255: the colours of these vertices."""
    if mesh.colours is None or mesh.colours_of_faces:
        return np.broadcast_to(base, (len(vertices), 3))
    return mesh.colours[vertices].astype(np.float32)
