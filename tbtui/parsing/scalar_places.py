"""Walks the wire form of one record to the places of its values, where it holds nothing but plain scalars."""

from __future__ import annotations

from typing import Final

from tbtui.parsing.wire import BYTES, FIXED32, FIXED64, VARINT, WireError

_FLOAT, _DOUBLE = 1, 2
# The tensor fields that hold a single float or double, and how long their content is then.
_TENSOR_VALUES: Final = {(_FLOAT, 4): 4, (_FLOAT, 5): 4, (_DOUBLE, 4): 8, (_DOUBLE, 6): 8}


def value_places(record: bytes, start: int) -> list[tuple[int, bool]]:
    """Where each value of the summary stands and whether it is a float64; WireError where one is no plain scalar."""
    (summary, *more) = _fields(record, start, len(record))
    if more or summary[:2] != (5, BYTES):
        raise WireError("more than a summary behind the step")
    places = []
    for number, kind, begin, end in _fields(record, summary[2], summary[3]):
        if (number, kind) != (1, BYTES):
            raise WireError("a summary with more than values")
        places.append(_scalar_place(record, begin, end))
    return places


def _scalar_place(record: bytes, begin: int, end: int) -> tuple[int, bool]:
    found: list[tuple[int, bool]] = []
    seen: set[int] = set()
    for number, kind, inner, inner_end in _fields(record, begin, end):
        if number in seen:
            raise WireError("a field that comes twice")
        seen.add(number)
        if (number, kind) == (2, FIXED32):
            found.append((inner, False))
        elif (number, kind) == (8, BYTES):
            found.append(_tensor_place(record, inner, inner_end))
        elif number not in (1, 7, 9) or kind != BYTES:
            raise WireError("a field that plain scalars do not have")
    if len(found) != 1:
        raise WireError("not one scalar")
    return found[0]


def _tensor_place(record: bytes, begin: int, end: int) -> tuple[int, bool]:
    """The place of the one value of a tensor with a single float or double in it."""
    dtype, value = 0, None
    for number, kind, inner, inner_end in _fields(record, begin, end):
        if (number, kind) == (1, VARINT):
            dtype = _varint(record, inner, inner_end)[0]
        elif (number, kind) == (2, BYTES):
            _require_single(record, inner, inner_end)
        elif kind == BYTES and value is None and _TENSOR_VALUES.get((dtype, number)) == inner_end - inner:
            value = inner
        else:
            raise WireError("a tensor that is not one plain number")
    if value is None:
        raise WireError("a tensor without a value")
    return value, dtype == _DOUBLE


def _require_single(record: bytes, begin: int, end: int) -> None:
    """WireError unless the shape has no dimension, or only such of size one."""
    for number, kind, inner, inner_end in _fields(record, begin, end):
        if (number, kind) != (2, BYTES) or [field[:2] for field in _fields(record, inner, inner_end)] != [(1, VARINT)]:
            raise WireError("a shape that is not plain")
        size_at = _fields(record, inner, inner_end)[0]
        if _varint(record, size_at[2], size_at[3])[0] != 1:
            raise WireError("more than one element")


def _fields(record: bytes, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """(field number, wire type, where its content begins, where it ends) of a message; WireError for what is odd."""
    found = []
    place = start
    while place < end:
        key, place = _varint(record, place, end)
        number, kind = key >> 3, key & 7
        begin = place
        if kind == VARINT:
            place = _varint(record, place, end)[1]
        elif kind in (FIXED64, FIXED32):
            place += 8 if kind == FIXED64 else 4
        elif kind == BYTES:
            length, begin = _varint(record, place, end)
            place = begin + length
        else:
            raise WireError("a wire type that scalars do not use")
        if place > end:
            raise WireError("a field is longer than its message")
        found.append((number, kind, begin, place))
    return found


def _varint(record: bytes, place: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while place < end and shift < 35:
        octet = record[place]
        place += 1
        value |= (octet & 0x7F) << shift
        if octet < 0x80:
            return value, place
        shift += 7
    raise WireError("a number that is longer than a template allows")
