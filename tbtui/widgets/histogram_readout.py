"""What the lines below the pictures of histograms read off."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from tbtui.analysis.entry_steps import ChosenEntry, entry_order
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.histogram_stack import HistogramStack
from tbtui.analysis.histogram_words import about, bound_words, histogram_words
from tbtui.analysis.labels import value_label
from tbtui.analysis.layer_numbers import Layer
from tbtui.charts.cells import Colour
from tbtui.charts.palette import Palette
from tbtui.model.entries import EntryError
from tbtui.widgets.readout import Field


def entry_rows(
    entry: ChosenEntry, stack: HistogramStack, newest: bool, mark: Colour, palette: Palette
) -> list[list[Field]]:
    """Two rows: where the histogram at the step cursor stands and what it holds, then its shape and what is odd."""
    place = stack.place_of(entry.index)
    histogram = None if place is None else stack.histograms[place]
    words = histogram_words(entry, histogram)
    head = [Field("", "■", 20, mark), Field("step", words.step, 19)]
    error = next((error for index, error in stack.errors if index == entry.index), None)
    if error is not None:
        where, reason = _error_words(entry, error)
        return [[*head, Field("×", where, 18, palette.warning)], [Field("", reason, 9, palette.warning)]]
    first = [
        Field("", f"({words.place}{', newest' if newest else ''})", 14),
        Field("n", words.total, 15),
        Field("min", words.least, 17),
        Field("max", words.greatest, 16),
    ]
    second = [
        Field("mean", words.mean, 14),
        Field("std", words.spread, 13),
        Field("zeros", words.zeros, 12),
        Field("", words.moment, 3),
        Field("", words.relative, 4),
    ]
    return [[*head, *first], [*second, *_remarks(histogram, palette), *_left_out(stack, palette)]]


def _remarks(histogram: Histogram | None, palette: Palette) -> list[Field]:
    if histogram is None:
        return []
    found = [Field("▽", one, 18, palette.warning) for one in histogram.remarks]
    if histogram.statistics.least == histogram.statistics.greatest:
        found.append(Field("", "all values are equal", 8))
    return found


def _error_words(entry: ChosenEntry, error: EntryError) -> tuple[str, str]:
    """Where an entry lies that cannot be read, without the directory, and why it cannot."""
    path = entry.entries.place(entry.index).path
    where, _, reason = str(error).replace(path, os.path.basename(path), 1).partition(": ")
    return where, reason


def _left_out(stack: HistogramStack, palette: Palette) -> list[Field]:
    """What the picture leaves out."""
    found = []
    if stack.errors:
        found.append(Field("×", f"{len(stack.errors):,} cannot be read", 8, palette.warning))
    if stack.superseded:
        found.append(Field("", f"{stack.superseded:,} superseded by a later attempt are left out", 5, palette.muted))
    return found


def layer_fields(layer: Layer, entry: ChosenEntry) -> list[Field]:
    """The numbers of one layer of the matrix at the step cursor."""
    mean, spread, zeros, drift = layer.numbers[entry.index].tolist()
    return [
        Field("layer", layer.entries.tag, 20),
        Field("step", f"{entry.step:,}", 15),
        Field("mean", about(mean), 14),
        Field("std", about(spread), 13),
        Field("zeros", bound_words(zeros), 12),
        Field("drift", value_label(drift, 4) if np.isfinite(drift) else "-", 11),
    ]


def layer_notes(layers: Sequence[Layer], palette: Palette) -> list[Field]:
    """What the matrix leaves out."""
    superseded = sum(entry_order(layer.entries).superseded for layer in layers)
    if not superseded:
        return []
    return [Field("", f"{superseded:,} histograms superseded by a later attempt are left out", 5, palette.muted)]
