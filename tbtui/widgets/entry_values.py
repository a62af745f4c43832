"""Decoded entries, read in the background when they are first wanted; what was wanted last is kept, up to a size."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

from tbtui.model.entries import Entries, EntryError, Place
from tbtui.widgets.background import Background

_MOST_BYTES: Final = 96 << 20
# Reading goes on after what came so far was shown, so that a thousand entries appear little by little.
_SECONDS_AT_ONCE: Final = 0.2
_YIELD_EVERY: Final = 16

Wanted = tuple[Entries, int] | tuple[Entries, int, Hashable]
"""Entries and which of them, and what of it where it has parts: one picture of a batch, say."""
_Key = tuple[Place, Hashable]


class EntryValues:
    """Values of entries by their place. Everything but the reading happens on the UI thread."""

    def __init__(
        self,
        background: Background,
        name: str,
        changed: Callable[[], None],
        convert: Callable[[Any, Entries], Any] = lambda value, _: value,
        convert_part: Callable[[Any, Place, Any], Any] = lambda value, _place, _part: value,
    ) -> None:
        """``changed`` is called when more was read.

        ``convert`` makes of a decoded entry what is to be kept of it, ``convert_part`` what is kept of a part of it.
        """
        self._background, self._name, self._changed = background, name, changed
        self._convert, self._convert_part = convert, convert_part
        self._kept: OrderedDict[_Key, tuple[Any, int]] = OrderedDict()
        self._wanted: frozenset[_Key] = frozenset()
        self._bytes = 0

    def get(self, entries: Entries, index: int, part: Hashable = None) -> Any:
        """The value, an EntryError where it cannot be read, or None where it is not at hand."""
        key = (entries.place(index), part)
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def want(self, wanted: Sequence[Wanted]) -> bool:
        """Have these read; True where all are at hand already."""
        keys = [_key(one) for one in wanted]
        self._wanted = frozenset(keys)
        missing = [one for one, key in zip(wanted, keys, strict=True) if key not in self._kept]
        if missing:
            self._background.run(self._name, lambda: self._read(missing), self._take)
        return not missing

    def _read(self, missing: Sequence[Wanted]) -> list[tuple[_Key, Any, int]]:
        found = []
        until = time.monotonic() + _SECONDS_AT_ONCE
        last: tuple[Place, Any] | None = None
        for number, one in enumerate(missing):
            key = _key(one)
            # Parts of one entry come one after the other: it is decoded once.
            if last is None or last[0] != key[0]:
                last = (key[0], self._decoded(one[0], one[1]))
            value = self._converted(last[1], one[0], key)
            found.append((key, value, getattr(value, "nbytes", key[0].length)))
            if time.monotonic() > until:
                break
            if number % _YIELD_EVERY == _YIELD_EVERY - 1:
                time.sleep(0)
        return found

    def _decoded(self, entries: Entries, index: int) -> Any:
        try:
            return entries[index]
        except EntryError as error:
            return error

    def _converted(self, value: Any, entries: Entries, key: _Key) -> Any:
        place, part = key
        if isinstance(value, EntryError):
            return value
        try:
            return self._convert(value, entries) if part is None else self._convert_part(value, place, part)
        except EntryError as error:
            return error

    def _take(self, found: Sequence[tuple[_Key, Any, int]]) -> None:
        for key, value, size in found:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._bytes += size
        self._forget()
        self._changed()

    def _forget(self) -> None:
        """Let go of what was wanted longest ago; never of what is wanted now, or it would be read for ever."""
        for key in list(self._kept):
            if self._bytes <= _MOST_BYTES:
                break
            if key not in self._wanted:
                self._bytes -= self._kept.pop(key)[1]


def _key(wanted: Wanted) -> _Key:
    return wanted[0].place(wanted[1]), wanted[2] if len(wanted) > 2 else None
