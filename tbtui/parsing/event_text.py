"""A record's data -> its fields as a tree: names and types by the schema, unknown fields too, as far as it can be read.

It walks the wire format itself: so a record that protobuf refuses is shown up to where it goes wrong, and fields that
the schema leaves out are shown by their number.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from tbtui.parsing.field_text import (
    MOST_NUMBERS,
    TYPES,
    WIRE_TYPES,
    bytes_text,
    content_text,
    number_of,
    number_text,
    packed_numbers,
)
from tbtui.parsing.protos import message_class
from tbtui.parsing.wire import BYTES, FIXED64, VARINT, Window, WireError

_MOST_FIELDS: Final = 20_000
_DEEPEST: Final = 40
_PAUSE: Final = 256
_WINDOW: Final = 1 << 12

# Fields of bytes that hold a message: message and field -> the message inside.
_INSIDE: Final = {
    ("Event", "graph_def"): "GraphDef",
    ("Event", "meta_graph_def"): "MetaGraphDef",
    ("TaggedRunMetadata", "run_metadata"): "RunMetadata",
    ("MetaGraphDef", "graph_def"): "GraphDef",
    ("GraphDef", "node"): "Node",
    ("GraphDef", "library"): "FunctionLibrary",
    ("FunctionLibrary", "function"): "Function",
    ("Function", "node_def"): "Node",
    ("Node", "attr"): "NodeAttr",
    ("RunMetadata", "step_stats"): "StepStats",
    ("RunMetadata", "partition_graphs"): "GraphDef",
    ("FunctionGraphs", "partition_graphs"): "GraphDef",
    ("FunctionGraphs", "pre_optimization_graph"): "GraphDef",
    ("FunctionGraphs", "post_optimization_graph"): "GraphDef",
}
_PLUGIN_DATA: Final = {
    b"hparams": "HParamsPluginData",
    b"pr_curves": "PrCurvePluginData",
    b"mesh": "MeshPluginData",
    b"audio": "AudioPluginData",
}


@dataclass(slots=True, eq=False)
class Field:
    """One field of a message."""

    name: str
    kind: str
    """Its type, with the number of elements where it is repeated: "double[30]"."""
    text: str
    """Its value in a line; "" for messages. As raw as the log has it."""
    fields: list[Field] = field(default_factory=list)
    """What a message holds."""
    count: int = 1
    """How many numbers it stands for."""
    wrong: bool = False
    """The text says what is wrong here."""


def event_fields(data: bytes) -> list[Field]:
    """The fields of the event in ``data``; of very many the first, and how much is left out."""
    return _Reader(data).message(message_class("Event").DESCRIPTOR, 0, len(data), 0)


class _Reader:
    """One walk over the data of a record, of which the end may be missing."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.window = Window(lambda position, count: data[position : position + max(count, _WINDOW)])
        self.count = 0

    def message(self, message: Any, position: int, end: int, depth: int) -> list[Field]:
        """The fields of a message that lies from ``position`` to ``end``; ``message`` is its descriptor."""
        found: list[Field] = []
        said: dict[str, Any] = {}
        while position < min(end, len(self.data)):
            self.count += 1
            if self.count % _PAUSE == 0:
                time.sleep(0)
            if self.count > _MOST_FIELDS:
                found.append(Field("…", "", f"{end - position:,} bytes more are not shown"))
                break
            try:
                one, position = self._field(message, position, end, depth, said)
            except WireError as error:
                found.append(Field("?", "", f"no protobuf from here on: {error}", wrong=True))
                break
            _add(found, one)
        return found

    def _field(self, message: Any, begin: int, end: int, depth: int, said: dict[str, Any]) -> tuple[Field, int]:
        """The field at ``begin``, and where the next one begins; ``said`` is what came before it in the message."""
        key, position = self.window.varint(begin, end)
        number, wire = key >> 3, key & 7
        known = message.fields_by_number.get(number)
        name = known.name if known is not None else f"field {number}"
        type_name = TYPES.get(known.type, "") if known is not None else WIRE_TYPES.get(wire, "")
        if wire == BYTES:
            length, position = self.window.varint(position, end)
            if position + length > end:
                raise WireError(f"{name} is longer than what holds it")
            inside = _inside(message, known, said) if depth < _DEEPEST else None
            if inside is not None:
                found = self.message(inside, position, position + length, depth + 1)
                return Field(name, inside.name, "", found), position + length
            return self._value(name, type_name, position, length, said), position + length
        if wire not in WIRE_TYPES:
            raise WireError(f"there is no wire type {wire}")
        raw, position = self._number(wire, position, end)
        said[name] = number_of(raw, type_name)
        return Field(name, type_name, number_text(message.name, name, said[name])), position

    def _number(self, wire: int, position: int, end: int) -> tuple[int | bytes, int]:
        if wire == VARINT:
            return self.window.varint(position, end)
        size = 8 if wire == FIXED64 else 4
        return self.window.get(position, size), position + size

    def _value(self, name: str, type_name: str, start: int, length: int, said: dict[str, Any]) -> Field:
        """A field of bytes, or of numbers that are packed into bytes."""
        data = self.data[start : start + length]
        cut = f", of {length:,} bytes of which {len(data):,} were read" if len(data) < length else ""
        if type_name != "bytes":
            count, text = packed_numbers(data, type_name)
            return Field(name, f"{type_name}[{count:,}]", text + cut)
        said[name] = data
        text = content_text(data, said.get("dtype", 0)) if name == "tensor_content" else bytes_text(data)
        return Field(name, "bytes", text + cut)


def _inside(message: Any, known: Any, said: dict[str, Any]) -> Any | None:
    """The descriptor of the message that a field of bytes holds; None where it holds none."""
    if known is None:
        return None
    if known.message_type is not None:
        return known.message_type
    found = _INSIDE.get((message.name, known.name))
    if (message.name, known.name) == ("PluginData", "content"):
        found = _PLUGIN_DATA.get(said.get("plugin_name", b""))
    return message_class(found).DESCRIPTOR if found else None


def _add(found: list[Field], one: Field) -> None:
    """Add a field; numbers that are repeated one by one are told in one line, as packed ones are."""
    last = found[-1] if found else None
    if last is None or last.name != one.name or one.fields or one.kind == "bytes" or one.kind not in TYPES.values():
        found.append(one)
        return
    last.count += 1
    last.kind = f"{one.kind}[{last.count:,}]"
    if last.count <= MOST_NUMBERS:
        last.text += f", {one.text}"
    elif last.count == MOST_NUMBERS + 1:
        last.text += ", …"
