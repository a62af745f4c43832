"""A graph with what a screen needs of it: its scopes and its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbtui.analysis.graph_parameters import Parameters, graph_parameters
from tbtui.analysis.scope_tree import IntArray, ScopeTree, scope_tree
from tbtui.model.graph import Graph


class Words(NamedTuple):
    """A word for each node."""

    words: tuple[str, ...]
    """Each word once."""
    places: IntArray
    """(n,) int64: which of the words each node has."""


@dataclass(frozen=True, eq=False)
class ReadGraph:
    """A graph, its scopes and its parameters; made in the background."""

    graph: Graph
    tree: ScopeTree
    parameters: Parameters
    ops: Words
    devices: Words

    @property
    def nbytes(self) -> int:
        """About how many bytes of memory it takes."""
        return self.graph.nbytes + 300 * len(self.tree.paths) + 40 * len(self.graph.nodes)


def read_graph(graph: Graph) -> ReadGraph:
    """Work out what a screen asks for at every key, so that the answer is at hand then."""
    tree = scope_tree(graph)
    tree.warm()
    graph.warm()
    ops, devices = _words(node.op for node in graph.nodes), _words(node.device for node in graph.nodes)
    return ReadGraph(graph, tree, graph_parameters(graph), ops, devices)


def _words(all_words: Iterable[str]) -> Words:
    found: dict[str, int] = {}
    places = [found.setdefault(word, len(found)) for word in all_words]
    return Words(tuple(found), np.array(places, np.int64))
