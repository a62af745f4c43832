"""Many small files in one buffer: what numpy costs for each call is paid once for all of them.

Only the plain case is read here: files that are read for the first time, whole records to the end, nothing damaged,
and points only where templates find them. Any other file is left to be read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.model.entries import Metadata
from tbtui.parsing.arrays import IntArray
from tbtui.parsing.batch import BACK, FRONT, match_records
from tbtui.parsing.buffers import INDEX_EVERY
from tbtui.parsing.crc32c import damaged_records
from tbtui.parsing.data_compat import is_scalar
from tbtui.parsing.files import FileStat, FileSystem
from tbtui.parsing.many_scalars import tabulate
from tbtui.parsing.portion import FIRST_WINDOW, GUARD, Checkpoint, Guard, Portion
from tbtui.parsing.header_scan import HEADER, find_headers
from tbtui.parsing.record_chain import Chain, follow
from tbtui.parsing.records import RecordReader
from tbtui.parsing.thread_buffer import thread_buffer

LARGEST_FILE: Final = 1 << 20
"""Larger files are read by themselves: their own cycles are faster."""
BUFFER: Final = 1 << 23
"""So many bytes of files are read together."""
# So many records of a file that no template matches are read one by one here; a file with more is read by itself.
_MOST_LEFT: Final = 64


@dataclass(slots=True)
class _Span:
    """One file in the buffer."""

    path: str
    status: FileStat
    begin: int
    end: int


def read_together(files: FileSystem, paths: Sequence[str]) -> list[Portion | None]:
    """Read these files for the first time; None for those that must be read by themselves."""
    portions: list[Portion | None] = [None] * len(paths)
    buffer = thread_buffer(FRONT + BUFFER + BACK)
    spans = _fill(files, paths, buffer)
    plain = [place for place, span in enumerate(spans) if span is not None]
    if plain:
        found = _read(buffer, [span for span in spans if span is not None])
        for place, portion in zip(plain, found, strict=True):
            portions[place] = portion
    return portions


def _fill(files: FileSystem, paths: Sequence[str], buffer: bytearray) -> list[_Span | None]:
    """Put the bytes of the files one behind the other; None for those that have no room or cannot be read."""
    spans: list[_Span | None] = []
    begin = FRONT
    for path in paths:
        try:
            with files.open(path) as file:
                status = file.stat()
                room = status.is_regular and 0 < status.size <= FRONT + BUFFER - begin
                got = file.read_into(buffer, begin, 0, status.size) if room else 0
        except OSError:
            # Reading it by itself tells what is wrong with it.
            got, room = 0, False
        if room and got == status.size:
            spans.append(_Span(path, status, begin, begin + got))
            begin += got
        else:
            spans.append(None)
    return spans


def _read(buffer: bytearray, spans: Sequence[_Span]) -> list[Portion | None]:
    guards = [_guard(buffer, span) for span in spans]
    headers = find_headers(buffer, spans[0].begin, spans[-1].end)
    chains = [follow(buffer, span.begin, span.end, headers) for span in spans]
    plain = _undamaged(buffer, spans, chains)
    if not plain:
        return [None] * len(spans)
    lengths = np.concatenate([chains[place].lengths for place in plain])
    starts = np.concatenate([chains[place].starts for place in plain])
    bounds = np.cumsum([0, *(len(chains[place].starts) for place in plain)])
    reading = _Reading(buffer, starts, lengths, bounds)
    found: list[Portion | None] = [None] * len(spans)
    for number, place in enumerate(plain):
        found[place] = reading.portion(number, spans[place], guards[place])
    return found


def _guard(buffer: bytearray, span: _Span) -> Guard:
    count = min(GUARD, span.end - span.begin)
    return Guard(bytes(buffer[span.begin : span.begin + count]), bytes(buffer[span.end - count : span.end]))


def _undamaged(buffer: bytearray, spans: Sequence[_Span], chains: Sequence[Chain]) -> list[int]:
    """The files that are whole records to their end, all matching their checksums."""
    whole = [place for place, chain in enumerate(chains) if chain.starts.size and chain.end == spans[place].end]
    damaged: set[int] = set()
    for run in _neighbours(whole):
        starts = np.concatenate([chains[place].starts for place in run])
        lengths = np.concatenate([chains[place].lengths for place in run])
        bad = damaged_records(buffer, starts, lengths)
        if bad.any():
            bounds = np.cumsum([len(chains[place].starts) for place in run])
            damaged |= {run[int(np.searchsorted(bounds, at, "right"))] for at in np.flatnonzero(bad)}
    return [place for place in whole if place not in damaged]


def _neighbours(places: Sequence[int]) -> list[list[int]]:
    """Places that follow each other, together."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


