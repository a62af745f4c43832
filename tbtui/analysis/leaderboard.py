"""Which run is the best of a tag: its best value and where it had it, over all runs that are listed, drawn or not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.model.series import Series


class Standing(NamedTuple):
    """What counts of one series; NaN and None where no value is finite."""

    best: float
    best_step: int | None
    last: float
    last_step: int | None
    mean: float
    points: int
    """How many points count: those that no later attempt superseded."""


@remembered
def standing(series: Series, lower: bool) -> Standing:
    """The standing of a series where low (or else high) values are the good ones."""
    kept = np.flatnonzero(~series.superseded)
    values = series.written_values[kept]
    finite = np.flatnonzero(np.isfinite(values))
    last = float(values[-1]) if len(values) else math.nan
    last_step = int(series.steps[kept[-1]]) if len(kept) else None
    if not finite.size:
        return Standing(math.nan, None, last, last_step, math.nan, len(kept))
    known = values[finite]
    place = int(known.argmin() if lower else known.argmax())
    mean = float(np.mean(known, dtype=np.float64))
    return Standing(float(known[place]), int(series.steps[kept[finite[place]]]), last, last_step, mean, len(kept))


class BoardRow(NamedTuple):
    """One row of the leaderboard."""

    run: str
    standing: Standing


def ranked(rows: Iterable[BoardRow], key: str, *, descending: bool) -> list[BoardRow]:
    """The rows in the order of one column; what is no number comes last either way, equal ones go by name."""
    by_name = sorted(rows, key=lambda row: natural_key(row.run))
    if key == "name":
        return by_name[::-1] if descending else by_name
    sign = -1 if descending else 1

    def order(row: BoardRow) -> tuple[bool, float]:
        value = getattr(row.standing, key)
        known = value is not None and value == value
        return not known, sign * value if known else 0.0

    return sorted(by_name, key=order)
