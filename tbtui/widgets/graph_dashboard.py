"""What a dashboard of graphs reads: which graphs there are, the one that is shown, the one that it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.graph_search import Differing, differences
from tbtui.analysis.graph_sources import GraphSource, chosen_source, graph_sources
from tbtui.analysis.read_graph import ReadGraph, read_graph
from tbtui.analysis.related_tags import LoggedTag, TagIndex, logged_tags
from tbtui.analysis.scope_view import Fold
from tbtui.model.display import safe_text
from tbtui.model.entries import Entries, EntryError
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.entry_values import EntryValues
from tbtui.widgets.prompt import Choice


@dataclass(frozen=True)
class GraphOptions:
    """What is chosen of graphs."""

    graph: tuple[str, ...] = ()
    """The key of the graph that is shown."""
    item: str = ""
    """The node or, with "/" behind its name, the scope that is chosen."""
    fold: Fold = Fold.PARALLEL
    box_height: int = 0
    """Rows of a box; 0 for what suits the room."""
    details: bool = True


class GraphDashboard(Dashboard):
    """Reads graphs in the background. A subclass shows the one that was read in ``show_graph``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("asterisk", "compare", "Compare", key_display="*", tooltip="List what another graph has otherwise"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sources: Sequence[GraphSource] = ()
        self.source: GraphSource | None = None
        """The graph that is chosen."""
        self.read: ReadGraph | None = None
        """The graph that is shown: the chosen one, or the one before while that is being read."""
        self.against: GraphSource | None = None
        """The graph with which it is compared."""
        self.differing: Sequence[Differing] | None = None
        """By what the two differ; None while it is not known."""
        self.tags: TagIndex | None = None
        self._values: EntryValues | None = None
        self._found_in: object = None
        self._compared: object = None
        self._tags_of: object = None

    @property
    def values(self) -> EntryValues:
        """The graphs that were read."""
        if self._values is None:
            self._values = EntryValues(self.background, "graphs", self.update, _converted)
        return self._values

    @property
    def chosen(self) -> GraphOptions:
        """What is chosen on this screen."""
        return self.options(GraphOptions())

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the chosen graph if it is read; have it read if not, and keep the old one until then."""
        self._find_sources(snapshot, selection)
        self.source = chosen_source(self.sources, self.chosen.graph, selection.run)
        wanted = [one for one in (self.source, self.against) if one is not None]
        self.values.want([(one.entries, one.index) for one in wanted])
        value = None if self.source is None else self.values.get(self.source.entries, self.source.index)
        message = self._message(snapshot, value)
        if isinstance(value, ReadGraph) or message:
            self.read = value if isinstance(value, ReadGraph) else None
        self._compare()
        self._index_tags(snapshot)
        self.show_graph(message, reading=value is None and self.source is not None)

    def _find_sources(self, snapshot: Snapshot, selection: Selection) -> None:
        found_in = (snapshot.number, selection.run_filter, selection.pinned_runs)
        if found_in != self._found_in:
            self._found_in = found_in
            self.sources = graph_sources(snapshot, selection)

    def show_graph(self, message: str, *, reading: bool) -> None:
        """Show ``self.read``, or the message where there is none."""
        raise NotImplementedError

    def _message(self, snapshot: Snapshot, value: Any) -> str:
        """Why there is nothing to be shown; "" where there is, or where it is being read."""
        if self.source is None:
            if not snapshot.runs:
                return 'No event files yet.\nWaiting for a file whose name holds "tfevents".'
            if self.selection.run_filter:
                return "No run that passes the filter holds a graph."
            return "Graphs: still loading, none so far." if snapshot.progress.loading else "This log holds no graph."
        if isinstance(value, EntryError):
            return f"This graph cannot be read.\n{value}"
        if isinstance(value, ReadGraph) and not value.graph.nodes:
            return _why_empty(self.source, value)
        return ""

    def _compare(self) -> None:
        """Work out the differences, once for each pair of graphs."""
        if self.against is None:
            self.differing = None
            return
        other = self.values.get(self.against.entries, self.against.index)
        if isinstance(other, EntryError):
            self.against = None
            self.notify(safe_text(str(other)), severity="error", markup=False)
        elif self.read is not None and isinstance(other, ReadGraph) and self._compared != (self.read, other):
            here, there = self.read.graph, other.graph
            self._compared, self.differing = (self.read, other), None
            self.background.run("graph-difference", lambda: differences(here, there), self._take_differences)

    def _take_differences(self, found: Sequence[Differing]) -> None:
        self.differing = found if self.against is not None else None
        self.update()

    def action_compare(self) -> None:
        """Compare with another graph, or with none."""
        others = [source for source in self.sources if source is not self.source and source.key != self._key]
        if self.against is not None:
            self.stop_comparing()
        elif not others:
            self.notify("There is no other graph to compare with.", timeout=3)
        else:
            choice = Choice("Compare with", [(source.title, source.run) for source in others])
            self.app.push_screen(choice, lambda place: None if place is None else self._compare_with(others[place]))

    @property
    def _key(self) -> tuple[str, ...]:
        return self.source.key if self.source is not None else ()

    def _compare_with(self, other: GraphSource) -> None:
        self.against = other
        self.update()

    def stop_comparing(self) -> None:
        """Show the graph alone again."""
        self.against = self.differing = self._compared = None
        self.update()

    def _index_tags(self, snapshot: Snapshot) -> None:
        """Note the tags of the other screens, when there may be new ones."""
        if self.source is None or (snapshot.number, self.source.run) == self._tags_of:
            return
        self._tags_of = (snapshot.number, self.source.run)
        run = self.source.run
        plugins = [one.DESCRIPTOR.name for one in self.tbtui.dashboards if one is not type(self)]
        known = self.tags.tags if self.tags is not None else ()

        def work() -> TagIndex | None:
            found: tuple[LoggedTag, ...] = tuple(logged_tags(snapshot, run, plugins))
            return None if found == known else TagIndex(found)

        self.background.run("graph-tags", work, self._take_tags)

    def _take_tags(self, found: TagIndex | None) -> None:
        if found is not None:
            self.tags = found
            self.update()


def _converted(graph: Any, entries: Entries) -> ReadGraph:
    return read_graph(graph)


def _why_empty(source: GraphSource, read: ReadGraph) -> str:
    problems = "\n".join(read.graph.problems)
    if problems:
        return f"No node of this graph can be read.\n{problems}"
    if source.entries.plugin.endswith("run_metadata"):
        return "The metadata of this step tells neither of nodes nor of times."
    return "This graph has no nodes."
