"""The attributes of a node as text, and what they tell of dtypes and shapes."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from google.protobuf.message import DecodeError

from tbtui.model.graph import Attribute, Shape, shape_text
from tbtui.parsing.data_compat import text
from tbtui.parsing.protos import message_class
from tbtui.parsing.tensors import STRING, dtype_name, dtype_of, numeric_array
from tbtui.parsing.wire import PAYLOAD, TENSOR_FIELDS, WireError, prune

OUTPUT_SHAPES: Final = "_output_shapes"
TORCH_ATTRIBUTES: Final = "attr"

_NodeAttr: Final = message_class("NodeAttr")
# Larger attributes are weights: they are not alike, and their content is not read.
_REMEMBERED: Final = 1 << 10
_PRUNED: Final = 1 << 16
_WHERE_TENSORS_LIE: Final = {2: {2: PAYLOAD, 8: TENSOR_FIELDS}}
_MOST_VALUES: Final = 8
_LONGEST_TEXT: Final = 2_000
_DEEPEST: Final = 3


class AttributeFacts(NamedTuple):
    """One attribute decoded."""

    attribute: Attribute
    dtype: str = ""
    shapes: tuple[Shape, ...] | None = None
    """None where the attribute tells of none."""


class AttributeReader:
    """Decodes attributes; those that were seen before are not decoded again."""

    def __init__(self) -> None:
        self._known: dict[bytes, AttributeFacts] = {}

    def read(self, raw: bytes) -> AttributeFacts:
        """The attribute in an entry of NodeDef.attr; DecodeError where it is broken."""
        found = self._known.get(raw)
        if found is None:
            found = _decoded(raw)
            if len(raw) <= _REMEMBERED:
                self._known[raw] = found
        return found


def _decoded(raw: bytes) -> AttributeFacts:
    entry = _NodeAttr.FromString(raw if len(raw) <= _PRUNED else _without_payloads(raw))
    name, value = text(entry.key), entry.value
    words = value_text(value)
    if name == TORCH_ATTRIBUTES and value.WhichOneof("what") == "s":
        words = words.strip("{} ")
    attribute = Attribute(name, words[:_LONGEST_TEXT])
    kind = value.WhichOneof("what")
    if kind == "type":
        return AttributeFacts(attribute, dtype=dtype_name(value.type))
    if kind == "shape":
        return AttributeFacts(attribute, shapes=(shape_of(value.shape),))
    if kind == "tensor":
        shape = shape_of(value.tensor.tensor_shape)
        return AttributeFacts(attribute, dtype_name(dtype_of(value.tensor)), (shape,))
    if kind == "list" and name == OUTPUT_SHAPES:
        return AttributeFacts(attribute, shapes=tuple(map(shape_of, value.list.shape)))
    return AttributeFacts(attribute)


def _without_payloads(raw: bytes) -> bytes:
    try:
        return prune(lambda start, count: raw[start : start + count], 0, len(raw), _WHERE_TENSORS_LIE)
    except WireError as error:
        raise DecodeError(str(error)) from error


def shape_of(shape: Any) -> Shape:
    """A TensorShapeProto as sizes."""
    return None if shape.unknown_rank else tuple(dim.size for dim in shape.dim)


def value_text(value: Any, depth: int = 0) -> str:
    """An AttrValue as text."""
    kind = value.WhichOneof("what")
    if kind is None:
        return ""
    content = getattr(value, kind)
    if kind == "list":
        return _list_text(content, depth)
    return _one_text(kind, content, depth)


def _one_text(kind: str, content: Any, depth: int) -> str:
    if kind in ("s", "placeholder"):
        return _bytes_text(content)
    if kind == "b":
        return "true" if content else "false"
    if kind == "f":
        return f"{content:.7g}"
    if kind == "type":
        return dtype_name(content)
    if kind == "shape":
        return shape_text(shape_of(content))
    if kind == "tensor":
        return _tensor_text(content)
    if kind == "func":
        return _function_text(content, depth)
    return str(content)


def _bytes_text(content: bytes) -> str:
    """Text as it stands; bytes that are none as their number."""
    words = text(content[:_LONGEST_TEXT])
    return words if words.replace("\n", "").replace("\t", "").isprintable() else f"{len(content):,} bytes"


def _list_text(content: Any, depth: int) -> str:
    for kind in ("s", "i", "f", "b", "type", "shape", "tensor", "func"):
        items = getattr(content, kind)
        if len(items):
            shown = [_one_text(kind, item, depth) for item in items[: 4 * _MOST_VALUES]]
            more = f", ... {len(items):,} in all" if len(items) > len(shown) else ""
            return "[" + ", ".join(shown) + more + "]"
    return "[]"


def _function_text(function: Any, depth: int) -> str:
    name = text(function.name)
    if not function.attr or depth >= _DEEPEST:
        return name
    inside = (f"{text(one.key)}={value_text(one.value, depth + 1)}" for one in function.attr[:_MOST_VALUES])
    return f"{name}({', '.join(inside)})"


def _tensor_text(tensor: Any) -> str:
    """dtype, shape and the first values."""
    head = f"{dtype_name(dtype_of(tensor))} {shape_text(shape_of(tensor.tensor_shape))}"
    if dtype_of(tensor) == STRING:
        values = [_bytes_text(one) for one in tensor.string_val[:_MOST_VALUES]]
        return " ".join([head, *values])
    try:
        numbers = numeric_array(tensor)
    except ValueError:
        return head
    first = numbers.flat[:_MOST_VALUES]
    shown = [f"{number:.6g}" if first.dtype.kind in "fc" else str(number) for number in first]
    return " ".join([head, *shown, *(["..."] if numbers.size > _MOST_VALUES else [])])
