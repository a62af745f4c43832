"""What one read of one event file yields: plain columns and values, so that reading can happen anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import Metadata
from tbtui.model.problem import Problem
from tbtui.model.run import SessionStatus
from tbtui.parsing.arrays import FloatArray, IntArray, all_finite
from tbtui.parsing.cycles import Cycle
from tbtui.parsing.frames import Gap, Pending

FIRST_WINDOW: Final = 1 << 16
"""How much of a file is read at first."""
GUARD: Final = 64
"""By so many bytes at its beginning, and before the place that was read to, a file is known again."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A SessionLog.START with a step above 0 among the points of a block."""

    step: int
    counts: IntArray
    """(k,) int64: how many of the block's points of each of its tags stand before it."""


class ScalarBlock(NamedTuple):
    """Scalar points of several tags, sorted by tag and within a tag as they stand in the file."""

    tags: tuple[str, ...]
    lows: IntArray
    """(k,) int64: the points of tag i are those from ``lows[i]`` up to ``highs[i]``."""
    highs: IntArray
    steps: IntArray
    wall_times: FloatArray
    values: NDArray[Any]
    """float64 where any tag is in ``wide``, else float32."""
    wide: frozenset[str]
    """Tags that hold values which float32 does not hold."""
    restarts: tuple[Restart, ...]
    last_step: int | None
    """The step of the last point in the file's order; None where there is none."""
    size: int
    """How many points it holds; its arrays may hold those of other files too."""

    def place(self, tag: str) -> int | None:
        """Which of its tags a tag is; None for none."""
        return self.tags.index(tag) if tag in self.tags else None


@dataclass(frozen=True, slots=True)
class EntryBlock:
    """Entries of one tag, as they stand in the file."""

    tag: str
    plugin: str | None
    """The plugin that the form of the values names; None where the metadata of the tag does."""
    steps: IntArray
    wall_times: FloatArray
    offsets: IntArray
    lengths: IntArray
    indexes: IntArray


@dataclass(frozen=True, slots=True)
class Session:
    """A SessionLog event."""

    status: SessionStatus
    step: int
    wall_time: float
    offset: int
    message: str


class Guard(NamedTuple):
    """The bytes by which a file is known again: its first ones, and the last ones that were read."""

    head: bytes
    tail: bytes


class Checkpoint(NamedTuple):
    """Where a read of a file ended, and all that the next one must know to go on."""

    identity: tuple[int, ...]
    guard: Guard
    size: int
    """How many bytes the file had."""
    offset: int
    """Where the next read begins, in bytes from the beginning of the file."""
    window: int
    """How much to read at first: little where the records are large, as blobs are stepped over."""
    done: bool
    """Nothing more could be read."""
    damage: Gap | None
    """The stretch without a valid header that the read ended in."""
    pending: Pending | None
    """The record at the end of the file that was not all there."""
    cycle: Cycle | None
    """The round of records that the file repeats, while it is being read for the first time."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Read this file from where the last read ended; picklable."""

    path: str
    checkpoint: Checkpoint | None = None
    budget: int = 1 << 22
    """Stop after about so many bytes."""
    metadata: Mapping[str, Metadata] = field(default_factory=dict)
    """What is already known of the tags of this file."""
    events: int = 0
    """How many records stand before the offset."""
    size: int = 0
    """How many bytes the file had when it was looked at; 0 where that is not known."""


@dataclass(slots=True)
class Portion:
    """What a read found. Offsets count from the beginning of the file."""

    path: str
    checkpoint: Checkpoint | None = None
    """Where the next read goes on; None where the file could not be read or must be read anew."""
    replaced: bool = False
    """The file is another one, or its beginning changed: all that was known of it is void."""
    scalars: list[ScalarBlock] = field(default_factory=list)
    entries: list[EntryBlock] = field(default_factory=list)
    metadata: dict[str, Metadata] = field(default_factory=dict)
    """tag -> what the first event of the tag in this portion says of it, for tags not known before."""
    sessions: list[Session] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    events: int = 0
    """How many records were read."""
    index: list[tuple[int, int, float]] = field(default_factory=list)
    """(number, offset, wall_time) of every thousandth record."""
    first_wall_time: float = float("nan")
    last_wall_time: float = float("nan")
    """The least and the greatest finite wall_time of its summaries; NaN where there is none."""
    version: str = ""
    writer: str = ""
    problems: list[Problem] = field(default_factory=list)

    def count(self, kind: str, events: int) -> None:
        """Count events of a kind."""
        if events:
            self.kinds[kind] = self.kinds.get(kind, 0) + events

    def add_version(self, version: str, writer: str) -> None:
        """Count a file_version event; the first one tells the version of the file."""
        self.count("file_version", 1)
        if not self.version:
            self.version, self.writer = version, writer

    def note_wall_time(self, wall_time: float) -> None:
        """Let the range of wall_time hold this one, if it is finite."""
        if not self.first_wall_time <= wall_time and abs(wall_time) < float("inf"):
            self.first_wall_time = wall_time
        if not self.last_wall_time >= wall_time and abs(wall_time) < float("inf"):
            self.last_wall_time = wall_time

    def note_wall_times(self, wall_times: FloatArray) -> None:
        """Let the range of wall_time hold these."""
        finite = wall_times if all_finite(wall_times) else wall_times[np.isfinite(wall_times)]
        if finite.size:
            self.note_wall_time(float(finite.min()))
            self.note_wall_time(float(finite.max()))
