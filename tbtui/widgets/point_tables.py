"""The tables beside an embedding: the point under the cursor, its neighbours, and what the colours mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.labels import count_label, value_label
from tbtui.analysis.neighbours import Neighbours
from tbtui.analysis.point_columns import label_of
from tbtui.charts.cells import wrapped
from tbtui.charts.palette import Palette
from tbtui.charts.point_colours import LegendRow
from tbtui.model.embedding import Embedding
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_POINT: Final = (Column("", 12, keep=1), Column("", 0, keep=2))
_NEIGHBOURS: Final = (Column("", 3, "right", keep=1), Column("", 0, keep=3), Column("", 8, "right", keep=2))
_LEGEND: Final = (Column("", 1, keep=3), Column("", 0, keep=2), Column("", 6, "right", keep=1))


class PointTable(VirtualTable):
    """What is known of one point."""

    def show_point(self, embedding: Embedding, point: int | None, palette: Palette) -> None:
        """Show the metadata of a point, and below them what is to be said of the embedding."""
        rows = [(column.name, column.values[point]) for column in embedding.columns] if point is not None else []
        if point is not None:
            rows.append(("row", f"{int(embedding.rows[point]):,}"))
        room = max(8, self.size.width - _POINT[0].width - 3)
        wrapped_notes = [wrapped(note, room) for note in embedding.notes]
        notes = [("" if number else "!", line) for note in wrapped_notes for number, line in enumerate(note)]
        lines = [*rows, *notes]

        def row(number: int) -> Sequence[Piece]:
            name, value = lines[number]
            colour = palette.warning if name == "!" else palette.muted
            return Piece(name, colour), Piece(value)

        self.show(TableContent(_POINT, len(lines), row, empty="The arrows go from\npoint to point."))


class NeighbourTable(VirtualTable):
    """The neighbours of one point; Enter goes to one of them."""

    def __init__(self, *, on_choose: Callable[[int], None], id: str | None = None) -> None:
        super().__init__(on_choose=self._chosen, id=id)
        self._on_point = on_choose
        self.neighbours: Neighbours | None = None

    def show_neighbours(self, embedding: Embedding | None, found: Neighbours | None, palette: Palette) -> None:
        """Show these."""
        fresh = found is not self.neighbours
        self.neighbours = found
        if embedding is None or found is None:
            self.show(TableContent(_NEIGHBOURS, 0, lambda _: (), empty="no point chosen"), 0)
            return

        def row(number: int) -> Sequence[Piece]:
            name = Piece(label_of(embedding, int(found.indexes[number])))
            distance = value_label(float(found.distances[number]), 4)
            return Piece(f"{number + 1}", palette.muted), name, Piece(distance, palette.muted)

        self.show(TableContent(_NEIGHBOURS, len(found.indexes), row, empty="the only point"), 0 if fresh else None)

    def _chosen(self, number: int) -> None:
        if self.neighbours is not None:
            self._on_point(int(self.neighbours.indexes[number]))


class LegendTable(VirtualTable):
    """What the colours mean; Enter shows only the points of one value, or all again."""

    def __init__(self, *, on_choose: Callable[[str], None], id: str | None = None) -> None:
        super().__init__(on_choose=self._chosen, id=id)
        self._on_value = on_choose
        self._rows: Sequence[LegendRow] = ()

    def show_legend(self, rows: Sequence[LegendRow], only: str | None, palette: Palette, empty: str) -> None:
        """Show these; ``only`` is the value of the points that are drawn, None for all."""
        self._rows = rows

        def row(number: int) -> Sequence[Piece]:
            one = rows[number]
            off = only is not None and one.value != only
            count = "" if one.points is None else count_label(one.points)
            swatch = Piece("□" if off else "■", palette.muted if off else one.colour)
            name = Piece(one.text, palette.muted) if off else Piece(one.text)
            return swatch, name, Piece(count, palette.muted)

        self.show(TableContent(_LEGEND, len(rows), row, empty=empty))

    def _chosen(self, number: int) -> None:
        value = self._rows[number].value
        if value is not None:
            self._on_value(value)
