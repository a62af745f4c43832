"""From the decoded tensors of a chosen mesh to a mesh that can be drawn, and what is wrong with it in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.labels import value_label
from tbtui.analysis.mesh_tags import ChosenMesh
from tbtui.analysis.mesh_tensors import MeshTensor, make_mesh
from tbtui.analysis.meshes import Mesh
from tbtui.model.entries import EntryError

Value: TypeAlias = MeshTensor | EntryError
Lookup: TypeAlias = Callable[[ChosenEntry], Value]


@dataclass(frozen=True, slots=True)
class ReadMesh:
    """A mesh as it was read."""

    chosen: ChosenMesh
    mesh: Mesh | None
    """None where there are no vertices to draw."""
    words: tuple[str, ...]
    """What is wrong with it."""
    batch: int
    """How many meshes the batch has."""
    item: int
    """Which of them this is; the last one where there are not so many."""


def read_mesh(chosen: ChosenMesh, value_of: Lookup, item: int) -> ReadMesh:
    """Put together item ``item`` of the batch; ``value_of`` has the decoded tensors."""
    vertices = value_of(chosen.vertices)
    if isinstance(vertices, EntryError):
        return ReadMesh(chosen, None, (_told(chosen.vertices, vertices),), 0, 0)
    batch = len(vertices.array)
    if not batch:
        return ReadMesh(chosen, None, ("the batch is empty",), 0, 0)
    told: list[str] = []
    faces = _part(chosen.faces, value_of, told)
    colours = _part(chosen.colours, value_of, told)
    if faces is None and (chosen.faces is not None or chosen.promises_faces):
        told.append("no faces: drawn as points" if chosen.faces is None else "drawn as points")
    told += [
        f"{name} as of step {part.step:,}"
        for name, part in (("faces", chosen.faces), ("colours", chosen.colours))
        if part is not None and part.step != chosen.vertices.step
    ]
    item = min(item, batch - 1)
    mesh = make_mesh(vertices, faces, colours, item, tuple(told))
    if not len(mesh.vertices):
        return ReadMesh(chosen, None, mesh.problems or ("a mesh without vertices",), batch, item)
    return ReadMesh(chosen, mesh, mesh.problems, batch, item)


def _part(part: ChosenEntry | None, value_of: Lookup, told: list[str]) -> MeshTensor | None:
    if part is None:
        return None
    value = value_of(part)
    if isinstance(value, EntryError):
        told.append(_told(part, value))
        return None
    return value


def _told(part: ChosenEntry, error: EntryError) -> str:
    """An error with its tag and place, as far as it does not name its file itself."""
    place = part.entries.place(part.index)
    text = str(error)
    if place.path in text:
        return f"{part.entries.tag}: {text.replace(place.path, os.path.basename(place.path))}"
    return f"{part.entries.tag}: {text} ({os.path.basename(place.path)} at byte {place.offset:,})"


def range_label(low: float, high: float) -> str:
    """The extent of a mesh along one axis."""
    return f"{value_label(low, 3)} … {value_label(high, 3)}"


def summary_text(read: ReadMesh) -> str:
    """The numbers of a mesh as lines of text."""
    one = read.chosen.vertices
    lines = [f"{one.entries.run} step {one.step:,}"]
    if read.mesh is not None:
        lines[0] += f": {read.mesh.written_vertices:,} vertices, {read.mesh.written_faces:,} faces"
        lines += [
            f"{axis}: {low:.9g} to {high:.9g}"
            for axis, low, high in zip("xyz", read.mesh.low, read.mesh.high, strict=False)
        ]
    return "\n".join([*lines, *read.words])


def largest_batch(meshes: Sequence[ReadMesh]) -> int:
    """How many meshes the largest of the batches has."""
    return max((read.batch for read in meshes), default=0)
