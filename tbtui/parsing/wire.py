"""Walks protobuf's wire format through a narrow window: a copy of an event without the payloads that are large.

The metadata that names a value's plugin comes AFTER the payload, so the beginning of a record is not enough; but the
payload itself need not be read. ``prune`` reads around it and leaves an empty field in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

Read: TypeAlias = Callable[[int, int], bytes]
"""``read(position, count)``: up to ``count`` bytes of the file from ``position`` on."""

LARGEST_FIELD: Final = 1 << 16
"""A field longer than this is never read at load."""
_LARGEST_PAYLOAD: Final = 1 << 10
_WINDOW: Final = 256
_WIDEST_WINDOW: Final = 1 << 16
_WHOLE_MESSAGE: Final = 1 << 12

# Which fields of an Event are messages to look into (a mapping) and which are payloads, strings of bytes (PAYLOAD) or
# packed numbers (NUMBERS), which cannot be cut anywhere: see protos.py.
PAYLOAD: Final = "payload"
NUMBERS: Final = "numbers"
TENSOR_FIELDS: Final = dict.fromkeys((5, 6, 7, 9, 10, 11, 12, 13, 16, 17), NUMBERS) | dict.fromkeys((4, 8), PAYLOAD)
_VALUE: Final[Mapping[int, Any]] = {
    3: PAYLOAD,
    4: {4: PAYLOAD},
    5: {6: NUMBERS, 7: NUMBERS},
    6: {4: PAYLOAD},
    8: TENSOR_FIELDS,
    9: {1: {}},
}
_EVENT: Final[Mapping[int, Any]] = {4: PAYLOAD, 5: {1: _VALUE}, 8: {2: PAYLOAD}, 9: PAYLOAD}

VARINT: Final = 0
FIXED64: Final = 1
BYTES: Final = 2
FIXED32: Final = 5


class WireError(ValueError):
    """Bytes that are not protobuf's wire format."""


class Window:
    """The bytes of a file at any position, read in small pieces that grow while they are read one after the other."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._start = 0
        self._bytes = b""
        self._width = _WINDOW

    def get(self, position: int, count: int) -> bytes:
        """Exactly ``count`` bytes; WireError where the file ends before."""
        begin = position - self._start
        if begin < 0 or begin + count > len(self._bytes):
            follows = 0 <= begin <= len(self._bytes) and bool(self._bytes)
            self._width = min(self._width * 4, _WIDEST_WINDOW) if follows else _WINDOW
            self._bytes, self._start, begin = self._read(position, max(count, self._width)), position, 0
        found = self._bytes[begin : begin + count]
        if len(found) < count:
            raise WireError(f"a field goes on beyond the end at byte {position:,}")
        return found

    def varint(self, position: int, end: int) -> tuple[int, int]:
        """The varint at ``position`` and where it ends; WireError where it does not end before ``end``."""
        value = shift = 0
        while position < end and shift < 70:
            (octet,) = self.get(position, 1)
            position += 1
            value |= (octet & 0x7F) << shift
            if octet < 0x80:
                return value & (1 << 64) - 1, position
            shift += 7
        raise WireError(f"a number does not end at byte {position:,}")


def encode_varint(number: int) -> bytes:
    """The wire form of an unsigned number."""
    octets = bytearray()
    while number > 0x7F:
        octets.append(number & 0x7F | 0x80)
        number >>= 7
    octets.append(number)
    return bytes(octets)


def prune(read: Read, start: int, end: int, fields: Mapping[int, Any] = _EVENT, *, keep: int = 0) -> bytes:
    """The message whose wire form lies from ``start`` to ``end``, with every large payload left empty.

    ``fields`` says where its payloads lie; an event's by default. Of payloads that are strings of bytes the first
    ``keep`` ones are left. Reads some hundred bytes around each payload. WireError where the bytes are no wire format.
    """
    return _prune_message(Window(read), start, end, fields, keep)


def byte_fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and content of each field of bytes at the top of a message; WireError where it breaks."""
    window = Window(lambda start, count: data[start : start + count])
    position, end = 0, len(data)
    while position < end:
        begin = position
        key, position = window.varint(position, end)
        if key & 7 == BYTES:
            length, position = window.varint(position, end)
            if position + length > end:
                raise WireError(f"a field is longer than its message at byte {begin:,}")
            yield key >> 3, data[position : position + length]
            position += length
        else:
            position = _after_number(window, key & 7, position, end)


def _prune_message(window: Window, position: int, end: int, fields: Mapping[int, Any], keep: int) -> bytes:
    parts: list[bytes] = []
    while position < end:
        begin = position
        key, position = window.varint(position, end)
        number, kind = key >> 3, key & 7
        if kind == BYTES:
            length, position = window.varint(position, end)
            if position + length > end:
                raise WireError(f"a field is longer than its message at byte {begin:,}")
            body = _prune_field(window, position, length, fields.get(number), keep)
            parts.append(encode_varint(key) + encode_varint(len(body)) + body)
            position += length
        else:
            position = _after_number(window, kind, position, end)
            parts.append(window.get(begin, position - begin))
    return b"".join(parts)


def _after_number(window: Window, kind: int, position: int, end: int) -> int:
    if kind == VARINT:
        return window.varint(position, end)[1]
    if kind in (FIXED64, FIXED32):
        return position + (8 if kind == FIXED64 else 4)
    raise WireError(f"unknown wire type {kind} at byte {position:,}")


def _prune_field(window: Window, position: int, length: int, inside: Any, keep: int) -> bytes:
    if isinstance(inside, Mapping) and length > _WHOLE_MESSAGE:
        return _prune_message(window, position, position + length, inside, keep)
    if length > (_LARGEST_PAYLOAD if inside in (PAYLOAD, NUMBERS) else LARGEST_FIELD):
        return window.get(position, keep) if inside is PAYLOAD else b""
    return window.get(position, length)


def count_fields(window: Window, position: int, end: int, number: int) -> int:
    """How often the message from ``position`` to ``end`` has field ``number``; WireError where it is none."""
    count = 0
    while position < end:
        key, position = window.varint(position, end)
        count += key >> 3 == number
        if key & 7 == BYTES:
            length, position = window.varint(position, end)
            position += length
        else:
            position = _after_number(window, key & 7, position, end)
    if position > end:
        raise WireError(f"a field is longer than its message, which ends at byte {end:,}")
    return count
