"""What the lines below the pictures of histograms read off."""

from __future__ import annotations

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
from tbtui.widgets.readout import Field


def entry_fields(entry: ChosenEntry, histogram: Histogram | None, colour: Colour) -> list[Field]:
    """The numbers of the histogram at the step cursor."""
    words = histogram_words(entry, histogram)
    return [
        Field("", "■", 20, colour),
        Field("step", words.step, 19),
        Field("", words.total, 15),
        Field("min", words.least, 17),
        Field("max", words.greatest, 16),
        Field("mean", words.mean, 14),
        Field("std", words.spread, 13),
        Field("zeros", words.zeros, 12),
    ]


def place_fields(entry: ChosenEntry, newest: bool) -> list[Field]:
    """Which of the run's histograms it is, and when it was written."""
    words = histogram_words(entry, None)
    return [
        Field("", words.place + (", newest" if newest else ""), 7),
        Field("", words.moment, 3),
        Field("", words.relative, 4),
    ]


def note_fields(entry: ChosenEntry, stack: HistogramStack, palette: Palette) -> list[Field]:
    """What is odd about the histogram at the step cursor, and what the picture leaves out."""
    place = stack.place_of(entry.index)
    remarks: Sequence[str] = () if place is None else stack.histograms[place].remarks
    error = next((str(error) for index, error in stack.errors if index == entry.index), None)
    found = [Field("×", error, 9, palette.warning)] if error else []
    found += [Field("▽", remark, 9, palette.warning) for remark in remarks]
    if stack.errors and not error:
        found.append(Field("×", f"{len(stack.errors):,} cannot be read", 8, palette.warning))
    if stack.superseded:
        found.append(Field("", f"{stack.superseded:,} superseded by a later attempt are left out", 5, palette.muted))
    return found


def layer_fields(layer: Layer, entry: ChosenEntry) -> list[Field]:
    """The numbers of one layer of the matrix at the step cursor."""
    mean, spread, zeros, drift = layer.numbers[entry.index].tolist()
    return [
        Field("", layer.entries.tag, 20),
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
