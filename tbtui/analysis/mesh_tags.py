"""The meshes of a log: tags of vertices, faces and colours put together to the meshes that they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tbtui.analysis.entry_steps import ChosenEntry, chosen_entry
from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.model.entries import Entries
from tbtui.model.run import Run
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import MESH
from tbtui.parsing.meshes import MeshPart, parse_mesh_tag


@dataclass(frozen=True, eq=False)
class MeshEntries:
    """The entries of one mesh of one run."""

    name: str
    vertices: Entries
    faces: Entries | None
    colours: Entries | None
    promises_faces: bool
    """The mesh was written with faces, whether they are found or not."""


@remembered
def run_meshes(run: Run) -> Mapping[str, MeshEntries]:
    """name -> mesh, for every mesh that has vertices."""
    parts: dict[str, dict[MeshPart, Entries]] = {}
    with_faces = set()
    for tag, entries in run.entries.get(MESH, {}).items():
        said = parse_mesh_tag(tag, entries.metadata)
        parts.setdefault(said.name, {})[said.part] = entries
        if entries.metadata.content and said.promises(MeshPart.FACE):
            with_faces.add(said.name)
    return {
        name: MeshEntries(
            name, found[MeshPart.VERTEX], found.get(MeshPart.FACE), found.get(MeshPart.COLOR), name in with_faces
        )
        for name, found in parts.items()
        if MeshPart.VERTEX in found
    }


def mesh_names(snapshot: Snapshot) -> dict[str, int]:
    """name of a mesh -> how many runs hold it, sorted."""
    counts: dict[str, int] = {}
    for run in snapshot.runs.values():
        for name in run_meshes(run):
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: natural_key(item[0])))


@dataclass(frozen=True, slots=True)
class ChosenMesh:
    """The entries of one run that make up the mesh that is shown."""

    vertices: ChosenEntry
    faces: ChosenEntry | None
    colours: ChosenEntry | None
    promises_faces: bool

    @property
    def parts(self) -> list[ChosenEntry]:
        """The entries that must be read."""
        return [part for part in (self.vertices, self.faces, self.colours) if part is not None]


def chosen_mesh(mesh: MeshEntries, vertices: ChosenEntry, repeat: int) -> ChosenMesh:
    """Faces and colours as they were last written at the step of the vertices."""

    def at_step(entries: Entries | None) -> ChosenEntry | None:
        return None if entries is None else chosen_entry(entries, vertices.step, repeat)

    return ChosenMesh(vertices, at_step(mesh.faces), at_step(mesh.colours), mesh.promises_faces)
