"""Graphs: the scopes of a model as a tree and a layered drawing, its nodes, and the ways to what is logged of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tbtui.analysis.graph_details import GraphDetail, item_details, related_details, series_details
from tbtui.analysis.graph_search import search_nodes
from tbtui.analysis.graph_sources import GRAPH_PLUGINS, GraphSource, holds_graphs
from tbtui.analysis.labels import count_label, many_label
from tbtui.analysis.read_graph import ReadGraph
from tbtui.analysis.scope_tree import ROOT, Item, is_scope
from tbtui.analysis.scope_view import Fold
from tbtui.charts.graph_chart import FLAT, TALL, drawing_words
from tbtui.widgets.detail_list import DetailList, broken
from tbtui.widgets.exports import Export
from tbtui.widgets.graph_canvas import GraphCanvas
from tbtui.widgets.graph_drawings import GraphDrawings, Wanted
from tbtui.widgets.graph_exports import graph_exports
from tbtui.widgets.graph_walk import GraphWalk
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane, filtered_title
from tbtui.widgets.scope_list import WHOLE, ScopeList
from tbtui.widgets.source_list import SourceList

_FOLDS: Final = {Fold.PARALLEL: Fold.ALL, Fold.ALL: Fold.NONE, Fold.NONE: Fold.PARALLEL}
_VIEWS: Final = ("", "lists-seen", "details-seen")
"""Where there is room for one thing only: the drawing, the lists, the details."""


class GraphsScreen(GraphWalk):
    """One graph: its scopes, a drawing of one of them, and everything that is known of the chosen item."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "graphs",
        "Graphs",
        60,
        holds_graphs,
        "Logged models: their scopes and nodes, and how they feed each other.",
        short="Graph",
    )
    AUTO_FOCUS = "ScopeList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", f"boxes({TALL})", "Large boxes", show=False, key_display="+"),
        Binding("minus", f"boxes({FLAT})", "Small boxes", show=False, key_display="-"),
        Binding("0", "boxes(0)", "Fitting boxes", show=False, tooltip="Large or small, as there is room"),
        Binding("F", "fold", "Fold", tooltip="One box for like things: for parallel ones, for all, for none"),
        Binding("z", "details", "Details", show=False, tooltip="Show the details, or leave their room to the drawing"),
        Binding("b", "lists", "Lists", show=False, tooltip="Show or hide the lists; in little room what comes next"),
    ]
    CSS = """
    GraphsScreen #side { width: 38; }
    GraphsScreen #scopes-pane { height: 1fr; }
    GraphsScreen #details-pane { height: 13; }
    GraphsScreen.low #side { width: 32; }
    GraphsScreen.low #details-pane { height: 9; }
    GraphsScreen.lists-hidden #side { display: none; }
    GraphsScreen.details-hidden #details-pane { display: none; }
    GraphsScreen.narrow #side { display: none; }
    GraphsScreen.narrow #details-pane { display: none; }
    GraphsScreen.narrow.lists-seen #side { display: block; width: 1fr; }
    GraphsScreen.narrow.lists-seen #main { display: none; }
    GraphsScreen.narrow.details-seen #details-pane { display: block; height: 1fr; }
    GraphsScreen.narrow.details-seen #drawing-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pattern = ""
        self._found: tuple[ReadGraph, str, Sequence[int]] | None = None
        self._drawings: GraphDrawings | None = None

    @classmethod
    def shows_plugin(cls, plugin: str) -> bool:
        """Whether this screen is the one for tags of a plugin."""
        return plugin in GRAPH_PLUGINS

    def compose_body(self) -> Iterable[Widget]:
        """Graphs and scopes at the left, the drawing and the details at the right."""
        self.source_list = SourceList(on_source=self._chose_source, on_enter=self._to_scopes, id="graphs")
        self.scopes = ScopeList(on_item=self.choose_item, on_menu=self.open_menu, id="scopes")
        self.canvas = GraphCanvas(on_choose=self._chose_box, on_open=self._open_box, on_room=self.update, id="canvas")
        self.details = DetailList(on_follow=self._follow, id="lines")
        self.sources_pane = Pane(self.source_list, title="Graphs", id="graphs-pane")
        self.scopes_pane = Pane(
            self.scopes, title="Scopes", on_filter=self._search, on_keep=self.scopes.tell, id="scopes-pane"
        )
        self.drawing_pane = Pane(self.canvas, title="Drawing", id="drawing-pane")
        self.details_pane = Pane(self.details, title="Details", id="details-pane")
        side = Vertical(self.sources_pane, self.scopes_pane, id="side")
        yield Horizontal(side, Vertical(self.drawing_pane, self.details_pane, id="main"), id="body")

    def on_resize(self) -> None:
        """Lists and details take less where there is little room."""
        self.set_class(self.size.height < 30 or self.size.width < 100, "low")

    # What is shown

    def show_graph(self, message: str, *, reading: bool) -> None:
        """Show the lists, the drawing and the details."""
        self._show_sources(reading=reading)
        self.set_class(not self.chosen.details, "details-hidden")
        read = self.read
        if read is None or not read.graph.nodes:
            said = message or "reading the graph ..."
            lines = (piece for line in said.split("\n") for piece in broken(line, max(20, self.canvas.size.width)))
            self.scopes.show_nothing()
            self.scopes_pane.head("Scopes")
            self.canvas.show_chart(None, None, self.palette, "\n".join(lines))
            self.drawing_pane.head("Drawing")
            self._show_lines([], "Details")
            return
        self.find_item()
        self._show_scopes(read)
        self._show_drawing()
        self._show_details(read)

    def _show_sources(self, *, reading: bool) -> None:
        self.sources_pane.display = len(self.sources) > 1
        seen = 5 if self.size.height >= 30 else 3 if self.size.height >= 20 else 1
        self.sources_pane.styles.height = min(len(self.sources), seen) + 2
        self.source_list.show_sources(self.sources, self.source, self.selection, self.palette)
        self.sources_pane.head("Graphs", "reading ..." if reading else f"{len(self.sources):,}")

    def _show_scopes(self, read: ReadGraph) -> None:
        if self.against is not None:
            found = self.differing
            empty = "comparing ..." if found is None else "These graphs do not differ."
            self.scopes.show_differences(self.palette, found or (), empty)
            self.scopes_pane.head(f"Unlike {self.against.title} of {self.against.run}", f"{len(found or ()):,}")
        elif self._pattern and self._found is not None and self._found[0] is read:
            _, pattern, nodes = self._found
            self.scopes.show_found(read, self.palette, nodes, self.item, "no node has such a name or op")
            self.scopes_pane.head(filtered_title("Nodes", pattern), f"{len(nodes):,} found")
        else:
            if self._pattern:
                self._search(self._pattern)
            self.scopes.show_scopes(read, self.palette, self.item)
            self.scopes_pane.head(self.source.title.capitalize() if self.source else "Scopes", _size_words(read))

    def _show_drawing(self) -> None:
        """The drawing of the scope that holds the chosen item; the old one stays until it is laid out."""
        read, room = self.read, self.canvas.size
        if read is None or not read.graph.nodes or not room.height:
            return
        options = self.chosen
        scope = read.tree.parent(self.item)
        height = options.box_height
        seen = (0, 0) if height else (room.width, room.height)
        chart = self.drawings.get(Wanted(read, scope, options.fold, self.spread, height, seen))
        if chart is None:
            if self.canvas.chart is None:
                self.canvas.show_chart(None, None, self.palette, "laying out the drawing ...")
            return
        box = chart.view.places.get(self.looked_at)
        self.canvas.show_chart(chart, box, self.palette)
        self.drawing_pane.head(read.tree.name(scope) or WHOLE, drawing_words(chart, options.fold))

    @property
    def drawings(self) -> GraphDrawings:
        """The drawings of this screen."""
        if self._drawings is None:
            self._drawings = GraphDrawings(self.background, self.update)
        return self._drawings

    def _show_details(self, read: ReadGraph) -> None:
        item, chart = self.looked_at, self.canvas.chart
        box = chart.view.places.get(item) if chart is not None else None
        lines = series_details(chart.view.boxes[box]) if chart is not None and box is not None else []
        lines += item_details(read, item) + related_details(self.related(item), self.run)
        self._show_lines(lines, read.tree.name(item) or WHOLE)

    def _show_lines(self, lines: Sequence[GraphDetail], title: str) -> None:
        self.details.show_details(lines, self.palette, (self.read, title))
        self.details_pane.head(title)

    # What is chosen

    def _chose_source(self, source: GraphSource) -> None:
        self.forget_steps()
        self.choose(self.chosen, graph=source.key)

    def _to_scopes(self, _: int) -> None:
        self.scopes.focus()

    def _chose_box(self, box: int) -> None:
        if self.canvas.chart is not None:
            self.choose_box(self.canvas.chart.view.boxes[box])

    def _open_box(self, box: int) -> None:
        if self.canvas.chart is not None:
            self.open_box(self.canvas.chart.view.boxes[box])

    def _follow(self, detail: GraphDetail) -> None:
        if detail.target is not None:
            self.go(detail.target)
        elif detail.tag is not None:
            self.jump(detail.tag)
        else:
            self.action_menu()

    def line(self) -> int:
        """Which line of the details has the cursor."""
        return self.details.cursor

    def ways_in(self, item: Item) -> list[tuple[str, str, Callable[[], None]]]:
        """A scope can be opened in the tree, and be drawn."""
        if not is_scope(item) or item == ROOT:
            return []
        turn = "close" if self.scopes.is_open(item) else "open"
        return [
            (turn, "in the tree", lambda: self.scopes.turn(item)),
            ("go in", "draw what it holds", lambda: self._draw(item)),
        ]

    def _draw(self, scope: Item) -> None:
        self.enter(scope)
        self._see("")

    # Search

    def _search(self, pattern: str) -> None:
        """Look for nodes in the background; what was found before stays until then."""
        self._pattern, read = pattern, self.read
        if read is None:
            return
        if not pattern:
            self._found = None
            self.update()
        else:
            self.background.run(
                "graph-search", lambda: (read, pattern, search_nodes(read.graph, pattern)), self._take_found
            )

    def _take_found(self, found: tuple[ReadGraph, str, Sequence[int]]) -> None:
        self._found = found
        self.update()

    # Keys

    def action_boxes(self, rows: int) -> None:
        """Draw boxes of so many rows."""
        self.choose(self.chosen, box_height=rows)

    def action_fold(self) -> None:
        """Fold other things."""
        self.spread = frozenset()
        self.choose(self.chosen, fold=_FOLDS[self.chosen.fold])

    def action_details(self) -> None:
        """Show or hide the details; where there is room for one thing only, go to them or back."""
        if self.has_class("narrow"):
            self._see("" if self.has_class("details-seen") else "details-seen")
        else:
            self.choose(self.chosen, details=not self.chosen.details)

    def action_lists(self) -> None:
        """Show or hide the lists; where there is room for one thing only, go to the next."""
        if not self.has_class("narrow"):
            self.toggle_class("lists-hidden")
            return
        now = next((view for view in _VIEWS if view and self.has_class(view)), "")
        self._see(_VIEWS[(_VIEWS.index(now) + 1) % len(_VIEWS)])

    def _see(self, view: str) -> None:
        """Go to one of ``_VIEWS``; where there is room for one thing only, the others give way."""
        for one in filter(None, _VIEWS):
            self.set_class(one == view, one)
        {"": self.canvas, "lists-seen": self.scopes, "details-seen": self.details}[view].focus()

    def exports(self) -> Sequence[Export]:
        """DOT, JSON and the drawing as text."""
        if self.read is None or self.canvas.chart is None:
            return ()
        return graph_exports(self.read, self.canvas.chart, self.palette)

    def copied_text(self) -> str:
        """The name of the chosen item."""
        return self.read.tree.name(self.looked_at) if self.read is not None else ""

    def step_back(self) -> bool:
        """Take back the search, the comparison, the last step, or go out of the scope that is drawn."""
        if self._pattern:
            self._pattern, self._found = "", None
            self.scopes_pane.set_filter("")
            self.update()
        elif self.against is not None:
            self.stop_comparing()
        elif (line := self.take_step_back()) is not None:
            self.details.go_to(line)
        elif not self.scopes.has_focus and self.read is not None and self.read.tree.parent(self.item) != ROOT:
            self.choose_item(self.read.tree.parent(self.item))
        else:
            return super().step_back()
        return True


def _size_words(read: ReadGraph) -> str:
    known = int(read.parameters.counts.sum())
    nodes = many_label(len(read.graph.nodes), "node")
    return f"{nodes} · {count_label(known)} params" if known else nodes
