"""The list of the graphs of a log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.graph_sources import GraphSource
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_WIDEST_TITLE: Final = 24


class SourceList(VirtualTable):
    """``on_source`` is told of the graph that the cursor goes to; ``on_enter`` of the line that is entered."""

    def __init__(self, *, on_source: Callable[[GraphSource], None], on_enter: Callable[[int], None], id: str) -> None:
        super().__init__(on_move=self._moved, on_choose=on_enter, id=id)
        self._on_source = on_source
        self.sources: Sequence[GraphSource] = ()

    def show_sources(
        self, sources: Sequence[GraphSource], chosen: GraphSource | None, selection: Selection, palette: Palette
    ) -> None:
        """Show these graphs with the cursor on the chosen one."""
        self.sources = sources

        def row(number: int) -> Sequence[Piece]:
            one = sources[number]
            mark = run_mark(selection.slots.get(one.run, 0), selection.shows(one.run), palette)
            return mark, Piece(one.title), Piece(one.run, palette.muted)

        width = min(_WIDEST_TITLE, max((len(one.title) for one in sources), default=1))
        columns = (Column("", 1, keep=2), Column("", width, keep=3), Column("", 0, keep=1, least=6))
        place = sources.index(chosen) if chosen in sources else None
        self.show(TableContent(columns, len(sources), row), place)

    def _moved(self, row: int) -> None:
        self._on_source(self.sources[row])
