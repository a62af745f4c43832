"""The tree of tags: groups open and close, tags are chosen by moving to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.labels import count_label
from tbtui.analysis.listing import matching
from tbtui.analysis.tag_tree import UNKNOWN, Section, TreeRow, section_rows, tree_rows
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_NO_MARKS: Final[Mapping[str, str]] = {}


class TagTree(VirtualTable):
    """Tags with groups by "/". ``on_tag`` is called when the cursor moves to a tag, ``on_group`` for a group."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "fold(1)", "Close group", show=False),
        Binding("right,l", "fold(0)", "Open group", show=False),
    ]

    def __init__(
        self,
        *,
        on_tag: Callable[[str], None],
        on_group: Callable[[str], None] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=self._moved, on_choose=self._chosen, id=id)
        self._on_tag, self._on_group = on_tag, on_group
        self.rows: Sequence[TreeRow] = ()
        self._columns: tuple[Column, ...] = ()
        self._folded: frozenset[str] = frozenset()
        self._built_from: tuple[str, frozenset[str], tuple[Section, ...]] | None = None
        self._marks: Mapping[str, str] = _NO_MARKS
        self._tags: Mapping[str, int] = {}
        self._empty = ""
        self._tag: str | None = None

    def show_tags(
        self,
        tags: Mapping[str, int],
        pattern: str,
        tag: str | None,
        empty: str = "",
        *,
        sections: Sequence[Section] = (),
        marks: Mapping[str, str] = _NO_MARKS,
    ) -> None:
        """Show the tags that the pattern finds, with the cursor on ``tag``; ``tags`` tells in how many runs each is.

        ``sections`` stand above the tree; ``marks`` are shown behind tags.
        """
        built_from = (pattern, self._folded, tuple(sections))
        self._empty = empty
        if self._built_from != built_from or self._tags != tags or self._marks != marks:
            typed = self._built_from is not None and self._built_from[0] != pattern
            self._tags, self._built_from, self._marks = tags, built_from, marks
            kept = {one: tags[one] for one in matching(tags, pattern)} if pattern else tags
            before = self.rows[self.cursor] if self.rows else None
            self.rows = [*section_rows(sections, tags, self._folded), *tree_rows(kept, self._folded)]
            self._columns = _columns(self.rows)
            self._keep_row(before, first_tag=typed)
        moved, self._tag = tag != self._tag, tag
        self._show_rows(self._place(tag, moved=moved))

    def _place(self, tag: str | None, *, moved: bool) -> int | None:
        """Where the cursor goes: to a tag that was chosen elsewhere; on a group it stays."""
        if self.cursor < len(self.rows) and self.rows[self.cursor].tag in ((tag,) if moved else (tag, None)):
            return None
        return next((place for place, row in enumerate(self.rows) if row.tag == tag), None)

    def _keep_row(self, before: TreeRow | None, *, first_tag: bool) -> None:
        """Where rows came or went above the one of the cursor, it stays on that, and that where it is seen.

        Where that went itself, the cursor goes to the first tag if ``first_tag``: Enter opens it.
        """
        if before is None:
            return
        same = [place for place, row in enumerate(self.rows) if (row.tag, row.group) == (before.tag, before.group)]
        if same:
            self.cursor, self.top = same[0], self.top + same[0] - self.cursor
        elif first_tag:
            self.cursor = next((place for place, row in enumerate(self.rows) if row.tag is not None), 0)
            self.top = 0

    def _show_rows(self, cursor: int | None) -> None:
        self.show(TableContent(self._columns, len(self.rows), self._row, empty=self._empty), cursor)

    def _row(self, number: int) -> Sequence[Piece]:
        row = self.rows[number]
        indent = "  " * row.depth
        if row.tag is None:
            return Piece(f"{indent}{'▾' if row.open else '▸'} {row.label}", bold=True), Piece(_count(row), dim=True)
        mark = self._marks.get(row.tag, "")
        return Piece(f"{indent}{mark or ' '} {row.label}", bold=bool(mark)), Piece(_count(row), dim=True)

    def _moved(self, number: int) -> None:
        row = self.rows[number]
        if row.tag is not None:
            self._on_tag(row.tag)
        elif self._on_group:
            self._on_group(row.group)

    def _chosen(self, number: int) -> None:
        row = self.rows[number]
        if row.tag is None:
            self._fold(row.group, close=row.open)
        else:
            self._on_tag(row.tag)

    def action_fold(self, close: int) -> None:
        """Close the group of the cursor and go to its heading, or open it."""
        if not self.rows:
            return
        row = self.rows[self.cursor]
        if close and (row.tag is not None or not row.open):
            self._go_to_heading(row)
        elif row.tag is None:
            self._fold(row.group, close=bool(close))

    def _go_to_heading(self, row: TreeRow) -> None:
        for place in range(self.cursor - 1, -1, -1):
            if self.rows[place].tag is None and self.rows[place].depth < row.depth:
                self.go_to(place)
                return

    def _fold(self, group: str, *, close: bool) -> None:
        self._folded = self._folded | {group} if close else self._folded - {group}
        pattern, _, sections = self._built_from or ("", frozenset(), ())
        self.show_tags(self._tags, pattern, self._tag, self._empty, sections=sections, marks=self._marks)

    def closed(self) -> Collection[str]:
        """The groups that are closed."""
        return self._folded


def _count(row: TreeRow) -> str:
    return "" if row.size == UNKNOWN else count_label(row.size)


def _columns(rows: Sequence[TreeRow]) -> tuple[Column, ...]:
    """Tags, and as much room for counts as they need."""
    return Column("", 0, keep=1), Column("", max((len(_count(row)) for row in rows), default=1), "right")
