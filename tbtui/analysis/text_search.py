"""Looks for a pattern in many texts, bit by bit, so that what was found so far can be shown."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from tbtui.analysis.entry_steps import ChosenEntry, entry_order
from tbtui.analysis.listing import drawn_runs, entry_tags, matcher
from tbtui.analysis.paced import paced
from tbtui.analysis.text_source import source_lines
from tbtui.model.entries import Entries, EntryError
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot

MOST_FOUND: Final = 5_000
"""Behind so many lines a search stops."""
_YIELD_EVERY: Final = 16
_BEFORE: Final = 10
_EXCERPT: Final = 200


class Hit(NamedTuple):
    """A line in which something was found."""

    entries: Entries
    place: int
    """Which of the entries that count, in the order of steps."""
    source: int
    """Which line of the text."""
    excerpt: str
    """The line, from a little before the first find on."""

    @property
    def step(self) -> int:
        """The step of the text."""
        return int(entry_order(self.entries).steps[self.place])

    def lies_in(self, one: ChosenEntry) -> bool:
        """Whether this is a line of that text."""
        return (self.entries.run, self.entries.tag, self.step) == (one.run, one.entries.tag, one.step)


class At(NamedTuple):
    """How far a search has come."""

    task: int
    offset: int


_BEGINNING: Final = At(0, 0)


class Portion(NamedTuple):
    """What a part of a search has come to."""

    hits: tuple[Hit, ...]
    searched: int
    """How many texts were looked through."""
    unread: int
    """How many of them could not be read."""
    at: At
    """Where it goes on."""


Tasks: TypeAlias = tuple[tuple[Entries, Sequence[int]], ...]
"""Entries, and which of them in the order of their steps."""


@dataclass
class TextSearch:
    """A search for one pattern through all entries of the drawn runs."""

    pattern: str
    tasks: Tasks = ()
    at: At = _BEGINNING
    hits: list[Hit] = field(default_factory=list)
    searched: int = 0
    unread: int = 0
    total: int = 0
    """How many texts there are to look through."""
    _known: dict[tuple[str, str], Entries] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether it stopped because enough was found."""
        return len(self.hits) >= MOST_FOUND

    @property
    def done(self) -> bool:
        """Whether there is nothing left to look through, or enough was found."""
        return self.at.task >= len(self.tasks) or self.full

    def extend(self, found: Iterable[Entries]) -> None:
        """Look through these as well, as far as that was not done yet."""
        fresh = []
        for entries in found:
            before = self._known.get((entries.run, entries.tag))
            if before is not entries:
                self._known[entries.run, entries.tag] = entries
                fresh.append((entries, _fresh_places(before, entries)))
        self.tasks = (*self.tasks, *fresh)
        self.total += sum(len(places) for _, places in fresh)

    def take(self, portion: Portion) -> None:
        """Take in what was found since."""
        self.at = portion.at
        self.hits += portion.hits
        self.searched += portion.searched
        self.unread += portion.unread


def searched_entries(snapshot: Snapshot, selection: Selection, plugin: str) -> list[Entries]:
    """The entries of all drawn runs, tag by tag."""
    tables = [run.entries.get(plugin, {}) for run in drawn_runs(snapshot, selection)]
    found = [table.get(tag) for tag in entry_tags(snapshot, plugin) for table in tables]
    return [entries for entries in found if entries is not None]


def _fresh_places(before: Entries | None, entries: Entries) -> Sequence[int]:
    """The places that ``before`` did not have; all of them where entries came in between."""
    order = entry_order(entries)
    if before is None or not _grew(before, entries):
        return range(len(order.indexes))
    places: list[int] = np.flatnonzero(order.indexes >= len(before)).tolist()
    return places


def _grew(before: Entries, entries: Entries) -> bool:
    """Whether entries were added at the end only."""
    old, new = before.parts, entries.parts[: len(before.parts)]
    inner = [(part.path, len(part.steps)) for part in new[:-1]] == [(part.path, len(part.steps)) for part in old[:-1]]
    return inner and len(old) == len(new) and (not old or old[-1].path == new[-1].path)


def search_portion(tasks: Tasks, at: At, pattern: str, seconds: float) -> Portion:
    """Go on with a search for so long; through one text at least."""
    until = time.monotonic() + seconds
    hits: list[Hit] = []
    searched = unread = 0
    while at.task < len(tasks) and (not searched or time.monotonic() < until) and len(hits) < MOST_FOUND:
        entries, places = tasks[at.task]
        if at.offset >= len(places):
            at = At(at.task + 1, 0)
            continue
        try:
            hits += _hits(entries, places[at.offset], pattern)
        except EntryError:
            unread += 1
        searched += 1
        at = At(at.task, at.offset + 1)
        if searched % _YIELD_EVERY == 0:
            time.sleep(0)
    if at.task < len(tasks) and at.offset >= len(tasks[at.task][1]):
        at = At(at.task + 1, 0)
    return Portion(tuple(hits), searched, unread, at)


def _hits(entries: Entries, place: int, pattern: str) -> list[Hit]:
    find = matcher(pattern).search
    text = entries[int(entry_order(entries).indexes[place])]
    found: list[Hit] = []
    for source, line in enumerate(paced(source_lines(text), every=512)):
        match = find(line)
        if match and match.end() > match.start():
            begin = match.start() - _BEFORE if match.start() > 2 * _BEFORE else 0
            excerpt = ("…" if begin else "") + line[begin : begin + _EXCERPT].lstrip()
            found.append(Hit(entries, place, source, excerpt))
            if len(found) >= MOST_FOUND:
                break
    return found
