"""What is drawn of one scope: a box for each thing it holds, and how many edges run from box to box.

Like things that are many become one box (a series: "conv_1 .. conv_12"). What lies outside the scope and feeds it, or
is fed by it, is a box for each scope or node beside the scope or around it, as TensorBoard's graph has it too.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.scope_links import Links, bundled, links_between, outside_of
from tbtui.analysis.scope_tree import Item, ScopeTree, is_scope

LEAST_SERIES: Final = 4
MOST_BOXES: Final = 200
_CHAINS_FROM: Final = 100
"""Like things that feed each other are folded only where so many stand: the chain is what one wants to see."""
_MOST_OUTSIDE: Final = 24
_DIGITS: Final = re.compile(r"[0-9]+")


class Fold(enum.Enum):
    """Which like things become one box."""

    PARALLEL = "parallel ones"
    """Those that feed the same things, or that nothing feeds; in large scopes all."""
    ALL = "all"
    NONE = "none"


class BoxKind(enum.Enum):
    """What a box stands for."""

    NODE = "node"
    SCOPE = "scope"
    SERIES = "series"
    OUTSIDE = "outside"
    REST = "rest"
    """All that have no room."""


class Box(NamedTuple):
    """One box of the drawing."""

    kind: BoxKind
    items: tuple[Item, ...]
    title: str


@dataclass(frozen=True, eq=False)
class ScopeView:
    """Boxes in the order in which what they stand for first appears, the outside last."""

    scope: Item
    boxes: tuple[Box, ...]
    links: Links
    """Between boxes."""
    left_out: int
    """How many things outside have an edge into the scope or out of it and no box."""

    @cached_property
    def places(self) -> dict[Item, int]:
        """item -> the box that stands for it."""
        return {item: place for place, box in enumerate(self.boxes) for item in box.items}


def scope_view(tree: ScopeTree, scope: Item, fold: Fold = Fold.PARALLEL, spread: Collection[str] = ()) -> ScopeView:
    """The boxes and links of a scope; ``spread`` names series (see ``series_key``) that are not folded."""
    children, around = tree.children[~scope], outside_of(tree, scope)
    outside = around[:_MOST_OUTSIDE]
    items = [*children, *outside]
    links = links_between(tree, items, len(children))
    boxes = _boxes(tree, children, links, fold, spread)
    boxes += [Box(BoxKind.OUTSIDE, (item,), tree.name(item)) for item in outside]
    places = {item: place for place, box in enumerate(boxes) for item in box.items}
    owners = np.array([places[item] for item in items], np.int64)
    joined = bundled(owners[links.sources], owners[links.targets], links.counts, links.carrying)
    return ScopeView(scope, tuple(boxes), joined, len(around) - len(outside))


def series_key(tree: ScopeTree, item: Item) -> str:
    """What things of one series have in common: scope, name without numbers, and op."""
    op = "/" if is_scope(item) else tree.graph.nodes[item].op
    return f"{tree.name(tree.parent(item))}\0{_DIGITS.sub('#', tree.label(item))}\0{op}"


def _boxes(tree: ScopeTree, children: Sequence[Item], links: Links, fold: Fold, spread: Collection[str]) -> list[Box]:
    series: dict[str, list[int]] = {}
    for place, item in enumerate(children):
        series.setdefault(series_key(tree, item), []).append(place)
    fed, feeds = set(links.targets.tolist()), _targets(links)
    boxes: list[Box] = []
    for key, members in series.items():
        items = tuple(children[place] for place in members)
        alike = len({frozenset(feeds.get(place, ())) for place in members}) == 1 or fed.isdisjoint(members)
        folds = fold is Fold.ALL or len(children) >= _CHAINS_FROM or (fold is Fold.PARALLEL and alike)
        if folds and fold is not Fold.NONE and len(items) >= LEAST_SERIES and key not in spread:
            boxes.append(Box(BoxKind.SERIES, items, f"{tree.label(items[0])} .. {tree.label(items[-1])}"))
        else:
            boxes += [_single(tree, item) for item in items]
    return _within_reason(boxes)


def _targets(links: Links) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for source, target in zip(links.sources.tolist(), links.targets.tolist(), strict=True):
        found.setdefault(source, set()).add(target)
    return found


def _single(tree: ScopeTree, item: Item) -> Box:
    return Box(BoxKind.SCOPE if is_scope(item) else BoxKind.NODE, (item,), tree.label(item) or "(empty)")


def _within_reason(boxes: list[Box]) -> list[Box]:
    if len(boxes) <= MOST_BOXES:
        return boxes
    rest = [item for box in boxes[MOST_BOXES - 1 :] for item in box.items]
    return [*boxes[: MOST_BOXES - 1], Box(BoxKind.REST, tuple(rest), f"{len(rest):,} more")]
