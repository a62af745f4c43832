"""A graph as a log holds it: nodes, the edges between them, and what could not be read. Frozen; names are raw."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
IndexArray: TypeAlias = NDArray[np.int32]

Shape: TypeAlias = "tuple[int, ...] | None"
"""The sizes of the dimensions, -1 where one is not known; None where not even their number is."""

CONTROL: Final = -1
"""The port of an edge along which nothing flows: it only says what runs first ("^name" in a GraphDef)."""
UNKNOWN: Final = -1
"""How many parameters a node has, where it has some and nobody says how many."""


def shape_text(shape: Shape) -> str:
    """A shape as it is written: "[?, 28, 28]"; "[...]" where its rank is not known."""
    if shape is None:
        return "[...]"
    return "[" + ", ".join("?" if size < 0 else str(size) for size in shape) + "]"


class GraphKind(enum.Enum):
    """Who wrote the graph; the value is the word that the screen uses."""

    TENSORFLOW = "TensorFlow"
    TORCH = "torch"
    KERAS = "keras"
    EXECUTED = "executed"
    """The nodes that ran in one step, with their times (StepStats)."""


class Attribute(NamedTuple):
    """One attribute of a node, in readable form."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Node:
    """One operation, or one layer of a keras model."""

    name: str
    """Its whole name; "/" divides scopes."""
    op: str
    device: str = ""
    dtype: str = ""
    """Of what it yields or holds, where its attributes tell; "" else."""
    shapes: tuple[Shape, ...] = ()
    """Of its outputs; for a variable, of what it holds. Empty where its attributes do not tell."""
    attributes: tuple[Attribute, ...] = ()
    parameters: int = 0
    """How many parameters it holds, where the log itself tells; UNKNOWN where it has some but not how many."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes and edges; an edge runs from a node to one that takes its output."""

    kind: GraphKind
    nodes: tuple[Node, ...]
    sources: IndexArray
    """(e,) int32: the node that an edge comes from."""
    targets: IndexArray
    """(e,) int32, ascending: the node that it goes to. Edges of one node keep the order of its inputs."""
    ports: IndexArray
    """(e,) int32: which output of the source it carries; CONTROL for none."""
    missing: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """node -> its inputs that name no node of the graph."""
    functions: dict[str, str] = field(default_factory=dict)
    """The name of a library function -> the scope under which its nodes stand."""
    trainable: frozenset[str] | None = None
    """The names of the variables that are trained, where the log tells."""
    micros: IntArray | None = None
    """(n,) int64: how many microseconds each node took, where the log tells."""
    problems: tuple[str, ...] = ()
    """What could not be read of it, each in one clause."""
    size: int = 0
    """Bytes of it in the log."""

    @property
    def nbytes(self) -> int:
        """About how many bytes of memory it takes."""
        return self.size + 400 * len(self.nodes) + 24 * len(self.sources)

    @cached_property
    def consumers(self) -> IndexArray:
        """(e,) int32: the edges, sorted by the node that they come from."""
        return np.argsort(self.sources, kind="stable").astype(np.int32)

    @cached_property
    def _starts(self) -> tuple[IntArray, IntArray]:
        counting = np.arange(len(self.nodes) + 1)
        by_source = self.sources[self.consumers]
        return np.searchsorted(self.targets, counting), np.searchsorted(by_source, counting)

    def warm(self) -> None:
        """Work out what the properties remember, on whatever thread this is called."""
        _ = self._starts

    def inputs_of(self, node: int) -> IntArray:
        """(k,) int64: the edges that end at a node, in the order of its inputs."""
        starts = self._starts[0]
        return np.arange(starts[node], starts[node + 1])

    def outputs_of(self, node: int) -> IndexArray:
        """(k,) int32: the edges that begin at a node, in the order of the nodes that they go to."""
        starts = self._starts[1]
        return self.consumers[starts[node] : starts[node + 1]]
