"""Collects the nodes of a graph and finds the node that each input means, within what a screen can hold."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from tbtui.model.entries import PayloadError
from tbtui.model.graph import CONTROL, Graph, GraphKind, Node

MOST_NODES: Final = 200_000
_MOST_EDGES: Final = 2_000_000
_LONGEST_NAME: Final = 1_000
_PAUSE: Final = 64
"""After so many nodes the keys are let in."""
_MOST_TOLD: Final = 20


class GraphError(PayloadError):
    """Bytes that are no graph; the message says what is wrong with them."""


class GraphBuilder:
    """Nodes come in any order; inputs are looked up by name when all are there."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.problems: list[str] = []
        self.functions: dict[str, str] = {}
        self._inputs: list[tuple[str, ...]] = []
        self._places: dict[str, int] = {}
        self._left_out = 0
        self._twice = 0
        self._untold = 0

    def add(self, node: Node, inputs: Iterable[str]) -> None:
        """Add a node; ``inputs`` are written as in a GraphDef: "name", "name:1", "^name"."""
        place = len(self.nodes)
        if place % _PAUSE == 0:
            time.sleep(0)
        if place >= MOST_NODES:
            self._left_out += 1
            return
        if node.name in self._places:
            self._twice += 1
        self._places.setdefault(node.name, place)
        self.nodes.append(_named_within_reason(node))
        self._inputs.append(tuple(inputs))

    def problem(self, text: str) -> None:
        """Remember what could not be read; of very many only the first are told."""
        if len(self.problems) < _MOST_TOLD:
            self.problems.append(text)
        else:
            self._untold += 1

    def graph(self, kind: GraphKind, **more: Any) -> Graph:
        """The graph; ``more`` are further fields of it."""
        sources, targets, ports = array("i"), array("i"), array("i")
        missing: dict[int, tuple[str, ...]] = {}
        for target, inputs in enumerate(self._inputs):
            if target % _PAUSE == 0:
                time.sleep(0)
            unknown = []
            for written in inputs[: _MOST_EDGES - len(sources)]:
                source, port = self._meaning(written)
                if source < 0:
                    unknown.append(written[:_LONGEST_NAME])
                else:
                    sources.append(source)
                    targets.append(target)
                    ports.append(port)
            if unknown:
                missing[target] = tuple(unknown)
        self._tell_of_limits(len(sources))
        from_, to, output = (np.array(column, np.int32) for column in (sources, targets, ports))
        problems = tuple(self.problems)
        return Graph(kind, tuple(self.nodes), from_, to, output, missing, self.functions, problems=problems, **more)

    def _meaning(self, written: str) -> tuple[int, int]:
        """The node that an input names, -1 for none, and which of its outputs; "fn:out:0" is written in functions."""
        name = written[1:] if written[:1] == "^" else written
        port = CONTROL if written[:1] == "^" else 0
        found = self._places.get(name)
        if found is None and ":" in name:
            name, _, rest = name.partition(":")
            number = rest.rpartition(":")[2]
            port = int(number) if number.isdecimal() and len(number) < 6 else 0
            found = self._places.get(name)
        return (-1 if found is None else found), port

    def _tell_of_limits(self, edges: int) -> None:
        if self._untold:
            self.problems.append(f"and {self._untold:,} more like these")
        if self._twice:
            self.problems.append(f"{self._twice:,} nodes have a name that another one has; inputs mean the first")
        if self._left_out:
            total = self._left_out + len(self.nodes)
            self.problems.append(f"only the first {MOST_NODES:,} of {total:,} nodes are shown")
        if edges >= _MOST_EDGES:
            self.problems.append(f"only the first {_MOST_EDGES:,} inputs are followed")


def _named_within_reason(node: Node) -> Node:
    if len(node.name) <= _LONGEST_NAME:
        return node
    half = _LONGEST_NAME // 2
    return replace(node, name=f"{node.name[:half]}… {len(node.name):,} characters …{node.name[-half:]}")
