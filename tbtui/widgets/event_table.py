"""The table of the event browser: one line for each record of any number, and for what stands between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.strip import Strip

from tbtui.analysis.event_row import EventRow
from tbtui.analysis.labels import bytes_label, is_moment, moment_label
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.parsing.event_records import Checked
from tbtui.widgets.event_window import EventWindow
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_ROOM_FOR_YEARS: Final = 140
_LITTLE_ROOM: Final = 60


class _Names(NamedTuple):
    """The longest names among the rows that were seen so far."""

    run: int = 1
    tag: int = 1


_NO_NAMES: Final = _Names()


@cache
def _columns(years: bool, narrow: bool, names: _Names = _NO_NAMES) -> tuple[Column, ...]:
    """The columns for a width; where there is little room, texts may become short before columns are dropped."""
    tag, content = (12, 15) if narrow else (16, 21)
    return (
        Column("Time", 19 if years else 14, sort="time", keep=8),
        Column("", 1, keep=7),
        Column("Run", 0, sort="file", keep=6, least=12, share=5, wish=names.run),
        Column("File", 14, keep=2),
        Column("Offset", 11, "right", keep=3),
        Column("Step", 9, "right", keep=9),
        Column("Kind", 10, keep=5),
        Column("Tag", 0, keep=10, least=tag, share=7, wish=names.tag),
        Column("Content", 0, "begin", keep=11, least=content, share=5),
        Column("Size", 8, "right", keep=4),
        Column("CRC", 4, keep=1),
    )


_YEAR: Final = len("2026-")
_CHECKED: Final = {Checked.OK: "ok", Checked.BAD: "bad", Checked.UNCHECKED: "–", None: ""}
# What a row shows until it was read: something faint, so that scrolling does not flicker.
_PLACEHOLDER: Final = tuple(Piece("·" if column.title else "", dim=True) for column in _columns(True, False))


class EventTable(VirtualTable):
    """Rows that are read when they are near; those that are not read yet are faint dots."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", key_display="Enter", tooltip="The whole event: its fields, its bytes"),
        Binding("g", "edge(0)", "First", show=False),
        Binding("G", "edge(1)", "Last", show=False),
    ]

    def __init__(
        self,
        window: EventWindow,
        *,
        on_move: Callable[[int], None],
        on_scroll: Callable[[], None],
        on_choose: Callable[[int], None],
        on_sort: Callable[[str], None],
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=on_move, on_choose=on_choose, on_sort=on_sort, id=id)
        self._window, self._on_scroll = window, on_scroll
        self._palette: Palette | None = None
        self._slots: Mapping[str, int] = {}
        self._years = True
        self._names = _NO_NAMES

    def show_rows(
        self, palette: Palette, slots: Mapping[str, int], empty: str, cursor: int | None = None, top: int | None = None
    ) -> None:
        """Show the rows of the window."""
        self._palette, self._slots = palette, slots
        view = self._window.arrangement.view
        sort = "time" if view.by_time else "file"
        count = self._window.arrangement.count
        self.show(TableContent(_columns(True, False), count, self._row, sort, view.newest_first, empty), cursor, top)

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The rows that are seen; what is missing of them, or will be in a moment, is asked for."""
        self._years = width >= _ROOM_FOR_YEARS
        self._measure_names()
        self.content = replace(self.content, columns=_columns(self._years, width < _LITTLE_ROOM, self._names))
        lines = super().make_lines(width, height)
        self._window.seen(self.top, self.room)
        return lines

    def _measure_names(self) -> None:
        """Names that were once seen keep their room: columns do not jump while rows go by."""
        last = min(self.content.count, self.top + self.room)
        rows = [row for row in map(self._window.get, range(self.top, last)) if row is not None]
        run, tag = self._names
        self._names = _Names(
            max([run, *(cell_len(row.file[0]) for row in rows)]), max([tag, *(cell_len(_tag(row)) for row in rows)])
        )

    def scroll_rows(self, by: int) -> None:
        """Look at other rows, and tell of it."""
        super().scroll_rows(by)
        self._on_scroll()

    def _row(self, number: int) -> Sequence[Piece]:
        row, palette = self._window.get(number), self._palette
        if row is None or palette is None:
            return _PLACEHOLDER
        warned = row.checked is Checked.BAD or (not row.is_record and row.kind != "pending")
        colour = palette.warning if warned else DEFAULT
        return (
            Piece(self._time(row.wall_time), palette.muted),
            run_mark(self._slots.get(row.file[0], 0), True, palette),
            Piece(row.file[0]),
            Piece(row.file_name, palette.muted),
            Piece("" if row.offset < 0 else f"{row.offset:,}", palette.muted),
            Piece("" if row.step is None else f"{row.step:,}"),
            Piece(row.kind.replace("_", " "), palette.warning if warned else palette.muted),
            Piece(_tag(row)),
            Piece(row.summary, colour),
            Piece(bytes_label(row.length), palette.muted),
            Piece(_CHECKED[row.checked], palette.warning if row.checked is Checked.BAD else palette.muted),
        )

    def _time(self, wall_time: float) -> str:
        """When it was written; "" for what has no time."""
        if wall_time != wall_time:
            return ""
        label = moment_label(wall_time)
        return label if self._years or not is_moment(wall_time) else label[_YEAR:]


def _tag(row: EventRow) -> str:
    """The first tag of an event, and how many more it has."""
    return row.tag + (f" +{row.values - 1:,}" if row.values > 1 else "")
