"""Histograms for tests: made of rows, stacked without a file, and as events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tbtui.analysis.histogram import Histogram, histogram_of
from tbtui.analysis.histogram_stack import HistogramStack, histogram_stack
from tbtui.analysis.layer_numbers import Layer, new_layer
from tbtui.model.entries import Entries, EntryError, EntryPart, Metadata
from tbtui.parsing.event_writer import histogram_value, metadata, summary_event, tensor_value


def histogram(*rows: tuple[float, float, float]) -> Histogram:
    return histogram_of(np.array(rows, np.float64).reshape(-1, 3))


def entries_of(steps: Sequence[int], walls: Sequence[float] | None = None, tag: str = "tag") -> Entries:
    """Entries without a file, in one part."""
    column = np.array(steps, np.int64)
    times = np.array(walls if walls is not None else steps, np.float64)
    part = EntryPart(0, "file", (), column, times, np.arange(len(column)), column * 0 + 8, column * 0)
    return Entries("run", "histograms", tag, Metadata("histograms"), (part,), decode=lambda place: place.offset)


def stack_of(values: Sequence[Histogram | EntryError | None], steps: Sequence[int] | None = None) -> HistogramStack:
    """A stack of these, at steps 0, 1, 2 ... unless others are given."""
    entries = entries_of(range(len(values)) if steps is None else steps)
    return histogram_stack(entries, np.arange(len(values)), lambda _, index: values[index])


def layer_of(numbers: list[float], tag: str = "tag") -> Layer:
    """A layer whose histograms are all read; the measure is the same number in each column."""
    layer = new_layer(entries_of(range(len(numbers)), tag=tag), None)
    layer.numbers[:] = np.array(numbers)[:, None]
    layer.done[:] = True
    return layer


def histogram_events(
    tag: str, steps: Sequence[int], wall_time: float = 1.7e9, spread: float = 1.0, buckets: int = 20
) -> list[Any]:
    """An event for each step with a normal distribution that grows wider."""
    numbers = np.random.default_rng(0).normal(size=400)
    return [
        summary_event(step, wall_time + count, [histogram_value(tag, numbers * spread * (1 + step / 50), buckets)])
        for count, step in enumerate(steps)
    ]


def rows_event(tag: str, step: int, rows: Any, wall_time: float = 1.7e9) -> Any:
    """An event with a histogram of exactly these rows, however odd."""
    return summary_event(
        step, wall_time + step, [tensor_value(tag, np.array(rows, np.float64), metadata("histograms"))]
    )
