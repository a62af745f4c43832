"""Layouts of scalar records: what all records of a tag have in common, and where their values stand.

A training loop writes the same record again and again with another wall_time, step and value. Behind the step, whose
length varies, every such record is a *suffix*: the summary, byte for byte the same but for the values in it. A template
is a suffix with its values blanked out; a record that matches it byte for byte needs no protobuf.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from tbtui.model.entries import Metadata
from tbtui.parsing.arrays import IntArray
from tbtui.parsing.data_compat import metadata_of, text
from tbtui.parsing.protos import Event
from tbtui.parsing.wire import BYTES, FIXED32, FIXED64, VARINT, WireError

WordArray: TypeAlias = NDArray[np.uint64]

LONGEST_SUFFIX: Final = 512
"""Longer records are left to the general path: a template of them would cost more than it saves."""

_SUMMARY_KEY: Final = 0x2A
_WALL_TIME_KEY: Final = 0x09
_STEP_KEY: Final = 0x10
_PREFIX: Final = 9
_FLOAT, _DOUBLE = 1, 2
_LEAST_TABLE_BITS: Final = 12
# Odd numbers without a pattern, one for each word and one for the mask.
_MULTIPLIERS: Final = np.random.default_rng(0x7B).integers(0, 1 << 63, LONGEST_SUFFIX // 8 + 1, np.uint64) * 2 + 1
# The tensor fields that hold a single float or double, and how long their content is then.
_TENSOR_VALUES: Final = {(_FLOAT, 4): 4, (_FLOAT, 5): 4, (_DOUBLE, 4): 8, (_DOUBLE, 6): 8}


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of a template."""

    tag: str
    from_end: int
    """How many bytes before the end of the record the value begins."""
    wide: bool
    """A float64; else a float32."""
    metadata: Metadata | None
    """What the record says of the tag."""
    by_form: bool
    """The value's form makes it a scalar; a tensor is one only if its tag's metadata does not say otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A suffix with its values blanked out."""

    length: int
    pattern: bytes
    """The suffix, zeros where the values stand."""
    mask: bytes
    """0xFF for each byte that is compared, 0 where a value stands."""
    slots: tuple[Slot, ...]


def suffix_start(record: bytes) -> int | None:
    """Where the suffix of a record begins: behind wall_time and step, if it begins with these; else None."""
    if len(record) < _PREFIX + 2 or record[0] != _WALL_TIME_KEY:
        return None
    if record[_PREFIX] == _SUMMARY_KEY:
        return _PREFIX
    if record[_PREFIX] != _STEP_KEY:
        return None
    place = _PREFIX + 1
    while place < len(record) and record[place] & 0x80:
        place += 1
    return place + 1 if place - _PREFIX <= 8 and place + 1 < len(record) and record[place + 1] == _SUMMARY_KEY else None


def learn(record: bytes) -> Template | None:
    """The template of a record; None where it holds anything but scalars of float32 and float64."""
    start = suffix_start(record)
    if start is None or len(record) - start > LONGEST_SUFFIX:
        return None
    try:
        places = _value_places(record, start)
        event = Event.FromString(record)
    except (WireError, DecodeError):
        return None
    if not places or len(places) != len(event.summary.value):
        return None
    slots = tuple(
        _slot(value, place, wide, len(record)) for value, (place, wide) in zip(event.summary.value, places, strict=True)
    )
    pattern, mask = bytearray(record[start:]), bytearray(b"\xff" * (len(record) - start))
    for place, wide in places:
        blank = slice(place - start, place - start + (8 if wide else 4))
        pattern[blank] = mask[blank] = bytes(8 if wide else 4)
    return Template(len(pattern), bytes(pattern), bytes(mask), slots)


def _slot(value: Any, place: int, wide: bool, length: int) -> Slot:
    form = value.WhichOneof("what")
    tag = text(value.tag or value.node_name)
    return Slot(tag, length - place, wide, metadata_of(value, form), form == "simple_value")


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


def _value_places(record: bytes, start: int) -> list[tuple[int, bool]]:
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


