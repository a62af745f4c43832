"""Many small files in one buffer: what numpy costs for each call is paid once for all of them.

Only the plain case is read here: files that are read for the first time, whole records to the end, nothing damaged,
and points only where templates find them. Any other file is left to be read by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from google.protobuf.message import DecodeError

from tbtui.model.entries import Metadata
from tbtui.parsing.arrays import IntArray
from tbtui.parsing.batch import BACK, FRONT, match_records
from tbtui.parsing.batches import Batch
from tbtui.parsing.crc32c import damaged_records
from tbtui.parsing.data_compat import text
from tbtui.parsing.file_metadata import metadata_of_files
from tbtui.parsing.file_spans import BUFFER, Records, Span, fill, whole_records
from tbtui.parsing.files import FileSystem
from tbtui.parsing.framed import INDEX_EVERY
from tbtui.parsing.header_scan import HEADER, find_headers
from tbtui.parsing.many_scalars import tabulate
from tbtui.parsing.portion import FIRST_WINDOW, Checkpoint, Portion
from tbtui.parsing.protos import Event
from tbtui.parsing.records import RecordReader
from tbtui.parsing.thread_buffer import thread_buffer
from tbtui.parsing.versions import known_version

# So many records of a file that no template matches are read one by one here; a file with more is read by itself.
_MOST_LEFT: Final = 64


def read_together(files: FileSystem, paths: Sequence[str]) -> list[Portion | None]:
    """Read these files for the first time; None for those that must be read by themselves."""
    portions: list[Portion | None] = [None] * len(paths)
    buffer = thread_buffer(FRONT + BUFFER + BACK)
    spans = fill(files, paths, buffer)
    if not spans:
        return portions
    records = whole_records(spans, find_headers(buffer, spans[0].begin, spans[-1].end))
    records = records.without(damaged_records(buffer, records.starts, records.lengths))
    if records.spans:
        reading = _Reading(buffer, records)
        for number, span in enumerate(records.spans):
            portions[span.number] = reading.portion(number, span)
    return portions


class _Reading:
    """The records of all files, matched at once and then told apart."""

    def __init__(self, buffer: bytearray, records: Records) -> None:
        self.buffer, self.starts, self.lengths = buffer, records.starts, records.lengths
        self.bounds = records.bounds.tolist()
        count = len(records.spans)
        files = np.repeat(np.arange(count), np.diff(records.bounds))
        batches = match_records(buffer, records.starts, records.lengths)
        self.said = metadata_of_files(batches, files, records.bounds)
        self.table = tabulate(batches, files, count)
        self._note_times(batches, records.bounds[:-1])
        left = np.flatnonzero(self.taken < 0)
        self.left, self.left_bounds = left.tolist(), np.searchsorted(left, records.bounds).tolist()

    def _note_times(self, batches: Sequence[Batch], firsts: IntArray) -> None:
        """Of each file the least and greatest wall_time and the last step; ``firsts`` are the files' first records."""
        self.wall_times = np.full(len(self.starts), np.nan)
        self.taken = np.full(len(self.starts), -1, np.int64)
        steps = np.zeros(len(self.starts), np.int64)
        for batch in batches:
            self.wall_times[batch.places] = batch.wall_times
            steps[batch.places] = batch.steps
            self.taken[batch.places] = batch.places
        finite = np.where(np.isinf(self.wall_times), np.nan, self.wall_times)
        self.first_wall_times = np.fmin.reduceat(finite, firsts).tolist()
        self.last_wall_times = np.fmax.reduceat(finite, firsts).tolist()
        last = np.maximum.reduceat(self.taken, firsts)
        self.last_steps = [
            step if some else None for step, some in zip(steps[last].tolist(), (last >= 0).tolist(), strict=True)
        ]

    def portion(self, number: int, span: Span) -> Portion | None:
        """What was read of one file; None where it must be read by itself."""
        low, high = self.bounds[number], self.bounds[number + 1]
        left = self.left[self.left_bounds[number] : self.left_bounds[number + 1]]
        said = self.said[number]
        if said is None or len(left) > _MOST_LEFT:
            return None
        portion = Portion(span.path)
        if not self._read_left(portion, left, low, span.begin, said):
            return None
        portion.metadata = {**said, **portion.metadata} if portion.metadata else said
        self._complete(portion, number, span)
        portion.count("summary", high - low - len(left))
        return portion

    def _read_left(
        self, portion: Portion, left: Sequence[int], low: int, begin: int, said: dict[str, Metadata]
    ) -> bool:
        """Read one by one what no template matches; False where that tells that the file must be read by itself."""
        records = None
        for at in left:
            start, length = self.starts.item(at), self.lengths.item(at)
            data = bytes(self.buffer[start : start + length])
            version = known_version(data)
            if version is not None:
                portion.add_version(*version)
                continue
            if said.keys() & _tags(data):
                return False
            records = records or RecordReader(portion, said)
            records.add(at - low, start - HEADER - begin, data, length)
        if records is None:
            return True
        if records.scalars.has_rows:
            return False
        records.end()
        return True

    def _complete(self, portion: Portion, number: int, span: Span) -> None:
        """Add what was worked out for all files at once."""
        low, high = self.bounds[number], self.bounds[number + 1]
        last_step = self.last_steps[number]
        if self.table is not None and last_step is not None:
            portion.scalars.append(self.table.block(number, last_step))
        portion.events = high - low
        portion.note_wall_time(self.first_wall_times[number])
        portion.note_wall_time(self.last_wall_times[number])
        for at in range(low, high, INDEX_EVERY):
            portion.index.append((at - low, self.starts.item(at) - HEADER - span.begin, self.wall_times.item(at)))
        size, identity = span.end - span.begin, span.status.identity
        portion.checkpoint = Checkpoint(identity, span.guard, size, size, FIRST_WINDOW, True, None, None, None)


def _tags(data: bytes) -> set[str]:
    """The tags of a record."""
    try:
        return {text(value.tag or value.node_name) for value in Event.FromString(data).summary.value}
    except DecodeError:
        return set()
