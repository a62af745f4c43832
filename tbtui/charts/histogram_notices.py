"""What pictures of histograms say in words and marks: unreadable entries, empty histograms, what is still to come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from tbtui.analysis.curves import x_values
from tbtui.analysis.histogram_stack import HistogramStack, remarked
from tbtui.charts.heatmap import ColumnMark
from tbtui.charts.histogram_scene import HistogramScene, RunHistograms
from tbtui.charts.line_painter import NAN_MARK, PLUS_INF_MARK
from tbtui.charts.picture import Notice

UNREADABLE_MARK: Final = "×"


def run_notice(run: RunHistograms) -> Notice | None:
    """What stands in place of a run's picture where nothing of it can be drawn."""
    stack = run.stack
    if any(not one.empty for one in stack.histograms):
        return None
    if stack.awaited:
        return Notice(f"reading {_count(stack.awaited)}")
    if not stack.histograms:
        return Notice(_unreadable(stack), warning=True)
    head = "All of them are empty" if not stack.statistics[:, 0].any() else "Nothing of them can be drawn"
    head = f"{_count(len(stack.histograms))}. {head}."
    return Notice("\n".join((head, *_said(one.remarks for one in stack.histograms), *_others(stack))))


def step_notice(run: RunHistograms) -> Notice | None:
    """What stands in place of the picture of the step at the cursor where it cannot be drawn."""
    for index, error in run.stack.errors:
        if index == run.entry.index:
            return Notice(str(error), warning=True)
    if run.histogram is None:
        return Notice("reading ...")
    if run.histogram.empty:
        return Notice("\n".join((f"Step {run.entry.step:,} has nothing to draw", *run.histogram.remarks)))
    return None


def _count(number: int) -> str:
    return "1 histogram" if number == 1 else f"{number:,} histograms"


def _unreadable(stack: HistogramStack) -> str:
    first = str(stack.errors[0][1]) if stack.errors else "It holds no histogram that counts."
    rest = len(stack.errors) - 1
    return first + (f"\nand {rest:,} more that cannot be read" if rest > 0 else "")


def _said(remarks: Iterable[tuple[str, ...]]) -> list[str]:
    """Every remark once, but for the one that was said already."""
    return [text for text in dict.fromkeys(text for some in remarks for text in some) if text != "empty"]


def _others(stack: HistogramStack) -> list[str]:
    return [f"{len(stack.errors):,} more cannot be read: {stack.errors[0][1]}"] if stack.errors else []


def column_marks(scene: HistogramScene, run: RunHistograms) -> tuple[ColumnMark, ...]:
    """Marks at the steps of which the picture does not tell all."""
    stack = run.stack
    x = x_values(stack.entries, scene.time.kind)
    odd = remarked(stack)
    found = [ColumnMark(float(x[stack.indexes[place]]), NAN_MARK) for place in odd]
    found += [
        ColumnMark(float(x[stack.indexes[place]]), PLUS_INF_MARK, top=True)
        for place in odd
        if stack.histograms[place].above
    ]
    found += [ColumnMark(float(x[index]), UNREADABLE_MARK) for index, _ in stack.errors]
    return tuple(mark for mark in found if np.isfinite(mark.position))
