"""GraphDef and MetaGraphDef -> a graph: TF1's graphs, TF2's function graphs and what torch's add_graph writes.

A node that is broken loses no other; where the bytes themselves break, the nodes before the break are kept. The
functions of a graph's library stand under a scope of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from google.protobuf.message import DecodeError

from tbtui.model.graph import Attribute, Graph, GraphKind, Node, Shape
from tbtui.parsing.data_compat import text
from tbtui.parsing.graph_attributes import OUTPUT_SHAPES, AttributeFacts, AttributeReader
from tbtui.parsing.graph_builder import GraphBuilder, GraphError
from tbtui.parsing.protos import GraphDef, MetaGraphDef, message_class
from tbtui.parsing.tensors import dtype_name
from tbtui.parsing.wire import WireError, byte_fields

FUNCTIONS: Final = "functions"
"""The scope under which library functions stand."""
HOLDS_SHAPE: Final = frozenset({"VarHandleOp", "Variable", "VariableV2", "AutoReloadVariable", "Placeholder"})
"""Ops whose attribute "shape" is that of what they hold; the shape of their output may be that of a mere handle."""
ARGUMENT: Final = "_Arg"
RESULT: Final = "_Retval"

LARGEST_GRAPH: Final = 1 << 28
_TORCH_OPS: Final = ("aten::", "prim::", "onnx::")
_TRAINABLE: Final = b"trainable_variables"
_NODES_FIELD: Final = 1
_LIBRARY_FIELD: Final = 2

_Node: Final = message_class("Node")
_Function: Final = message_class("Function")
_FunctionLibrary: Final = message_class("FunctionLibrary")
_VariableDef: Final = message_class("VariableDef")


class Parts(NamedTuple):
    """A GraphDef taken apart."""

    nodes: Sequence[bytes]
    library: bytes


class GraphDefReader:
    """Adds the nodes of GraphDefs to a builder, each below a scope; equal attributes are decoded once."""

    def __init__(self, builder: GraphBuilder) -> None:
        self.builder = builder
        self._attributes = AttributeReader()

    def add(self, data: bytes, scope: str = "") -> None:
        """Add a GraphDef. GraphError where not even its first node can be read."""
        if len(data) > LARGEST_GRAPH:
            raise GraphError(f"a graph of {len(data):,} bytes is too large to be shown")
        nodes, library = self._parts(data)
        self._add_nodes(nodes, scope)
        if library:
            self._add_library(library, f"{scope}{FUNCTIONS}/")

    def _parts(self, data: bytes) -> Parts:
        try:
            graph = GraphDef.FromString(data)
        except DecodeError:
            return self._parts_before_break(data)
        return Parts(graph.node, graph.library)

    def _parts_before_break(self, data: bytes) -> Parts:
        nodes: list[bytes] = []
        library = b""
        try:
            for number, content in byte_fields(data):
                if number == _NODES_FIELD:
                    nodes.append(content)
                elif number == _LIBRARY_FIELD:
                    library = content
        except WireError as error:
            if not nodes:
                raise GraphError(f"no GraphDef: {error} of {len(data):,}") from None
            self.builder.problem(f"broken behind node {len(nodes):,}: {error} of {len(data):,}")
        return Parts(nodes, library)

    def _add_nodes(self, nodes: Iterable[bytes], scope: str) -> None:
        for number, raw in enumerate(nodes, 1):
            try:
                parsed = _Node.FromString(raw)
            except DecodeError:
                self.builder.problem(f"node {number:,} is broken and left out")
                continue
            inputs = [text(one) for one in parsed.input]
            self.builder.add(self._node(parsed, scope), [_scoped(one, scope) for one in inputs] if scope else inputs)

    def _node(self, parsed: Any, scope: str) -> Node:
        name, op = text(parsed.name), text(parsed.op)
        facts: list[AttributeFacts] = []
        for raw in parsed.attr:
            try:
                facts.append(self._attributes.read(raw))
            except DecodeError:
                self.builder.problem(f"an attribute of {name[:200]} is broken and left out")
        return Node(scope + name, op, text(parsed.device), _dtype(facts), _shapes(op, facts), _attributes(facts))

    def _add_library(self, library: bytes, scope: str) -> None:
        try:
            functions = _FunctionLibrary.FromString(library).function
        except DecodeError:
            self.builder.problem("the library of functions is broken and left out")
            return
        for number, raw in enumerate(functions, 1):
            try:
                self._add_function(_Function.FromString(raw), scope)
            except DecodeError:
                self.builder.problem(f"function {number:,} of the library is broken and left out")

    def _add_function(self, function: Any, scope: str) -> None:
        name = text(function.signature.name)
        inside = f"{scope}{name}/"
        self.builder.functions.setdefault(name, inside[:-1])
        for argument in function.signature.input_arg:
            self.builder.add(Node(inside + text(argument.name), ARGUMENT, dtype=_argument_dtype(argument)), ())
        self._add_nodes(function.node_def, inside)
        for result in function.ret:
            node = Node(f"{inside}{text(result.key)}_result", RESULT)
            self.builder.add(node, [_scoped(text(result.value), inside)])


def _scoped(written: str, scope: str) -> str:
    """An input as it is written, below a scope."""
    return f"^{scope}{written[1:]}" if written[:1] == "^" else scope + written


def _argument_dtype(argument: Any) -> str:
    return dtype_name(argument.type) if argument.type else ""


def _dtype(facts: Iterable[AttributeFacts]) -> str:
    found = {one.attribute.name: one.dtype for one in facts if one.dtype}
    return found.get("dtype") or found.get("T") or found.get("value", "")


def _shapes(op: str, facts: Iterable[AttributeFacts]) -> tuple[Shape, ...]:
    found = {one.attribute.name: one.shapes for one in facts if one.shapes is not None}
    order = ("value", "shape", OUTPUT_SHAPES) if op in HOLDS_SHAPE else ("value", OUTPUT_SHAPES, "shape")
    return next((shapes for name in order if (shapes := found.get(name)) is not None), ())


def _attributes(facts: Iterable[AttributeFacts]) -> tuple[Attribute, ...]:
    """By name, those that TensorFlow adds for itself ("_class") last; those without content left out."""
    kept = [one.attribute for one in facts if one.attribute.name != OUTPUT_SHAPES and one.attribute.text]
    return tuple(sorted(kept, key=lambda one: (one.name.startswith("_"), one.name)))


def parse_graph_def(data: bytes) -> Graph:
    """A GraphDef as a graph; GraphError where there is nothing to be read in it."""
    builder = GraphBuilder()
    GraphDefReader(builder).add(data)
    return builder.graph(kind_of(builder.nodes), size=len(data))


def parse_meta_graph_def(data: bytes) -> Graph:
    """A MetaGraphDef as a graph that knows which variables are trained; GraphError where it is broken."""
    try:
        meta = MetaGraphDef.FromString(data)
    except DecodeError:
        raise GraphError("no MetaGraphDef: its wire format is broken") from None
    builder = GraphBuilder()
    GraphDefReader(builder).add(meta.graph_def)
    return builder.graph(kind_of(builder.nodes), size=len(data), trainable=_trainable(meta, builder))


def _trainable(meta: Any, builder: GraphBuilder) -> frozenset[str] | None:
    names = None
    for collection in meta.collection_def:
        if collection.key == _TRAINABLE:
            try:
                variables = map(_VariableDef.FromString, collection.value.bytes_list.value)
                names = frozenset(text(one.variable_name).partition(":")[0] for one in variables)
            except DecodeError:
                builder.problem("the collection of trainable variables is broken")
    return names


def kind_of(nodes: Iterable[Node]) -> GraphKind:
    """torch's graphs are GraphDefs too; they are known by their ops."""
    return GraphKind.TORCH if any(node.op.startswith(_TORCH_OPS) for node in nodes) else GraphKind.TENSORFLOW
