"""Finds nodes of a graph by name or op, and what tells two graphs apart."""

from __future__ import annotations

import enum
import re
import time
from typing import Final, NamedTuple

from tbtui.analysis.listing import matcher
from tbtui.model.graph import Graph

_PAUSE: Final = 256


class Difference(enum.Enum):
    """How a node of one graph stands to those of another; the value marks it in lists."""

    ONLY_HERE = "+"
    ONLY_THERE = "-"
    CHANGED = "~"


class Differing(NamedTuple):
    """One node by which two graphs differ."""

    kind: Difference
    name: str
    op: str
    node: int | None
    """Its number in this graph; None where this graph has no such node."""
    what: str = ""
    """What of it changed."""


def search_nodes(graph: Graph, pattern: str) -> list[int]:
    """The nodes in whose name or op the pattern is found: first where the name has it in the case that was typed."""
    compiled = matcher(pattern)
    find, found = compiled.search, []
    for place, node in enumerate(graph.nodes):
        if place % _PAUSE == 0:
            time.sleep(0)
        if find(node.name) or find(node.op):
            found.append(place)
    as_typed = re.compile(compiled.pattern).search
    return sorted(found, key=lambda place: as_typed(graph.nodes[place].name) is None)


def differences(here: Graph, there: Graph) -> list[Differing]:
    """The nodes that only one of two graphs has, and those whose op, shapes, inputs or attributes differ."""
    others = {node.name: place for place, node in enumerate(there.nodes)}
    names = {node.name for node in here.nodes}
    found = []
    for place, node in enumerate(here.nodes):
        if place % _PAUSE == 0:
            time.sleep(0)
        other = others.get(node.name)
        if other is None:
            found.append(Differing(Difference.ONLY_HERE, node.name, node.op, place))
        elif what := _changed(_essence(here, place), _essence(there, other)):
            found.append(Differing(Difference.CHANGED, node.name, node.op, place, what))
    missing = (node for node in there.nodes if node.name not in names)
    return found + [Differing(Difference.ONLY_THERE, node.name, node.op, None) for node in missing]


def _changed(here: dict[str, object], there: dict[str, object]) -> str:
    return ", ".join(name for name in here if here[name] != there[name])


def _essence(graph: Graph, place: int) -> dict[str, object]:
    """What makes a node what it is, but for the device that it happened to run on."""
    node = graph.nodes[place]
    edges = graph.inputs_of(place)
    inputs = [(graph.nodes[graph.sources[edge]].name, int(graph.ports[edge])) for edge in edges]
    known = {"op": node.op, "shapes": node.shapes, "inputs": (inputs, graph.missing.get(place))}
    return {**known, "attributes": (node.attributes, node.parameters)}
