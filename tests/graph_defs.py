"""Writes small GraphDefs: what the tests of graphs need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tbtui.parsing.protos import Event, GraphDef, message_class

NodeProto = message_class("Node")
NodeAttr = message_class("NodeAttr")
Attr = message_class("Attr")


def attribute(name: str, **value: Any) -> bytes:
    """An attribute with a plain value: ``type=1``, ``i=3``, ``s=b"x"``."""
    return bytes(NodeAttr(key=name.encode(), value=Attr(**value)).SerializeToString())


def shape_attribute(sizes: Sequence[int], name: str = "shape") -> bytes:
    """The shape of a variable, or with "_output_shapes" that of an output."""
    found = NodeAttr(key=name.encode())
    shape = found.value.shape if name == "shape" else found.value.list.shape.add()
    for size in sizes:
        shape.dim.add(size=size)
    return bytes(found.SerializeToString())


def node(name: str, op: str = "Op", inputs: Iterable[str] = (), attributes: Iterable[bytes] = ()) -> bytes:
    """A NodeDef."""
    proto = NodeProto(name=name.encode(), op=op.encode(), input=[one.encode() for one in inputs])
    proto.attr.extend(attributes)
    return bytes(proto.SerializeToString())


def variable(name: str, sizes: Sequence[int], dtype: int = 1) -> bytes:
    """A variable of floats, or of another DataType."""
    return node(name, "VarHandleOp", (), [attribute("dtype", type=dtype), shape_attribute(sizes)])


def graph_def(*nodes: bytes, library: bytes = b"") -> bytes:
    """A GraphDef of these nodes."""
    return bytes(GraphDef(node=nodes, library=library).SerializeToString())


def graph_event(data: bytes, wall_time: float = 1.7e9) -> Any:
    """The event in which a GraphDef is logged."""
    return Event(wall_time=wall_time, graph_def=data)


def chain(*names: str) -> bytes:
    """A GraphDef whose nodes feed each other one after the other."""
    return graph_def(*(node(name, "Op", names[place - 1 : place] if place else ()) for place, name in enumerate(names)))
