"""A table of any number of rows, of which only the visible ones are ever made."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from tbtui.charts.cells import DEFAULT, wrapped
from tbtui.charts.palette import GREY
from tbtui.widgets.lines import Lines
from tbtui.widgets.scrollbar import thumb_rows, top_for_click, with_thumb
from tbtui.widgets.strips import Piece, fit, line, without_grey

COLUMN_GAP: Final = 1
"""Cells between two columns."""
_WHEEL: Final = 3
_MOST_GONE: Final = 2
"""Where more columns than these have no room, what is left is better given to the others than to what matters least."""


class Column(NamedTuple):
    """One column of a table."""

    title: str
    width: int
    """In cells; 0 takes what the others leave."""
    align: str = "left"
    """"left", "right", or "begin" for sentences, of which the beginning counts."""
    sort: str = ""
    """What the rows are sorted by when this title is clicked; "" where they cannot be."""
    keep: int = 0
    """Where there is no room, the columns that are kept least go first, from the right."""
    least: int = 8
    """What a column of width 0 takes at least, as long as others can go."""
    share: int = 1
    """How much of what is left a column of width 0 takes, beside others."""
    wish: int = 0
    """What is enough for a column of width 0: others take the rest of its share; 0 where nothing is enough."""


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table shows: its columns, how many rows, and a function that makes what each column shows of one."""

    columns: tuple[Column, ...]
    count: int
    row: Callable[[int], Sequence[Piece | tuple[Piece, ...]]]
    """Several pieces for a column must fill its width; one is fitted to it."""
    sorted_by: str = ""
    descending: bool = False
    empty: str = ""
    """What to say where there are no rows."""


_NOTHING: Final = TableContent((), 0, lambda _: ())


def fitting_columns(columns: Sequence[Column], width: int) -> list[tuple[int, int]]:
    """(place, width) of the columns that have room side by side, in their order; flexible ones share what is left."""
    kept = _kept(columns, width)
    flexible = {place: columns[place] for place in kept if not columns[place].width}
    left = width - sum(columns[place].width for place in kept) - COLUMN_GAP * (len(kept) - 1)
    shared = _shared(flexible, left)
    return [(place, columns[place].width or shared[place]) for place in kept]


def _kept(columns: Sequence[Column], width: int) -> list[int]:
    """The places of the columns that have room; where some had to go, narrower ones may take their place."""
    kept: list[int] = []
    left, gone = width + COLUMN_GAP, 0
    for place in sorted(range(len(columns)), key=lambda place: (-columns[place].keep, place)):
        taken = (columns[place].width or columns[place].least) + COLUMN_GAP
        if taken <= left or not kept:
            kept.append(place)
            left -= taken
        elif (gone := gone + 1) > _MOST_GONE:
            break
    return sorted(kept)


