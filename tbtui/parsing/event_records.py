"""Reads single records where they lie, whole or around their large payloads, and checks them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from tbtui.model.entries import EntryError
from tbtui.parsing._crc_engine import extend
from tbtui.parsing.crc32c import mask
from tbtui.parsing.files import OpenFile
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.wire import LARGEST_FIELD, WireError, prune

LARGEST_WHOLE: Final = 16 << 20
"""So much of a record is held when it is shown byte by byte."""
_HEAD: Final = 128
"""Bytes of each large payload that a glance needs: the format of a picture, the first line of a text."""
_CHECK_BLOCK: Final = 4 << 20


class Checked(enum.Enum):
    """Whether a record's data matches its checksum; the value is the word for it."""

    OK = "ok"
    BAD = "bad"
    UNCHECKED = "unchecked"
    """Its payload was not read."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """The data of a record, as much of it as was read."""

    data: bytes
    length: int
    """How many bytes the record's data has."""
    checked: Checked

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return len(self.data) == self.length


def glance(file: OpenFile, offset: int, length: int, most: int = LARGEST_FIELD) -> RawRecord:
    """The record at ``offset``; of one that is longer than ``most`` the payloads are left out but for their beginnings.

    EntryError where no record of that length begins there, or a long one is no protobuf message.
    """
    if length <= most:
        return _whole(file.read(offset, HEADER + length + 4), length)
    _check_length(file.read(offset, HEADER), length)
    begin = offset + HEADER
    try:
        return RawRecord(prune(file.read, begin, begin + length, keep=_HEAD), length, Checked.UNCHECKED)
    except WireError as error:
        raise EntryError(f"the record is no event: {error}") from error


def read_whole(file: OpenFile, offset: int, length: int) -> RawRecord:
    """The record at ``offset`` from its first byte on, up to LARGEST_WHOLE of it, checked to its end."""
    if length <= LARGEST_WHOLE:
        return _whole(file.read(offset, HEADER + length + 4), length)
    _check_length(file.read(offset, HEADER), length)
    begin, crc = offset + HEADER, 0
    for place in range(begin, begin + length, _CHECK_BLOCK):
        crc = extend(crc, file.read(place, min(_CHECK_BLOCK, begin + length - place)))
    stored = int.from_bytes(file.read(begin + length, 4), "little")
    return RawRecord(file.read(begin, LARGEST_WHOLE), length, Checked.OK if mask(crc) == stored else Checked.BAD)


def record_length(file: OpenFile, offset: int) -> int:
    """How many bytes the data of the record at ``offset`` has."""
    return int.from_bytes(file.read(offset, 8), "little")


def _whole(found: bytes, length: int) -> RawRecord:
    _check_length(found, length)
    if len(found) != HEADER + length + 4:
        raise EntryError("the file ends within the record")
    data = found[HEADER:-4]
    right = mask(extend(0, data)) == int.from_bytes(found[-4:], "little")
    return RawRecord(data, length, Checked.OK if right else Checked.BAD)


def _check_length(header: bytes, length: int) -> None:
    if int.from_bytes(header[:8], "little") != length:
        raise EntryError("no record begins here any more: the file was written anew")
