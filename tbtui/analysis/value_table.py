"""What is read off the curves of a chart: values at the cursor, over a range, the best ones, and differences."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.curve_summary import Summary, summarise, summary_of
from tbtui.analysis.labels import duration_label, moment_label, value_label
from tbtui.analysis.listing import natural_key
from tbtui.analysis.places import place
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.run_groups import averaged_runs
from tbtui.analysis.stretch import Stretch
from tbtui.model.selection import Selection, XAxis


class Reading(NamedTuple):
    """One point of a curve."""

    place: int
    """In the stretch."""
    x: float
    raw: float
    smoothed: float


def read_off(stretch: Stretch, x: float) -> Reading | None:
    """The point nearest to ``x``; None where there is none."""
    if not stretch.x.size:
        return None
    right = place(stretch.x, x)
    candidates = [near for near in (right - 1, right) if 0 <= near < len(stretch.x)]
    nearest = min(candidates, key=lambda candidate: abs(float(stretch.x[candidate]) - x))
    return Reading(nearest, float(stretch.x[nearest]), float(stretch.raw[nearest]), stretch.smoothed_at(nearest))


@dataclass(frozen=True)
class ValueRow:
    """One line of the table."""

    plotted: Plotted
    value: float
    smoothed: float
    step: int | None
    wall_time: float
    relative: float
    """Seconds since the series' first point."""
    delta: float
    """What the value has more than that of the reference run; NaN without one."""
    span: tuple[float, float] | None
    """The range of x that is read off; None for all points."""
    count: int | None = None
    """How many runs have a value here, of those that are averaged; None for a single run."""

    @property
    def name(self) -> str:
        """The run, or the group and how many of its runs are averaged here: "lr=0.01 (1/2 runs)"."""
        runs = len(self.plotted.runs)
        if self.count is None or self.count == runs:
            return self.plotted.name
        return self.plotted.name.removesuffix(averaged_runs(runs)) + averaged_runs(runs, self.count)

    @cached_property
    def part(self) -> Part:
        """The range that is read off."""
        stretch = self.plotted.curve().main
        return whole_part(stretch) if self.span is None else _part(stretch, *self.span)

    @property
    def summary(self) -> Summary:
        """Of all points, or of those in the range that is read off."""
        return self.part.summary


class Part(NamedTuple):
    """What is read off a range of a curve."""

    summary: Summary
    start: float
    """Its first value."""
    slope: float
    """By how much the value rises from its start to its end, for one unit of x."""
    change: float
    """The same as a share of the first value."""


def read_rows(curves: Sequence[Plotted], selection: Selection) -> list[ValueRow]:
    """What the table says of each curve at the cursor, or over the range from the mark to the cursor."""
    cursor, mark, steps = selection.cursor, selection.mark, selection.counts_steps
    references = [one for one in curves if selection.reference in one.runs]
    at = math.inf if cursor is None else cursor
    reference = read_off(references[0].curve().main, at) if references else None
    return [value_row(one, cursor, mark, reference, steps=steps) for one in curves]


def value_row(
    plotted: Plotted, cursor: float | None, mark: float | None, reference: Reading | None, *, steps: bool = False
) -> ValueRow:
    """What the table says of one curve: at the cursor, or at its last point where there is none.

    ``steps`` tells that x counts steps, also those of averages, which have no series of their own.
    """
    stretch = plotted.curve().main
    reading = read_off(stretch, math.inf if cursor is None else cursor)
    span = None if cursor is None or mark is None else (min(cursor, mark), max(cursor, mark))
    if reading is None:
        nothing = math.nan
        return ValueRow(plotted, nothing, nothing, None, nothing, nothing, nothing, span)
    step, wall_time, relative = _moment(plotted, stretch, reading)
    if step is None and steps:
        step = round(reading.x)
    delta = reading.raw - reference.raw if reference is not None else math.nan
    count = None if stretch.counts is None else int(stretch.counts[reading.place])
    return ValueRow(plotted, reading.raw, reading.smoothed, step, wall_time, relative, delta, span, count)


