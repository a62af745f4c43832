"""A mesh as a file that other programs open: Wavefront OBJ or binary PLY, with its colours where it has any."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.meshes import Mesh


def obj_file(mesh: Mesh) -> bytes:
    """Wavefront OBJ: vertices, with colours as shares behind them where vertices have any, and faces."""
    columns: list[NDArray[Any]] = [mesh.vertices]
    if mesh.colours is not None and not mesh.colours_of_faces:
        columns.append(mesh.colours / np.float32(255))
    lines = ["v " + " ".join(f"{number:.9g}" for number in row) for row in np.concatenate(columns, axis=1).tolist()]
    lines += [f"f {first} {second} {third}" for first, second, third in (mesh.faces + 1).tolist()]
    return ("# written by tbtui\n" + "\n".join(lines) + "\n").encode()


_RGB = [("red", "u1"), ("green", "u1"), ("blue", "u1")]


def ply_file(mesh: Mesh) -> bytes:
    """Binary little-endian PLY: vertices and faces, with the colours of whichever has them."""
    of_vertices = mesh.colours is not None and not mesh.colours_of_faces
    of_faces = mesh.colours is not None and mesh.colours_of_faces
    vertices = np.empty(len(mesh.vertices), [("x", "<f4"), ("y", "<f4"), ("z", "<f4"), *(_RGB if of_vertices else [])])
    for place, name in enumerate("xyz"):
        vertices[name] = mesh.vertices[:, place]
    faces = np.empty(len(mesh.faces), [("count", "u1"), ("corners", "<i4", 3), *(_RGB if of_faces else [])])
    faces["count"], faces["corners"] = 3, mesh.faces
    for table in [vertices] * of_vertices + [faces] * of_faces:
        for place, (name, _) in enumerate(_RGB):
            table[name] = mesh.colours[:, place]  # type: ignore[index]
    colours = "".join(f"property uchar {name}\n" for name, _ in _RGB)
    header = (
        "ply\nformat binary_little_endian 1.0\ncomment written by tbtui\n"
        f"element vertex {len(vertices)}\nproperty float x\nproperty float y\nproperty float z\n"
        f"{colours if of_vertices else ''}element face {len(faces)}\nproperty list uchar int vertex_indices\n"
        f"{colours if of_faces else ''}end_header\n"
    )
    return header.encode() + vertices.tobytes() + faces.tobytes()
