"""How histograms are shown, in a few words for the border of their pane."""

from __future__ import annotations

from tbtui.analysis.histogram_stack import buckets_differ
from tbtui.charts.colour_scale import Brightness
from tbtui.charts.histogram_options import HistogramOptions, Measure, Mode
from tbtui.charts.histogram_view import HistogramPlan
from tbtui.charts.line_chart import X_NAMES
from tbtui.charts.percentile_bands import LEGEND
from tbtui.charts.statistics_matrix import StatisticsMatrix
from tbtui.model.selection import Scale, XAxis


def state_line(plan: HistogramPlan, runs: int, every: int) -> str:
    """The state of the pictures; ``runs`` is how many there would be with room, ``every`` which steps are read."""
    scene = plan.scene
    options, mode = scene.options, scene.options.mode
    awaited = sum(run.stack.awaited for run in scene.runs)
    read = sum(len(run.stack.histograms) + len(run.stack.errors) for run in scene.runs)
    shown = len(scene.runs)
    words = [
        (f"reading {read:,} of {read + awaited:,}", bool(awaited)),
        (f"{shown} of {runs} runs", shown < runs and options.side_by_side),
        (f"1 step in {every} is read: all are too large", every > 1),
        (X_NAMES[scene.time.kind], mode.over_steps and scene.time.kind is not XAxis.STEP),
        ("zoomed", scene.time.seen != scene.time.whole),
        (LEGEND, mode is Mode.BANDS),
        (_amount_words(options), mode is not Mode.BANDS),
        ("values symlog", options.value_scale is Scale.SYMLOG),
        ("values without outliers", options.without_outliers),
        ("buckets differ by step", mode is Mode.HEATMAP and any(buckets_differ(run.stack) for run in scene.runs)),
    ]
    return " · ".join(word for word, said in words if said)


def _amount_words(options: HistogramOptions) -> str:
    amount = "counts" if options.by_count else "% of a step"
    if options.mode is Mode.HEATMAP:
        return f"{amount}, {options.brightness.value} brightness"
    height = options.relief if options.mode in (Mode.RIDGES, Mode.SURFACE) else options.heights
    return amount if height is Brightness.LINEAR else f"{amount}, {height.value} heights"


def matrix_state_line(matrix: StatisticsMatrix, options: HistogramOptions) -> str:
    """The state of the matrix."""
    scale = "one scale for all layers" if options.one_scale else "each layer by its own colours"
    shared = options.measure is Measure.ZEROS
    words = [
        (f"reading {matrix.read:,} of {matrix.total:,} histograms", matrix.read < matrix.total),
        (X_NAMES[matrix.time.kind], matrix.time.kind is not XAxis.STEP),
        ("zoomed", matrix.time.seen != matrix.time.whole),
        (scale, not shared),
        ("0 to 100%", shared),
    ]
    return " · ".join(word for word, said in words if said)
