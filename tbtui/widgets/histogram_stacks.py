"""The histograms of the tag that is shown, read in the background little by little, from the start over all steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.entry_steps import ChosenEntry, entry_order
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_stack import HistogramStack, IntArray, histogram_stack, refining_order
from tbtui.model.entries import Entries, EntryError
from tbtui.widgets.entry_values import EntryValues, Wanted

# So much is kept of all runs together; of more, every second, third ... step is shown, and the screen says so.
_MOST_BYTES: Final = 64 << 20
_BYTES_PER_BYTE: Final = 1.5
"""Memory that a histogram takes for each byte of its record, at most."""
_ASKED_AT_ONCE: Final = 1500


class _Kept(NamedTuple):
    stack: HistogramStack
    every: int
    at_hand: dict[int, Histogram | EntryError]


class HistogramStacks:
    """Stacks of the entries that were shown last."""

    def __init__(self, values: EntryValues) -> None:
        self._values = values
        self._kept: dict[Entries, _Kept] = {}
        self.every = 1
        """Every which step is read: 1 unless all of them would take too much memory."""

    def show(self, chosen: Sequence[ChosenEntry]) -> list[HistogramStack]:
        """The stacks of these entries as far as they are at hand; the rest is asked for."""
        size = sum(int(one.entries.lengths.sum()) for one in chosen) * _BYTES_PER_BYTE
        self.every = max(1, int(-(-size // _MOST_BYTES)))
        self._kept = {one.entries: self._stack(one) for one in chosen}
        self._want(chosen)
        return [self._kept[one.entries].stack for one in chosen]

    def _stack(self, one: ChosenEntry) -> _Kept:
        kept = self._kept.get(one.entries)
        wanted = self._wanted(one)
        if kept is not None and kept.every == self.every:
            if not kept.stack.awaited and (self.every == 1 or kept.stack.place_of(one.index) is not None):
                return kept
            at_hand = kept.at_hand
        else:
            at_hand = {} if kept is None else kept.at_hand

        def read(entries: Entries, index: int) -> Histogram | EntryError | None:
            value = at_hand.get(index)
            if value is None:
                value = self._values.get(entries, index)
                if value is not None:
                    at_hand[index] = value
            return value

        return _Kept(histogram_stack(one.entries, wanted, read), self.every, at_hand)

    def _wanted(self, one: ChosenEntry) -> IntArray:
        """Which places in the order of steps are to be read: the last and the chosen one always."""
        places = np.arange(one.count)
        if self.every == 1:
            return places
        return np.union1d(places[:: self.every], [one.place, one.count - 1])

    def _want(self, chosen: Sequence[ChosenEntry]) -> None:
        """Ask for what is missing: the chosen entries first, then more and more of all runs alike."""
        asked: list[Wanted] = []
        missing = []
        for one in chosen:
            kept = self._kept[one.entries]
            if not kept.stack.awaited:
                continue
            indexes = entry_order(one.entries).indexes[self._wanted(one)]
            if one.index not in kept.at_hand:
                asked.append((one.entries, one.index))
            there = {one.index, *kept.at_hand}
            spread = indexes[refining_order(len(indexes))].tolist()
            missing.append([(one.entries, index) for index in spread if index not in there])
        share = _ASKED_AT_ONCE // max(1, len(missing))
        for number in range(max((min(share, len(mine)) for mine in missing), default=0)):
            asked += [mine[number] for mine in missing if number < len(mine)]
        if asked:
            self._values.want(asked)
