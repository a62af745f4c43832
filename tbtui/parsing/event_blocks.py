"""Frames one block of an event file's rows: where each record lies and when it was written.

The records were checked when the file was first read; here their lengths are followed again, and must come out where
they did then. Where they do not, the file is no longer the one that was read, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from google.protobuf.message import DecodeError

from tbtui.model.entries import EntryError
from tbtui.parsing.arrays import BoolArray, FloatArray, IntArray, unaligned
from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.event_rows import FileRows, Notice, NoticeKind
from tbtui.parsing.files import OpenFile
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.protos import Event
from tbtui.parsing.record_chain import MAX_LENGTH, follow, headers_of
from tbtui.parsing.wire import Window, WireError, prune

# Stretches of so many bytes are read whole; in longer ones, whose records are large, only headers are.
_WHOLE: Final = 1 << 20
_WALL_TIME: Final = 9
_WALL_TIME_KEY: Final = 0x09
_NONE: Final = np.empty(0, np.int64)

OpenFunction = Callable[[str], Any]
"""Opens a file by its path: ``Snapshot.open``."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Rows that follow each other in a file; all arrays are of one length."""

    offsets: IntArray
    """(n,) int64: where each begins, ascending."""
    lengths: IntArray
    """(n,) int64: bytes of a record's data, or of what a notice tells of."""
    wall_times: FloatArray
    """(n,) float64: as the record says; NaN for notices and for what is no event."""
    notices: Mapping[int, Notice]
    """Place in the block -> what the row tells of where it is no record."""


def open_same(open_file: OpenFunction, rows: FileRows) -> Any:
    """The file, opened; EntryError where it is gone, cannot be read, or is another one by now."""
    path = rows.file.path
    try:
        file: OpenFile = open_file(path)
        if file.stat().identity != rows.file.identity:
            file.__exit__(None, None, None)
            raise EntryError(f"{path}: the file was replaced since it was read")
    except FileNotFoundError:
        raise EntryError(f"{path}: the file is gone") from None
    except OSError as error:
        raise EntryError(f"{path}: cannot be read: {error.strerror or error}") from error
    return file


def read_block(open_file: OpenFunction, rows: FileRows, number: int) -> Block:
    """The rows of block ``number``; EntryError where the file is not what it was when it was read."""
    begin, end = int(rows.bounds[number]), int(rows.bounds[number + 1])
    notices = rows.notices_of(number)
    expected = int(rows.records[number + 1] - rows.records[number])
    parts: list[tuple[IntArray, IntArray, FloatArray]] = [(_NONE, _NONE, np.empty(0))]
    if expected:
        with open_same(open_file, rows) as file:
            try:
                parts += [_stretch(file, low, high) for low, high in stretches(begin, end, notices)]
            except (WireError, OSError) as error:
                raise _no_longer(rows) from error
    offsets, lengths, wall_times = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    if len(offsets) != expected:
        raise _no_longer(rows)
    return _with_notices(offsets, lengths, wall_times, notices)


def begin_time(open_file: OpenFunction, rows: FileRows, number: int) -> float:
    """The wall_time of the record with which a block begins, where the index does not know it; NaN for none."""
    offsets = rows.file.index.offsets
    if number >= len(offsets):
        return float("nan")
    start = int(offsets[number]) + HEADER
    try:
        with open_same(open_file, rows) as file:
            length = int.from_bytes(file.read(start - HEADER, 8), "little")
            return _wall_time_at(file, Window(file.read), start, length) if length <= MAX_LENGTH else float("nan")
    except (EntryError, WireError, OSError):
        return float("nan")


def _no_longer(rows: FileRows) -> EntryError:
    return EntryError(f"{rows.file.path}: the file was truncated or written anew since it was read")


def stretches(begin: int, end: int, notices: tuple[Notice, ...]) -> Iterator[tuple[int, int]]:
    """What lies between the damaged places of a block: records without a gap."""
    for notice in notices:
        if notice.kind is NoticeKind.DAMAGE:
            if begin < notice.offset:
                yield begin, notice.offset
            begin = notice.offset + notice.length
    if begin < end:
        yield begin, end


def _stretch(file: OpenFile, begin: int, end: int) -> tuple[IntArray, IntArray, FloatArray]:
    """Offsets, lengths and wall times of the records from ``begin`` to ``end``; WireError where they end elsewhere."""
    if end - begin > _WHOLE:
        return walk(file, begin, end)
    buffer = bytearray(file.read(begin, end - begin))
    chain = follow(buffer, 0, len(buffer), headers_of(buffer, 0, len(buffer)))
    if chain.end != end - begin:
        raise WireError("the lengths of records do not lead where they did")
    starts, lengths = chain.starts, chain.lengths
    known, wall_times = _wall_times(buffer, starts, lengths)
    for place in np.flatnonzero(~known).tolist():
        start = int(starts[place])
        wall_times[place] = _wall_time(bytes(buffer[start : start + int(lengths[place])]))
    return starts - HEADER + begin, lengths, wall_times


def _wall_times(buffer: bytearray, starts: IntArray, lengths: IntArray) -> tuple[BoolArray, FloatArray]:
    """For records that begin with their wall_time, as all usual writers have it: which do, and what it is."""
    if not starts.size:
        return np.empty(0, np.bool_), np.empty(0)
    known = lengths >= _WALL_TIME
    known[known] = np.frombuffer(buffer, np.uint8)[starts[known]] == _WALL_TIME_KEY
    found = np.full(len(starts), np.nan)
    found[known] = unaligned(buffer, np.dtype("<f8"))[starts[known] + 1]
    return known, found


def _wall_time(data: bytes) -> float:
    try:
        return float(Event.FromString(data).wall_time)
    except DecodeError:
        return float("nan")


def walk(file: OpenFile, begin: int, end: int) -> tuple[IntArray, IntArray, FloatArray]:
    """The same for records that are large: from header to header, without what lies between. WireError as above."""
    window = Window(file.read)
    found: list[tuple[int, int, float]] = []
    position = begin
    while position < end:
        header = window.get(position, HEADER)
        length = int.from_bytes(header[:8], "little")
        after = position + length + OVERHEAD
        if length > MAX_LENGTH or after > end or masked_crc32c(header[:8]) != int.from_bytes(header[8:], "little"):
            raise WireError("the lengths of records do not lead where they did")
        found.append((position, length, _wall_time_at(file, window, position + HEADER, length)))
        position = after
    offsets, lengths, wall_times = zip(*found, strict=True)
    return np.array(offsets, np.int64), np.array(lengths, np.int64), np.array(wall_times, np.float64)


def _wall_time_at(file: OpenFile, window: Window, start: int, length: int) -> float:
    beginning = window.get(start, min(length, _WALL_TIME))
    if length >= _WALL_TIME and beginning[0] == _WALL_TIME_KEY:
        return float(np.frombuffer(beginning, "<f8", 1, 1)[0])
    try:
        return _wall_time(prune(file.read, start, start + length))
    except WireError:
        return float("nan")


def _with_notices(offsets: IntArray, lengths: IntArray, wall_times: FloatArray, notices: tuple[Notice, ...]) -> Block:
    if not notices:
        return Block(offsets, lengths, wall_times, {})
    places = np.searchsorted(offsets, [one.offset for one in notices])
    at = places + np.arange(len(notices))
    return Block(
        np.insert(offsets, places, [one.offset for one in notices]),
        np.insert(lengths, places, [one.length for one in notices]),
        np.insert(wall_times, places, np.nan),
        dict(zip(at.tolist(), notices, strict=True)),
    )
