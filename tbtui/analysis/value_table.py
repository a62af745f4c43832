"""What is read off the curves of a chart: values at the cursor, over a range, the best ones, and differences."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.curves import Stretch
from tbtui.analysis.labels import duration_label, value_label
from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.analysis.plotted import Plotted


class Summary(NamedTuple):
    """Numbers of the points that count; NaN where no value is finite."""

    last: float
    """As it was written, smoothed or not."""
    least: float
    least_at: float
    """The x of the least value."""
    greatest: float
    greatest_at: float
    mean: float
    points: int
    nan: int
    infinite: int


@remembered
def summarise(stretch: Stretch) -> Summary:
    """The summary of all points of a stretch."""
    return _summary(stretch.x, stretch.raw)


def _summary(x: np.ndarray, values: np.ndarray) -> Summary:
    nan = int(np.isnan(values).sum())
    finite = np.flatnonzero(np.isfinite(values))
    infinite = len(values) - len(finite) - nan
    last = float(values[-1]) if values.size else math.nan
    if not finite.size:
        nothing = math.nan
        return Summary(last, nothing, nothing, nothing, nothing, nothing, len(values), nan, infinite)
    known = values[finite]
    least, greatest = finite[int(known.argmin())], finite[int(known.argmax())]
    with np.errstate(over="ignore"):
        mean = float(known.mean())
    return Summary(
        last,
        float(values[least]),
        float(x[least]),
        float(values[greatest]),
        float(x[greatest]),
        mean,
        len(values),
        nan,
        infinite,
    )


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
    right = int(np.searchsorted(stretch.x, x))
    candidates = [place for place in (right - 1, right) if 0 <= place < len(stretch.x)]
    place = min(candidates, key=lambda candidate: abs(float(stretch.x[candidate]) - x))
    return Reading(place, float(stretch.x[place]), float(stretch.raw[place]), float(stretch.smoothed[place]))


class ValueRow(NamedTuple):
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
    summary: Summary
    """Of all points, or of those in the range that is read off."""
    start: float
    """The first value of the range."""
    slope: float
    """By how much the value rises from the range's start to its end, for one unit of x."""
    change: float
    """The same as a share of the first value."""


def value_row(plotted: Plotted, cursor: float | None, mark: float | None, reference: Reading | None) -> ValueRow:
    """What the table says of one curve: at the cursor, or at its last point where there is none."""
    stretch = plotted.curve().main
    reading = read_off(stretch, math.inf if cursor is None else cursor)
    summary, start, slope, change = _over(stretch, cursor, mark)
    if reading is None:
        nothing = math.nan
        return ValueRow(plotted, nothing, nothing, None, nothing, nothing, nothing, summary, start, slope, change)
    step, wall_time, relative = _moment(plotted, stretch, reading)
    delta = reading.raw - reference.raw if reference is not None else math.nan
    return ValueRow(
        plotted, reading.raw, reading.smoothed, step, wall_time, relative, delta, summary, start, slope, change
    )


def _moment(plotted: Plotted, stretch: Stretch, reading: Reading) -> tuple[int | None, float, float]:
    series = plotted.series
    if series is None:
        return None, math.nan, math.nan
    index = reading.place if stretch.indexes is None else int(stretch.indexes[reading.place])
    wall_time = float(series.wall_times[index])
    return int(series.steps[index]), wall_time, wall_time - float(series.wall_times[0])


def _over(stretch: Stretch, cursor: float | None, mark: float | None) -> tuple[Summary, float, float, float]:
    """Summary, first value, slope and change of the part between mark and cursor; of all where nothing is marked."""
    if cursor is None or mark is None:
        return summarise(stretch), math.nan, math.nan, math.nan
    low, high = min(cursor, mark), max(cursor, mark)
    part = np.s_[np.searchsorted(stretch.x, low, "left") : np.searchsorted(stretch.x, high, "right")]
    x, values = stretch.x[part], stretch.raw[part]
    summary = _summary(x, values)
    finite = np.flatnonzero(np.isfinite(values))
    if finite.size < 2:
        return summary, float(values[0]) if values.size else math.nan, math.nan, math.nan
    first, last = finite[0], finite[-1]
    rise, run = float(values[last] - values[first]), float(x[last] - x[first])
    slope = rise / run if run else math.nan
    change = rise / abs(float(values[first])) if values[first] else math.nan
    return summary, float(values[first]), slope, change


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
    "start": lambda row: row.start,
    "slope": lambda row: row.slope,
    "change": lambda row: row.change,
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


def signed_label(value: float) -> str:
    """A difference with its sign; "" for none."""
    if value != value:
        return ""
    return value_label(value) if value <= 0 else "+" + value_label(value)


def percent_label(share: float) -> str:
    """A share in percent with its sign; "" for none."""
    return "" if share != share else signed_label(round(100 * share, 2)) + "%"


def time_label(seconds: float) -> str:
    """Seconds that have passed; "" for none."""
    return "" if seconds != seconds else duration_label(seconds, 1 if seconds >= 10 else 0.01)
