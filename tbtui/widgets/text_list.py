"""The list below a text: all steps with the first words of each, or the lines in which a search has found something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.entry_list import EntryList
from tbtui.analysis.labels import bytes_label, moment_label
from tbtui.analysis.text_search import Hit
from tbtui.charts.palette import Palette
from tbtui.model.entries import Entries
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_STEP: Final = 9
_RUN: Final = 16
_WIDEST_RUN: Final = 26
_SHOWN_SIZE: Final = 10_000


class TextList(VirtualTable):
    """Texts, one a row. ``on_view`` is called when other rows come into sight without a cursor that moved."""

    def __init__(
        self,
        *,
        on_move: Callable[[int], None],
        on_choose: Callable[[int], None],
        on_view: Callable[[], None],
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=on_move, on_choose=on_choose, id=id)
        self._on_view = on_view

    @property
    def seen(self) -> range:
        """The rows that are in sight."""
        return range(self.top, min(self.content.count, self.top + self.room))

    def show_steps(
        self,
        listed: EntryList,
        words: Callable[[Entries, int], Piece],
        selection: Selection,
        palette: Palette,
        cursor: int | None,
    ) -> None:
        """Show entries; ``words`` are what is shown of one."""
        long = any(int(entries.lengths.max(initial=0)) >= _SHOWN_SIZE for entries in listed.entries)
        runs = [entries.run for entries in listed.entries]
        columns = _columns(min(_WIDEST_RUN, max(map(len, runs))) if len(runs) > 1 else 0, sizes=long)

        def row(number: int) -> Sequence[Piece]:
            entries, index = listed.at(number)
            size = int(entries.lengths[index])
            return [
                run_mark(selection.slots.get(entries.run, 0), True, palette),
                Piece(f"{listed.steps[number]:,}"),
                *([Piece(entries.run, palette.muted)] if len(listed.entries) > 1 else []),
                words(entries, index),
                *([Piece(bytes_label(size) if size >= _SHOWN_SIZE else "", palette.muted)] if long else []),
                Piece(moment_label(float(entries.wall_times[index])), palette.muted),
            ]

        self.show(TableContent(columns, len(listed), row, empty="no text"), cursor)

    def show_hits(
        self, hits: Sequence[Hit], selection: Selection, palette: Palette, cursor: int | None, empty: str
    ) -> None:
        """Show what a search has found."""
        columns = (
            Column("", 1, keep=9), Column("Step", _STEP, "right", keep=7), Column("Run", _RUN, keep=4),
            Column("Tag", _RUN, keep=5), Column("Line", 0, "begin", keep=8, least=20),
        )  # fmt: skip

        def row(number: int) -> Sequence[Piece]:
            hit = hits[number]
            entries = hit.entries
            return [
                run_mark(selection.slots.get(entries.run, 0), True, palette),
                Piece(f"{hit.step:,}"),
                Piece(entries.run, palette.muted),
                Piece(entries.tag, palette.muted),
                Piece(hit.excerpt),
            ]

        self.show(TableContent(columns, len(hits), row, empty=empty), cursor)

    def scroll_rows(self, by: int) -> None:
        """Look at other rows, of which something may have to be read."""
        before = self.top
        super().scroll_rows(by)
        if self.top != before:
            self._on_view()

    def on_resize(self) -> None:
        """More rows may be in sight."""
        super().on_resize()
        self._on_view()


def _columns(run_width: int, *, sizes: bool) -> tuple[Column, ...]:
    """``run_width`` is 0 where there is only one run."""
    return (
        Column("", 1, keep=9),
        Column("Step", _STEP, "right", keep=8),
        *([Column("Run", max(3, run_width), keep=5)] if run_width else []),
        Column("Words", 0, "begin", keep=7, least=24),
        *([Column("Size", 8, "right", keep=3)] if sizes else []),
        Column("Written", 19, keep=1),
    )
