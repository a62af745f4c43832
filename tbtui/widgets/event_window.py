"""The decoded rows about those that are seen; read in the background as one comes near them, and let go behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tbtui.analysis.event_arrangement import NOTHING_ARRANGED, Arrangement
from tbtui.analysis.event_browser import EventBrowser
from tbtui.analysis.event_row import EventRow
from tbtui.widgets.background import Background

_MOST_ROWS: Final = 4096
# So many pages before and behind the one that is seen are read with it, and asked for when fewer are at hand.
_PAGES_READ: Final = 4
_PAGES_AT_HAND: Final = 1


class EventWindow:
    """Rows of an arrangement by their numbers. Everything but the reading happens on the UI thread."""

    def __init__(self, background: Background, browser: EventBrowser, changed: Callable[[], None]) -> None:
        """``changed`` is called when more rows were read."""
        self._background, self._browser, self._changed = background, browser, changed
        self.arrangement: Arrangement = NOTHING_ARRANGED
        self._rows: dict[int, EventRow] = {}
        self._first = self._count = 0

    def show(self, arrangement: Arrangement, rows: dict[int, EventRow]) -> None:
        """Show another arrangement, of which these rows were read."""
        if arrangement.order is self.arrangement.order:
            self._rows |= rows
        else:
            self._rows = rows
        self.arrangement = arrangement

    def get(self, number: int) -> EventRow | None:
        """A row; None where it is not at hand yet."""
        return self._rows.get(number)

    def put(self, number: int, row: EventRow) -> None:
        """Take what became known of a row that is at hand."""
        known = self._rows.get(number)
        if known is not None and (known.file, known.offset) == (row.file, row.offset):
            self._rows[number] = row

    def add(self, arrangement: Arrangement, rows: dict[int, EventRow]) -> None:
        """Take rows of an arrangement, if it is still the one that is shown."""
        if arrangement.order is self.arrangement.order:
            self._rows |= rows

    def seen(self, first: int, count: int) -> None:
        """Told which rows are seen: have them read, and some pages about them, where they are not at hand."""
        near = range(
            max(0, first - _PAGES_AT_HAND * count),
            min(self.arrangement.count, first + (1 + _PAGES_AT_HAND) * count),
        )
        self._first, self._count = first, count
        if any(number not in self._rows for number in near):
            self._background.run("event rows", self._read, self._take)

    def _read(self) -> tuple[Arrangement, dict[int, EventRow]]:
        """Read what is missing about the rows that are seen by now."""
        arrangement, first, count = self.arrangement, self._first, self._count
        wanted = range(max(0, first - _PAGES_READ * count), min(arrangement.count, first + (1 + _PAGES_READ) * count))
        missing = [number for number in wanted if number not in self._rows]
        if not missing:
            return arrangement, {}
        return arrangement, self._browser.read(arrangement, missing[0], missing[-1] + 1 - missing[0])

    def _take(self, found: tuple[Arrangement, dict[int, EventRow]]) -> None:
        arrangement, rows = found
        if arrangement.order is not self.arrangement.order or not rows:
            return
        if len(self._rows) + len(rows) > _MOST_ROWS:
            kept = range(self._first - _PAGES_READ * self._count, self._first + (1 + _PAGES_READ) * self._count)
            self._rows = {number: row for number, row in self._rows.items() if number in kept}
        self._rows |= rows
        self._changed()
