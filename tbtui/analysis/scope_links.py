"""The edges of a graph between the things that a scope holds, and those that stand around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.scope_tree import IntArray, Item, ScopeTree

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Links:
    """Bundles of edges, each with all edges from one thing to another."""

    sources: IntArray
    """(k,) int64: which of the things they come from."""
    targets: IntArray
    """(k,) int64."""
    counts: IntArray
    """(k,) int64: how many edges."""
    carrying: IntArray
    """(k,) int64: how many of them carry a tensor; the others only say what runs first."""


def links_between(tree: ScopeTree, items: Sequence[Item], inner: int) -> Links:
    """The edges between items that do not overlap; those among the items behind the first ``inner`` are left out."""
    owners = np.full(len(tree.order), -1, np.int64)
    for place, item in enumerate(items):
        begin, end = tree.span(item)
        owners[begin:end] = place
    graph = tree.graph
    sources, targets = owners[tree.order[graph.sources]], owners[tree.order[graph.targets]]
    kept = (sources >= 0) & (targets >= 0) & ((sources < inner) | (targets < inner))
    ones = np.ones(int(kept.sum()), np.int64)
    return bundled(sources[kept], targets[kept], ones, (graph.ports[kept] >= 0).astype(np.int64))


def bundled(sources: IntArray, targets: IntArray, counts: IntArray, carrying: IntArray) -> Links:
    """Bundles joined where they run from one thing to the same other one; from a thing to itself there are none."""
    apart = sources != targets
    size = int(max(sources.max(initial=0), targets.max(initial=0))) + 1
    pairs, where = np.unique(sources[apart] * size + targets[apart], return_inverse=True)
    sums = [np.bincount(where, one[apart], len(pairs)).astype(np.int64) for one in (counts, carrying)]
    return Links(pairs // size, pairs % size, *sums)


def feeding(tree: ScopeTree, scope: Item) -> dict[Item, int]:
    """What stands beside a scope, or beside one around it, and has edges into it -> how many; most edges first."""
    sources, targets = tree.order[tree.graph.sources], tree.order[tree.graph.targets]
    return _standing(tree, scope, sources[_within(targets, tree.span(scope))])


def fed_by(tree: ScopeTree, scope: Item) -> dict[Item, int]:
    """What stands beside a scope, or beside one around it, and has edges out of it -> how many; most edges first."""
    sources, targets = tree.order[tree.graph.sources], tree.order[tree.graph.targets]
    return _standing(tree, scope, targets[_within(sources, tree.span(scope))])


def outside_of(tree: ScopeTree, scope: Item) -> list[Item]:
    """What stands around a scope and feeds it or is fed by it; most edges first."""
    entering, leaving = feeding(tree, scope), fed_by(tree, scope)
    return sorted(entering | leaving, key=lambda item: -entering.get(item, 0) - leaving.get(item, 0))


def _standing(tree: ScopeTree, scope: Item, others: IntArray) -> dict[Item, int]:
    """By what the nodes at these places of the order stand around a scope; those within it are left out."""
    found: dict[Item, int] = {}
    others = others[~_within(others, tree.span(scope))]
    for around in tree.ancestors(scope):
        here = _within(others, tree.span(around))
        found |= _holders(tree, tree.children[~around], others[here])
        others = others[~here]
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _within(places: IntArray, span: tuple[int, int]) -> BoolArray:
    return (places >= span[0]) & (places < span[1])


def _holders(tree: ScopeTree, items: Sequence[Item], places: IntArray) -> dict[Item, int]:
    """Which of the items hold the nodes that stand at these places of the order, and how many of them each."""
    if not places.size:
        return {}
    begins = np.array([tree.span(item)[0] for item in items])
    counts = np.bincount(np.searchsorted(begins, places, "right") - 1, minlength=len(items))
    return {items[place]: int(counts[place]) for place in np.flatnonzero(counts).tolist()}
