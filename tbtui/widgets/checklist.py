"""Several things that can be switched on and off, over the screen that asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tbtui.charts.palette import RUN_MARK
from tbtui.model.display import safe_text
from tbtui.widgets.run_list import HIDDEN_MARK
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable


class Switch(NamedTuple):
    """One thing."""

    key: str
    title: str
    about: str
    on: bool


class Checklist(ModalScreen[None]):
    """Tells of each change at once by ``switched(keys that are on)``; Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close"),
        Binding("space", "switch", "On/off"),
        Binding("o", "only", "Only this", tooltip="This one on, all others off"),
        Binding("a", "switch_all", "All", tooltip="All on; again: all off"),
    ]
    DEFAULT_CSS = """
    Checklist { align: center middle; }
    Checklist Vertical {
        width: 80%; max-width: 90; height: 80%; border: round $primary; background: $surface; padding: 0 1;
    }
    """

    def __init__(self, title: str, switches: Sequence[Switch], switched: Callable[[frozenset[str]], None]) -> None:
        super().__init__()
        self._title, self._switches, self._switched = title, list(switches), switched

    def compose(self) -> ComposeResult:
        """The list."""
        self.table = VirtualTable(on_choose=self._close)
        box = Vertical(self.table)
        box.border_title = Content(safe_text(self._title))
        box.border_subtitle = "space on/off · o only · a all · Enter closes"
        yield box

    def on_mount(self) -> None:
        """Fill the list."""
        self._show()
        self.table.focus()

    def _show(self) -> None:
        columns = (Column("", 1, keep=3), Column("", 0, keep=2), Column("", 24, keep=1))
        self.table.show(TableContent(columns, len(self._switches), self._row))

    def _row(self, number: int) -> Sequence[Piece]:
        one = self._switches[number]
        return Piece(RUN_MARK if one.on else HIDDEN_MARK), Piece(one.title, bold=one.on), Piece(one.about, dim=True)

    def _close(self, _: int) -> None:
        self.dismiss()

    def action_switch(self) -> None:
        """Switch the thing under the cursor."""
        if self._switches:
            place = self.table.cursor
            self._switches[place] = self._switches[place]._replace(on=not self._switches[place].on)
            self._tell()

    def action_only(self) -> None:
        """Switch all off but the thing under the cursor."""
        self._switches = [one._replace(on=place == self.table.cursor) for place, one in enumerate(self._switches)]
        self._tell()

    def action_switch_all(self) -> None:
        """All on; where they are already, all off."""
        on = not all(one.on for one in self._switches)
        self._switches = [one._replace(on=on) for one in self._switches]
        self._tell()

    def _tell(self) -> None:
        self._show()
        self._switched(frozenset(one.key for one in self._switches if one.on))
