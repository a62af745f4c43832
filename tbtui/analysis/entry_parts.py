"""Which entries a tag had before its files grew: what is known of them need not be read again."""

from __future__ import annotations

from collections.abc import Iterator

from tbtui.model.entries import Entries


def common_parts(entries: Entries, before: Entries) -> Iterator[tuple[slice, slice]]:
    """Where the entries stand that both have, here and before: a file only grows, but others may come before it."""
    bounds = _bounds(before)
    start = 0
    for part in entries.parts:
        known = bounds.get((part.path, part.identity))
        if known is not None:
            size = min(known.stop - known.start, len(part.steps))
            yield slice(start, start + size), slice(known.start, known.start + size)
        start += len(part.steps)


def _bounds(entries: Entries) -> dict[tuple[str, tuple[int, ...]], slice]:
    """For each file which of the entries lie in it."""
    found, start = {}, 0
    for part in entries.parts:
        found[part.path, part.identity] = slice(start, start + len(part.steps))
        start += len(part.steps)
    return found
