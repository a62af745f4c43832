"""All histograms of one tag of one run, step by step, and the arrays that charts make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.curves import x_values
from tbtui.analysis.entry_steps import entry_order
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_bins import amounts
from tbtui.analysis.memo import remembered
from tbtui.analysis.percentiles import SHARES
from tbtui.analysis.ranges import Range, finite_range
from tbtui.model.entries import Entries, EntryError
from tbtui.model.selection import XAxis

FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
Read: TypeAlias = Callable[[Entries, int], "Histogram | EntryError | None"]
"""Gives the histogram of an entry, why it cannot be read, or None where it is not read yet."""


@dataclass(frozen=True, eq=False)
class HistogramStack:
    """Those of a tag's histograms that count and are at hand, in the order of their steps."""

    entries: Entries
    indexes: IntArray
    """(n,) int64: which of the entries each is."""
    histograms: tuple[Histogram, ...]
    awaited: int
    """How many more are to come."""
    errors: tuple[tuple[int, EntryError], ...]
    """The entries that cannot be read: which they are, and why not."""
    superseded: int
    """How many a later attempt made void; they are not among these."""

    @property
    def run(self) -> str:
        """The run that wrote them."""
        return self.entries.run

    @cached_property
    def steps(self) -> IntArray:
        """(n,) int64, ascending."""
        return np.asarray(self.entries.steps[self.indexes])

    @cached_property
    def statistics(self) -> FloatArray:
        """(n, 6) float64: the numbers of each histogram, in the order of ``HistogramStatistics``."""
        return np.array([one.statistics for one in self.histograms], np.float64).reshape(-1, 6)

    @cached_property
    def percentiles(self) -> FloatArray:
        """(n, 9) float64: the values at ``percentiles.SHARES``."""
        return np.array([one.percentiles for one in self.histograms], np.float64).reshape(-1, len(SHARES))

    def place_of(self, index: int) -> int | None:
        """Where the entry with that index stands among these; None where it is not at hand."""
        found = np.flatnonzero(self.indexes == index)
        return int(found[0]) if found.size else None


def histogram_stack(entries: Entries, wanted: IntArray, read: Read) -> HistogramStack:
    """The stack of the entries at ``wanted`` places of ``entry_order``, as far as they are at hand."""
    order = entry_order(entries)
    found: list[tuple[int, Histogram]] = []
    errors: list[tuple[int, EntryError]] = []
    awaited = 0
    for index in order.indexes[wanted].tolist():
        value = read(entries, index)
        if value is None:
            awaited += 1
        elif isinstance(value, EntryError):
            errors.append((index, value))
        else:
            found.append((index, value))
    indexes = np.array([index for index, _ in found], np.int64)
    histograms = tuple(histogram for _, histogram in found)
    return HistogramStack(entries, indexes, histograms, awaited, tuple(errors), order.superseded)


@dataclass(frozen=True, slots=True, eq=False)
class AxisOrder:
    """The histograms of a stack along a horizontal axis."""

    x: FloatArray
    """(m,) float64, finite and ascending."""
    places: IntArray
    """(m,) int64: which of the stack's histograms each is; -1 for one that cannot be read."""


@remembered
def axis_order(stack: HistogramStack, x_axis: XAxis) -> AxisOrder:
    """Where the histograms stand on an axis; clocks may have been set back, so it need not be the order of steps."""
    unreadable = np.array([index for index, _ in stack.errors], np.int64)
    x = x_values(stack.entries, x_axis)[np.concatenate((stack.indexes, unreadable))]
    order = np.flatnonzero(np.isfinite(x))
    order = order[np.argsort(x[order], kind="stable")]
    return AxisOrder(x[order], np.where(order < len(stack.indexes), order, -1))


def along(order: AxisOrder, values: FloatArray) -> FloatArray:
    """(n, k) values of a stack's histograms -> (m, k) in the order of an axis; NaN for what cannot be read."""
    if not len(values):
        return np.full((len(order.places), values.shape[1]), np.nan)
    return np.where(order.places[:, None] < 0, np.nan, values[order.places])


@remembered
def amounts_in_bins(stack: HistogramStack, edges: tuple[float, ...], by_count: bool) -> FloatArray:
    """(n, len(edges) - 1) float64: every histogram on one grid, see ``amounts``."""
    return amounts(stack.histograms, edges, by_count=by_count)


@remembered
def remarked(stack: HistogramStack) -> IntArray:
    """(k,) int64: which of the histograms have something odd about them."""
    return np.array([number for number, one in enumerate(stack.histograms) if one.remarks], np.int64)


@remembered
def buckets_differ(stack: HistogramStack) -> bool:
    """Whether the buckets of some are not those of others."""
    return len({one.grid for one in stack.histograms}) > 1


@remembered
def axis_range(entries: Entries, x_axis: XAxis) -> Range | None:
    """All of the horizontal axis that the entries have which count; None where there are none."""
    return finite_range([x_values(entries, x_axis)[entry_order(entries).indexes]])


def value_range(stacks: Iterable[HistogramStack], *, without_outliers: bool = False) -> Range | None:
    """The range of the values of all stacks; of the middle 86 percent of each histogram where outliers are left out."""
    first, last = (1, -2) if without_outliers else (0, -1)
    return finite_range(
        array
        for stack in stacks
        for array in (
            (stack.percentiles[:, first], stack.percentiles[:, last])
            if without_outliers
            else (stack.statistics[:, 1], stack.statistics[:, 2])
        )
    )


def typical_size(stacks: Sequence[HistogramStack]) -> float:
    """A middling magnitude of the values, for an axis that is linear up to about there; 0 where all are zero."""
    numbers = [np.abs(stack.percentiles[:, (3, 5)]).reshape(-1) for stack in stacks]
    sizes = np.concatenate(numbers) if numbers else np.empty(0)
    sizes = sizes[sizes > 0]
    return float(np.median(sizes)) if sizes.size else 0.0


def refining_order(count: int) -> IntArray:
    """(count,) int64: places from 0 on, so that any beginning of them is spread over all: last, first, halves ..."""
    if count < 3:
        return np.arange(count)[::-1]
    places = np.arange(count - 1)
    # How often a place can be halved tells in which round it is reached.
    rounds = np.bitwise_and(places, -places)
    rounds[0] = count
    order = np.argsort(-rounds, kind="stable")
    return np.concatenate(([count - 1], places[order]))
