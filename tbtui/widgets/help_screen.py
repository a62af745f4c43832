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


class HelpLine(NamedTuple):
    """A heading, or a key and what it does."""

    key: str
    text: str
    heading: bool = False


def help_lines(screen: Screen[Any], about: str) -> list[HelpLine]:
    """What the help says of a screen: its own keys first, those that move in any list last."""
    sections = [("On this screen", _keys(screen, _bindings_now(screen), {}))]
    common = {binding.action: binding for binding in Binding.make_bindings(VirtualTable.BINDINGS)}
    sections += [(title, _keys(screen, _pane_bindings(node), common)) for title, node in _panes(screen)]
    sections.append(("Everywhere", _keys(screen, _bindings_now(screen.app), {})))
    sections.append(("In lists", _keys(screen, common.values(), {})))
    lines = [HelpLine("", about), HelpLine("", "")]
    for title, keys in sections:
        if keys:
            lines += [HelpLine("", title, heading=True), *keys, HelpLine("", "")]
    return lines


def _bindings_now(node: DOMNode) -> Iterator[Binding]:
    """The bindings of a node that do something now: not those that a subclass has put another one in the place of."""
    taken: set[str] = set()
    for binding in own_bindings(node):
        if binding.key not in taken and _is_enabled(binding, node):
            taken.add(binding.key)
            yield binding


def _pane_bindings(widget: DOMNode) -> Iterator[Binding]:
    """What works while a widget has the focus: its own keys, and those of the pane around it."""
    yield from _bindings_now(widget)
    for node in widget.ancestors:
        if isinstance(node, Pane):
            yield from _bindings_now(node)


def _is_enabled(binding: Binding, node: DOMNode) -> bool:
    where, action, parameters = parse(binding.action)
    asked = {"screen": node.screen, "app": node.app}.get(where, node)
    return bool(asked.check_action(action, parameters))


def _panes(screen: Screen[Any]) -> Iterator[tuple[str, DOMNode]]:
    """The panes that the focus can go to, and what they hold."""
    seen: set[type] = set()
    for widget in screen.focus_chain:
        if type(widget) not in seen:
            seen.add(type(widget))
            yield _title(widget), widget


def _title(widget: Widget) -> str:
    pane = next((node for node in widget.ancestors if isinstance(node, Pane)), None)
    return pane.title if pane is not None and pane.title else type(widget).__name__


def _keys(screen: Screen[Any], bindings: Iterable[Binding], left_out: Container[str]) -> list[HelpLine]:
    """One line for each action, with all of its keys."""
    keys: dict[tuple[str, str], tuple[list[str], str]] = {}
    for binding in bindings:
        if binding.description and binding.action not in left_out:
            found = keys.setdefault((binding.action, binding.description), ([], binding.tooltip))
            found[0].append(screen.app.get_key_display(binding))
    return [
        HelpLine(" ".join(dict.fromkeys(displays)), f"{description}. {tooltip}" if tooltip else description)
        for (_, description), (displays, tooltip) in keys.items()
    ]


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
