"""The sizes of the weights in a graph of torch's add_graph, which writes none: they follow from what flows in and out.

Which input of an operator is its weight is told by torch's operator schemas (native_functions.yaml).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from tbtui.model.graph import UNKNOWN, Graph

Sizes: TypeAlias = "tuple[int, ...]"
Infer: TypeAlias = "Callable[[_Op], dict[int, int]]"
"""The sizes of weights by the place of the input that they are."""

_WEIGHT: Final = "prim::GetAttr"
_LIST: Final = "prim::ListConstruct"
_VALUE: Final = re.compile(r"value\s*:\s*(-?[0-9]{1,9})\s*$")
_BUFFERS: Final = re.compile(r"(?i)(^|/)(running_mean|running_var|num_batches_tracked)(/|$)")
_MOST: Final = 10**15


class _Op:
    """One operator with what is known of its inputs."""

    def __init__(self, graph: Graph, node: int) -> None:
        self._graph = graph
        self.inputs = [int(source) for source in graph.sources[graph.inputs_of(node)]]
        self.leaving = self._shape(node)

    def _shape(self, node: int) -> Sizes | None:
        shapes = self._graph.nodes[node].shapes
        return shapes[0] if shapes and shapes[0] is not None and all(size >= 0 for size in shapes[0]) else None

    def entering(self, place: int) -> Sizes:
        """The shape of an input; ValueError where it is not known."""
        shape = self._shape(self.inputs[place])
        if shape is None:
            raise ValueError("a shape that is not known")
        return shape

    def out(self) -> Sizes:
        """The shape of the output; ValueError where it is not known."""
        if self.leaving is None:
            raise ValueError("a shape that is not known")
        return self.leaving

    def number(self, node: int) -> int:
        """A constant; ValueError where the node is none."""
        for attribute in self._graph.nodes[node].attributes:
            found = _VALUE.search(attribute.text)
            if found:
                return int(found[1])
        raise ValueError("no constant")

    def numbers(self, place: int) -> list[int]:
        """A list of constants; ValueError where the input is none."""
        node = self.inputs[place]
        if self._graph.nodes[node].op != _LIST:
            raise ValueError("no list")
        return [self.number(int(source)) for source in self._graph.sources[self._graph.inputs_of(node)]]


def _linear(op: _Op) -> dict[int, int]:
    """linear(input, weight, bias)."""
    units = op.out()[-1]
    return {1: op.entering(0)[-1] * units, 2: units}


def _addmm(op: _Op) -> dict[int, int]:
    """addmm(bias, input, weight)."""
    units = op.out()[-1]
    return {0: units, 2: op.entering(1)[-1] * units}


def _matmul(op: _Op) -> dict[int, int]:
    """matmul(input, weight)."""
    return {1: op.entering(0)[-1] * op.out()[-1]}


def _channels(op: _Op) -> dict[int, int]:
    """batch_norm(input, weight, bias, ...)."""
    return dict.fromkeys((1, 2), op.entering(0)[1])


def _group_norm(op: _Op) -> dict[int, int]:
    """group_norm(input, num_groups, weight, bias, ...)."""
    return dict.fromkeys((2, 3), op.entering(0)[1])


def _layer_norm(op: _Op) -> dict[int, int]:
    """layer_norm(input, normalized_shape, weight, bias, ...)."""
    return dict.fromkeys((2, 3), math.prod(op.numbers(1)))


def _convolution(op: _Op) -> dict[int, int]:
    """_convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups, ...)."""
    entering, leaving = op.entering(0), op.out()
    strides, padding, dilation = op.numbers(3), op.numbers(4), op.numbers(5)
    if op.number(op.inputs[6]):
        raise ValueError("the kernel of a transposed convolution does not follow from shapes")
    sizes = zip(entering[2:], leaving[2:], strides, padding, dilation, strict=True)
    kernel = math.prod(_window(*one) for one in sizes)
    groups = max(1, op.number(op.inputs[8]))
    return {1: leaving[1] * (entering[1] // groups) * kernel, 2: leaving[1]}


def _window(entering: int, leaving: int, stride: int, padding: int, dilation: int) -> int:
    """How wide the kernel is along one dimension; ValueError where several widths would yield that size.

    Of several, one that keeps the size but for the stride (2 * padding + 1) is taken, where there is padding.
    """
    room = entering + 2 * padding - 1
    most = (room - (leaving - 1) * stride) // dilation + 1
    least = (room - leaving * stride) // dilation + 2
    if least == most:
        return most
    kept = 2 * padding // dilation + 1
    if padding and least <= kept <= most:
        return kept
    raise ValueError("several kernels yield that size")


_INFER: Final[dict[str, Infer]] = {
    "aten::linear": _linear,
    "aten::addmm": _addmm,
    "aten::matmul": _matmul,
    "aten::mm": _matmul,
    "aten::batch_norm": _channels,
    "aten::instance_norm": _channels,
    "aten::group_norm": _group_norm,
    "aten::layer_norm": _layer_norm,
    "aten::_convolution": _convolution,
}


def torch_weights(graph: Graph) -> dict[int, int]:
    """node -> how many parameters it is, for all that are weights; UNKNOWN where the shapes do not tell."""
    weights = {
        place: UNKNOWN
        for place, node in enumerate(graph.nodes)
        if node.op == _WEIGHT and not _BUFFERS.search(node.name)
    }
    for place, node in enumerate(graph.nodes):
        infer = _INFER.get(node.op)
        if infer is not None and place not in graph.missing:
            _take(graph, _Op(graph, place), infer, weights)
    return _each_once(graph, weights)


def _take(graph: Graph, op: _Op, infer: Infer, weights: dict[int, int]) -> None:
    try:
        sizes = infer(op)
    except (ValueError, IndexError, ZeroDivisionError):
        return
    for place, size in sizes.items():
        node = _behind_transpose(graph, op.inputs[place]) if place < len(op.inputs) else -1
        if node in weights and 0 <= size <= _MOST:
            weights[node] = size


def _behind_transpose(graph: Graph, node: int) -> int:
    """Older versions of torch write linear layers with the transposed weight."""
    inputs = graph.inputs_of(node)
    return int(graph.sources[inputs[0]]) if graph.nodes[node].op == "aten::t" and len(inputs) == 1 else node


def _each_once(graph: Graph, weights: dict[int, int]) -> dict[int, int]:
    """A weight that is used twice has two nodes, in the scope of its name: the first with a size counts."""
    found: dict[str, int] = {}
    for place, size in weights.items():
        scope = graph.nodes[place].name.rpartition("/")[0]
        if scope not in found or (weights[found[scope]] == UNKNOWN and size != UNKNOWN):
            found[scope] = place
    return {place: weights[place] for place in found.values()}