def _shared(columns: Mapping[int, Column], left: int) -> dict[int, int]:
    """The widths of flexible columns that share so many cells: those that have enough with less come first."""
    found: dict[int, int] = {}
    shares = sum(column.share for column in columns.values())
    order = sorted(columns.items(), key=lambda item: item[1].wish / item[1].share if item[1].wish else math.inf)
    for place, column in order:
        fair = max(1, left * column.share // shares)
        found[place] = min(fair, column.wish) if column.wish and len(found) + 1 < len(columns) else fair
        left, shares = left - found[place], shares - column.share
    return found


@lru_cache(maxsize=4096)
def _row_strip(cells: tuple[tuple[Piece | tuple[Piece, ...], int, str], ...], width: int) -> Strip:
    """The pieces of a row, each fitted to its column. Most rows are the same from one frame to the next."""
    pieces: list[Piece] = []
    for cell, size, align in cells:
        parts = (cell._replace(text=fit(cell.text, size, align)),) if isinstance(cell, Piece) else cell
        last = parts[-1] if parts else Piece("")
        if last.background == DEFAULT and not last.reverse:
            # Every change of style is sent to the terminal: a gap has that of what stands before it.
            pieces += [*parts[:-1], last._replace(text=last.text + " " * COLUMN_GAP)]
        else:
            pieces += [*parts, Piece(" " * COLUMN_GAP)]
    return line(pieces, width)


def _on_cursor(cell: Piece | tuple[Piece, ...]) -> Piece | tuple[Piece, ...]:
    """The cell so that it can be read on the cursor, which is grey itself where there are sixteen colours."""
    if isinstance(cell, Piece):
        return cell._replace(colour=DEFAULT) if cell.colour == GREY else cell
    return tuple(piece._replace(colour=DEFAULT) if piece.colour == GREY else piece for piece in cell)


class VirtualTable(Lines, can_focus=True):
    """Rows with a cursor. Who uses it hands in functions to call when the cursor moves or a row is chosen.

    They are called at once, not by message: a list and what it rules must change in one frame. It scrolls by itself,
    since Textual lays the whole screen out anew whenever the size of what is scrolled changes.
    """

    DEFAULT_CSS = """
    VirtualTable {
        height: 1fr;
        .table--cursor { background: $primary 60%; text-style: bold; }
        .table--cursor-blurred { background: $primary 25%; }
        .table--scrollbar { color: $panel-lighten-2; }
        &:ansi .table--cursor { background: ansi_blue; color: ansi_bright_white; }
        &:ansi .table--cursor-blurred { background: ansi_bright_black; color: ansi_bright_white; }
        &:ansi .table--scrollbar { color: ansi_bright_black; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--cursor", "table--cursor-blurred", "table--scrollbar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(1)", "Last", show=False),
        Binding("less_than_sign", "sort_column(-1)", "Sort by the column before", show=False, key_display="<"),
        Binding("greater_than_sign", "sort_column(1)", "Sort by the next column", show=False, key_display=">"),
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
        self.top = 0
        """The first row that is seen."""

    def show(self, content: TableContent, cursor: int | None = None, top: int | None = None) -> None:
        """Show these rows; the cursor goes to row ``cursor``, or stays where it is.

        Row ``top`` becomes the first that is seen, for rows that moved; else as little is scrolled as shows the cursor.
        """
        moved = cursor is not None and cursor != self.cursor
        self.content = content
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, content.count - 1))
        if top is not None:
            self.top = top
        elif moved:
            self._reveal()
        self._stay_inside()
        self.repaint()

    @property
    def header_rows(self) -> int:
        """How many lines the titles take: one, or none where no column has a title."""
        return 1 if any(column.title for column in self.content.columns) else 0

    @property
    def room(self) -> int:
        """How many rows are seen at once."""
        return max(1, self.size.height - self.header_rows)

    def _reveal(self) -> None:
        """Scroll so that the cursor is seen."""
        self.top = max(self.cursor - self.room + 1, min(self.top, self.cursor))

    def _stay_inside(self) -> None:
        self.top = max(0, min(self.top, self.content.count - self.room))

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._reveal()
        self._stay_inside()
        self.repaint()

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The titles and the rows that are seen, or what is said where there are none."""
        scrolls = self.content.count > self.room
        inner = width - 1 if scrolls else width
        columns = self.columns_in(inner)
        found = [self.header_line(columns, inner)] if self.header_rows else []
        if not self.content.count and self.content.empty:
            said = [row for text in self.content.empty.split("\n") for row in wrapped(text, inner)]
            found += [line([Piece(text, dim=True)], inner) for text in said]
        last = min(self.content.count, self.top + height - len(found))
        found += [self._row_line(number, columns, inner) for number in range(self.top, last)]
        found = found[:height] + [Strip.blank(inner)] * (height - len(found))
        if not scrolls:
            return found
        thumb = thumb_rows(self.top, self.room, self.content.count)
        style = self.get_component_rich_style("table--scrollbar")
        return [with_thumb(strip, style, lit=y - self.header_rows in thumb) for y, strip in enumerate(found)]

    def columns_in(self, width: int) -> list[tuple[int, int]]:
        """(place, width) of the columns that are seen in so many cells."""
        return fitting_columns(self.content.columns, width)

    def header_line(self, columns: Sequence[tuple[int, int]], width: int) -> Strip:
        """The titles of the columns that are seen."""
        pieces: list[Piece] = []
        for place, size in columns:
            pieces += [self.title_piece(place, size), Piece(" " * COLUMN_GAP)]
        return line(pieces, width)

    def title_piece(self, place: int, size: int) -> Piece:
        """The title of one column, with a mark where the rows are sorted by it."""
        column = self.content.columns[place]
        sorts = bool(column.sort) and column.sort == self.content.sorted_by
        mark = ("▼" if self.content.descending else "▲") if sorts else ""
        return Piece(fit(column.title + mark, size, column.align), dim=not sorts, bold=sorts)

    def _row_line(self, number: int, columns: Sequence[tuple[int, int]], width: int) -> Strip:
        cells = self.content.row(number)
        if number == self.cursor:
            cells = [_on_cursor(cell) for cell in cells]
        shown = tuple((cells[place], size, self.content.columns[place].align) for place, size in columns)
        strip = _row_strip(shown, width)
        if number != self.cursor:
            return strip
        name = "table--cursor" if self.has_focus else "table--cursor-blurred"
        if self.app.current_theme.ansi:
            strip = without_grey(strip)
        return strip.apply_style(self.get_component_rich_style(name))

    def go_to(self, row: int) -> None:
        """Move the cursor to a row and tell of it."""
        row = max(0, min(row, self.content.count - 1))
        if row == self.cursor or not self.content.count:
            return
        self.cursor = row
        self._reveal()
        painted = self.painted
        if self.on_move:
            self.on_move(row)
        if self.painted == painted:
            self.repaint()

    def tell(self) -> None:
        """Tell of the row under the cursor: a filter may have brought another one there."""
        if self.on_move and self.content.count:
            self.on_move(self.cursor)

    def scroll_rows(self, by: int) -> None:
        """Look at other rows; the cursor stays where it is."""
        before = self.top
        self.top += by
        self._stay_inside()
        if self.top != before:
            self.repaint()

    def scroll_to_cursor(self) -> None:
        """Look at the row of the cursor."""
        before = self.top
        self._reveal()
        if self.top != before:
            self.repaint()

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self.go_to(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by some pages."""
        self.go_to(self.cursor + by * max(1, self.room - 1))

    def action_edge(self, last: int) -> None:
        """Move the cursor to the first or the last row."""
        self.go_to(self.content.count - 1 if last else 0)

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

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look at rows above."""
        event.stop()
        self.scroll_rows(-_WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look at rows below."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_click(self, event: events.Click) -> None:
        """A row is gone to, and chosen when it was the cursor's already; a title sorts; the scrollbar jumps."""
        place = event.y - self.header_rows
        if place < 0:
            self._sort_at(event.x)
        elif event.x == self.size.width - 1 and self.content.count > self.room:
            self.scroll_rows(top_for_click(place, self.room, self.content.count) - self.top)
        elif self.top + place == self.cursor:
            self.action_choose()
        elif self.top + place < self.content.count:
            self.go_to(self.top + place)

    def _sort_at(self, x: int) -> None:
        left = 0
        for place, size in self.columns_in(self.size.width):
            key = self.content.columns[place].sort
            if left <= x < left + size + COLUMN_GAP and key and self.on_sort:
                self.on_sort(key)
            left += size + COLUMN_GAP
