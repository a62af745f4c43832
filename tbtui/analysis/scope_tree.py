"""The name scopes of a graph as a tree: which scopes and nodes each scope holds, and how many nodes there are below it.

An item of the tree is a node (its number, from 0 on) or a scope (the complement of its number, so below 0). A node
whose name is that of a scope too ("add" beside "add/y") lies in that scope.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.model.graph import Graph

Item: TypeAlias = int
IntArray: TypeAlias = NDArray[np.int64]

ROOT: Final[Item] = -1
"""The scope that holds everything."""
_DEEPEST: Final = 60
_MOST_SCOPES: Final = 200_000
_PAUSE: Final = 128


def is_scope(item: Item) -> bool:
    """Whether an item is a scope."""
    return item < 0


@dataclass(frozen=True, eq=False)
class ScopeTree:
    """Scopes are numbered from 0, the root, in the order in which they first appear."""

    graph: Graph
    paths: tuple[str, ...]
    """The whole name of each scope; "" for the root."""
    parents: tuple[int, ...]
    """The scope in which each scope lies; -1 for the root."""
    children: tuple[tuple[Item, ...], ...]
    """What each scope holds, in the order in which it first appears."""
    scopes: IntArray
    """(n,) int64: the scope in which each node lies."""
    places: dict[str, int]
    """path -> number of the scope."""

    def parent(self, item: Item) -> Item:
        """The scope that holds an item; ROOT for the root itself."""
        if is_scope(item):
            return ~max(0, self.parents[~item])
        return ~int(self.scopes[item])

    def name(self, item: Item) -> str:
        """The whole name of an item."""
        return self.paths[~item] if is_scope(item) else self.graph.nodes[item].name

    def label(self, item: Item) -> str:
        """The name of an item within its scope; "(add)" for the node that has the scope's own name."""
        above = self.paths[~self.parent(item)]
        name = self.name(item)
        if above and name == above and not is_scope(item):
            return f"({name.rpartition('/')[2]})"
        return name[len(above) + 1 :] if above else name

    def ancestors(self, item: Item) -> list[Item]:
        """The scopes around an item, from the innermost to the root."""
        found = []
        while item != ROOT:
            item = self.parent(item)
            found.append(item)
        return found

    def find(self, name: str) -> Item | None:
        """The item of that name: "a/b/" means the scope, "a/b" the node and else the scope."""
        if name.endswith("/"):
            scope = self.places.get(name[:-1])
            return None if scope is None else ~scope
        node = self._nodes.get(name)
        return self.find(f"{name}/") if node is None else node

    def nearest(self, name: str) -> Item | None:
        """The item of that name, or that of the longest beginning of it (up to a "/") that is one."""
        while name.strip("/"):
            found = self.find(name)
            if found is not None:
                return found
            name = name.rstrip("/").rpartition("/")[0]
        return None

    def key(self, item: Item) -> str:
        """The name by which ``find`` finds the item."""
        return f"{self.name(item)}/" if is_scope(item) else self.name(item)

    def warm(self) -> None:
        """Work out what the properties remember, on whatever thread this is called."""
        _ = self.walk, self._nodes

    @cached_property
    def _nodes(self) -> dict[str, int]:
        return {node.name: place for place, node in reversed(list(enumerate(self.graph.nodes)))}

    @cached_property
    def _order(self) -> tuple[IntArray, IntArray, IntArray]:
        """Where each node stands when the tree is walked, and from where to where those of each scope stand."""
        order = np.zeros(len(self.graph.nodes), np.int64)
        begins = np.zeros(len(self.paths), np.int64)
        ends = np.zeros(len(self.paths), np.int64)
        place, steps = 0, 0
        waiting: list[tuple[Item, bool]] = [(ROOT, False)]
        while waiting:
            item, done = waiting.pop()
            steps += 1
            if steps % _PAUSE == 0:
                time.sleep(0)
            if not is_scope(item):
                order[item] = place
                place += 1
            elif done:
                ends[~item] = place
            else:
                begins[~item] = place
                waiting.append((item, True))
                waiting += [(child, False) for child in reversed(self.children[~item])]
        return order, begins, ends

    @property
    def order(self) -> IntArray:
        """(n,) int64: where each node stands when the tree is walked from top to bottom."""
        return self._order[0]

    @property
    def begins(self) -> IntArray:
        """(s,) int64: where in that order the nodes of each scope begin."""
        return self._order[1]

    @property
    def ends(self) -> IntArray:
        """(s,) int64: where they end."""
        return self._order[2]

    @cached_property
    def walk(self) -> IntArray:
        """(n,) int64: the nodes in that order."""
        found = np.empty(len(self.order), np.int64)
        found[self.order] = np.arange(len(found))
        return found

    def count(self, item: Item) -> int:
        """How many nodes an item is or holds."""
        return int(self.ends[~item] - self.begins[~item]) if is_scope(item) else 1

    def nodes_of(self, item: Item) -> IntArray:
        """(k,) int64: the nodes that an item is or holds."""
        if not is_scope(item):
            return np.array([item], np.int64)
        return self.walk[self.begins[~item] : self.ends[~item]]

    def span(self, item: Item) -> tuple[int, int]:
        """From where to where the nodes of an item stand in the order."""
        if is_scope(item):
            return int(self.begins[~item]), int(self.ends[~item])
        return int(self.order[item]), int(self.order[item]) + 1


class _Scopes:
    """Scopes as they are found in the names of nodes."""

    def __init__(self) -> None:
        self.paths, self.parents, self.first = [""], [-1], [0]
        self.places = {"": 0}

    def add(self, path: str, node: int) -> None:
        """Make the scope of that path, and those around it, unless they are there."""
        missing: list[str] = []
        while path not in self.places:
            missing.append(path)
            path = path.rpartition("/")[0]
        scope = self.places[path]
        for one in reversed(missing[-max(0, _MOST_SCOPES - len(self.paths)) :] if missing else ()):
            self.places[one] = len(self.paths)
            self.paths.append(one)
            self.parents.append(scope)
            self.first.append(node)
            scope = self.places[one]

    def holder(self, name: str) -> int:
        """The scope in which a node of that name lies."""
        path = name
        while path not in self.places:
            path = path.rpartition("/")[0]
        return self.places[path]


def _above(name: str) -> str:
    """The scope that a name tells of; "" for the root."""
    if name.count("/") <= _DEEPEST:
        return name.rpartition("/")[0]
    return "/".join(name.split("/", _DEEPEST)[:_DEEPEST])


def scope_tree(graph: Graph) -> ScopeTree:
    """The scopes of a graph. Beyond 60 levels names are not divided further."""
    found = _Scopes()
    for number, node in enumerate(graph.nodes):
        if number % _PAUSE == 0:
            time.sleep(0)
        found.add(_above(node.name), number)
    children: list[list[Item]] = [[] for _ in found.paths]
    for scope in range(1, len(found.paths)):
        children[found.parents[scope]].append(~scope)
    scopes = np.zeros(len(graph.nodes), np.int64)
    for number, node in enumerate(graph.nodes):
        if number % _PAUSE == 0:
            time.sleep(0)
        scopes[number] = scope = found.holder(node.name)
        children[scope].append(number)
    held = tuple(tuple(sorted(one, key=lambda item: found.first[~item] if item < 0 else item)) for one in children)
    return ScopeTree(graph, tuple(found.paths), tuple(found.parents), held, scopes, found.places)
