"""The histograms of the tag that is shown, read in the background little by little, from the start over all steps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.entry_parts import common_parts
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

    @property
    def nbytes(self) -> int:
        """About how much memory the histograms take."""
        return sum(one.nbytes for one in self.stack.histograms)


def _carried(kept: _Kept, entries: Entries) -> dict[int, Histogram | EntryError]:
    """What was at hand before a log grew, by the places that its entries have now."""
    found = {}
    for mine, theirs in common_parts(entries, kept.stack.entries):
        shift = mine.start - theirs.start
        for index in range(theirs.start, theirs.stop):
            if index in kept.at_hand:
                found[index + shift] = kept.at_hand[index]
    return found


class HistogramStacks:
    """Stacks of the tags that were shown last, so that going back to one of them is a matter of one frame."""

    def __init__(self, values: EntryValues) -> None:
        self._values = values
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self.every = 1
        """Every which step is read: 1 unless all of them would take too much memory."""

    def show(self, chosen: Sequence[ChosenEntry]) -> list[HistogramStack]:
        """The stacks of these entries as far as they are at hand; the rest is asked for."""
        size = sum(int(one.entries.lengths.sum()) for one in chosen) * _BYTES_PER_BYTE
        self.every = max(1, int(-(-size // _MOST_BYTES)))
        shown = [self._stack(one) for one in chosen]
        self._want(chosen, shown)
        if any(kept.stack.awaited for kept in shown):
            self._forget(len(shown))
        return [kept.stack for kept in shown]

    def _stack(self, one: ChosenEntry) -> _Kept:
        key = one.entries.run, one.entries.tag
        kept = self._kept.get(key)
        if kept is None or kept.stack.entries is not one.entries:
            kept = self._made(one, {} if kept is None else _carried(kept, one.entries))
        elif not self._is_whole(kept, one):
            kept = self._made(one, kept.at_hand)
        self._kept[key] = kept
        self._kept.move_to_end(key)
        return kept

    def _is_whole(self, kept: _Kept, one: ChosenEntry) -> bool:
        """Whether a stack holds all that is wanted of it."""
        there = self.every == 1 or kept.stack.place_of(one.index) is not None
        return there and kept.every == self.every and not kept.stack.awaited

    def _made(self, one: ChosenEntry, at_hand: dict[int, Histogram | EntryError]) -> _Kept:
        def read(entries: Entries, index: int) -> Histogram | EntryError | None:
            value: Histogram | EntryError | None = at_hand.get(index)
            if value is None:
                value = self._values.get(entries, index)
                if value is not None:
                    at_hand[index] = value
            return value

        return _Kept(histogram_stack(one.entries, self._wanted(one), read), self.every, at_hand)

    def _forget(self, shown: int) -> None:
        """Let go of what was shown longest ago, where all takes too much memory."""
        sizes = {key: kept.nbytes for key, kept in self._kept.items()}
        while len(self._kept) > shown and sum(sizes.values()) > _MOST_BYTES:
            key, _ = self._kept.popitem(last=False)
            del sizes[key]

    def _wanted(self, one: ChosenEntry) -> IntArray:
        """Which places in the order of steps are to be read: the last and the chosen one always."""
        places = np.arange(one.count)
        if self.every == 1:
            return places
        return np.union1d(places[:: self.every], [one.place, one.count - 1])

    def _want(self, chosen: Sequence[ChosenEntry], shown: Sequence[_Kept]) -> None:
        """Ask for what is missing: the chosen entries first, then more and more of all runs alike."""
        asked: list[Wanted] = []
        missing = []
        for one, kept in zip(chosen, shown, strict=True):
            if not kept.stack.awaited:
                continue
            if one.index not in kept.at_hand:
                asked.append((one.entries, one.index))
            there = {one.index, *kept.at_hand}
            indexes = entry_order(one.entries).indexes[self._wanted(one)]
            spread = indexes[refining_order(len(indexes))].tolist()
            missing.append([(one.entries, index) for index in spread if index not in there])
        share = _ASKED_AT_ONCE // max(1, len(missing))
        for number in range(max((min(share, len(mine)) for mine in missing), default=0)):
            asked += [mine[number] for mine in missing if number < len(mine)]
        if asked:
            self._values.want(asked)
