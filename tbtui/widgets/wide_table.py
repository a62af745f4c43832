"""A table with more columns than fit: the first ones stay, the others scroll; a cursor stands on one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from tbtui.widgets.strips import Piece, line
from tbtui.widgets.table import COLUMN_GAP, Column, TableContent, VirtualTable, fitting_columns

_PAGE = 4


class WideTable(VirtualTable):
    """Rows and columns with a cursor each. A column without a sort key is no place for the cursor of columns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "column(-1)", "Column before", show=False),
        Binding("right,l", "column(1)", "Next column", show=False),
        Binding("shift+left", f"column(-{_PAGE})", f"{_PAGE} columns back", show=False),
        Binding("shift+right", f"column({_PAGE})", f"{_PAGE} columns on", show=False),
        Binding("ctrl+left,left_curly_bracket", "kind(-1)", "Kind of columns before", show=False, key_display="{"),
        Binding("ctrl+right,right_curly_bracket", "kind(1)", "Next kind of columns", show=False, key_display="}"),
    ]

    def __init__(
        self,
        *,
        on_column: Callable[[str], None] | None = None,
        on_move: Callable[[int], None] | None = None,
        on_choose: Callable[[int], None] | None = None,
        on_sort: Callable[[str], None] | None = None,
        id: str | None = None,
    ) -> None:
        """``on_column`` is called with the sort key of the column to which the cursor moved."""
        super().__init__(on_move=on_move, on_choose=on_choose, on_sort=on_sort, id=id)
        self.on_column = on_column
        self.fixed = 1
        self.column = 0
        """Where the cursor of columns stands."""
        self.first = 0
        """The first column behind the fixed ones that is seen."""

    def show_wide(self, content: TableContent, fixed: int, column: str, cursor: int | None = None) -> None:
        """Show these rows; the first ``fixed`` columns stay, the cursor of columns goes to that of a sort key."""
        self.fixed = fixed
        keys = [one.sort for one in content.columns]
        self.column = (
            keys.index(column) if column and column in keys else self._nearest(keys, min(self.column, len(keys) - 1))
        )
        self.content = content
        self.reveal_column()
        self.show(content, cursor)

    def _nearest(self, keys: Sequence[str], place: int) -> int:
        there = [one for one, key in enumerate(keys) if key]
        return min(there, key=lambda one: abs(one - place), default=0)

    def columns_in(self, width: int) -> list[tuple[int, int]]:
        """The fixed columns, and of the others whole ones from the first that is seen on."""
        columns = self.content.columns
        found = fitting_columns(columns[: self.fixed], width) if self.fixed else []
        left = width - sum(size + COLUMN_GAP for _, size in found)
        for place in range(max(self.first, self.fixed), len(columns)):
            size = columns[place].width
            if size > left:
                return found if len(found) > self.fixed or left < 4 else [*found, (place, left)]
            found.append((place, size))
            left -= size + COLUMN_GAP
        return found

    def reveal_column(self) -> None:
        """Scroll so that the cursor of columns is seen, and no room is left empty at the right."""
        columns = self.content.columns
        self.first = max(self.fixed, min(self.first, len(columns) - 1))
        if self.column >= self.fixed:
            self.first = min(self.first, self.column)
        width = max(1, self.size.width - 1)
        while self.column not in [place for place, _ in self.columns_in(width)] and self.first < self.column:
            self.first += 1
        while self.first > self.fixed and self._fits_from(self.first - 1, width):
            self.first -= 1

    def _fits_from(self, first: int, width: int) -> bool:
        """Whether all columns from one on have room beside the fixed ones."""
        columns = self.content.columns
        fixed = sum(column.width + COLUMN_GAP for column in columns[: self.fixed])
        return fixed + sum(column.width + COLUMN_GAP for column in columns[first:]) <= width

    def on_resize(self) -> None:
        """Both cursors stay in sight."""
        self.reveal_column()

    def title_piece(self, place: int, size: int) -> Piece:
        """The title of the column of the cursor stands out."""
        piece = super().title_piece(place, size)
        return piece._replace(reverse=True, dim=False) if place == self.column and self.has_focus else piece

    def header_line(self, columns: Sequence[tuple[int, int]], width: int) -> Strip:
        """The titles, and how many columns lie to both sides of what is seen."""
        strip = super().header_line(columns, width)
        seen = [place for place, _ in columns]
        before = max(0, self.first - self.fixed) if seen else 0
        behind = len(self.content.columns) - 1 - seen[-1] if seen else 0
        text = " ".join(([f"◂{before}"] if before else []) + ([f"{behind}▸"] if behind else []))
        used = sum(size + COLUMN_GAP for _, size in columns)
        if not text or used + len(text) > width:
            return strip
        return Strip.join([strip.crop(0, width - len(text)), line([Piece(text, dim=True)], len(text))])

    def action_column(self, by: int) -> None:
        """Move the cursor of columns."""
        there = [place for place, one in enumerate(self.content.columns) if one.sort]
        if not there:
            return
        now = there.index(self.column) if self.column in there else 0
        self._go_to_column(there[max(0, min(now + by, len(there) - 1))])

    def action_kind(self, by: int) -> None:
        """Move the cursor of columns behind the next line between two kinds, or behind the one before."""
        columns = self.content.columns
        firsts = [
            place for place, one in enumerate(columns) if one.sort and (place == 0 or not columns[place - 1].sort)
        ]
        beyond = [place for place in firsts if (place > self.column if by > 0 else place < self.column)]
        if beyond:
            self._go_to_column(beyond[0] if by > 0 else beyond[-1])

    def _go_to_column(self, place: int) -> None:
        if place == self.column:
            return
        self.column = place
        self.reveal_column()
        painted = self.painted
        if self.on_column:
            self.on_column(self.content.columns[place].sort)
        if self.painted == painted:
            self.repaint()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor of columns too; Textual lets the base class handle it as well."""
        left = 0
        for place, size in self.columns_in(self.size.width - 1):
            if left <= event.x < left + size + COLUMN_GAP and self.content.columns[place].sort:
                self._go_to_column(place)
            left += size + COLUMN_GAP


def column_width(title: str, cells: Sequence[str], least: int, most: int) -> int:
    """As wide as its title and its widest cell, within bounds; a mark of sorting has room beside the title."""
    widest = max((len(cell) for cell in cells), default=0)
    return max(least, min(most, max(len(title) + 1, widest)))


def separator() -> Column:
    """A line between two kinds of columns."""
    return Column("│", 1)
