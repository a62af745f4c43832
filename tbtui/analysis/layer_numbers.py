"""A few numbers of every histogram of a run, computed once and kept: what the matrix of all layers shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.entry_parts import common_parts
from tbtui.analysis.entry_steps import entry_order
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_distance import wasserstein
from tbtui.analysis.histogram_stack import refining_order
from tbtui.model.entries import Entries, Place

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]

NUMBERS: Final = 4
"""Mean, spread, share of zeros, drift."""


def layer_numbers(histogram: Histogram, first: Histogram | None) -> tuple[float, float, float, float]:
    """Mean, spread, greatest share of zeros, and drift from the ``first``; NaN for what is not known."""
    numbers = histogram.statistics
    drift = float("nan") if first is None else wasserstein(first, histogram)
    return numbers.mean, numbers.spread, numbers.zeros, drift


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The numbers of one tag as far as they are known."""

    entries: Entries
    numbers: FloatArray
    """(n, 4) float64, a row for each entry in file order; NaN where it is not known."""
    done: BoolArray
    """(n,): which entries have been read, or cannot be."""

    @property
    def first(self) -> Place | None:
        """Where the histogram lies from which drift is measured: the first of those that count."""
        indexes = entry_order(self.entries).indexes
        return self.entries.place(int(indexes[0])) if len(indexes) else None

    def counted(self) -> tuple[int, int]:
        """How many of the entries that count are done, and how many there are."""
        indexes = entry_order(self.entries).indexes
        return int(self.done[indexes].sum()), len(indexes)

    def to_read(self) -> Iterator[int]:
        """The entries that are not done, in an order that is soon spread over all steps; the first one first."""
        indexes = entry_order(self.entries).indexes
        order = np.concatenate((indexes[:1], indexes[refining_order(len(indexes))]))
        return (index for index in dict.fromkeys(order.tolist()) if not self.done[index])


def new_layer(entries: Entries, before: Layer | None) -> Layer:
    """The layer of a tag; what was known of its entries before it grew is taken over."""
    layer = Layer(entries, np.full((len(entries), NUMBERS), np.nan), np.zeros(len(entries), np.bool_))
    if before is not None and before.first == layer.first:
        for mine, theirs in common_parts(entries, before.entries):
            layer.numbers[mine], layer.done[mine] = before.numbers[theirs], before.done[theirs]
    return layer


def taking_turns(layers: Sequence[Layer]) -> Iterator[tuple[Layer, int]]:
    """The entries to read of all layers, one of each after the other, so that all of them fill alike."""
    waiting = [(layer, layer.to_read()) for layer in layers]
    while waiting:
        still = []
        for layer, entries in waiting:
            index = next(entries, None)
            if index is not None:
                yield layer, index
                still.append((layer, entries))
        waiting = still
