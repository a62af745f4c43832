"""The drawings of scopes, laid out in the background; those that were seen last are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from tbtui.analysis.read_graph import ReadGraph
from tbtui.analysis.scope_tree import Item
from tbtui.analysis.scope_view import Fold, scope_view
from tbtui.charts.graph_chart import FLAT, TALL, GraphChart, graph_chart
from tbtui.widgets.background import Background

_MOST: Final = 32
_ROOM_FOR_TALL: Final = 12


class Wanted(NamedTuple):
    """Which drawing is wanted."""

    read: ReadGraph
    scope: Item
    fold: Fold
    spread: frozenset[str]
    box_height: int
    """Rows of a box; 0 for large boxes where there is room for them, else small ones."""
    room: tuple[int, int]
    """Columns and rows of the window, where the height of boxes follows from it."""

    def chart(self) -> GraphChart:
        """Lay it out; not for the UI thread."""
        view = scope_view(self.read.tree, self.scope, self.fold, self.spread)
        chart = graph_chart(self.read.tree, view, self.read.parameters, self.box_height or TALL)
        width, height = self.room
        fits = chart.layout.width <= width and chart.layout.height <= height
        if self.box_height or fits or height >= _ROOM_FOR_TALL:
            return chart
        return graph_chart(self.read.tree, view, self.read.parameters, FLAT)


class GraphDrawings:
    """Charts of scopes. ``changed`` is called when one was laid out."""

    def __init__(self, background: Background, changed: Callable[[], None]) -> None:
        self._background, self._changed = background, changed
        self._kept: OrderedDict[Wanted, GraphChart] = OrderedDict()

    def get(self, wanted: Wanted) -> GraphChart | None:
        """The chart; None where it is not laid out yet, which then begins."""
        found = self._kept.get(wanted)
        if found is None:
            self._background.run("graph-layout", wanted.chart, lambda chart: self._take(wanted, chart))
        else:
            self._kept.move_to_end(wanted)
        return found

    def _take(self, wanted: Wanted, chart: GraphChart) -> None:
        self._kept[wanted] = chart
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        self._changed()