def _moment(plotted: Plotted, stretch: Stretch, reading: Reading) -> tuple[int | None, float, float]:
    series = plotted.series
    if series is None:
        return None, math.nan, math.nan
    index = reading.place if stretch.indexes is None else int(stretch.indexes[reading.place])
    wall_time = float(series.wall_times[index])
    return int(series.steps[index]), wall_time, wall_time - float(series.wall_times[0])


def whole_part(stretch: Stretch) -> Part:
    """All points of a curve, of which only the summary is asked for."""
    return Part(summarise(stretch), math.nan, math.nan, math.nan)


def _part(stretch: Stretch, low: float, high: float) -> Part:
    inside = np.s_[place(stretch.x, low) : place(stretch.x, high, "right")]
    x, values = stretch.x[inside], stretch.raw[inside]
    summary = summary_of(x, values)
    finite = np.flatnonzero(np.isfinite(values))
    if finite.size < 2:
        return Part(summary, float(values[0]) if values.size else math.nan, math.nan, math.nan)
    first, last = finite[0], finite[-1]
    start = float(values[first])
    rise, run = float(values[last]) - start, float(x[last]) - float(x[first])
    return Part(summary, float(values[0]), rise / run if run else math.nan, rise / abs(start) if start else math.nan)


_SORT_VALUES: Final[dict[str, Callable[[ValueRow], float]]] = {
    "value": lambda row: row.value,
    "smoothed": lambda row: row.smoothed,
    "delta": lambda row: row.delta,
    "step": lambda row: math.nan if row.step is None else row.step,
    "time": lambda row: row.relative,
    "wall": lambda row: row.wall_time,
    "min": lambda row: row.summary.least,
    "max": lambda row: row.summary.greatest,
    "mean": lambda row: row.summary.mean,
    "last": lambda row: row.summary.last,
    "start": lambda row: row.part.start,
    "slope": lambda row: row.part.slope,
    "change": lambda row: row.part.change,
}
_SMALL_IS_GOOD: Final = re.compile(
    r"loss|error|perplexity|latency|(?:^|[/_.-])(?:err|ppl|mse|mae|rmse|fid|wer|cer|nll|time)(?:$|[/_.-])",
    re.IGNORECASE,
)


def sorted_rows(rows: Sequence[ValueRow], key: str, *, descending: bool) -> list[ValueRow]:
    """The rows in the order of one column; what is no number comes last either way."""
    by_name = sorted(rows, key=lambda row: natural_key(row.plotted.name))
    if key not in _SORT_VALUES:
        return by_name[::-1] if descending else by_name
    sign = -1 if descending else 1

    def order(row: ValueRow) -> tuple[bool, float]:
        value = _SORT_VALUES[key](row)
        return value != value, sign * value if value == value else 0.0

    return sorted(by_name, key=order)


def lower_is_better(tag: str) -> bool:
    """Whether small values are the good ones, guessed from the tag: of losses, errors, distances and times they are."""
    return _SMALL_IS_GOOD.search(tag) is not None


def reading_place(selection: Selection) -> str:
    """Where values are read off, in words."""
    if selection.cursor is None:
        return "at the last point"
    at = _place(selection.cursor, selection)
    return f"at {at}" if selection.mark is None else f"from {_place(selection.mark, selection)} to {at}"


def _place(x: float, selection: Selection) -> str:
    return place_label(x, selection.x_axis) if selection.x_tag is None else f"{selection.x_tag} {value_label(x)}"


def place_label(x: float, x_axis: XAxis) -> str:
    """A place of the x axis in words: "step 1,200", "1h05", a date and time."""
    if x_axis is XAxis.WALL:
        return moment_label(x)
    if x_axis is XAxis.RELATIVE:
        return time_label(x)
    return f"step {'+' if x_axis is XAxis.RELATIVE_STEP else ''}{round(x):,}"


def signed_label(value: float) -> str:
    """A difference with its sign; "" for none."""
    if value != value:
        return ""
    return value_label(value, 4) if value <= 0 else "+" + value_label(value, 4)


def percent_label(share: float) -> str:
    """A share in percent with its sign; "" for none."""
    return "" if share != share else signed_label(round(100 * share, 2)) + "%"


def time_label(seconds: float) -> str:
    """Seconds that have passed; "" for none."""
    return "" if seconds != seconds else duration_label(seconds, 1 if seconds >= 10 else 0.01)
