"""One event as it stands in a file: found at its place, checked, decoded."""

from __future__ import annotations

from typing import Any, NamedTuple

from google.protobuf.message import DecodeError

from tbtui.model.entries import EntryError, Place
from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.files import FileSystem
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.protos import Event


class Payload(NamedTuple):
    """An event as it stands in a file, decoded, and the value of it that is meant."""

    event: Any
    value: Any
    """None for events that are no summary."""


def read_record(files: FileSystem, place: Place) -> bytes:
    """The data of the record at ``place``; EntryError where it is no longer there or does not match its checksum."""
    try:
        with files.open(place.path) as file:
            if file.stat().identity != place.identity:
                raise EntryError(f"{place.path}: the file was replaced since it was read")
            data = file.read(place.offset, HEADER + place.length + 4)
    except OSError as error:
        raise EntryError(f"{place.path}: cannot be read: {error.strerror or error}") from error
    where = f"{place.path} at byte {place.offset:,}"
    if len(data) != HEADER + place.length + 4 or int.from_bytes(data[:8], "little") != place.length:
        raise EntryError(f"{where}: the record is no longer there")
    body = data[HEADER:-4]
    if masked_crc32c(body) != int.from_bytes(data[-4:], "little"):
        raise EntryError(f"{where}: the data of the record does not match its checksum")
    return body


def parse_payload(data: bytes, place: Place) -> Payload:
    """The event in a record's data and the value that ``place`` means; EntryError where there is none."""
    try:
        event = Event.FromString(data)
        return Payload(event, event.summary.value[place.value_index] if place.value_index >= 0 else None)
    except (DecodeError, IndexError) as error:
        raise EntryError(f"{place.path} at byte {place.offset:,}: the record is no such event") from error
