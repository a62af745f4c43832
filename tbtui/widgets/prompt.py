"""Asks for one line of text, or for one of several things, over the screen that asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tbtui.model.display import safe_text
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_BOX = """
    align: center middle;
    Vertical { width: 80%; max-width: 90; height: auto; border: round $primary; background: $surface; padding: 0 1; }
"""


class Prompt(ModalScreen[str | None]):
    """One line of text; ``check`` says what is wrong with it, or "" where nothing is. Esc gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]
    DEFAULT_CSS = "Prompt {" + _BOX + "Input { border: none; height: 1; padding: 0; } Static { height: auto; } }"

    def __init__(self, title: str, hint: str, value: str = "", check: Callable[[str], str] = lambda _: "") -> None:
        super().__init__()
        self._title, self._hint, self._value, self._check = title, hint, value, check

    def compose(self) -> ComposeResult:
        """The line, and below it what it may hold or what is wrong with it."""
        self.line = Input(self._value)
        self.note = Static(Content(self._hint), classes="hint")
        box = Vertical(self.line, self.note)
        box.border_title = Content(safe_text(self._title))
        box.border_subtitle = "Enter keeps, Esc leaves"
        yield box

    def on_mount(self) -> None:
        """Type at once."""
        self.line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is wrong while it is typed."""
        wrong = self._check(event.value) if event.value else ""
        self.note.update(Content(safe_text(wrong or self._hint)))
        self.note.set_class(bool(wrong), "wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line to who asked, unless something is wrong with it."""
        if not event.value or not self._check(event.value):
            self.dismiss(event.value)


class Choice(ModalScreen[int | None]):
    """One of several things, each with a word on it; gives its place, Esc gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Close")]
    DEFAULT_CSS = "Choice {" + _BOX + "VirtualTable { height: auto; } }"

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        """The list."""
        self.table = VirtualTable(on_choose=self._chose)
        self.table.styles.height = min(len(self._options), 12)
        box = Vertical(self.table)
        box.border_title = Content(safe_text(self._title))
        box.border_subtitle = "Enter chooses, Esc leaves"
        yield box

    def on_mount(self) -> None:
        """Fill the list."""
        width = max((len(name) for name, _ in self._options), default=1)
        columns = (Column("", min(width, 40), keep=2), Column("", 0, keep=1))
        self.table.show(TableContent(columns, len(self._options), self._row), 0)
        self.table.focus()

    def _chose(self, number: int) -> None:
        self.dismiss(number)

    def _row(self, number: int) -> Sequence[Piece]:
        name, about = self._options[number]
        return Piece(name, bold=True), Piece(about, dim=True)
