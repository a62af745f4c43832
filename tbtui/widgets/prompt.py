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

from tbtui.analysis.listing import matcher
from tbtui.model.display import safe_text
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_FEW_OPTIONS = 10
_MOST_ROWS = 14
_BOX = """
    align: center middle;
    Vertical {
        width: 80%; min-width: 40; max-width: 90; height: auto;
        border: round $primary; background: $surface; padding: 0 1;
    }
"""
# A line that has the focus would get a border, and no room for what is typed.
_LINE = "Input, Input:focus { border: none; height: 1; padding: 0; }"


class Prompt(ModalScreen[str | None]):
    """One line of text; ``check`` says what is wrong with it, or "" where nothing is. Esc gives None.

    ``told`` says what the line as it stands would do; the hint stands where it says nothing.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]
    DEFAULT_CSS = "Prompt {" + _BOX + _LINE + "Static { height: auto; } }"

    def __init__(
        self,
        title: str,
        hint: str,
        value: str = "",
        check: Callable[[str], str] = lambda _: "",
        told: Callable[[str], str] = lambda _: "",
    ) -> None:
        super().__init__()
        self._title, self._hint, self._value, self._check, self._told = title, hint, value, check, told

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
        said = wrong or (self._told(event.value) if event.value else "")
        self.note.update(Content(safe_text(said or self._hint)))
        self.note.set_class(bool(wrong), "wrong")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line to who asked, unless something is wrong with it."""
        if not event.value or not self._check(event.value):
            self.dismiss(event.value)


class Choice(ModalScreen[int | None]):
    """One of several things, each with a word on it; gives its place, Esc gives None. Typing keeps those that match."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close"),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
    ]
    DEFAULT_CSS = (
        "Choice {" + _BOX + _LINE + "VirtualTable { height: auto; } Input { background: $boost; } "
        "Input.few { display: none; } }"
    )

    def __init__(self, title: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._options = title, options
        self._kept = list(range(len(options)))

    def compose(self) -> ComposeResult:
        """The list, and above it, where it is long, a line to type in what is looked for."""
        few = len(self._options) <= _FEW_OPTIONS
        self.line = Input(placeholder="type to find", classes="few" if few else "")
        self.table = VirtualTable(on_choose=self._chose)
        self.table.styles.height = min(len(self._options), _MOST_ROWS)
        box = Vertical(self.line, self.table)
        box.border_title = Content(safe_text(self._title))
        box.border_subtitle = "Enter chooses, Esc leaves"
        yield box

    def on_mount(self) -> None:
        """Fill the list."""
        self._show()
        (self.table if self.line.has_class("few") else self.line).focus()

    def _show(self) -> None:
        width = max((len(self._options[place][0]) for place in self._kept), default=1)
        columns = (Column("", min(width, 60), keep=2), Column("", 0, keep=1))
        self.table.show(TableContent(columns, len(self._kept), self._row, empty="nothing matches"), 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the options that hold what was typed."""
        names = [f"{name} {about}" for name, about in self._options]
        find = matcher(event.value).search
        self._kept = [place for place, name in enumerate(names) if find(name)]
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the line chooses what the cursor of the list stands on."""
        event.stop()
        self.table.action_choose()

    def action_move(self, by: int) -> None:
        """Move the cursor of the list, wherever the focus is."""
        self.table.action_move(by)

    def _chose(self, number: int) -> None:
        self.dismiss(self._kept[number])

    def _row(self, number: int) -> Sequence[Piece]:
        name, about = self._options[self._kept[number]]
        return Piece(name, bold=True), Piece(about, dim=True)
