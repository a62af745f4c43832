"""Entries are read once, in the background, however often they are asked for meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tbtui.model.entries import Entries, EntryPart, Metadata, Place
from tbtui.widgets.entry_values import EntryValues


class Later:
    """A background that works when it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def run(self, name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.waiting.append((work, then))

    def work(self) -> None:
        for work, then in self.waiting:
            then(work())
        self.waiting = []


def some_entries(read: list[int]) -> Entries:
    """Three entries, whose reading is noted."""

    def decode(place: Place) -> int:
        read.append(place.offset)
        return place.offset

    column = np.arange(3)
    part = EntryPart(0, "path", (1, 2), column, column.astype(float), column * 10, column, column)
    return Entries("run", "plugin", "tag", Metadata("plugin"), (part,), decode)


def test_what_is_being_read_is_not_read_again() -> None:
    read: list[int] = []
    entries, background = some_entries(read), Later()
    values = EntryValues(background, "entries", lambda: None)  # type: ignore[arg-type]
    assert not values.want([(entries, 1)])
    assert not values.want([(entries, 1)])
    background.work()
    assert values.want([(entries, 1)])
    assert (read, values.get(entries, 1)) == ([10], 10)


def test_what_is_asked_for_next_is_read_too() -> None:
    read: list[int] = []
    entries, background = some_entries(read), Later()
    values = EntryValues(background, "entries", lambda: None)  # type: ignore[arg-type]
    values.want([(entries, 0)])
    values.want([(entries, 0), (entries, 2)])
    background.work()
    assert values.get(entries, 2) == 20
