"""A table of any number of rows, of which only the visible ones are ever made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tbtui.widgets.strips import Piece, fit, line

_GAP: Final = 1


class Column(NamedTuple):
    """One column of a table."""

    title: str
    width: int
    """In cells; 0 takes what the others leave."""
    align: str = "left"
    sort: str = ""
    """What the rows are sorted by when this title is clicked; "" where they cannot be."""
    keep: int = 0
    """Where there is no room, the columns that are kept least go first, from the right."""
    least: int = 8
    """What a column of width 0 takes at least, as long as others can go."""


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table shows: its columns, how many rows, and a function that makes the pieces of one, one for a column."""

    columns: tuple[Column, ...]
    count: int
    row: Callable[[int], Sequence[Piece]]
    sorted_by: str = ""
    descending: bool = False
    empty: str = ""
    """What to say where there are no rows."""


_NOTHING: Final = TableContent((), 0, lambda _: ())


def fitting_columns(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """(place, width) of the columns that have room side by side, in their order; flexible ones share what is left."""
    kept = list(range(len(columns)))
    while len(kept) > 1 and _least_width([columns[place] for place in kept]) > width:
        kept.remove(min(kept, key=lambda place: (columns[place].keep, -place)))
    flexible = [place for place in kept if not columns[place].width]
    left = width - sum(columns[place].width for place in kept) - _GAP * (len(kept) - 1)
    widths = {place: columns[place].width for place in kept}
    for count, place in enumerate(flexible):
        widths[place] = max(1, (left + count) // len(flexible))
    return [(place, widths[place]) for place in kept]


def _least_width(columns: Sequence[Column]) -> int:
    return sum(column.width or column.least for column in columns) + _GAP * (len(columns) - 1)


class VirtualTable(ScrollView, can_focus=True):
    """Rows with a cursor. Who uses it hands in functions to call when the cursor moves or a row is chosen.

    They are called at once, not by message: a list and what it rules must change in one frame.
    """

    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1;
        .table--cursor { background: $primary 60%; text-style: bold; }
        .table--cursor-blurred { background: $primary 25%; }
        &:ansi .table--cursor { background: ansi_blue; color: ansi_bright_white; }
        &:ansi .table--cursor-blurred { text-style: bold underline; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--cursor", "table--cursor-blurred"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end,G", "edge(1)", "Last", show=False),
        Binding("less_than_sign", "sort_column(-1)", "Sort by the column before", show=False),
        Binding("greater_than_sign", "sort_column(1)", "Sort by the next column", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    def __init__(
        self,
        *,
        on_move: Callable[[int], None] | None = None,
        on_choose: Callable[[int], None] | None = None,
        on_sort: Callable[[str], None] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.on_move, self.on_choose, self.on_sort = on_move, on_choose, on_sort
        self.content = _NOTHING
        self.cursor = 0

    def show(self, content: TableContent, cursor: int | None = None) -> None:
        """Show these rows; the cursor goes to row ``cursor``, or stays where it is."""
        moved = cursor is not None and cursor != self.cursor
        self.content = content
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, content.count - 1))
        self.virtual_size = Size(0, content.count + self.header_rows)
        if moved:
            self.reveal()
        self.refresh()

    @property
    def header_rows(self) -> int:
        """How many lines the titles take: one, or none where no column has a title."""
        return 1 if any(column.title for column in self.content.columns) else 0

    def reveal(self) -> None:
        """Scroll so that the cursor is seen."""
        room = max(1, self.size.height - self.header_rows)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True)
        elif self.cursor >= top + room:
            self.scroll_to(y=self.cursor - room + 1, animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        """The titles, a row, or what is said where there are none."""
        width = self.scrollable_content_region.width
        if y < self.header_rows:
            return self._header_line(width)
        number = self.scroll_offset.y + y - self.header_rows
        if 0 <= number < self.content.count:
            return self._row_line(number, width)
        if not self.content.count and y == self.header_rows:
            return line([Piece(self.content.empty, dim=True)], width)
        return line([], width)

    def _header_line(self, width: int) -> Strip:
        pieces: list[Piece] = []
        for place, size in fitting_columns(self.content.columns, width):
            column = self.content.columns[place]
            sorts = column.sort and column.sort == self.content.sorted_by
            mark = ("▼" if self.content.descending else "▲") if sorts else ""
            title = fit(column.title + mark, size, column.align)
            pieces += [Piece(title, dim=not sorts, bold=bool(sorts)), Piece(" " * _GAP)]
        return line(pieces, width)

    def _row_line(self, number: int, width: int) -> Strip:
        cells = self.content.row(number)
        pieces: list[Piece] = []
        for place, size in fitting_columns(self.content.columns, width):
            piece = cells[place]
            fitted = fit(piece.text, size, self.content.columns[place].align)
            pieces += [piece._replace(text=fitted), Piece(" " * _GAP)]
        strip = line(pieces, width)
        if number != self.cursor:
            return strip
        return strip.apply_style(self.get_component_rich_style(self._cursor_class()))

    def _cursor_class(self) -> str:
        return "table--cursor" if self.has_focus else "table--cursor-blurred"

    def _go(self, row: int) -> None:
        row = max(0, min(row, self.content.count - 1))
        if row == self.cursor or not self.content.count:
            return
        before, self.cursor = self.cursor, row
        self.reveal()
        self._refresh_row(before)
        self._refresh_row(row)
        if self.on_move:
            self.on_move(row)

    def _refresh_row(self, row: int) -> None:
        y = row - self.scroll_offset.y + self.header_rows
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by some pages."""
        self._go(self.cursor + by * max(1, self.size.height - self.header_rows - 1))

    def action_edge(self, last: int) -> None:
        """Move the cursor to the first or the last row."""
        self._go(self.content.count - 1 if last else 0)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.on_choose and self.content.count:
            self.on_choose(self.cursor)

    def action_sort_column(self, by: int) -> None:
        """Sort by the next column that rows can be sorted by."""
        keys = [column.sort for column in self.content.columns if column.sort]
        if self.on_sort and keys:
            now = keys.index(self.content.sorted_by) if self.content.sorted_by in keys else -by
            self.on_sort(keys[(now + by) % len(keys)])

    def on_click(self, event: events.Click) -> None:
        """A row is gone to, and chosen when it was the cursor's already; a title sorts."""
        if event.y < self.header_rows:
            self._sort_at(event.x)
            return
        row = self.scroll_offset.y + event.y - self.header_rows
        if row == self.cursor:
            self.action_choose()
        elif row < self.content.count:
            self._go(row)

    def _sort_at(self, x: int) -> None:
        left = 0
        for place, size in fitting_columns(self.content.columns, self.scrollable_content_region.width):
            key = self.content.columns[place].sort
            if left <= x < left + size + _GAP and key and self.on_sort:
                self.on_sort(key)
            left += size + _GAP
