"""The scopes of a graph as a tree that opens and closes, or a list of nodes that were found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.graph_details import micros_label
from tbtui.analysis.graph_search import Difference, Differing
from tbtui.analysis.labels import count_label
from tbtui.analysis.read_graph import ReadGraph
from tbtui.analysis.scope_rows import ScopeRow, first_opened, scope_rows
from tbtui.analysis.scope_tree import ROOT, Item, is_scope
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

WHOLE: Final = "whole graph"
_TREE: Final = (
    Column("Scope", 0, keep=3, least=16),
    Column("Nodes", 6, "right", keep=2),
    Column("Params", 6, "right", keep=1),
)
_TIMED: Final = (*_TREE[:2], Column("Time", 8, "right", keep=1))
_FOUND: Final = (Column("", 1, keep=3), Column("Name", 0, keep=2, least=14), Column("Op", 12, keep=1))
_DIFFERING: Final = (*_FOUND[:2], Column("What", 12, "begin", keep=1))


class ScopeList(VirtualTable):
    """``on_item`` is told of the item that the cursor goes to, ``on_menu`` of the one that Enter is pressed on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Menu", tooltip="What can be done with it, and what else the log has of it"),
        Binding("left,h", "fold(1)", "Close scope", show=False),
        Binding("right,l", "fold(0)", "Open scope", show=False),
        Binding("space", "turn", "Open/close", tooltip="Open the scope, or close it"),
    ]

    def __init__(self, *, on_item: Callable[[Item], None], on_menu: Callable[[Item], None], id: str) -> None:
        super().__init__(on_move=self._moved, on_choose=self._entered, id=id)
        self._on_item, self._on_menu = on_item, on_menu
        self._read: ReadGraph | None = None
        self._palette: Palette | None = None
        self._opened: set[Item] = set()
        self._tree_rows: Sequence[ScopeRow] = ()
        self._tree_items: Sequence[Item] = ()
        self._tree_places: dict[Item, int] = {}
        self.items: Sequence[Item | None] = ()
        """The item of each line; None for a node that this graph does not have."""

    def show_nothing(self) -> None:
        """There is no graph."""
        self._read, self._tree_rows, self.items = None, (), ()
        self.show(TableContent(_TREE, 0, self._tree_row))

    def show_scopes(self, read: ReadGraph, palette: Palette, item: Item) -> None:
        """Show the tree, opened as far as the item can be seen."""
        self._palette = palette
        closed = [scope for scope in read.tree.ancestors(item) if scope != ROOT and scope not in self._opened]
        if read is not self._read:
            self._read, self._opened = read, first_opened(read.tree)
            closed = read.tree.ancestors(item) or [ROOT]
        if closed or not self._tree_rows:
            self._opened.update(closed)
            self._make_rows(read)
        self.items = self._tree_items
        columns = _TREE if read.graph.micros is None else _TIMED
        self.show(TableContent(columns, len(self._tree_rows), self._tree_row), self._tree_places.get(item))

    def _make_rows(self, read: ReadGraph) -> None:
        self._tree_rows = [ScopeRow(ROOT, 0), *scope_rows(read.tree, self._opened)]
        self._tree_items = [row.item for row in self._tree_rows]
        self._tree_places = {item: place for place, item in enumerate(self._tree_items)}

    def show_found(self, read: ReadGraph, palette: Palette, nodes: Sequence[int], item: Item, empty: str) -> None:
        """Show nodes as a list."""
        self._palette, self.items = palette, nodes

        def row(number: int) -> Sequence[Piece]:
            node = read.graph.nodes[nodes[number]]
            return Piece(""), Piece(node.name), Piece(node.op, palette.muted)

        place = self.cursor if self.cursor < len(nodes) and nodes[self.cursor] == item else None
        place = nodes.index(item) if place is None and item in nodes else place
        self.show(TableContent(_FOUND, len(nodes), row, empty=empty), place)

    def show_differences(self, palette: Palette, found: Sequence[Differing], empty: str) -> None:
        """Show the nodes by which two graphs differ."""
        self._palette, self.items = palette, [one.node for one in found]
        colours = {Difference.ONLY_HERE: palette.runs[2], Difference.ONLY_THERE: palette.warning}

        def row(number: int) -> Sequence[Piece]:
            one = found[number]
            colour = colours.get(one.kind, palette.runs[1])
            muted = palette.muted if one.node is None else DEFAULT
            about = Piece(one.what or one.op, palette.muted)
            return Piece(one.kind.value, colour, bold=True), Piece(one.name, muted), about

        self.show(TableContent(_DIFFERING, len(found), row, empty=empty))

    def _tree_row(self, number: int) -> Sequence[Piece]:
        item, depth = self._tree_rows[number]
        read = self._read
        assert read is not None
        assert self._palette is not None
        if item == ROOT:
            label = Piece(WHOLE, bold=True)
        elif is_scope(item):
            mark = "▾" if item in self._opened else "▸"
            label = Piece(f"{'  ' * depth}{mark} {read.tree.label(item) or '(empty)'}", bold=True)
        else:
            label = Piece(f"{'  ' * depth}  {read.tree.label(item) or '(empty)'}")
        count = f"{count_label(read.tree.count(item))}" if is_scope(item) else ""
        return label, Piece(count, self._palette.muted), Piece(self._amount(read, item), self._palette.muted)

    def _amount(self, read: ReadGraph, item: Item) -> str:
        nodes = read.tree.nodes_of(item)
        if read.graph.micros is not None:
            micros = int(read.graph.micros[nodes].sum())
            return micros_label(micros) if micros else ""
        known, unknown = read.parameters.of(nodes)
        return (count_label(known) if known else "") + ("?" if unknown else "")

    def _moved(self, row: int) -> None:
        item = self.items[row]
        if item is not None:
            self._on_item(item)

    def _entered(self, row: int) -> None:
        item = self.items[row]
        if item is not None:
            self._on_menu(item)
        else:
            self.notify("Only the other graph has this node.", timeout=3)

    @property
    def _scope(self) -> Item | None:
        """The scope under the cursor, where the tree is shown."""
        shows_tree = self._read is not None and len(self.items) == len(self._tree_rows) and bool(self.items)
        if not shows_tree or self.content.columns not in (_TREE, _TIMED):
            return None
        item = self.items[self.cursor]
        return item if item is not None and is_scope(item) and item != ROOT else None

    def is_open(self, scope: Item) -> bool:
        """Whether a scope shows what it holds."""
        return scope in self._opened

    def turn(self, scope: Item) -> None:
        """Open a scope, or close it."""
        read = self._read
        if read is not None and self._palette is not None:
            self._opened ^= {scope}
            self._make_rows(read)
            self.show_scopes(read, self._palette, scope)

    def action_turn(self) -> None:
        """Open the scope under the cursor, or close it."""
        if self._scope is not None:
            self.turn(self._scope)

    def action_fold(self, close: int) -> None:
        """Close the scope of the cursor, or go to the one around it; or open it."""
        scope = self._scope
        if scope is not None and self.is_open(scope) == bool(close):
            self.turn(scope)
        elif close and self._read is not None and self.items and self.content.columns in (_TREE, _TIMED):
            item = self.items[self.cursor]
            if item is not None and item != ROOT:
                self.go_to(self._tree_places.get(self._read.tree.parent(item), 0))
