"""A run: a directory with event files, and what they hold."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import Entries, Metadata
from tbtui.model.problem import Problem
from tbtui.model.series import Series
from tbtui.model.series_table import SeriesTable

SCALARS = "scalars"
HISTOGRAMS = "histograms"

NO_METADATA = "<no metadata>"
"""The plugin of a tag whose events never name one."""
NO_PLUGIN = "<none>"
"""The plugin of a tag whose metadata names none."""


class SessionStatus(enum.IntEnum):
    """SessionLog.SessionStatus of event.proto."""

    UNSPECIFIED = 0
    START = 1
    STOP = 2
    CHECKPOINT = 3


@dataclass(frozen=True, slots=True)
class SessionMark:
    """A SessionLog event: the job said that it started, stopped or saved a checkpoint."""

    status: SessionStatus
    step: int
    wall_time: float
    file: int
    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The end of a file that is not read yet, because its last record is not all there."""

    offset: int
    reason: str
    missing: int
    """Bytes that the file must grow by, where that is known; else 0."""


class EventFile(NamedTuple):
    """One event file as it was read."""

    path: str
    name: str
    size: int
    """Bytes that the file had when it was last looked at."""
    read: int
    """Bytes of it that have been read."""
    modified: float
    """When it was last written, seconds since the epoch."""
    events: int
    first_wall_time: float
    """The least wall_time of its events; NaN where none is finite."""
    last_wall_time: float
    """The greatest wall_time of its events; NaN where none is finite."""
    version: str
    writer: str
    kinds: Mapping[str, int]
    """How many events of each kind: summary, graph_def, session_log ..."""
    index: RecordIndex  # type: ignore[assignment]  # a field, not the method of tuples
    identity: tuple[int, ...]
    generation: int
    """Counts how often the file turned out to be another one under its name, or to have been written anew."""
    waiting: Waiting | None
    gone: bool
    """The file is no longer there; what was read of it is kept."""
    problems: tuple[Problem, ...]


class RecordIndex:
    """The place of every thousandth record or so, from which the others are framed when they are looked at."""

    __slots__ = ("_entries", "_size")

    def __init__(self, entries: Sequence[tuple[int, int, float]]) -> None:
        """``entries``: (number, offset, wall_time), which may grow; those that are there now are meant."""
        self._entries, self._size = entries, len(entries)

    def __len__(self) -> int:
        return self._size

    @property
    def numbers(self) -> NDArray[np.int64]:
        """(k,) int64: which record of the file, counted from 0."""
        return np.array([number for number, _, _ in self._entries[: self._size]], np.int64)

    @property
    def offsets(self) -> NDArray[np.int64]:
        """(k,) int64: where it begins."""
        return np.array([offset for _, offset, _ in self._entries[: self._size]], np.int64)

    @property
    def wall_times(self) -> NDArray[np.float64]:
        """(k,) float64: its wall_time, NaN where it has none."""
        return np.array([wall_time for _, _, wall_time in self._entries[: self._size]], np.float64)


@dataclass(frozen=True, eq=False)
class Run:
    """What one run holds. Unchanged runs are the same object from snapshot to snapshot."""

    name: str
    path: str
    files: tuple[EventFile, ...]
    series: Mapping[str, SeriesTable]
    """plugin -> tag -> series, for everything that is one number a step."""
    entries: Mapping[str, Mapping[str, Entries]]
    """plugin -> tag -> entries, for everything else."""
    metadata: Mapping[str, Metadata]
    """tag -> what its first event says of it."""
    sessions: tuple[SessionMark, ...]
    points: int
    """How many points all series have together."""
    last_step: int | None
    """The greatest step of any series or entry's last point; None where there is none."""
    concurrent: frozenset[tuple[int, int]] = field(default=frozenset())
    """Pairs of files that were written at the same time."""
    directory_problems: tuple[Problem, ...] = ()

    @property
    def scalars(self) -> Mapping[str, Series]:
        """tag -> series of the scalars plugin."""
        return self.series.get(SCALARS, _NOTHING)

    @property
    def histograms(self) -> Mapping[str, Entries]:
        """tag -> entries; each is an (n, 3) float64 array of left edge, right edge, count."""
        return self.entries.get(HISTOGRAMS, _NOTHING)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that could not be read of this run, files in the order of their names."""
        of_files = [problem for file in self.files for problem in file.problems]
        return (*self.directory_problems, *of_files)

    @property
    def size(self) -> int:
        """Bytes of all its event files."""
        return sum([file.size for file in self.files])

    @property
    def modified(self) -> float:
        """When any of its files was last written, seconds since the epoch; 0 without files."""
        return max((file.modified for file in self.files), default=0.0)

    @cached_property
    def tag_count(self) -> int:
        """How many (plugin, tag) pairs it holds."""
        kinds = {(plugin, tag) for plugin, tags in self.series.items() for tag in tags}
        kinds |= {(plugin, tag) for plugin, tags in self.entries.items() for tag in tags}
        return len(kinds)


_NOTHING: Mapping[str, Any] = MappingProxyType({})
