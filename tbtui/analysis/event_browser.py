"""The event browser behind its screen: orders the rows of many files, reads those that are looked at, finds places."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from tbtui.analysis.event_arrangement import NOTHING_ARRANGED, Arranged, Arrangement, EventsView, Found, Seen
from tbtui.analysis.event_content import EventContent, event_content
from tbtui.analysis.event_merge import TimeOrder
from tbtui.analysis.event_order import Anchor, Blocks, FileOrder, Located
from tbtui.analysis.event_row import EventRow, lost_row, notice_row, record_row
from tbtui.analysis.event_search import EventSearch, Source
from tbtui.analysis.event_steps import nearest_step
from tbtui.analysis.listing import drawn_runs
from tbtui.model.entries import EntryError, Metadata
from tbtui.model.selection import Selection
from tbtui.model.snapshot import EMPTY_SNAPSHOT, Snapshot
from tbtui.parsing.event_blocks import open_same
from tbtui.parsing.event_records import Checked, record_length
from tbtui.parsing.event_rows import FileKey, FileRows, file_rows
from tbtui.parsing.files import OpenFile

_SEARCH_SECONDS: Final = 0.05
# What was found is put into order anew when it took no more than this share of the time spent searching.
_ORDER_SHARE: Final = 0.2
_PAUSE: Final = 32
_MOST_CHECKED: Final = 1 << 12
_PAGE: Final = 100


class EventBrowser:
    """Does all the reading; to be used in the background only, by one thread."""

    def __init__(self) -> None:
        self._blocks = Blocks(EMPTY_SNAPSHOT.open)
        self._files: dict[tuple[str, str], FileRows] = {}
        self._search: EventSearch | None = None
        self._order_cost = self._searched = 0.0
        self._checked: dict[tuple[FileKey, int], Checked] = {}
        """What became of large records' checksums when they were opened."""

    def arrange(
        self, snapshot: Snapshot, selection: Selection, view: EventsView, *, stopped: bool = False
    ) -> Arrangement:
        """The rows of the drawn runs as they are now; what a filter must search for is searched for a moment.

        Where the search was ``stopped``, only what is new is searched.
        """
        self._blocks.open = snapshot.open
        sources = self._sources(snapshot, selection)
        if not view.filter.active:
            self._search = None
            kind = TimeOrder if view.by_time else FileOrder
            return Arrangement(snapshot, view, kind([source.rows for source in sources], self._blocks), sources)
        if self._search is None or self._search.wanted != view.filter:
            self._search = EventSearch(snapshot.open, view.filter)
        self._search.refresh(sources)
        self._search.go_on(_SEARCH_SECONDS, back=not stopped)
        return self._found(Arrangement(snapshot, view, NOTHING_ARRANGED.order, sources))

    def _sources(self, snapshot: Snapshot, selection: Selection) -> list[Source]:
        """Every file of the drawn runs; of each run the files in the order of their names, which grows with time."""
        known, self._files = self._files, {}
        found = []
        for count, run in enumerate(sorted(drawn_runs(snapshot, selection), key=lambda run: run.name), 1):
            if count % _PAUSE == 0:
                time.sleep(0)
            for place, file in enumerate(run.files):
                key = (run.name, file.path)
                rows = known.get(key)
                if rows is None or rows.file is not file:
                    rows = file_rows(run.name, file)
                self._files[key] = rows
                found.append(Source(run, place, rows))
        return found

    def search_on(self, arrangement: Arrangement) -> Arrangement:
        """Search on for a moment; the order is made anew now and then, as it costs more the more was found."""
        if self._search is None or not self._search.left:
            return replace(arrangement, left=0)
        begun = time.monotonic()
        self._search.go_on(_SEARCH_SECONDS)
        self._searched += time.monotonic() - begun
        if self._search.left and self._order_cost > _ORDER_SHARE * self._searched:
            return replace(arrangement, left=self._search.left)
        return self._found(arrangement)

    def _found(self, arrangement: Arrangement) -> Arrangement:
        assert self._search is not None
        begun = time.monotonic()
        order = self._search.found(by_time=arrangement.view.by_time)
        self._order_cost, self._searched = time.monotonic() - begun, 0.0
        search = self._search
        return replace(arrangement, order=order, left=search.left, total=search.total, failed=search.failed)

    def read(self, arrangement: Arrangement, first: int, count: int) -> dict[int, EventRow]:
        """Number on the screen -> row, decoded, for ``count`` rows from number ``first`` on."""
        first, last = max(0, first), min(first + count, arrangement.count)
        if first >= last:
            return {}
        rank = arrangement.number(last - 1) if arrangement.view.newest_first else first
        found = self.decoded(arrangement.snapshot, arrangement.order.located(rank, last - first))
        return {arrangement.number(rank + place): row for place, row in enumerate(found)}

    def decoded(self, snapshot: Snapshot, located: Sequence[Located]) -> list[EventRow]:
        """The rows at these places; each file is opened once."""
        found: dict[int, EventRow] = {}
        for rows, places in _by_file(located).items():
            run = snapshot.runs.get(rows.run)
            metadata = run.metadata if run else {}
            try:
                with open_same(snapshot.open, rows) as file:
                    for count, place in enumerate(places, 1):
                        if count % _PAUSE == 0:
                            time.sleep(0)
                        one = located[place]
                        found[place] = _without_reading(one) or self._read_row(one, file, metadata)
            except (EntryError, OSError) as error:
                for place in places:
                    one = located[place]
                    found[place] = _without_reading(one) or lost_row(rows, one.offset, one.length, str(error))
        return [found[place] for place in range(len(located))]

    def _read_row(self, one: Located, file: OpenFile, metadata: Mapping[str, Metadata]) -> EventRow:
        length = record_length(file, one.offset) if one.length < 0 else one.length
        row = record_row(one.rows, file, one.offset, length, metadata)
        opened = self._checked.get((row.file, row.offset)) if row.checked is Checked.UNCHECKED else None
        return row._replace(checked=opened) if opened else row

    def content(self, arrangement: Arrangement, row: EventRow) -> EventContent | None:
        """A row whole; None where its file is no longer listed."""
        source = _source_of(arrangement, row)
        if source is None:
            return None
        content = event_content(arrangement.snapshot.open, source.rows, row)
        if content.checked is not None and len(self._checked) < _MOST_CHECKED:
            self._checked[row.file, row.offset] = content.checked
        return content

    def arranged(self, arrangement: Arrangement, seen: Seen) -> Arranged:
        """The arrangement as one sees it who saw the one before."""
        if seen.follows:
            first = max(0, arrangement.newest - seen.room)
            return Arranged(arrangement, None, None, self.read(arrangement, first, 2 * seen.room))
        cursor, top = (self._number_of(arrangement, row) for row in (seen.cursor_row, seen.top_row))
        first = seen.top if top is None else top
        return Arranged(arrangement, cursor, top, self.read(arrangement, first - seen.room, 3 * seen.room))

    def _number_of(self, arrangement: Arrangement, row: EventRow | None) -> int | None:
        rank = arrangement.order.number_of(Anchor(row.file, -1, row.offset)) if row and row.offset >= 0 else None
        return None if rank is None else arrangement.number(rank)

    def place_of_step(self, arrangement: Arrangement, row: EventRow, step: int) -> Found | None:
        """The row nearest to a step in the file of another row; None where the file tells of no step."""
        source = _source_of(arrangement, row)
        found = nearest_step(source.run, source.place, source.rows, self._blocks, step) if source else None
        return self.place_of_offset(arrangement, row, found.offset)._replace(step=found.step) if found else None

    def place_of_offset(self, arrangement: Arrangement, row: EventRow, offset: int) -> Found:
        """The row that begins at an offset in the file of another row, or the next one behind it."""
        rank = arrangement.order.number_of(Anchor(row.file, -1, offset))
        number = None if rank is None else arrangement.number(rank)
        return Found(number, None, self.read(arrangement, number - _PAGE // 2, _PAGE) if number is not None else {})


def _by_file(located: Sequence[Located]) -> Mapping[FileRows, list[int]]:
    found: dict[FileRows, list[int]] = {}
    for place, one in enumerate(located):
        found.setdefault(one.rows, []).append(place)
    return found


def _source_of(arrangement: Arrangement, row: EventRow) -> Source | None:
    return next((one for one in arrangement.sources if one.rows.key == row.file), None)


def _without_reading(one: Located) -> EventRow | None:
    if one.error:
        return lost_row(one.rows, one.offset, one.length, one.error)
    return notice_row(one.rows, one.notice) if one.notice else None
