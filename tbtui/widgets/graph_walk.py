"""Going about in a graph: the chosen item, the steps that Esc takes back, and the ways to what the log has of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tbtui.analysis.graph_details import tag_words
from tbtui.analysis.related_tags import LoggedTag, RelatedTag, item_parts
from tbtui.analysis.scope_tree import ROOT, Item, is_scope
from tbtui.analysis.scope_view import Box, BoxKind, series_key
from tbtui.model.selection import Selection
from tbtui.widgets.graph_dashboard import GraphDashboard
from tbtui.widgets.prompt import Choice
from tbtui.widgets.scope_list import WHOLE


class _Place(NamedTuple):
    """Where one was before a step that Esc takes back."""

    item: str
    spread: frozenset[str]
    line: int
    """Which line of the details had the cursor."""


class _Way(NamedTuple):
    """One line of the menu of an item."""

    name: str
    about: str
    take: Callable[[], None]


class GraphWalk(GraphDashboard):
    """Knows which item is chosen; a subclass shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "menu", "Jump to", tooltip="To the histograms, scalars and losses of this layer"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.item: Item = ROOT
        """The item that is chosen; the scope that holds it is drawn."""
        self.beside: Item | None = None
        """What stands outside the drawn scope and has the box that is chosen; None while a box inside is."""
        self.spread: frozenset[str] = frozenset()
        """The series that are not folded, see ``series_key``."""
        self._came: list[_Place] = []

    @property
    def looked_at(self) -> Item:
        """The item of which everything is told."""
        return self.item if self.beside is None else self.beside

    @property
    def run(self) -> str:
        """The run of the chosen graph."""
        return self.source.run if self.source is not None else ""

    @classmethod
    def tag_choice(cls, selection: Selection, tag: str) -> dict[str, Any]:
        """What to change in the selection so that this screen shows the item of that name, or one around it."""
        name = cls.DESCRIPTOR.name
        return {"options": {**selection.options, name: {**selection.options.get(name, {}), "item": tag}}}

    def find_item(self) -> None:
        """Find the chosen item in the graph that is shown: it may be another graph than before."""
        found = self.read.tree.nearest(self.chosen.item) if self.read is not None else None
        self.item = ROOT if found is None else found

    def choose_item(self, item: Item) -> None:
        """Choose an item."""
        if self.read is not None:
            self.beside = None
            self.choose(self.chosen, item=self.read.tree.key(item))

    def go(self, item: Item) -> None:
        """Go to an item; Esc returns."""
        self._remember()
        self.choose_item(item)

    def enter(self, scope: Item) -> None:
        """Go to the first of what a scope holds."""
        if self.read is not None:
            self.go(next(iter(self.read.tree.children[~scope]), scope))

    def _remember(self) -> None:
        self._came.append(_Place(self.chosen.item, self.spread, self.line()))

    def line(self) -> int:
        """Which line of the details has the cursor."""
        raise NotImplementedError

    def forget_steps(self) -> None:
        """There is nothing to go back to."""
        self._came, self.beside = [], None

    def take_step_back(self) -> int | None:
        """Go back to where the last step began; the line that had the cursor there, None where there was no step."""
        if not self._came:
            return None
        place = self._came.pop()
        self.spread = place.spread
        self.beside = None
        self.choose(self.chosen, item=place.item)
        self.update()
        return place.line

    # Boxes

    def choose_box(self, box: Box) -> None:
        """Choose what a box stands for; what is outside is looked at from here."""
        item = box.items[0]
        if box.kind is not BoxKind.OUTSIDE and item != self.item:
            self.choose_item(item)
        else:
            self.beside = item if box.kind is BoxKind.OUTSIDE else None
            self.update()

    def open_box(self, box: Box) -> None:
        """Enter a scope, spread a series, go to what is outside; a node has a menu."""
        kind, item = box.kind, box.items[0]
        if kind is BoxKind.REST:
            self.notify("The tree lists all of them.", timeout=3)
        elif kind is BoxKind.OUTSIDE:
            self.go(item)
        elif kind is BoxKind.SERIES and self.read is not None:
            self._remember()
            self.spread |= {series_key(self.read.tree, item)}
            self.update()
        elif is_scope(item):
            self.enter(item)
        else:
            self.open_menu(item)

    # The menu

    def related(self, item: Item) -> list[RelatedTag]:
        """The tags of the log that belong to an item."""
        if self.tags is None or self.read is None:
            return []
        return self.tags.related(item_parts(self.read.tree, item))

    def action_menu(self) -> None:
        """The menu of what is looked at."""
        self.open_menu(self.looked_at, jumps_first=True)

    def open_menu(self, item: Item, *, jumps_first: bool = False) -> None:
        """What can be done with an item, and where the log has more of it."""
        if self.read is None or not self.read.graph.nodes:
            return
        ways = [_Way(*one) for one in self.ways_in(item)]
        jumps = [
            _Way(one.aspect.value, tag_words(one.logged, self.run), partial(self.jump, one.logged))
            for one in self.related(item)
        ]
        offered = jumps + ways if jumps_first else ways + jumps
        if not offered:
            self.notify("No tag of this log has a name like this one.", timeout=3)
            return
        title = self.read.tree.label(item) if item != ROOT else WHOLE
        choice = Choice(title, [(one.name, one.about) for one in offered])
        self.app.push_screen(choice, lambda place: None if place is None else offered[place].take())

    def ways_in(self, item: Item) -> list[tuple[str, str, Callable[[], None]]]:
        """What can be done with an item on this screen: name, a word on it, and the function that does it."""
        raise NotImplementedError

    def jump(self, logged: LoggedTag) -> None:
        """Open the screen of a tag on it; Esc returns from there."""
        hidden = self.selection.hidden_runs - {logged.run}
        self.tbtui.go(logged.plugin, tag=logged.tag, run=logged.run, hidden_runs=hidden)
