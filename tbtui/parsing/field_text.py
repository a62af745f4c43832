"""The value of one protobuf field in a line: numbers, the first of many numbers, text, bytes."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np

from tbtui.model.run import SessionStatus
from tbtui.parsing.tensors import BFLOAT16, content_dtype, dtype_name
from tbtui.parsing.wire import BYTES, FIXED32, FIXED64, VARINT, Window

MOST_NUMBERS: Final = 32
"""So many of repeated numbers are told."""
_MOST_TEXT: Final = 400
_MOST_BYTES: Final = 24

TYPES: Final = {1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 8: "bool", 12: "bytes", 13: "uint32"}
"""FieldDescriptor's numbers of the types that the schema has."""
WIRE_TYPES: Final = {VARINT: "varint", FIXED64: "64 bits", BYTES: "bytes", FIXED32: "32 bits"}
"""What is known of a field that the schema does not have."""
_FIXED: Final[dict[str, np.dtype[Any]]] = {"double": np.dtype("<f8"), "float": np.dtype("<f4")}
_SIGNED: Final = frozenset({"int32", "int64"})
# SessionLog.SessionStatus of event.proto, and Status of the hparams plugin's api.proto.
_MEANINGS: Final = {
    ("SessionLog", "status"): {one.value: one.name for one in SessionStatus},
    ("SessionEndInfo", "status"): {0: "UNKNOWN", 1: "SUCCESS", 2: "FAILURE", 3: "RUNNING"},
}
_TIMES: Final = frozenset({"wall_time", "start_time_secs", "end_time_secs", "time_created_secs"})


def number_of(raw: int | bytes, type_name: str) -> int | float | bool:
    """A number as it stands in the wire format, a varint or four or eight bytes, as one of its type."""
    if isinstance(raw, bytes):
        return float(struct.unpack("<d" if len(raw) == 8 else "<f", raw)[0])
    if type_name == "bool":
        return bool(raw)
    return raw - (1 << 64) if type_name in _SIGNED and raw >= 1 << 63 else raw


def number_text(message: str, name: str, value: int | float | bool) -> str:
    """A number, with its meaning where it stands for one; ``message`` is the kind of message that it is in."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if name in _TIMES else f"{value:.9g}"
    if (message, name) in (("Tensor", "dtype"), ("Attr", "type")):
        return f"{value} ({dtype_name(value)})"
    meanings = _MEANINGS.get((message, name))
    return f"{value} ({meanings.get(value, 'unknown')})" if meanings else str(value)


def packed_numbers(data: bytes, type_name: str) -> tuple[int, str]:
    """How many numbers are packed in ``data``, and the first of them; WireError where it ends within one."""
    if type_name in _FIXED:
        dtype = _FIXED[type_name]
        numbers = np.frombuffer(data, dtype, len(data) // dtype.itemsize)
        return len(numbers), _listed([f"{number:.7g}" for number in numbers[:MOST_NUMBERS].tolist()], len(numbers))
    count = int((np.frombuffer(data, np.uint8) < 0x80).sum())
    window, position = Window(lambda place, size: data[place : place + size]), 0
    found: list[str] = []
    while len(found) < min(count, MOST_NUMBERS):
        raw, position = window.varint(position, len(data))
        found.append(str(number_of(raw, type_name)).lower())
    return count, _listed(found, count)


def _listed(shown: list[str], count: int) -> str:
    return ", ".join(shown) + (", …" if count > len(shown) else "")


def content_text(data: bytes, dtype: int) -> str:
    """The bytes of a tensor, as numbers where they are some."""
    code = content_dtype(dtype)
    if code is None or len(data) % code.itemsize:
        return bytes_text(data)
    numbers = np.frombuffer(data[: MOST_NUMBERS * code.itemsize], code)
    if dtype == BFLOAT16:
        numbers = (numbers.astype(np.uint32) << np.uint32(16)).view(np.float32)
    shown = [f"{number:.7g}" if numbers.dtype.kind == "f" else str(number) for number in numbers.tolist()]
    return f"{len(data):,} bytes: {_listed(shown, len(data) // code.itemsize)}"


def bytes_text(data: bytes) -> str:
    """Bytes in a line: as text where they are some, else the first of them as numbers; and how many they are."""
    beginning = data[:_MOST_TEXT]
    text = beginning.decode("utf-8", "replace")
    controls = any(letter < " " and letter not in "\n\r\t" for letter in text)
    if not controls and text.count("�") <= 1 + len(beginning) // 64:
        shown = text.replace("\n", "⏎").replace("\r", "").replace("\t", " ")
        return f'"{shown}"' if len(data) <= _MOST_TEXT else f'"{shown}…" ({len(data):,} bytes)'
    more = " …" if len(data) > _MOST_BYTES else ""
    return f"{len(data):,} bytes: {data[:_MOST_BYTES].hex(' ')}{more}"
