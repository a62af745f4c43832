"""A scalar series: every point that a run wrote for a tag, in file order, with its attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.model.attempts import Cut, attempt_starts, superseded_points

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The points of one tag in one event file: read-only prefixes of columns that go on growing elsewhere."""

    file: int
    """Which of the run's files, counted in the order of their names."""
    steps: IntArray
    wall_times: FloatArray
    values: NDArray[Any]
    """float32 or float64, as they were written."""
    cuts: tuple[Cut, ...] = ()
    """Restarts that the file tells of itself (SessionLog.START)."""


def _joined(arrays: Sequence[NDArray[Any]], dtype: type[np.generic] | None = None) -> NDArray[Any]:
    """One read-only array; the part itself where there is only one and it has the right type."""
    if len(arrays) == 1:
        joined = arrays[0] if dtype is None else arrays[0].astype(dtype, copy=False)
    else:
        joined = np.concatenate(arrays)
        joined = joined if dtype is None else joined.astype(dtype, copy=False)
    joined = joined.view()
    joined.flags.writeable = False
    return joined


@dataclass(frozen=True, eq=False)
class Series:
    """Every point of one tag of one run, in file order: files by name, then as they stand in the file.

    Nothing is sampled, sorted or dropped. An unchanged series is the same object from snapshot to snapshot, so
    ``series is previous`` is a valid cache key.
    """

    run: str
    tag: str
    parts: tuple[Part, ...]
    concurrent: frozenset[tuple[int, int]] = frozenset()
    """Pairs of the run's files that were written at the same time: these are not attempts of each other."""
    ages: tuple[int, ...] = ()
    """For each of the run's files its rank by first wall_time: a file named later may hold what came earlier."""

    def __len__(self) -> int:
        """The number of points."""
        return sum(len(part.steps) for part in self.parts)

    @cached_property
    def steps(self) -> IntArray:
        """(n,) int64, read-only."""
        return _joined([part.steps for part in self.parts])

    @cached_property
    def wall_times(self) -> FloatArray:
        """(n,) float64 seconds since the epoch, read-only."""
        return _joined([part.wall_times for part in self.parts])

    @cached_property
    def written_values(self) -> NDArray[Any]:
        """(n,) float32 where every value was written as float32, else float64; read-only."""
        return _joined([part.values for part in self.parts])

    @property
    def values(self) -> FloatArray:
        """(n,) float64, read-only; made anew at each call where the file holds float32."""
        return _joined([self.written_values], np.float64)

    @cached_property
    def rising(self) -> bool:
        """Whether the steps never fall and nothing tells of a restart: no point is superseded then."""
        steps = self.steps
        return not any(part.cuts for part in self.parts) and bool((steps[1:] >= steps[:-1]).all())

    @cached_property
    def superseded(self) -> BoolArray:
        """(n,) bool, read-only: points that a later attempt wrote again or made void."""
        if self.rising:
            flags = np.zeros(len(self), np.bool_)
        else:
            flags = superseded_points(self.parts, self.concurrent, self.ages)
        flags.flags.writeable = False
        return flags

    @cached_property
    def attempt_starts(self) -> IntArray:
        """(k,) int64: the index of the first point of each attempt but the first; empty for one attempt."""
        return attempt_starts(self.parts, self.concurrent, self.ages)

    @property
    def last_step(self) -> int:
        """The step of the last point in file order."""
        return next(int(part.steps[-1]) for part in reversed(self.parts) if len(part.steps))