class TemplateBook:
    """The templates of one width that were learnt so far.

    Tags come again from buffer to buffer and from file to file: a book serves all threads of the process.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        """Bytes at the end of a record that are looked at; suffixes are at most so long."""
        self._lock = threading.Lock()
        self._templates: dict[tuple[bytes, bytes], Template] = {}
        self._lookup = TemplateLookup((), width)

    def add(self, templates: Iterable[Template]) -> bool:
        """Keep templates; False where all were known."""
        with self._lock:
            known = len(self._templates)
            for template in templates:
                self._templates.setdefault((template.mask, template.pattern), template)
            if len(self._templates) == known:
                return False
            self._lookup = TemplateLookup(tuple(self._templates.values()), self.width)
            return True

    @property
    def lookup(self) -> TemplateLookup:
        """All templates as they are now. Those of an earlier lookup keep their numbers in a later one."""
        return self._lookup


class TemplateLookup:
    """Templates as arrays in which many records are looked up at once; never changed once it is made.

    A record is first blanked out by a mask that templates of its length have, then looked up by a hash of what is left,
    then compared with the template that was found, word by word: the hash only finds, it does not decide.
    """

    def __init__(self, templates: tuple[Template, ...], width: int) -> None:
        self.templates = templates
        masks = {(one.length, one.mask): None for one in templates}
        groups = {key: place for place, key in enumerate(masks)}
        self._first_group = np.full(width + 1, -1, np.int64)
        self._next_group = np.full(len(groups) + 1, -1, np.int64)
        for (length, _), place in groups.items():
            self._next_group[place], self._first_group[length] = self._first_group[length], place
        self._masks = _table([mask for _, mask in groups], width)
        self._patterns = _table([one.pattern for one in templates], width)
        of_template = np.array([groups[one.length, one.mask] for one in templates], np.int64)
        hashes = _hashes(self._patterns, of_template)
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]
        bits = max(_LEAST_TABLE_BITS, (4 * len(templates)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, np.int64)
        self._table[hashes >> self._shift] = np.arange(len(templates))

    def match(self, rows: WordArray, lengths: IntArray) -> IntArray:
        """(n, width / 8) words at the ends of records, and their suffixes' lengths -> (n,) template, -1 for none."""
        found = np.full(len(rows), -1, np.int64)
        groups = self._first_group[lengths]
        left = np.arange(len(rows)) if groups.min(initial=0) >= 0 else np.flatnonzero(groups >= 0)
        groups = groups[left] if len(left) < len(rows) else groups
        while left.size:
            whole = len(left) == len(rows)
            matched = self._match_masked(rows if whole else rows[left], groups)
            if whole and matched.min() >= 0:
                return matched
            found[left] = matched
            missed = matched < 0
            left, groups = left[missed], self._next_group[groups[missed]]
            left, groups = left[groups >= 0], groups[groups >= 0]
        return found

    def _match_masked(self, rows: WordArray, groups: IntArray) -> IntArray:
        masked = self._masks.take(groups, axis=0)
        masked &= rows
        hashes = _hashes(masked, groups)
        candidates = self._table.take((hashes >> self._shift).view(np.int64))
        same = self._patterns.take(candidates, axis=0) == masked
        if not same.all():
            places = np.flatnonzero(~same.all(axis=1))
            slower = np.minimum(np.searchsorted(self._sorted, hashes[places]), len(self._sorted) - 1)
            candidates[places] = self._order[slower]
            still = (self._patterns[candidates[places]] == masked[places]).all(axis=1)
            candidates[places[~still]] = -1
        return candidates


def _hashes(words: WordArray, groups: IntArray) -> WordArray:
    found: WordArray = groups.astype(np.uint64) * _MULTIPLIERS[-1]
    for place in range(words.shape[1]):
        found += words[:, place] * _MULTIPLIERS[place]
    found ^= found >> np.uint64(29)
    return found


def _table(rows: Sequence[bytes], width: int) -> WordArray:
    """(rows, width / 8) words."""
    return np.array([_words(row, width) for row in rows], np.uint64).reshape(-1, width // 8)


def _words(octets: bytes, width: int) -> WordArray:
    """The bytes at the end of ``width`` bytes, as little-endian words."""
    return np.frombuffer(octets.rjust(width, b"\0"), "<u8")
