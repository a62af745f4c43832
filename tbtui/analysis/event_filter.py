"""Which events are listed, and what is known of that without reading: the places of entries, the number of scalars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tbtui.analysis.event_kinds import EVENT_KINDS, UNDECODABLE, is_number, value_tag
from tbtui.analysis.listing import matcher
from tbtui.model.entries import Metadata
from tbtui.model.problem import ProblemKind
from tbtui.model.run import Run
from tbtui.parsing.event_rows import FileRows
from tbtui.parsing.event_scan import NO_HITS, Hits

SESSION: Final = EVENT_KINDS["session_log"]
# What is counted in a file but not filed with its places: how it is counted, and what it is called here.
_COUNTED: Final = {"file_version": "version", "log_message": "message", "empty": "empty"}


@dataclass(frozen=True)
class EventFilter:
    """What is chosen to be listed."""

    tags: str = ""
    """Regular expression that a tag of the event must match; "" for any event, also without a tag."""
    kinds: frozenset[str] = frozenset()
    """Kinds that are listed; none of them for all."""

    @property
    def active(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.tags or self.kinds)

    def takes_kind(self, kind: str) -> bool:
        """Whether events of a kind are listed, as far as their kind goes."""
        return not self.kinds or kind in self.kinds

    def takes_tag(self, tag: str) -> bool:
        """Whether events of a tag are listed, as far as their tag goes."""
        return not self.tags or matcher(self.tags).search(tag) is not None


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of one file without reading it again, and what must be looked for in it."""

    hits: Hits
    """Events, and rows that are no events, that are listed."""
    tags: frozenset[str]
    """The tags of points that must be looked for."""
    events: frozenset[str | None]
    """The forms of events, fields of Event or None for none, that must be looked for."""
    expected: int
    """How many of these there are; 0 where nothing is left to look for."""
    metadata: Mapping[str, Metadata]

    def wants(self, event: Any) -> bool:
        """Whether an event is one that must be looked for."""
        what = event.WhichOneof("what")
        if what != "summary":
            return what in self.events
        return any(value_tag(one) in self.tags and is_number(one, self.metadata) for one in event.summary.value)


def what_is_known(run: Run, place: int, rows: FileRows, wanted: EventFilter) -> Known:
    """What is known of the run's file number ``place``."""
    offsets, times = [NO_HITS[0]], [NO_HITS[1]]
    for plugin, tags in run.entries.items():
        for tag in _chosen(plugin, tags, wanted):
            for part in tags[tag].parts:
                if part.file == place:
                    offsets.append(part.offsets)
                    times.append(part.wall_times)
    if not wanted.tags:
        for offset, wall_time in _without_tag(run, place, rows, wanted):
            offsets.append(np.array([offset]))
            times.append(np.array([wall_time]))
    sought = {tag: count for tag, count in _points(run, place, wanted) if count}
    events = {} if wanted.tags else _counted(rows, wanted)
    expected = sum(sought.values()) + sum(events.values())
    forms = frozenset(None if form == "empty" else form for form in events)
    return Known(_sorted(offsets, times), frozenset(sought), forms, expected, run.metadata)


def _chosen(plugin: str, tags: Iterable[str], wanted: EventFilter) -> list[str]:
    return [tag for tag in tags if wanted.takes_tag(tag)] if wanted.takes_kind(plugin) else []


def _points(run: Run, place: int, wanted: EventFilter) -> Iterable[tuple[str, int]]:
    for plugin, table in run.series.items():
        for tag in _chosen(plugin, table, wanted):
            yield tag, sum(len(part.steps) for part in table[tag].parts if part.file == place)


def _without_tag(run: Run, place: int, rows: FileRows, wanted: EventFilter) -> Iterable[tuple[int, float]]:
    """(offset, wall_time) of sessions, damage, ends that are not read yet, and records that are no events."""
    if wanted.takes_kind(SESSION):
        yield from ((one.offset, one.wall_time) for one in run.sessions if one.file == place)
    for notice in rows.notices:
        if wanted.takes_kind(notice.kind.value):
            yield notice.offset, _time_about(rows, notice.offset)
    if wanted.takes_kind(UNDECODABLE):
        for problem in rows.file.problems:
            if problem.kind is ProblemKind.UNDECODABLE and problem.offset is not None:
                yield problem.offset, _time_about(rows, problem.offset)


def _time_about(rows: FileRows, offset: int) -> float:
    """When the block began in which something stands that has no time of its own."""
    before = np.fmax.accumulate(rows.wall_times[: rows.block_of_offset(offset) + 1])
    return float(np.fmax(before[-1], rows.file.first_wall_time))


def _counted(rows: FileRows, wanted: EventFilter) -> dict[str, int]:
    counts = {form: rows.file.kinds.get(form, 0) for form, name in _COUNTED.items() if wanted.takes_kind(name)}
    return {form: count for form, count in counts.items() if count}


def _sorted(offsets: Sequence[np.ndarray], times: Sequence[np.ndarray]) -> Hits:
    """By offset, each once: a record may hold several entries."""
    found, firsts = np.unique(np.concatenate(offsets), return_index=True)
    return found, np.concatenate(times)[firsts]


def kind_counts(runs: Collection[Run], files: Iterable[FileRows]) -> dict[str, int]:
    """kind -> how many there are: values of summaries by their plugin, events of other kinds, notices."""
    counts: dict[str, int] = {}

    def add(kind: str, count: int) -> None:
        if count:
            counts[kind] = counts.get(kind, 0) + count

    for run in runs:
        for plugin, table in run.series.items():
            add(plugin, sum(table.points(tag) for tag in table))
        for plugin, tags in run.entries.items():
            add(plugin, sum(len(entries) for entries in tags.values()))
        add(SESSION, len(run.sessions))
    for rows in files:
        for kind, name in _COUNTED.items():
            add(name, rows.file.kinds.get(kind, 0))
        for notice in rows.notices:
            add(notice.kind.value, 1)
        add(UNDECODABLE, sum(problem.kind is ProblemKind.UNDECODABLE for problem in rows.file.problems))
    return dict(sorted(counts.items()))
