"""Everything that is not a scalar: where each record lies, and the function that reads it when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.model.attempts import Cut, superseded_points

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]


class PayloadError(ValueError):
    """Data that are not what their plugin says they are; the message says what is wrong with them."""


class EntryError(Exception):
    """An entry that cannot be read or decoded; the message names the file, the offset and the reason."""


class Place(NamedTuple):
    """Where the value of an entry lies: a record in a file, and which value in the record's summary."""

    path: str
    identity: tuple[int, ...]
    """Device and inode of the file that was indexed, so that another file under its name is told apart."""
    offset: int
    """Where the record's header begins."""
    length: int
    """How many bytes the record's data has."""
    value_index: int
    """Which of the summary's values it is; -1 for events that are no summary."""


Decode: TypeAlias = Callable[[Place], Any]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the first event of a tag says of the tag (SummaryMetadata)."""

    plugin: str
    display_name: str = ""
    description: str = ""
    content: bytes = b""
    """The plugin's own data; its meaning is the plugin's."""


@dataclass(frozen=True, slots=True, eq=False)
class EntryPart:
    """The entries of one tag in one event file; all arrays are read-only and of one length."""

    file: int
    path: str
    identity: tuple[int, ...]
    steps: IntArray
    wall_times: FloatArray
    offsets: IntArray
    lengths: IntArray
    indexes: IntArray
    cuts: tuple[Cut, ...] = ()
    """Restarts that the file tells of itself (SessionLog.START)."""


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of one tag of one run, in file order; ``entries[i]`` reads and decodes one."""

    run: str
    plugin: str
    tag: str
    metadata: Metadata
    parts: tuple[EntryPart, ...]
    decode: Decode = field(repr=False)
    concurrent: frozenset[tuple[int, int]] = frozenset()
    """Pairs of the run's files that were written at the same time, as in ``Series``."""
    ages: tuple[int, ...] = ()
    """For each of the run's files its rank by first wall_time."""

    def __len__(self) -> int:
        """The number of entries."""
        return sum(len(part.steps) for part in self.parts)

    def __getitem__(self, index: int) -> Any:
        """The decoded value of one entry; EntryError where it cannot be read or makes no sense."""
        return self.decode(self.place(index))

    def __iter__(self) -> Iterator[Any]:
        """All values, read one after the other."""
        return (self[index] for index in range(len(self)))

    @property
    def steps(self) -> IntArray:
        """(n,) int64, read-only."""
        return self._column("steps")

    @property
    def wall_times(self) -> FloatArray:
        """(n,) float64 seconds since the epoch, read-only."""
        return self._column("wall_times")

    @property
    def lengths(self) -> IntArray:
        """(n,) int64: bytes of each entry's record."""
        return self._column("lengths")

    @cached_property
    def superseded(self) -> NDArray[np.bool_]:
        """(n,) bool, read-only: entries that a later attempt wrote again or made void."""
        flags = superseded_points(self.parts, self.concurrent, self.ages)
        flags.flags.writeable = False
        return flags

    def place(self, index: int) -> Place:
        """Where entry ``index`` lies; negative indexes count from the end, IndexError beyond it."""
        remaining = index + len(self) if index < 0 else index
        for part in self.parts:
            if 0 <= remaining < len(part.steps):
                offset, length = int(part.offsets[remaining]), int(part.lengths[remaining])
                return Place(part.path, part.identity, offset, length, int(part.indexes[remaining]))
            remaining -= len(part.steps)
        raise IndexError(f"entry {index} of {len(self)}")

    def _column(self, name: str) -> NDArray[Any]:
        arrays: list[NDArray[Any]] = [getattr(part, name) for part in self.parts]
        if len(arrays) == 1:
            return arrays[0]
        joined = np.concatenate(arrays)
        joined.flags.writeable = False
        return joined
