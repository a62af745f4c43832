"""Attempts: where a restarted job began again, and which earlier points that makes void.

A restart starts a new attempt at a step: SessionLog.START with a step above 0 says so for every tag of the run;
otherwise a step below the tag's previous point does. Earlier points at or beyond that step are superseded. Files of a
run that were written at the same time are writers side by side, not attempts: between them nothing is compared.
Which of two files came earlier, their wall_times say; the names need not ("...999999999" sorts behind "...1000000000").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Cut(NamedTuple):
    """A SessionLog.START: of the points before it, those at or beyond its step are void."""

    before: int
    """How many points of the tag stand before it in the file."""
    step: int
    """The step at which the job went on, above 0."""


class Part(Protocol):
    """What one file holds of a tag: points of a series, or entries."""

    @property
    def file(self) -> int:
        """Which of the run's files."""

    @property
    def steps(self) -> NDArray[np.int64]:
        """(n,) int64, as they stand in the file."""

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Restarts that the file tells of itself."""


Concurrent: TypeAlias = frozenset[tuple[int, int]]
"""Pairs of files that were written at the same time."""

_NEVER = np.iinfo(np.int64).max


def _falls(part: Part, previous_step: int | None) -> NDArray[np.int64]:
    """Indices of the points whose step is below the one before."""
    falls = np.flatnonzero(part.steps[1:] < part.steps[:-1]) + 1
    if previous_step is not None and len(part.steps) and part.steps[0] < previous_step:
        falls = np.concatenate((np.zeros(1, np.int64), falls))
    return falls


def _by_age(parts: Sequence[Part], ages: Sequence[int]) -> list[int]:
    """The places of the parts in the order in which they were written; names need not tell that."""
    return sorted(range(len(parts)), key=lambda place: ages[parts[place].file] if ages else parts[place].file)


def _previous_step(earlier: Sequence[Part], part: Part, concurrent: Concurrent) -> int | None:
    """The step of the last point before a part, in the latest earlier file that was not written beside it."""
    for other in reversed(earlier):
        if len(other.steps) and (other.file, part.file) not in concurrent:
            return int(other.steps[-1])
    return None


def _falls_of_parts(
    parts: Sequence[Part], concurrent: Concurrent, ages: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each part's place and where its steps fall, in the order in which the parts were written."""
    order = _by_age(parts, ages)
    for rank, place in enumerate(order):
        earlier = [parts[other] for other in order[:rank]]
        yield place, _falls(parts[place], _previous_step(earlier, parts[place], concurrent))


def attempt_starts(parts: Sequence[Part], concurrent: Concurrent, ages: Sequence[int]) -> NDArray[np.int64]:
    """Indices, in the joined series, of the points that begin a new attempt; (k,) int64, ascending."""
    bases = np.cumsum([0, *(len(part.steps) for part in parts)])
    starts: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    for place, falls in _falls_of_parts(parts, concurrent, ages):
        part = parts[place]
        cuts = [cut.before for cut in part.cuts if cut.before < len(part.steps)]
        starts.append(bases[place] + np.union1d(falls, np.array(cuts, np.int64)).astype(np.int64))
    found = np.sort(np.concatenate(starts))
    return found[found > 0]


def superseded_points(parts: Sequence[Part], concurrent: Concurrent, ages: Sequence[int]) -> NDArray[np.bool_]:
    """(n,) bool for the joined series: whether a later attempt starts at or below the point's step.

    For each part this is a running minimum from the end over the first steps of later attempts, so the whole costs
    a few passes over the steps.
    """
    flags: list[NDArray[np.bool_]] = [np.empty(0, np.bool_)] * len(parts)
    lowest: list[tuple[int, int]] = []
    for place, falls in reversed(list(_falls_of_parts(parts, concurrent, ages))):
        part = parts[place]
        later = min((low for file, low in lowest if (part.file, file) not in concurrent), default=_NEVER)
        limits = np.full(len(part.steps) + 1, _NEVER, np.int64)
        limits[falls] = part.steps[falls]
        for cut in part.cuts:
            limits[cut.before] = min(int(limits[cut.before]), cut.step)
        from_here = np.minimum.accumulate(limits[::-1])[::-1]
        lowest.append((part.file, int(from_here[0])))
        after = np.minimum(from_here[1:], later)
        flags[place] = (part.steps >= after) & (after < _NEVER)
    return np.concatenate(flags) if flags else np.empty(0, np.bool_)
