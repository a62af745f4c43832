"""Framed records of one buffer -> points and entries: in batches what is regular, one by one what is left."""

from __future__ import annotations

from typing import Final

import numpy as np

from tbtui.model.run import HISTOGRAMS
from tbtui.parsing.arrays import BoolArray
from tbtui.parsing.batch import match_records
from tbtui.parsing.batch_points import add_batch, is_doubtful, learn_from_batch
from tbtui.parsing.batches import Batch
from tbtui.parsing.data_compat import text
from tbtui.parsing.entry_batch import SHORTEST as SHORTEST_ENTRY
from tbtui.parsing.entry_batch import match_entries
from tbtui.parsing.frames import Frames
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.portion import EntryBlock
from tbtui.parsing.prefixes import read_prefixes
from tbtui.parsing.records import RecordReader
from tbtui.parsing.wire import LARGEST_FIELD

INDEX_EVERY: Final = 1 << 10
"""Every so many records one is noted in the file's index."""

# Fewer records than this are read one by one before a batch of them is made.
_LEAST_RECORDS: Final = 8
_WALL_TIME_KEY: Final = 0x09
_PREFIX: Final = 9


class FramedRecords:
    """The records of one buffer, on their way into the portion of their file."""

    def __init__(self, buffer: bytearray, frames: Frames, first: int, base: int) -> None:
        """``first``: the number of the first one in the file; ``base``: added to a place in the buffer, the file's."""
        self.buffer, self.starts, self.lengths, self.first = buffer, frames.starts, frames.lengths, first
        self.base = base
        self.left = np.ones(len(frames.starts), np.bool_)

    def read(self, records: RecordReader) -> list[Batch]:
        """Add everything to the points and entries; the batches that were taken."""
        taken: list[Batch] = []
        if len(self.starts) >= _LEAST_RECORDS:
            batches = match_records(self.buffer, self.starts, self.lengths)
            for batch in batches:
                learn_from_batch(records, batch, self.first)
                self.left[batch.places] = False
            self._take_entries(records)
            if any(map(is_doubtful, batches)):
                self._learn_from_the_rest(records)
            self.left |= self._in(batches)
            taken = [add_batch(records, batch, self.first) for batch in batches]
            self.left &= ~self._in(taken)
        self._read_one_by_one(records)
        self._index(records)
        return taken

    def _in(self, batches: list[Batch]) -> BoolArray:
        found = np.zeros(len(self.left), np.bool_)
        for batch in batches:
            found[batch.places] = True
        return found

    def _learn_from_the_rest(self, records: RecordReader) -> None:
        """A tag may be another thing than its scalars say, by a record before them that is none."""
        for place in np.flatnonzero(self.left).tolist():
            start, length = int(self.starts[place]), int(self.lengths[place])
            records.learn_from(self.first + place, bytes(self.buffer[start : start + length]))

    def _take_entries(self, records: RecordReader) -> None:
        """Take what is plainly one histogram or tensor."""
        places = np.flatnonzero(self.left & (self.lengths >= SHORTEST_ENTRY) & (self.lengths <= LARGEST_FIELD))
        if len(places) < _LEAST_RECORDS:
            return
        starts, lengths = self.starts[places], self.lengths[places]
        prefixes = read_prefixes(self.buffer, starts, lengths)
        plain = np.flatnonzero(prefixes.good)
        ends = starts[plain] + lengths[plain]
        before = int(self.left.sum())
        for group in match_entries(self.buffer, ends - prefixes.suffixes[plain], ends):
            mine = plain[group.members]
            self.left[places[mine]] = False
            block = EntryBlock(
                text(group.tag),
                HISTOGRAMS if group.is_histo else None,
                prefixes.steps[mine],
                prefixes.wall_times[mine],
                starts[mine] + (self.base - HEADER),
                lengths[mine],
                np.zeros(len(mine), np.int64),
            )
            records.add_entries(group, self.first + int(places[mine[0]]), block)
        records.portion.count("summary", before - int(self.left.sum()))
        records.portion.note_wall_times(prefixes.wall_times[~self.left[places]])

    def _read_one_by_one(self, records: RecordReader) -> None:
        places = np.flatnonzero(self.left)
        if places.size:
            view = memoryview(self.buffer)
            starts, lengths = self.starts[places].tolist(), self.lengths[places].tolist()
            records.add_all(
                (self.first + place, self.base + start - HEADER, bytes(view[start : start + length]))
                for place, start, length in zip(places.tolist(), starts, lengths, strict=True)
            )

    def _index(self, records: RecordReader) -> None:
        """Note the place of every thousandth record, and its wall_time where that comes first, as all writers do."""
        for count in range(-self.first % INDEX_EVERY, len(self.starts), INDEX_EVERY):
            start = int(self.starts[count])
            wall_time = float("nan")
            if self.lengths[count] >= _PREFIX and self.buffer[start] == _WALL_TIME_KEY:
                wall_time = float(np.frombuffer(self.buffer, "<f8", 1, start + 1)[0])
            records.portion.index.append((self.first + count, self.base + start - HEADER, wall_time))
