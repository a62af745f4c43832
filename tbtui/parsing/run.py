"""The event files of one run -> its series and entries, joined in the order of the files' names."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from tbtui.model.attempts import Cut
from tbtui.model.entries import Decode, Entries, EntryPart, Metadata
from tbtui.model.problem import Problem
from tbtui.model.run import NO_METADATA, EventFile, Run, SessionMark, SessionStatus
from tbtui.model.series import Series
from tbtui.model.series_table import SeriesByPlugin, SeriesTable
from tbtui.parsing.columns import EntryColumns
from tbtui.parsing.data_compat import entry_plugin
from tbtui.parsing.event_file import TailedFile
from tbtui.parsing.file_scalars import FrozenScalars
from tbtui.parsing.portion import Session

_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

DecoderOf = Callable[[str], Decode]
"""The function that decodes the entries of a plugin."""


@dataclass(frozen=True, slots=True)
class FileOrder:
    """How the files of a run lie in time."""

    concurrent: frozenset[tuple[int, int]]
    """Pairs of files, both ways round, whose ranges of wall_time overlap: writers side by side."""
    ages: tuple[int, ...]
    """For each file its rank by first wall_time; files without one keep their place behind those before them."""

    @classmethod
    def of(cls, files: Sequence[EventFile]) -> FileOrder:
        """The order of these files."""
        if len(files) < 2:
            return _SINGLE_FILE
        firsts = np.array([file.first_wall_time for file in files], np.float64)
        keys = np.where(np.isnan(firsts), np.fmax.accumulate(firsts), firsts)
        ranks = np.empty(len(files), np.int64)
        ranks[np.argsort(keys, kind="stable")] = np.arange(len(files))
        return cls(_concurrent(files), tuple(ranks.tolist()))


def _concurrent(files: Sequence[EventFile]) -> frozenset[tuple[int, int]]:
    """Pairs of files that overlap; one without points, as of a graph alone, is beside none."""
    pairs = set()
    timed = [(place, file) for place, file in enumerate(files) if not math.isnan(file.first_wall_time)]
    for count, (first, one) in enumerate(timed):
        for second, other in timed[:count]:
            low = max(one.first_wall_time, other.first_wall_time)
            if low < min(one.last_wall_time, other.last_wall_time):
                pairs |= {(first, second), (second, first)}
    return frozenset(pairs)


_SINGLE_FILE: Final = FileOrder(frozenset(), (0,))


class GrowingRun:
    """A run between reloads. Only the thread that reloads touches it; what it publishes is frozen."""

    def __init__(self, name: str, path: str, decoder_of: DecoderOf) -> None:
        self.name, self.path = name, path
        self.files: dict[str, TailedFile] = {}
        self.problems: tuple[Problem, ...] = ()
        self.missing = 0
        """For how many scans in a row its directory was not there."""
        self._decoder_of = decoder_of
        self._published: Run | None = None
        self._keys: dict[tuple[str, str], Any] = {}
        self._made: dict[str, tuple[Any, Series]] = {}
        """tag -> the series that was made last, and what it was made of."""

    def tail(self, found: Iterable[tuple[str, str]]) -> list[TailedFile]:
        """Take in files, (name, path) each, that were not known."""
        fresh = [TailedFile(path, name) for name, path in found]
        self.files = dict(sorted((*self.files.items(), *((file.name, file) for file in fresh))))
        return fresh

    def publish(self) -> Run:
        """The run as it is now."""
        self._published = self._freeze(self._published)
        return self._published

    def _freeze(self, previous: Run | None) -> Run:
        tailed = list(self.files.values())
        files = tuple([file.publish() for file in tailed])
        order = FileOrder.of(files)
        metadata = _first_metadata(tailed)
        scalars = [file.scalars for file in tailed if file.scalars.points]
        steps = [one.last_step for one in scalars if one.last_step is not None]
        # Of very many runs most hold scalars and nothing else, or nothing at all yet.
        entries = _NOTHING
        if any(file.entries for file in tailed):
            entries = self._entries(tailed, metadata, order, previous)
            steps += [int(one.steps[-1]) for tags in entries.values() for one in tags.values()]
        return Run(
            name=self.name,
            path=self.path,
            files=files,
            series=self._series(tailed, metadata, order) if scalars else _NOTHING,
            entries=entries,
            metadata=MappingProxyType(metadata),
            sessions=_sessions(tailed),
            points=sum([one.points for one in scalars]),
            last_step=max(steps, default=None),
            concurrent=order.concurrent,
            directory_problems=self.problems,
        )

    def _series(
        self, tailed: Sequence[TailedFile], metadata: Mapping[str, Metadata], order: FileOrder
    ) -> Mapping[str, SeriesTable]:
        """plugin -> tag -> series; a series that is asked for and did not change is the object it was before."""
        scalars = [file.scalars.freeze() for file in tailed]
        generations = tuple([file.generation for file in tailed])
        return SeriesByPlugin(self._sorted_out, scalars, generations, metadata, order)

    def _sorted_out(
        self,
        scalars: Sequence[FrozenScalars],
        generations: tuple[int, ...],
        metadata: Mapping[str, Metadata],
        order: FileOrder,
    ) -> Mapping[str, SeriesTable]:
        counts = [one.counts() for one in scalars]
        moment = (generations, order, tuple(len(one.restarts) for one in scalars))
        points: dict[str, dict[str, int]] = {}
        for tag in sorted(set().union(*counts)):
            plugin = metadata[tag].plugin if tag in metadata else NO_METADATA
            points.setdefault(plugin, {})[tag] = sum(count.get(tag, 0) for count in counts)

        def make(tag: str) -> Series:
            key = (moment, tuple(count.get(tag, 0) for count in counts))
            known = self._made.get(tag)
            if known is None or known[0] != key:
                parts = (one.part(tag, place) for place, one in enumerate(scalars))
                found = tuple(part for part in parts if part is not None)
                known = self._made[tag] = (key, Series(self.name, tag, found, order.concurrent, order.ages))
            return known[1]

        return {plugin: SeriesTable(points[plugin], make) for plugin in sorted(points)}

    def _entries(
        self, tailed: Sequence[TailedFile], metadata: Mapping[str, Metadata], order: FileOrder, previous: Run | None
    ) -> Mapping[str, Mapping[str, Entries]]:
        sources: dict[tuple[str, str], list[tuple[int, TailedFile, EntryColumns]]] = {}
        for place, file in enumerate(tailed):
            for (tag, own_plugin), columns in file.entries.items():
                plugin = own_plugin or entry_plugin(None, metadata.get(tag))
                sources.setdefault((plugin, tag), []).append((place, file, columns))
        restarts = {file.path: _restarts(file) for file in tailed if file.sessions}
        found: dict[str, dict[str, Entries]] = {}
        for (plugin, tag), parts in sources.items():
            said = metadata.get(tag, Metadata(plugin))
            sizes = tuple((place, file.generation, columns.steps.size) for place, file, columns in parts)
            key = (sizes, said, order, tuple(map(len, restarts.values())))
            known = previous.entries.get(plugin, {}).get(tag) if previous else None
            if known is None or self._keys.get((plugin, tag)) != key:
                joined = _in_file_order(
                    [
                        columns.part(place, file.path, file.identity, restarts.get(file.path, ()))
                        for place, file, columns in parts
                    ]
                )
                decode = self._decoder_of(plugin)
                known = Entries(self.name, plugin, tag, said, joined, decode, order.concurrent, order.ages)
                self._keys[plugin, tag] = key
            found.setdefault(plugin, {})[tag] = known
        return _sorted_frozen(found)


def _restarts(file: TailedFile) -> list[Session]:
    """The sessions that began at a step above 0: what the file tells of restarts."""
    return [one for one in file.sessions if one.status is SessionStatus.START and one.step > 0]


def _in_file_order(parts: Sequence[EntryPart]) -> tuple[EntryPart, ...]:
    """Parts of one file, one for each form in which a tag was written, become one part sorted by offset."""
    if len({part.file for part in parts}) == len(parts):
        return tuple(parts)
    joined = []
    for file in sorted({part.file for part in parts}):
        mine = [part for part in parts if part.file == file]
        order = np.argsort(np.concatenate([part.offsets for part in mine]), kind="stable")
        steps, wall_times, offsets, lengths, indexes = (
            np.concatenate([getattr(part, name) for part in mine])[order]
            for name in ("steps", "wall_times", "offsets", "lengths", "indexes")
        )
        cuts = tuple(
            Cut(sum(one.cuts[number].before for one in mine), cut.step) for number, cut in enumerate(mine[0].cuts)
        )
        path, identity = mine[0].path, mine[0].identity
        joined.append(EntryPart(file, path, identity, steps, wall_times, offsets, lengths, indexes, cuts))
    return tuple(joined)


def _first_metadata(tailed: Sequence[TailedFile]) -> Mapping[str, Metadata]:
    """What the first event of each tag says of it, in the order of the files."""
    if len(tailed) == 1:
        return tailed[0].metadata
    found: dict[str, Metadata] = {}
    for file in reversed(tailed):
        found |= file.metadata
    return found


def _sessions(tailed: Sequence[TailedFile]) -> tuple[SessionMark, ...]:
    return tuple(
        [
            SessionMark(mark.status, mark.step, mark.wall_time, place, mark.offset, mark.message)
            for place, file in enumerate(tailed)
            for mark in file.sessions
        ]
    )


def _sorted_frozen(found: dict[str, dict[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType({plugin: MappingProxyType(dict(sorted(found[plugin].items()))) for plugin in sorted(found)})
