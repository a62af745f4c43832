"""Finds the record of a step in an event file: by what is known of its points and entries, without searching it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.event_order import Blocks
from tbtui.model.entries import EntryError
from tbtui.model.run import Run
from tbtui.parsing.event_rows import FileRows

_BLOCKS_TRIED: Final = 3


class StepPlace(NamedTuple):
    """Where a step is written."""

    step: int
    offset: int


class _Candidate(NamedTuple):
    distance: float
    step: int
    wall_time: float
    offset: int
    """-1 where only the time is known."""


def nearest_step(run: Run, place: int, rows: FileRows, blocks: Blocks, step: int) -> StepPlace | None:
    """The newest record of a step in the run's file number ``place``, or of the step nearest to it.

    Entries know their offsets. Points know their wall times, which lead to a block and there to the record.
    """
    found = min(_candidates(run, place, step), key=lambda one: one.distance, default=None)
    if found is None:
        return None
    offset = found.offset if found.offset >= 0 else _offset_of_time(rows, blocks, found.wall_time)
    return StepPlace(found.step, offset)


def _candidates(run: Run, place: int, step: int) -> Iterator[_Candidate]:
    """The nearest entry or point of each tag."""
    for entries in (entries for tags in run.entries.values() for entries in tags.values()):
        for part in entries.parts:
            if part.file == place and len(part.steps):
                at, distance = _nearest(part.steps, step)
                yield _Candidate(distance, int(part.steps[at]), float(part.wall_times[at]), int(part.offsets[at]))
    for series in (table[tag] for table in run.series.values() for tag in table):
        for points in series.parts:
            if points.file == place and len(points.steps):
                at, distance = _nearest(points.steps, step)
                yield _Candidate(distance, int(points.steps[at]), float(points.wall_times[at]), -1)


def _nearest(steps: NDArray[np.int64], step: int) -> tuple[int, float]:
    """The last of the steps that lie nearest."""
    distances = np.abs(steps[::-1].astype(np.float64) - step)
    at = int(distances.argmin())
    return len(steps) - 1 - at, float(distances[at])


def _offset_of_time(rows: FileRows, blocks: Blocks, wall_time: float) -> int:
    """Where the record of a wall_time begins; where its block does, if clocks ran back and it is not found."""
    latest = np.fmax.accumulate(rows.wall_times)
    last = max(0, int(np.searchsorted(latest, wall_time, "right")) - 1)
    for number in range(last, max(-1, last - _BLOCKS_TRIED), -1):
        try:
            block = blocks.get(rows, number)
        except EntryError:
            continue
        hits = np.flatnonzero(block.wall_times == wall_time)
        if hits.size:
            return int(block.offsets[hits[-1]])
    return int(rows.bounds[last])
