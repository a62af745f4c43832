"""Layouts of scalar records: what all records of a tag have in common, and where their values stand.

A training loop writes the same record again and again with another wall_time, step and value. Behind the step, whose
length varies, every such record is a *suffix*: the summary, byte for byte the same but for the values in it. A template
is a suffix with its values blanked out; a record that matches it byte for byte needs no protobuf.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.message import DecodeError

from tbtui.model.entries import Metadata
from tbtui.parsing.data_compat import metadata_of, text
from tbtui.parsing.protos import Event
from tbtui.parsing.scalar_places import value_places
from tbtui.parsing.wire import WireError

LONGEST_SUFFIX: Final = 512
"""Longer records are left to the general path: a template of them would cost more than it saves."""

_SUMMARY_KEY: Final = 0x2A
_WALL_TIME_KEY: Final = 0x09
_STEP_KEY: Final = 0x10
_PREFIX: Final = 9


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
        places = value_places(record, start)
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
