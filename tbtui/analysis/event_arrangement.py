"""How the rows of the event browser are listed, and what of them is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tbtui.analysis.event_filter import EventFilter
from tbtui.analysis.event_order import Blocks, FileOrder, Order
from tbtui.analysis.event_row import EventRow
from tbtui.analysis.event_search import Source
from tbtui.model.snapshot import EMPTY_SNAPSHOT, Snapshot


@dataclass(frozen=True)
class EventsView:
    """How the rows are listed."""

    by_time: bool = True
    """All files merged by wall time; else file after file."""
    newest_first: bool = True
    tags: str = ""
    """Regular expression; only events with such a tag are listed."""
    kinds: frozenset[str] = frozenset()
    """Only events of these kinds are listed; none of them for all."""

    @property
    def filter(self) -> EventFilter:
        """What is listed."""
        return EventFilter(self.tags, self.kinds)


@dataclass(frozen=True, eq=False)
class Arrangement:
    """The rows of a snapshot in an order, and how far the search for them has come."""

    snapshot: Snapshot
    view: EventsView
    order: Order
    sources: Sequence[Source]
    left: int = 0
    """Bytes that are still to be searched."""
    total: int = 0
    """Bytes that had to be searched; 0 where all was known at once."""
    failed: int = 0
    """How many files could not be searched to their end."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self.order.count

    @property
    def rows(self) -> int:
        """How many rows there are without a filter."""
        return sum(source.rows.count for source in self.sources)

    @property
    def newest(self) -> int:
        """The number on the screen of the row at the new end."""
        return 0 if self.view.newest_first else max(0, self.count - 1)

    @property
    def searched(self) -> str:
        """How much of what must be searched was searched, as a percentage."""
        return f"{100 * (self.total - self.left) // max(1, self.total)}%"

    def number(self, rank: int) -> int:
        """The number of a row on the screen from its number in the order, and the other way round."""
        return self.count - 1 - rank if self.view.newest_first else rank


class Found(NamedTuple):
    """A place that was asked for."""

    number: int | None
    """The row's number on the screen; None where its file is not listed."""
    step: int | None
    """The step that was found, where a step was asked for."""
    rows: dict[int, EventRow]
    """The rows about it."""


class Seen(NamedTuple):
    """Which rows are seen of an arrangement, so that they can be seen of the next one too."""

    cursor: int
    top: int
    room: int
    """How many rows are seen at once."""
    cursor_row: EventRow | None
    top_row: EventRow | None
    follows: bool
    """The newest row is to be seen, whichever that is by then."""


class Arranged(NamedTuple):
    """An arrangement, where the rows that were seen stand in it, and the rows about them."""

    arrangement: Arrangement
    cursor: int | None
    """None where the row is no longer listed, or was not known."""
    top: int | None
    rows: dict[int, EventRow]


NOTHING_ARRANGED: Final = Arrangement(EMPTY_SNAPSHOT, EventsView(), FileOrder((), Blocks(EMPTY_SNAPSHOT.open)), ())
