"""The numbers of PR curves over steps: read bit by bit in the background, shown as far as they were read."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.entry_list import EntryList, entry_list
from tbtui.analysis.paced import paced
from tbtui.analysis.pr_curves import PrSummary, summarise_pr
from tbtui.analysis.pr_rows import PrRow
from tbtui.model.entries import EntryError, Place
from tbtui.model.pr_curves import FloatArray

MEASURES: Final = {
    "average_precision": "average precision",
    "best_f1": "best F1",
    "best_threshold": "threshold of the best F1",
    "positive_rate": "share of positives",
}
"""What can be seen over steps, and what it is called."""


class StepNumbers(NamedTuple):
    """One run's number over steps."""

    run: str
    steps: FloatArray
    values: FloatArray


@dataclass(frozen=True, eq=False)
class StepTable:
    """All curves of a tag in a few numbers."""

    listed: EntryList
    numbers: FloatArray
    """(k, fields of PrSummary) float64; NaN where nothing was read, or nothing is defined."""
    wrong: Mapping[int, str]
    """Row -> why its curve cannot be read."""
    read: int
    """How many rows were read or tried."""

    @property
    def done(self) -> bool:
        """Whether all were."""
        return self.read == len(self.listed)

    def row(self, place: int) -> PrRow:
        """One row."""
        run, step = self.listed.entries[int(self.listed.owners[place])].run, int(self.listed.steps[place])
        numbers = self.numbers[place].tolist()
        summary = None if math.isnan(numbers[-1]) else PrSummary(*numbers)
        return PrRow(run, step, None, summary, self.wrong.get(place, ""))

    def lines(self, measure: str) -> list[StepNumbers]:
        """A number of each run over its steps; those that are not read or broken are left out."""
        column = self.numbers[:, PrSummary._fields.index(measure)]
        read = ~np.isnan(self.numbers[:, -1])
        found = []
        for owner, entries in enumerate(self.listed.entries):
            mine = read & (self.listed.owners == owner)
            found.append(StepNumbers(entries.run, self.listed.steps[mine].astype(np.float64), column[mine]))
        return found


_NO_NUMBERS: Final = (math.nan,) * len(PrSummary._fields)
NOTHING: Final = StepTable(entry_list([]), np.empty((0, len(PrSummary._fields))), {}, 0)


class SummaryReader:
    """Reads curves and keeps a few numbers of each. To be used on one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[Place, PrSummary | EntryError] = {}

    def read(self, listed: EntryList, seconds: float) -> StepTable:
        """The table as far as it is known after reading on for so long."""
        until = time.monotonic() + seconds
        places = [entries.place(index) for entries, index in map(listed.at, range(len(listed)))]
        self._known = {place: self._known[place] for place in places if place in self._known}
        for row, place in enumerate(paced(places)):
            if place not in self._known:
                self._known[place] = _summary_at(listed, row)
                if time.monotonic() > until:
                    break
        return self._table(listed, places)

    def _table(self, listed: EntryList, places: list[Place]) -> StepTable:
        found = [self._known.get(place) for place in places]
        numbers = [one if isinstance(one, PrSummary) else _NO_NUMBERS for one in found]
        wrong = {row: str(one) for row, one in enumerate(found) if isinstance(one, EntryError)}
        read = sum(one is not None for one in found)
        return StepTable(listed, np.array(numbers, np.float64).reshape(-1, len(_NO_NUMBERS)), wrong, read)


def _summary_at(listed: EntryList, row: int) -> PrSummary | EntryError:
    entries, index = listed.at(row)
    try:
        return summarise_pr(entries[index])
    except EntryError as error:
        return error
