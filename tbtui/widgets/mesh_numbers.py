"""The table below the meshes: of each run how many vertices and faces, where they lie, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tbtui.analysis.chosen_meshes import ReadMesh, range_label
from tbtui.analysis.labels import count_label
from tbtui.analysis.run_rows import RunRow
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import RunList, run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent

_COLUMNS: Final = (
    Column("", 1, keep=10),
    Column("Run", 0, keep=9, least=14),
    Column("Step", 7, "right", keep=2),
    Column("Vertices", 8, "right", keep=8),
    Column("Faces", 7, "right", keep=7),
    Column("x", 15, "right", keep=5),
    Column("y", 15, "right", keep=4),
    Column("z", 15, "right", keep=3),
    Column("Wrong", 5, "right", keep=7),
)


class MeshNumbers(RunList):
    """A row for each mesh; the keys of runs work on them."""

    def show_meshes(self, meshes: Sequence[ReadMesh], selection: Selection, palette: Palette) -> None:
        """Show the numbers of these meshes."""
        self.rows = [RunRow(name, 0, True, runs=(name,)) for name in (read.chosen.vertices.run for read in meshes)]

        def row(number: int) -> Sequence[Piece]:
            read = meshes[number]
            one, mesh = read.chosen.vertices, read.mesh
            wrong = Piece(str(len(read.words)) if read.words else "", palette.warning)
            name = [run_mark(selection.slots.get(one.run, 0), True, palette), Piece(one.run), Piece(f"{one.step:,}")]
            if mesh is None:
                return [*name, *[Piece("")] * 5, wrong]
            counts = [Piece(count_label(mesh.written_vertices)), Piece(count_label(mesh.written_faces))]
            ranges = [Piece(range_label(*ends)) for ends in zip(mesh.low, mesh.high, strict=True)]
            return [*name, *counts, *ranges, wrong]

        names = [row.name for row in self.rows]
        cursor = names.index(selection.run) if selection.run in names else None
        self.show(TableContent(_COLUMNS, len(meshes), row, empty="no mesh at this step"), cursor)
