"""All keys of the screen that is seen, pane by pane, read from the bindings themselves."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any, ClassVar, NamedTuple

from textual.actions import parse
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tbtui.widgets.key_bar import own_bindings
from tbtui.widgets.pane import Pane
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import COLUMN_GAP, Column, TableContent, VirtualTable

_KEY_WIDTH = 16
_MOST_KEYS = 4


class HelpLine(NamedTuple):
    """A heading, or a key and what it does."""

    key: str
    text: str
    heading: bool = False


def help_lines(screen: Screen[Any], about: str) -> list[HelpLine]:
    """What the help says of a screen: its own keys first, those that move in any list last."""
    common = list(Binding.make_bindings(VirtualTable.BINDINGS))
    moves = {binding.action for binding in common}
    sections = [("On this screen", _keys(screen, own_bindings(screen)))]
    sections += [(title, _pane_keys(widget, moves)) for title, widget in _panes(screen)]
    sections.append(("Everywhere", _keys(screen.app, own_bindings(screen.app))))
    sections.append(("In lists", _keys(screen.app, common)))
    lines = [HelpLine("", about), HelpLine("", "")]
    for title, keys in sections:
        if keys:
            lines += [HelpLine("", title, heading=True), *keys, HelpLine("", "")]
    return lines


def _panes(screen: Screen[Any]) -> Iterator[tuple[str, Widget]]:
    """The panes that the focus can go to, and what they hold."""
    seen: set[type] = set()
    for widget in screen.focus_chain:
        if type(widget) not in seen:
            seen.add(type(widget))
            yield _title(widget), widget


def _title(widget: Widget) -> str:
    pane = _pane(widget)
    return pane.title if pane is not None and pane.title else type(widget).__name__


def _pane(widget: Widget) -> Pane | None:
    return next((node for node in widget.ancestors if isinstance(node, Pane)), None)


def _pane_keys(widget: Widget, left_out: Container[str]) -> list[HelpLine]:
    """The keys of what has the focus, and of the pane that it stands in."""
    own = [binding for binding in own_bindings(widget) if binding.tooltip or binding.action not in left_out]
    pane = _pane(widget)
    return _keys(widget, own) + (_keys(pane, own_bindings(pane)) if pane is not None else [])


def _keys(node: DOMNode, bindings: Iterable[Binding]) -> list[HelpLine]:
    """One line for each action that is possible now, with all of its keys; digits of one name share a line.

    Where two bindings have the same key, the first one counts.
    """
    keys: dict[str, tuple[list[str], str]] = {}
    for binding in _first_of_each_key(bindings):
        if not binding.description or not _is_enabled(binding, node):
            continue
        said = f"{binding.description.rstrip('…')}. {binding.tooltip}" if binding.tooltip else binding.description
        one = binding.description if binding.key.isdigit() else binding.action
        keys.setdefault(one, ([], said))[0].append(node.app.get_key_display(binding))
    return [HelpLine(_shown_keys(list(dict.fromkeys(displays))), said) for displays, said in keys.values()]


def _is_enabled(binding: Binding, node: DOMNode) -> bool:
    where, action, parameters = parse(binding.action)
    asked = {"screen": node.screen, "app": node.app}.get(where, node)
    return bool(asked.check_action(action, parameters))


def _first_of_each_key(bindings: Iterable[Binding]) -> Iterable[Binding]:
    found: dict[str, Binding] = {}
    for binding in bindings:
        found.setdefault(binding.key, binding)
    return found.values()


def _shown_keys(displays: Sequence[str]) -> str:
    return " ".join(displays) if len(displays) <= _MOST_KEYS else f"{displays[0]}–{displays[-1]}"


class HelpScreen(ModalScreen[None]):
    """The help; any key that closes something closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "dismiss", "Close")]
    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen Vertical {
        width: 80%; max-width: 100; height: 90%; border: round $primary; background: $surface; padding: 0 1;
    }
    HelpScreen.narrow Vertical { width: 100%; height: 100%; }
    """

    def __init__(self, title: str, lines: Sequence[HelpLine]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """A table of keys."""
        self.table = VirtualTable()
        box = Vertical(self.table)
        box.border_title = f"Help: {self._title}"
        box.border_subtitle = "Esc closes"
        yield box

    def on_mount(self) -> None:
        """The keys of the table move in the help."""
        self.table.focus()

    def on_resize(self) -> None:
        """Take all the room where there is little."""
        self.set_class(self.size.width < 80, "narrow")
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        keys = min(_KEY_WIDTH, self.table.size.width // 3)
        lines = list(_wrapped(self._lines, self.table.size.width - keys - COLUMN_GAP - 1))

        def row(number: int) -> Sequence[Piece]:
            line = lines[number]
            return Piece(line.key, bold=True), Piece(line.text, bold=line.heading)

        self.table.show(TableContent((Column("", keys), Column("", 0, keep=1)), len(lines), row))


def _wrapped(lines: Iterable[HelpLine], width: int) -> Iterator[HelpLine]:
    """The lines, with texts on as many lines as they need."""
    for line in lines:
        for place, part in enumerate(wrap(line.text, max(8, width)) or [""]):
            yield line._replace(key="" if place else line.key, text=part)
