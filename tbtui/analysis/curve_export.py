"""Curves as CSV and JSON: every point that is drawn, raw and smoothed, by run and tag."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from tbtui.analysis.plotted import Plotted
from tbtui.analysis.stretch import Stretch

_COLUMNS: Final = ("run", "tag", "step", "wall_time", "x", "value", "smoothed", "superseded")


def curve_rows(plots: Sequence[Plotted]) -> Iterator[tuple[Any, ...]]:
    """A row for each point, in the order of ``_COLUMNS``; step and wall time are None for averages."""
    for one in plots:
        for stretch in one.curve().stretches:
            yield from _stretch_rows(one, stretch)


def _stretch_rows(one: Plotted, stretch: Stretch) -> Iterator[tuple[Any, ...]]:
    count = len(stretch.x)
    steps: list[Any] = [None] * count
    walls: list[Any] = [None] * count
    if one.series is not None:
        places = np.arange(count) if stretch.indexes is None else stretch.indexes
        steps, walls = one.series.steps[places].tolist(), one.series.wall_times[places].tolist()
    numbers = (stretch.x.tolist(), stretch.raw.tolist(), stretch.smoothed.tolist())
    for step, wall, x, raw, smoothed in zip(steps, walls, *numbers, strict=True):
        yield one.name, one.tag, step, wall, x, raw, smoothed, stretch.superseded


def curves_csv(plots: Sequence[Plotted]) -> bytes:
    """CSV with a header; what is not known is empty, numbers are written so that they read back the same."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(curve_rows(plots))
    return text.getvalue().encode("utf-8", "replace")


def curves_json(plots: Sequence[Plotted]) -> bytes:
    """A JSON list with an object for each curve; numbers that are not finite are "NaN", "Infinity", "-Infinity"."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in curve_rows(plots):
        curve = found.setdefault(row[:2], {"run": row[0], "tag": row[1], **{name: [] for name in _COLUMNS[2:]}})
        for name, value in zip(_COLUMNS[2:], row[2:], strict=True):
            curve[name].append(_plain(value))
    return json.dumps(list(found.values()), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
