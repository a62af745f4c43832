"""The last line: the keys that matter where the focus is, as many as there is room for, never cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.strip import Strip

from tbtui.widgets.lines import Lines
from tbtui.widgets.strips import Piece, drawable, line

_ALWAYS: Final = frozenset({"help", "quit"})
"""Actions whose keys are shown whatever else has no room."""
_ENTER: Final = "⏎"


class Key(NamedTuple):
    """A key, or several that belong together, as the bar and the help show them."""

    display: str
    description: str
    tooltip: str
    active: ActiveBinding
    """The first of the bindings that it stands for."""

    @property
    def width(self) -> int:
        """Cells that it takes in the bar."""
        return cell_len(self.display) + cell_len(self.description) + 3


def keys_of(screen: Screen[object]) -> list[Key]:
    """The keys that do something now, the focused pane's own first; keys of one group or action stand together."""
    found: dict[tuple[object, str], list[ActiveBinding]] = {}
    shown_first = sorted(screen.active_bindings.values(), key=lambda active: not active.binding.show)
    for active in shown_first:
        binding = active.binding
        if active.enabled and binding.description and not binding.system:
            group = (binding.group.description, "") if binding.group else (binding.description, binding.action)
            found.setdefault(group, []).append(active)
    return [_key(screen, bindings) for bindings in found.values()]


def own_bindings(node: DOMNode) -> Iterator[Binding]:
    """The bindings that tbtui's own classes give to a node, the most special first."""
    for kind in type(node).__mro__:
        if kind.__module__.startswith("tbtui."):
            yield from Binding.make_bindings(vars(kind).get("BINDINGS", ()))


def is_own(active: ActiveBinding) -> bool:
    """Whether a binding is one of tbtui's, not one that Textual gives to every screen."""
    return any(active.binding.action == binding.action for binding in own_bindings(active.node))


def _key(screen: Screen[object], bindings: list[ActiveBinding]) -> Key:
    first = bindings[0].binding
    displays = dict.fromkeys(_display(screen.app.get_key_display(active.binding)) for active in bindings)
    if first.group is None:
        return Key(next(iter(displays)), first.description, first.tooltip, bindings[0])
    return Key(" ".join(displays), first.group.description, first.tooltip, bindings[0])


def _display(text: str) -> str:
    """A key's sign; a word for Enter where the terminal does not have its sign."""
    return "enter" if text == _ENTER and drawable(text) != text else text


def fitting(keys: Iterable[Key], width: int) -> list[Key]:
    """The keys that have room in ``width`` cells, the first ones first; help and quit are always among them."""
    shown = [key for key in keys if key.active.binding.show]
    always = [key for key in shown if key.active.binding.action in _ALWAYS]
    left = width - sum(key.width for key in always)
    kept = []
    for key in shown:
        if key in always:
            continue
        if key.width <= left:
            left -= key.width
            kept.append(key)
    return kept + always


class KeyBar(Lines):
    """Shows the keys of the focused pane, the screen and the app."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; background: $panel; }"

    def on_mount(self) -> None:
        """Follow the focus: with it the bindings change."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.repaint())

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The keys."""
        pieces: list[Piece] = []
        for key in fitting(keys_of(self.screen), width):
            pieces += [Piece(" " + key.display, bold=True), Piece(" " + key.description + " ", dim=True)]
        return [line(pieces, width)] * height

    async def on_click(self, event: events.Click) -> None:
        """A click on a key does what the key does."""
        left = 0
        for key in fitting(keys_of(self.screen), self.size.width):
            if left <= event.x < left + key.width:
                await self.app.run_action(key.active.binding.action, key.active.node)
                return
            left += key.width
