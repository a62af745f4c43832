"""The search for the events that a filter lists: at once where that is known, else bit by bit from the newest on."""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.event_filter import EventFilter, Known, what_is_known
from tbtui.analysis.event_found import FoundOrder
from tbtui.model.entries import EntryError
from tbtui.model.run import Run
from tbtui.parsing.event_blocks import OpenFunction, open_same, stretches
from tbtui.parsing.event_rows import FileKey, FileRows
from tbtui.parsing.event_scan import Hits, Scan, joined
from tbtui.parsing.files import OpenFile

# So many bytes are searched before the clock is looked at.
_PIECE: Final = 1 << 22
# Where records are larger than this on average, they are gone through one by one.
_LARGE: Final = 1 << 13


class Source(NamedTuple):
    """One file to be searched."""

    run: Run
    place: int
    """Which of the run's files it is."""
    rows: FileRows


@dataclass(eq=False)
class _FileSearch:
    """How far the search of one file has come: from where it began back to the front, and on as the file grows."""

    source: Source
    known: Known
    low: int
    """From this offset on, up to ``high``, everything was searched."""
    high: int
    hits: list[Hits] = field(default_factory=list)
    found: int = 0
    error: str = ""

    @property
    def left(self) -> int:
        """Bytes that are still to be searched."""
        if self.error or not self.known.expected:
            return 0
        return self.low + max(0, self.source.rows.file.read - self.high)

    def waits(self, back: bool) -> bool:
        """Whether there is something to be searched: what is new, or with ``back`` also what is old."""
        return self.left > (0 if back else self.low)

    def search(self, file: OpenFile) -> None:
        """Search a piece of the file: what was written since, or else the next piece before what was searched."""
        rows = self.source.rows
        if self.high < rows.file.read:
            self.hits.append(self._scanned(file, self.high, rows.file.read))
            self.high = rows.file.read
            return
        place = int(np.searchsorted(rows.bounds, self.low, "left")) - 1
        begin = int(rows.bounds[min(place, int(np.searchsorted(rows.bounds, self.low - _PIECE, "left")))])
        self.hits.insert(0, self._scanned(file, begin, self.low))
        # Every point that there is stands in a record: where all are found there is none before.
        self.low = 0 if self.found >= self.known.expected else begin

    def _scanned(self, file: OpenFile, begin: int, end: int) -> Hits:
        rows = self.source.rows
        scan = Scan(self.known.tags, self.known.wants)
        large = rows.file.read > _LARGE * rows.file.events
        inside = tuple(notice for notice in rows.notices if begin <= notice.offset < end)
        hits = joined([scan.stretch(file, low, high, large=large) for low, high in stretches(begin, end, inside)])
        self.found += len(hits[0])
        return hits

    def together(self) -> Hits:
        """What was known and what was found, by offset, each once."""
        searched, known = joined(self.hits), self.known.hits
        self.hits = [searched]
        if not len(known[0]):
            return searched
        offsets, firsts = np.unique(np.concatenate((searched[0], known[0])), return_index=True)
        return offsets, np.concatenate((searched[1], known[1]))[firsts]

    @property
    def next_time(self) -> float:
        """When what is searched next was written, as the index knows it."""
        rows = self.source.rows
        if self.high < rows.file.read:
            return float("inf")
        found = rows.wall_times[rows.block_of_offset(self.low - 1)]
        return float(found) if found == found else float("-inf")


class EventSearch:
    """The search with one filter. To be used in the background only, by one thread."""

    def __init__(self, open_file: OpenFunction, wanted: EventFilter) -> None:
        self._open, self.wanted = open_file, wanted
        self._files: dict[FileKey, _FileSearch] = {}

    def refresh(self, sources: Sequence[Source]) -> None:
        """Take note of what the files are now; what was found in those that only grew is kept."""
        known, self._files = self._files, {}
        for source in sources:
            one = known.get(source.rows.key)
            end = source.rows.file.read
            if one is None or one.error:
                one = _FileSearch(source, what_is_known(*source, self.wanted), end, end)
            elif one.source.run is not source.run:
                one.known = what_is_known(*source, self.wanted)
            one.source = source
            self._files[source.rows.key] = one

    @property
    def left(self) -> int:
        """Bytes that are still to be searched."""
        return sum(one.left for one in self._files.values())

    @property
    def total(self) -> int:
        """Bytes of the files that must be searched, as nothing else tells where their events are."""
        return sum(one.source.rows.file.read for one in self._files.values() if one.known.expected)

    @property
    def failed(self) -> int:
        """How many files could not be searched to their end."""
        return sum(bool(one.error) for one in self._files.values())

    def go_on(self, seconds: float, *, back: bool = True) -> None:
        """Search for about so long, at least one piece, the newest first; without ``back`` only what is new."""
        until = time.monotonic() + seconds
        waiting = [(-one.next_time, place, one) for place, one in enumerate(self._files.values()) if one.waits(back)]
        heapq.heapify(waiting)
        while waiting:
            _, place, newest = heapq.heappop(waiting)
            self._search(newest)
            if newest.waits(back):
                heapq.heappush(waiting, (-newest.next_time, place, newest))
            if time.monotonic() >= until:
                return

    def _search(self, one: _FileSearch) -> None:
        try:
            with open_same(self._open, one.source.rows) as file:
                one.search(file)
        except (EntryError, OSError) as error:
            one.error = str(error)

    def found(self, *, by_time: bool) -> FoundOrder:
        """What was found so far, in an order."""
        files = self._files.values()
        return FoundOrder([one.source.rows for one in files], [one.together() for one in files], by_time=by_time)
