"""Curves as CSV and JSON: every point that is drawn, raw and smoothed, by run and tag."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np

from tbtui.analysis.plotted import Plotted
from tbtui.analysis.stretch import Stretch

_COLUMNS: Final = ("run", "tag", "step", "wall_time", "x", "value", "smoothed", "superseded")
_BAND: Final = ("low", "high", "runs")
"""What averages have more: the edges of the band, and how many runs have a value there."""


def columns_of(plots: Sequence[Plotted]) -> tuple[str, ...]:
    """The names of the columns: those of the band only where something is averaged."""
    averaged = any(stretch.counts is not None for one in plots for stretch in one.curve().stretches)
    return _COLUMNS + _BAND if averaged else _COLUMNS


def curve_rows(plots: Sequence[Plotted]) -> Iterator[tuple[Any, ...]]:
    """A row for each point, in the order of ``columns_of``; step and wall time are None for averages."""
    averaged = len(columns_of(plots)) > len(_COLUMNS)
    for one in plots:
        for stretch in one.curve().stretches:
            rows = _stretch_rows(one, stretch)
            if averaged:
                rows = (row + band for row, band in zip(rows, _band_rows(stretch), strict=True))
            yield from rows


def _band_rows(stretch: Stretch) -> Iterator[tuple[Any, ...]]:
    if stretch.counts is None or stretch.band is None:
        return repeat((None, None, None), len(stretch))
    low, high = stretch.band
    return zip(low.tolist(), high.tolist(), stretch.counts.tolist(), strict=True)


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
    writer.writerow(columns_of(plots))
    writer.writerows(curve_rows(plots))
    return text.getvalue().encode("utf-8", "replace")


def curves_json(plots: Sequence[Plotted]) -> bytes:
    """A JSON list with an object for each curve; numbers that are not finite are "NaN", "Infinity", "-Infinity"."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    names = columns_of(plots)[2:]
    for row in curve_rows(plots):
        curve = found.setdefault(row[:2], {"run": row[0], "tag": row[1], **{name: [] for name in names}})
        for name, value in zip(names, row[2:], strict=True):
            curve[name].append(_plain(value))
    return json.dumps(list(found.values()), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
