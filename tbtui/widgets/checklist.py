"""Asks which of several things are meant, over the screen that asks: any number of them, or all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tbtui.model.display import safe_text
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_MOST_ROWS = 16
_FRAME = 4


class Checklist(ModalScreen[frozenset[str] | None]):
    """A list of names, each with a word on it; gives those that are checked, none of them for all; Esc gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Close"),
        Binding("space", "check", "Check"),
        Binding("o", "only", "Only this"),
        Binding("a", "all", "All"),
    ]
    DEFAULT_CSS = """
    Checklist { align: center middle; }
    Checklist Vertical {
        width: 90%; max-width: 60; height: auto; border: round $primary; background: $surface; padding: 0 1;
    }
    """

    def __init__(self, title: str, options: Sequence[tuple[str, str]], checked: Collection[str]) -> None:
        """``checked``: those that are meant now; none of them for all."""
        super().__init__()
        self._title, self._options = title, options
        names = {name for name, _ in options}
        self._checked = set(checked) & names or names

    def compose(self) -> ComposeResult:
        """The list."""
        self.table = VirtualTable(on_choose=self._chose)
        self.table.styles.height = max(1, min(len(self._options), _MOST_ROWS, self.app.size.height - _FRAME))
        box = Vertical(self.table)
        box.border_title = Content(safe_text(self._title))
        box.border_subtitle = "space check · o only · a all · Enter keeps"
        yield box

    def on_mount(self) -> None:
        """Fill the list."""
        self._show(0)
        self.table.focus()

    def _show(self, cursor: int | None = None) -> None:
        columns = (Column("", 3, keep=3), Column("", 0, keep=2), Column("", 10, "right", keep=1))
        self.table.show(TableContent(columns, len(self._options), self._row, empty="There is nothing yet."), cursor)

    def _row(self, number: int) -> Sequence[Piece]:
        name, about = self._options[number]
        checked = name in self._checked
        return Piece("[x]" if checked else "[ ]"), Piece(name, bold=checked), Piece(about, dim=True)

    def _under_cursor(self) -> str | None:
        return self._options[self.table.cursor][0] if self._options else None

    def action_check(self) -> None:
        """Check what is under the cursor, or not."""
        name = self._under_cursor()
        if name is not None:
            self._checked ^= {name}
            self._show()

    def action_only(self) -> None:
        """Check only what is under the cursor."""
        name = self._under_cursor()
        if name is not None:
            self._checked = {name}
            self._show()

    def action_all(self) -> None:
        """Check everything."""
        self._checked = {name for name, _ in self._options}
        self._show()

    def _chose(self, number: int) -> None:
        """Everything, and nothing, mean that nothing is left out."""
        all_of_them = len(self._checked) in (0, len(self._options))
        self.dismiss(frozenset() if all_of_them else frozenset(self._checked))
