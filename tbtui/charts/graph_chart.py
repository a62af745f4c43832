"""One scope of a graph as a picture that is laid out and not yet drawn: what each box says, and where it stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.graph_parameters import Parameters
from tbtui.analysis.labels import count_label, many_label
from tbtui.analysis.scope_tree import ScopeTree, is_scope
from tbtui.analysis.scope_view import Box, BoxKind, Fold, ScopeView
from tbtui.charts.graph_layout import LEAST_WIDTH, GraphLayout, graph_layout
from tbtui.model.display import safe_text
from tbtui.model.graph import Shape

TALL: Final = 3
FLAT: Final = 1
_WIDEST_TEXT: Final = 30


class BoxText(NamedTuple):
    """What a box says: narrow characters only."""

    title: str
    line: str


@dataclass(frozen=True, eq=False)
class GraphChart:
    """The boxes of a scope with their texts and places."""

    view: ScopeView
    texts: tuple[BoxText, ...]
    weighty: tuple[bool, ...]
    """Whether a box holds parameters."""
    layout: GraphLayout

    @cached_property
    def ties(self) -> frozenset[tuple[int, int]]:
        """Pairs of boxes, both ways round, with an edge between them."""
        pairs = set(zip(self.view.links.sources.tolist(), self.view.links.targets.tolist(), strict=True))
        return frozenset(pairs | {(b, a) for a, b in pairs})

    def beside(self, box: int, across: int, down: int) -> int:
        """The box that lies next in a direction; the same one where there is none. Tied ones come first."""
        tops, middles = self.layout.tops, self.layout.lefts + self.layout.widths // 2
        if down:
            rows = tops[tops > tops[box]] if down > 0 else tops[tops < tops[box]]
            if not rows.size:
                return box
            candidates = np.flatnonzero(tops == (rows.min() if down > 0 else rows.max()))
            near = abs(middles[candidates] - middles[box]).tolist()
            ranked = zip(candidates.tolist(), near, strict=True)
            return min(((box, one) not in self.ties, distance, one) for one, distance in ranked)[2]
        beyond = np.flatnonzero((tops == tops[box]) & ((middles - middles[box]) * across > 0))
        return int(beyond[np.argmin(abs(middles[beyond] - middles[box]))]) if beyond.size else box

    def box_at(self, x: int, y: int) -> int | None:
        """The box at a cell of the plane."""
        layout = self.layout
        across = (layout.lefts <= x) & (x < layout.lefts + layout.widths)
        found = np.flatnonzero(across & (layout.tops <= y) & (y < layout.tops + layout.box_height))
        return int(found[0]) if found.size else None

    def offset(self, now: tuple[int, int], size: tuple[int, int], box: int | None) -> tuple[int, int]:
        """Which column and row of the plane come first in a window so that a box is seen; a small plane is centred."""
        layout = self.layout
        across, down = (now[0], now[0]), (now[1], now[1])
        if box is not None:
            left, top = int(layout.lefts[box]), int(layout.tops[box])
            across, down = (left, left + int(layout.widths[box])), (top, top + layout.box_height)
        return (
            _revealed(now[0], size[0], layout.width, *across),
            _revealed(now[1], size[1], layout.height, *down),
        )


def _revealed(now: int, room: int, whole: int, begin: int, end: int) -> int:
    if whole <= room:
        return -((room - whole) // 2)
    if not now <= begin <= end <= now + room:
        now = (begin + end - room) // 2
    return max(0, min(now, whole - room))


def graph_chart(tree: ScopeTree, view: ScopeView, parameters: Parameters, box_height: int = TALL) -> GraphChart:
    """The chart of a scope. Works for a while where boxes and links are many: not for the UI thread."""
    texts = tuple(_text_of(tree, box, parameters, box_height) for box in view.boxes)
    widths = [_width(one, box_height) for one in texts]
    edges = list(zip(view.links.sources.tolist(), view.links.targets.tolist(), strict=True))
    weighty = tuple(any(_weight(tree, item, parameters) != (0, 0) for item in box.items[:1]) for box in view.boxes)
    return GraphChart(view, texts, weighty, graph_layout(widths, edges, box_height))


def _weight(tree: ScopeTree, item: int, parameters: Parameters) -> tuple[int, int]:
    return parameters.of(tree.nodes_of(item))


def _width(text: BoxText, box_height: int) -> int:
    if box_height == FLAT:
        return max(LEAST_WIDTH, len(text.title) + len(text.line) + (3 if text.line else 2))
    return max(LEAST_WIDTH + 2, len(text.title) + 4, len(text.line) + 4)


def _text_of(tree: ScopeTree, box: Box, parameters: Parameters, box_height: int) -> BoxText:
    title = _shortened(narrow(box.title), _WIDEST_TEXT - 2)
    if box.kind is BoxKind.SCOPE:
        title = f"▸ {title}"
    return BoxText(title, narrow(_flat_line(tree, box) if box_height == FLAT else _line(tree, box, parameters)))


def _flat_line(tree: ScopeTree, box: Box) -> str:
    if len(box.items) > 1:
        return f"×{len(box.items):,}"
    item = box.items[0]
    return f"{tree.count(item):,}" if is_scope(item) else ""


def _line(tree: ScopeTree, box: Box, parameters: Parameters) -> str:
    """What a box stands for, in the second line."""
    item = box.items[0]
    if box.kind is BoxKind.REST:
        return "without a box: see the tree"
    if box.kind is BoxKind.SERIES:
        what = "scopes" if is_scope(item) else tree.graph.nodes[item].op
        times = f" × {len(box.items):,}"
        return _shortened(what, _WIDEST_TEXT - len(times)) + times
    if is_scope(item):
        count = tree.count(item)
        known, _ = _weight(tree, item, parameters)
        words = many_label(count, "node")
        return f"{words} · {count_label(known)} params" if known else words
    return _node_line(tree, item)


def _node_line(tree: ScopeTree, node: int) -> str:
    found = tree.graph.nodes[node]
    words = found.op or "no op"
    shape = shape_label(found.shapes[0]) if found.shapes else ""
    with_shape = f"{words} {shape}" if shape else words
    return with_shape if len(with_shape) <= _WIDEST_TEXT else _shortened(words, _WIDEST_TEXT)


def shape_label(shape: Shape) -> str:
    """A shape in few cells: "?×28×28"; "scalar" where it has no dimension; "" where it is not known."""
    if shape is None:
        return ""
    return "×".join("?" if size < 0 else str(size) for size in shape) or "scalar"


def narrow(text: str) -> str:
    """Text whose every character takes one cell: others become "?", those that take none are left out."""
    safe = safe_text(text)
    if safe.isascii():
        return safe
    return "".join("?" if unicodedata.east_asian_width(one) in "WF" else one for one in safe if _is_seen(one))


def _is_seen(letter: str) -> bool:
    return not unicodedata.combining(letter) and unicodedata.category(letter) not in ("Mn", "Me", "Cf")


def _shortened(text: str, width: int) -> str:
    """The text without its middle where it is too long, as names differ at their ends."""
    if len(text) <= width:
        return text
    tail = (width - 1) * 2 // 3
    return f"{text[: width - 1 - tail]}…{text[len(text) - tail :]}"


def drawing_words(chart: GraphChart, fold: Fold) -> str:
    """How much is drawn, and what is not."""
    boxes = [box for box in chart.view.boxes if box.kind is not BoxKind.OUTSIDE]
    words = [f"{len(boxes):,} box{'' if len(boxes) == 1 else 'es'}"]
    if any(box.kind is BoxKind.SERIES for box in boxes) or fold is not Fold.PARALLEL:
        words.append(f"folded: {fold.value}")
    if chart.view.left_out:
        words.append(f"{chart.view.left_out:,} more outside")
    return " · ".join(words)
