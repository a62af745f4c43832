"""Decoded entries, read in the background when they are first wanted; what was wanted last is kept, up to a size."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from tbtui.model.entries import Entries, EntryError, Place
from tbtui.widgets.background import Background

_MOST_BYTES: Final = 96 << 20
# Reading goes on after what came so far was shown, so that a thousand entries appear little by little.
_SECONDS_AT_ONCE: Final = 0.2
_YIELD_EVERY: Final = 16

Wanted = tuple[Entries, int]
"""Entries and which of them."""


class EntryValues:
    """Values of entries by their place. Everything but the reading happens on the UI thread."""

    def __init__(
        self,
        background: Background,
        name: str,
        changed: Callable[[], None],
        convert: Callable[[Any, Entries], Any] = lambda value, _: value,
    ) -> None:
        """``changed`` is called when more was read; ``convert`` makes of a decoded entry what is to be kept of it."""
        self._background, self._name, self._changed, self._convert = background, name, changed, convert
        self._kept: OrderedDict[Place, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._asked: list[Place] = []
        """What is being read: asked for again meanwhile, it is not read twice."""

    def get(self, entries: Entries, index: int) -> Any:
        """The value, an EntryError where it cannot be read, or None where it is not at hand."""
        place = entries.place(index)
        found = self._kept.get(place)
        if found is None:
            return None
        self._kept.move_to_end(place)
        return found[0]

    def want(self, wanted: Sequence[Wanted]) -> bool:
        """Have these read; True where all are at hand already."""
        missing = [(entries, index) for entries, index in wanted if entries.place(index) not in self._kept]
        asked = [entries.place(index) for entries, index in missing]
        if missing and asked != self._asked:
            self._asked = asked
            self._background.run(self._name, lambda: self._read(missing), self._take)
        return not missing

    def _read(self, missing: Sequence[Wanted]) -> list[tuple[Place, Any, int]]:
        found = []
        until = time.monotonic() + _SECONDS_AT_ONCE
        for number, (entries, index) in enumerate(missing):
            place = entries.place(index)
            value = self._value(entries, index)
            found.append((place, value, max(place.length, getattr(value, "nbytes", 0))))
            if time.monotonic() > until:
                break
            if number % _YIELD_EVERY == _YIELD_EVERY - 1:
                time.sleep(0)
        return found

    def _value(self, entries: Entries, index: int) -> Any:
        try:
            return self._convert(entries[index], entries)
        except EntryError as error:
            return error

    def _take(self, found: Sequence[tuple[Place, Any, int]]) -> None:
        self._asked = []
        for place, value, size in found:
            if place not in self._kept:
                self._kept[place] = (value, size)
                self._bytes += size
        while self._bytes > _MOST_BYTES and len(self._kept) > len(found):
            self._bytes -= self._kept.popitem(last=False)[1][1]
        self._changed()
