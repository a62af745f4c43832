"""The horizontal axis of pictures over time: steps or time, all of it or the part that all screens see."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tbtui.analysis.curves import x_values
from tbtui.analysis.histogram_stack import axis_range
from tbtui.analysis.labels import count_label, duration_label, is_moment, wall_label
from tbtui.analysis.ranges import Range, widened
from tbtui.charts.axes import Axis
from tbtui.charts.line_chart import X_TICKS
from tbtui.charts.scalar_charts import seen_range
from tbtui.model.entries import Entries
from tbtui.model.selection import Selection, XAxis

_SHORT: float = 600.0
"""Seconds up to which labels tell seconds."""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """What the axis counts, and how much of it there is and is seen."""

    kind: XAxis
    whole: Range
    seen: Range

    @property
    def axis(self) -> Axis:
        """The axis with its ticks."""
        low, high = self.seen
        return Axis(*((low, high) if low < high else widened((low, low))), X_TICKS[self.kind])

    @property
    def lone_reach(self) -> float:
        """How far a single entry reaches: over all of an axis that shows nothing else."""
        return math.inf if self.whole[0] == self.whole[1] else 0.0

    def place(self, entries: Entries, index: int) -> float:
        """Where an entry stands."""
        return float(x_values(entries, self.kind)[index])

    def label(self, x: float) -> str:
        """A place in a few characters."""
        step = 1.0 if self.seen[1] - self.seen[0] < _SHORT else 60.0
        if self.kind in (XAxis.STEP, XAxis.RELATIVE_STEP):
            return f"{round(x):,}" if abs(x) < 1e5 else count_label(round(x))
        if self.kind is XAxis.RELATIVE or not is_moment(x):
            return duration_label(x, step)
        return wall_label(x, step)


def shared_kind(selection: Selection) -> XAxis:
    """What the axis counts: steps where curves are drawn over a tag, which entries do not know."""
    return XAxis.STEP if selection.x_tag is not None else selection.x_axis


def time_axis(found: Iterable[Entries], selection: Selection) -> TimeAxis:
    """The axis for these entries; of what the selection sees of it, so much as there is."""
    kind = shared_kind(selection)
    ranges = [one for entries in found if (one := axis_range(entries, kind)) is not None]
    whole = (min(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else (0.0, 1.0)
    seen = None if selection.x_tag is not None else seen_range(selection, whole[1])
    inside = seen is not None and seen[0] < whole[1] and seen[1] > whole[0]
    return TimeAxis(kind, whole, seen if seen is not None and inside else whole)
