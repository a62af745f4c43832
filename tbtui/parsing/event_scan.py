"""Searches a stretch of an event file: regular scalars by their templates, many at once; the rest event by event."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from google.protobuf.message import DecodeError

from tbtui.model.entries import EntryError
from tbtui.parsing.arrays import FloatArray, IntArray
from tbtui.parsing.batch import BACK, FRONT, match_records
from tbtui.parsing.batches import Batch
from tbtui.parsing.event_blocks import walk
from tbtui.parsing.event_records import glance, record_length
from tbtui.parsing.files import OpenFile
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.protos import Event
from tbtui.parsing.record_chain import follow, headers_of
from tbtui.parsing.templates import Template
from tbtui.parsing.thread_buffer import thread_buffer
from tbtui.parsing.wire import LARGEST_FIELD, WireError

_WINDOW: Final = 1 << 22
_PAUSE: Final = 64
_NO_PLACES: Final = np.empty(0, np.int64)

Hits = tuple[IntArray, FloatArray]
"""Where records that were found begin, ascending, and their wall times."""
NO_HITS: Final[Hits] = (np.empty(0, np.int64), np.empty(0))


class Scan:
    """What is looked for: ``tags`` are those of scalars, ``wants`` decides on every event that is no regular scalar."""

    def __init__(self, tags: frozenset[str], wants: Callable[[Any], bool]) -> None:
        self._tags, self._wants = tags, wants
        self._templates: dict[Template, bool] = {}

    def stretch(self, file: OpenFile, begin: int, end: int, *, large: bool) -> Hits:
        """What is found from ``begin`` to ``end``, where records follow each other; EntryError where they do not.

        Where most of them are ``large``, they are gone through one by one, around their payloads.
        """
        if large:
            return self._one_by_one(file, begin, end)
        found: list[Hits] = []
        while begin < end:
            hits, begin = self._window(file, begin, end)
            found.append(hits)
        return joined(found)

    def _window(self, file: OpenFile, begin: int, end: int) -> tuple[Hits, int]:
        """What is found in one buffer, and where the next one begins."""
        buffer = thread_buffer(FRONT + _WINDOW + BACK)
        got = file.read_into(buffer, FRONT, begin, min(_WINDOW, end - begin))
        chain = follow(buffer, FRONT, FRONT + got, headers_of(buffer, FRONT, FRONT + got))
        if not chain.starts.size:
            after = begin + record_length(file, begin) + OVERHEAD
            if after > end:
                raise EntryError("the file was truncated or written anew since it was read")
            return self._one_by_one(file, begin, after), after
        places, wall_times = self._matching(buffer, chain.starts, chain.lengths)
        return (chain.starts[places] - HEADER - FRONT + begin, wall_times), begin + chain.end - FRONT

    def _matching(self, buffer: bytearray, starts: IntArray, lengths: IntArray) -> tuple[IntArray, FloatArray]:
        left = np.ones(len(starts), np.bool_)
        kept, times = [_NO_PLACES], [np.empty(0)]
        for batch in match_records(buffer, starts, lengths):
            left[batch.places] = False
            mine = self._wanted_templates(batch)[batch.numbers]
            kept.append(batch.places[mine])
            times.append(batch.wall_times[mine])
        for count, place in enumerate(np.flatnonzero(left).tolist(), 1):
            if count % _PAUSE == 0:
                time.sleep(0)
            start = int(starts[place])
            wall_time = self._found(bytes(buffer[start : start + int(lengths[place])]))
            if wall_time is not None:
                kept.append(np.array([place]))
                times.append(np.array([wall_time]))
        places = np.concatenate(kept)
        order = np.argsort(places, kind="stable")
        return places[order], np.concatenate(times)[order]

    def _wanted_templates(self, batch: Batch) -> np.ndarray:
        """(templates,) bool: which of those that occur hold one of the tags."""
        wanted = np.zeros(len(batch.templates), np.bool_)
        for number in np.flatnonzero(np.bincount(batch.numbers)).tolist():
            template = batch.templates[number]
            if template not in self._templates:
                self._templates[template] = any(slot.tag in self._tags for slot in template.slots)
            wanted[number] = self._templates[template]
        return wanted

    def _found(self, data: bytes) -> float | None:
        """The wall_time of an event that is wanted; None for others."""
        try:
            event = Event.FromString(data)
        except DecodeError:
            return None
        return float(event.wall_time) if self._wants(event) else None

    def _one_by_one(self, file: OpenFile, begin: int, end: int) -> Hits:
        try:
            offsets, lengths, _ = walk(file, begin, end)
        except WireError as error:
            raise EntryError(str(error)) from error
        kept, times = [], []
        for count, (offset, length) in enumerate(zip(offsets.tolist(), lengths.tolist(), strict=True), 1):
            if count % _PAUSE == 0:
                time.sleep(0)
            try:
                wall_time = self._found(glance(file, offset, length, LARGEST_FIELD).data)
            except EntryError:
                continue
            if wall_time is not None:
                kept.append(offset)
                times.append(wall_time)
        return np.array(kept, np.int64), np.array(times, np.float64)


def joined(found: list[Hits]) -> Hits:
    """Hits of stretches that follow each other."""
    offsets, wall_times = zip(NO_HITS, *found, strict=True)
    return np.concatenate(offsets), np.concatenate(wall_times)
