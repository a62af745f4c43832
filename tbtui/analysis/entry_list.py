"""The entries of several runs in one list: by steps, and at one step in the order of the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.entry_steps import ChosenEntry, StepPlace, entry_order
from tbtui.model.entries import Entries

IntArray: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class EntryList:
    """Entries that count, of one or more runs."""

    entries: tuple[Entries, ...]
    owners: IntArray
    """(k,) int64: which of ``entries`` each belongs to."""
    places: IntArray
    """(k,) int64: where it stands in the order of its own run's steps."""
    steps: IntArray
    """(k,) int64, ascending."""

    def __len__(self) -> int:
        return len(self.steps)

    def at(self, row: int) -> tuple[Entries, int]:
        """The entries and which of them stands in a row."""
        owner = self.entries[int(self.owners[row])]
        return owner, int(entry_order(owner).indexes[int(self.places[row])])

    def row_of(self, chosen: ChosenEntry) -> int | None:
        """The row of an entry; None where it is not listed."""
        owner = next((place for place, one in enumerate(self.entries) if one is chosen.entries), -1)
        found = np.flatnonzero((self.owners == owner) & (self.places == chosen.place))
        return int(found[0]) if found.size else None

    def step_place(self, row: int) -> StepPlace:
        """Where the step cursor must stand so that the entry of this row is chosen."""
        return step_place(self.entries[int(self.owners[row])], int(self.places[row]))


def entry_list(found: Sequence[Entries]) -> EntryList:
    """The list of all entries that count."""
    steps = [entry_order(entries).steps for entries in found]
    if not steps:
        nothing = np.empty(0, np.int64)
        return EntryList((), nothing, nothing, nothing)
    owners = np.concatenate([np.full(len(one), number, np.int64) for number, one in enumerate(steps)])
    places = np.concatenate([np.arange(len(one)) for one in steps])
    joined = np.concatenate(steps)
    order = np.argsort(joined, kind="stable")
    return EntryList(tuple(found), owners[order], places[order], joined[order])


def step_place(entries: Entries, place: int) -> StepPlace:
    """Where the step cursor must stand so that this entry is chosen of its run."""
    steps = entry_order(entries).steps
    step = int(steps[place])
    return StepPlace(step, int(np.searchsorted(steps, step, "right")) - 1 - place)
