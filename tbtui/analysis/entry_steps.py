"""Which entry of a tag belongs to a step: what the run had last written when it had come to that step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.model.entries import Entries

IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class EntryOrder:
    """The entries that count, in the order of their steps; entries at equal steps keep the order of the file."""

    steps: IntArray
    """(k,) int64, ascending."""
    indexes: IntArray
    """(k,) int64: which of the tag's entries each is."""
    superseded: int
    """How many entries a later attempt made void; they are not among these."""


@remembered
def entry_order(entries: Entries) -> EntryOrder:
    """The order of the entries of one tag."""
    kept = np.flatnonzero(~entries.superseded)
    order = kept[np.argsort(entries.steps[kept], kind="stable")]
    return EntryOrder(entries.steps[order], order, len(entries) - len(kept))


@dataclass(frozen=True, slots=True)
class ChosenEntry:
    """The entry of one run that is shown."""

    entries: Entries
    index: int
    """Which of the entries."""
    step: int
    place: int
    """Where it stands in the order of steps, from 0 on."""
    count: int
    """How many entries there are to choose from."""

    @property
    def run(self) -> str:
        """The run that wrote it."""
        return self.entries.run

    @property
    def wall_time(self) -> float:
        """When it was written, seconds since the epoch."""
        return float(self.entries.wall_times[self.index])


def chosen_entry(entries: Entries, step: int | None, repeat: int = 0) -> ChosenEntry | None:
    """The last entry at or before ``step``, or the first where all come later; the newest for None.

    Of several entries at one step it is the last, or one that lies ``repeat`` before it. None where there is no entry.
    """
    order = entry_order(entries)
    count = len(order.steps)
    if not count:
        return None
    last = count - 1 if step is None else max(0, int(np.searchsorted(order.steps, step, "right")) - 1)
    place = max(last - repeat, int(np.searchsorted(order.steps, order.steps[last], "left")))
    return ChosenEntry(entries, int(order.indexes[place]), int(order.steps[place]), place, count)


def entry_beside(chosen: ChosenEntry, by: int) -> ChosenEntry | None:
    """The entry of the same run that stands so many places behind this one; None beyond the ends."""
    place = chosen.place + by
    if not 0 <= place < chosen.count:
        return None
    order = entry_order(chosen.entries)
    return ChosenEntry(chosen.entries, int(order.indexes[place]), int(order.steps[place]), place, chosen.count)


def all_steps(found: Iterable[Entries]) -> IntArray:
    """(k,) int64, ascending: every step that any of these has, as often as the one that repeats it most."""
    steps = [entry_order(entries).steps for entries in found]
    if not steps:
        return np.empty(0, np.int64)
    repeats = [np.arange(len(one)) - np.searchsorted(one, one, "left") for one in steps]
    if not any(one.any() for one in repeats):
        return np.unique(np.concatenate(steps))
    return np.unique(np.stack((np.concatenate(steps), np.concatenate(repeats)), axis=1), axis=0)[:, 0]


class StepPlace(NamedTuple):
    """Where a step cursor stands."""

    step: int | None
    """None for the newest."""
    repeat: int
    """Of several entries at the step it means the one that lies so many before the last."""


def step_beside(steps: IntArray, now: StepPlace, by: int) -> StepPlace:
    """Where one comes to from ``now`` by going ``by`` places through ``steps``; behind the last one is the newest."""
    last = len(steps) - 1 if now.step is None else int(np.searchsorted(steps, now.step, "right")) - 1
    wanted = max(0, last - now.repeat + by)
    if wanted >= len(steps) - 1:
        return StepPlace(None, 0)
    step = int(steps[wanted])
    return StepPlace(step, int(np.searchsorted(steps, step, "right")) - 1 - wanted)
