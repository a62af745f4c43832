"""What is read off one histogram, in words and numbers."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from tbtui.analysis.entry_steps import ChosenEntry, entry_order
from tbtui.analysis.histogram import Histogram
from tbtui.analysis.labels import duration_label, moment_label, value_label


class HistogramWords(NamedTuple):
    """Names and values; "≈" stands before what buckets tell only about, "≤" before what they tell a bound of."""

    step: str
    place: str
    """Which of the run's histograms it is."""
    relative: str
    """How long after the run's first histogram it was written."""
    moment: str
    total: str
    least: str
    greatest: str
    mean: str
    spread: str
    zeros: str


def histogram_words(entry: ChosenEntry, histogram: Histogram | None) -> HistogramWords:
    """The words for an entry; numbers are "-" where the histogram is not at hand."""
    order = entry_order(entry.entries)
    first = float(entry.entries.wall_times[order.indexes[0]])
    passed = entry.wall_time - first
    numbers = ["-"] * 6
    if histogram is not None:
        total, least, greatest, mean, spread, zeros = histogram.statistics
        numbers = [count_words(total), known(least), known(greatest)]
        numbers += [about(mean), about(spread), bound_words(zeros)]
    return HistogramWords(
        f"{entry.step:,}",
        f"{entry.place + 1:,} of {entry.count:,}",
        f"+{duration_label(passed, 1)}" if math.isfinite(passed) and passed >= 0 else "",
        moment_label(entry.wall_time) if np.isfinite(entry.wall_time) else "no time",
        *numbers,
    )


def count_words(total: float) -> str:
    """A count of values, which need not be whole."""
    return f"{total:,.0f}" if total == round(total) and total < 1e7 else value_label(total, 4)


def known(value: float) -> str:
    """A number, or "-" where there is none."""
    return value_label(value, 4) if math.isfinite(value) else "-"


def about(value: float) -> str:
    """A number that is an estimate."""
    if value == 0:
        return "0"
    return "≈" + value_label(value, 3) if math.isfinite(value) else "-"


def bound_words(share: float) -> str:
    """An upper bound for a share, in percent; "-" where it is not known."""
    if not math.isfinite(share):
        return "-"
    return "0" if share == 0 else f"≤{value_label(100 * share, 3)}%"
