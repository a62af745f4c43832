"""How many parameters the nodes of a graph hold, as far as the log tells, and by what they were counted."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.torch_weights import torch_weights
from tbtui.model.graph import UNKNOWN, Graph, GraphKind, Node, Shape

IntArray: TypeAlias = NDArray[np.int64]

VARIABLES: Final = frozenset({"VarHandleOp", "Variable", "VariableV2", "AutoReloadVariable"})
_FLOATS: Final = ("float", "bfloat", "complex")
_MOST: Final = 10**15
_PAUSE: Final = 256
# "conv1/kernel/Adam", "Adam/m/conv1/kernel", "beta1_power": what an optimizer keeps for itself.
_OPTIMIZER: Final = re.compile(
    r"(?i)^(adam\w*|adamax|adagrad|adadelta|rmsprop|nadam|sgd|momentum|ftrl|lamb|lion|optimizer|training|[mv]|vhat)$"
)
# Where the parsers put the graphs of functions: a variable may stand in several of them.
_COPIES: Final = re.compile(r"^(functions/[^/]+|function_[0-9]+/[^/]+|partition_[0-9]+)/")
_POWER: Final = re.compile(r"(^|/)beta[12]_power$")


class _Counted(NamedTuple):
    """The parameters of each node that has some, UNKNOWN where nobody says how many; and how they were counted."""

    found: dict[int, int]
    how: str


@dataclass(frozen=True, eq=False)
class Parameters:
    """What each node of a graph holds."""

    counts: IntArray
    """(n,) int64: 0 where there is nothing, or nobody says how many."""
    unknown: NDArray[np.bool_]
    """(n,) bool: the node holds parameters, and nobody says how many."""
    how: str
    """By what they were counted, in one clause; "" where there is nothing to count."""

    def of(self, nodes: IntArray) -> tuple[int, int]:
        """How many parameters these nodes hold together, and how many more of them hold some of unknown number."""
        return int(self.counts[nodes].sum()), int(self.unknown[nodes].sum())


def graph_parameters(graph: Graph) -> Parameters:
    """The parameters of a graph, counted as its kind allows."""
    found, how = _counted(graph)
    counts = np.zeros(len(graph.nodes), np.int64)
    unknown = np.zeros(len(graph.nodes), bool)
    for node, count in found.items():
        if count == UNKNOWN:
            unknown[node] = True
        else:
            counts[node] = count
    return Parameters(counts, unknown, how if found else "")


def _counted(graph: Graph) -> _Counted:
    if graph.kind is GraphKind.KERAS:
        found = {place: node.parameters for place, node in enumerate(graph.nodes) if node.parameters}
        return _Counted(found, "by the type and config of each layer, trained or not")
    if graph.kind is GraphKind.TORCH:
        return _Counted(torch_weights(graph), "by the shapes that flow in and out, as weights have none of their own")
    if graph.kind is GraphKind.EXECUTED:
        return _Counted({}, "")
    variables = _holding(graph, VARIABLES)
    if not variables:
        sizes = _holding(graph, {"Const"})
        found = {place: size for place, size in sizes.items() if size != UNKNOWN and graph.nodes[place].shapes != ((),)}
        return _Counted(found, "there are no variables: constants of floats, as in a frozen graph")
    return _trained(graph, variables)


def _holding(graph: Graph, ops: Collection[str]) -> dict[int, int]:
    """The nodes of these ops that hold floats, and how many; of several copies of a variable the first one."""
    found: dict[int, int] = {}
    seen: set[str] = set()
    for place, node in enumerate(graph.nodes):
        if place % _PAUSE == 0:
            time.sleep(0)
        if node.op in ops and (not node.dtype or node.dtype.startswith(_FLOATS)):
            name = _COPIES.sub("", node.name) if node.op in VARIABLES else node.name
            if name not in seen:
                seen.add(name)
                found[place] = size_of(node.shapes[0] if node.shapes else None)
    return found


def size_of(shape: Shape) -> int:
    """How many elements a tensor of that shape has; UNKNOWN where the shape does not tell."""
    if shape is None or any(size < 0 for size in shape):
        return UNKNOWN
    size = math.prod(shape)
    return size if size <= _MOST else UNKNOWN


def _trained(graph: Graph, variables: dict[int, int]) -> _Counted:
    """The variables that are trained: those that the log names as such, else all that are not an optimizer's own."""
    if graph.trainable is not None:
        kept = {place: size for place, size in variables.items() if graph.nodes[place].name in graph.trainable}
        return _Counted(kept, "the variables that the log names as trainable")
    slots = _optimizer_slots([graph.nodes[place] for place in variables])
    kept = {place: size for place, size in variables.items() if graph.nodes[place].name not in slots}
    left_out = f", without {len(slots):,} of an optimizer" if slots else ""
    return _Counted(kept, f"the variables of floats{left_out}")


def _optimizer_slots(variables: Iterable[Node]) -> set[str]:
    names = {node.name for node in variables}
    return {name for name in names if _is_slot(name, names)}


def _is_slot(name: str, names: Collection[str]) -> bool:
    """Whether a variable belongs to another one, whose name is a part of its own beside words of optimizers."""
    if _POWER.search(name) or name.rpartition("/")[0] in names:
        return True
    parts = name.split("/")
    while parts and _OPTIMIZER.match(parts[-1]):
        parts.pop()
    for start in range(1, len(parts)):
        if not _OPTIMIZER.match(parts[start - 1]):
            return False
        if "/".join(parts[start:]) in names:
            return True
    return False