class _Reading:
    """The records of all files, matched at once and then told apart."""

    def __init__(self, buffer: bytearray, starts: IntArray, lengths: IntArray, bounds: IntArray) -> None:
        self.buffer, self.starts, self.lengths, self.bounds = buffer, starts, lengths, bounds
        self.count = len(bounds) - 1
        self.files = np.repeat(np.arange(self.count), np.diff(bounds))
        self.batches = match_records(buffer, starts, lengths)
        self.wall_times = np.full(len(starts), np.nan)
        self.steps = np.zeros(len(starts), np.int64)
        self.left = np.ones(len(starts), np.bool_)
        for batch in self.batches:
            self.wall_times[batch.places] = batch.wall_times
            self.steps[batch.places] = batch.steps
            self.left[batch.places] = False
        self.said = self._said()
        self.table = tabulate(buffer, self.batches, self.files, self.count)
        walls = np.where(np.isinf(self.wall_times), np.nan, self.wall_times)
        self.first_wall_times = np.fmin.reduceat(walls, bounds[:-1])
        self.last_wall_times = np.fmax.reduceat(walls, bounds[:-1])
        taken = np.where(self.left, -1, np.arange(len(starts)))
        self.last_taken = np.maximum.reduceat(taken, bounds[:-1])

    def _said(self) -> list[dict[str, Metadata] | None]:
        """For each file what its records say of their tags; None where the general path must decide.

        Files of one experiment use the same templates in the same order: what these say is worked out once.
        """
        firsts, keys = [], []
        for number, batch in enumerate(self.batches):
            size = len(batch.templates)
            pairs = self.files[batch.places] * size + batch.numbers
            first = np.full(self.count * size, -1, np.int64)
            first[pairs[::-1]] = batch.places[::-1]
            used = np.flatnonzero(first >= 0)
            firsts.append(first[used])
            keys.append(used % size * len(self.batches) + number)
        if not firsts:
            return [{} for _ in range(self.count)]
        order = np.argsort(np.concatenate(firsts), kind="stable")
        ordered, at = np.concatenate(keys)[order], np.concatenate(firsts)[order]
        bounds = np.searchsorted(at, self.bounds)
        known: dict[bytes, dict[str, Metadata] | None] = {}
        found: list[dict[str, Metadata] | None] = []
        for low, high in zip(bounds.tolist(), bounds[1:].tolist(), strict=False):
            signature = ordered[low:high].tobytes()
            if signature not in known:
                known[signature] = self._learn(ordered[low:high].tolist())
            found.append(known[signature])
        return found

    def _learn(self, keys: Sequence[int]) -> dict[str, Metadata] | None:
        """What templates say of their tags in this order; None where one may not be used."""
        said: dict[str, Metadata] = {}
        for key in keys:
            number, batch = divmod(key, len(self.batches))
            for slot in self.batches[batch].templates[number].slots:
                if slot.metadata is not None:
                    said.setdefault(slot.tag, slot.metadata)
                if not slot.by_form and not is_scalar(said.get(slot.tag)):
                    return None
        return said

    def portion(self, number: int, span: _Span, guard: Guard) -> Portion | None:
        """What was read of one file; None where it must be read by itself."""
        low, high = int(self.bounds[number]), int(self.bounds[number + 1])
        said = self.said[number]
        left = np.flatnonzero(self.left[low:high]).tolist()
        if said is None or len(left) > _MOST_LEFT:
            return None
        portion = Portion(span.path)
        records = RecordReader(portion, said)
        for place in left:
            start, length = int(self.starts[low + place]), int(self.lengths[low + place])
            records.add(place, start - HEADER - span.begin, bytes(self.buffer[start : start + length]), length)
        if records.scalars.has_rows or any(tag in said for tag in records.entries.tags()):
            return None
        records.end()
        portion.metadata |= said
        self._complete(portion, records, number, span, guard, len(left))
        return portion

    def _complete(
        self, portion: Portion, records: RecordReader, number: int, span: _Span, guard: Guard, left: int
    ) -> None:
        low, high = int(self.bounds[number]), int(self.bounds[number + 1])
        if self.table is not None and self.last_taken[number] >= 0:
            portion.scalars.append(self.table.block(number, int(self.steps[self.last_taken[number]])))
        portion.events = high - low
        records.count("summary", high - low - left)
        records.note_wall_time(float(self.first_wall_times[number]))
        records.note_wall_time(float(self.last_wall_times[number]))
        for place in range(0, high - low, INDEX_EVERY):
            at = int(self.starts[low + place]) - HEADER - span.begin
            portion.index.append((place, at, float(self.wall_times[low + place])))
        size = span.end - span.begin
        portion.checkpoint = Checkpoint(span.status.identity, guard, size, size, FIRST_WINDOW, True, None, None)
