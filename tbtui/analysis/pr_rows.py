"""PR curves as rows of a table: each run at a threshold, or a step in a few numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from tbtui.analysis.listing import natural_key
from tbtui.analysis.pr_curves import PrReading, PrSummary, read_pr, summarise_pr
from tbtui.model.pr_curves import PrCurve


class PrRow(NamedTuple):
    """One curve of the table."""

    run: str
    step: int
    reading: PrReading | None
    """None where the curve cannot be read, or is not read yet."""
    summary: PrSummary | None
    wrong: str = ""
    """Why it cannot be read."""


def pr_row(run: str, step: int, curve: PrCurve | None, threshold: float, wrong: str = "") -> PrRow:
    """The row of a curve at a threshold."""
    if curve is None:
        return PrRow(run, step, None, None, wrong)
    return PrRow(run, step, read_pr(curve, threshold), summarise_pr(curve), wrong)


def number_of(row: PrRow, key: str) -> float | None:
    """A number of a row by its name in a reading or a summary; None where the row has none."""
    for part in (row.reading, row.summary):
        if hasattr(part, key):
            return float(getattr(part, key))
    return None


def sorted_pr(rows: Sequence[PrRow], key: str, *, descending: bool) -> list[PrRow]:
    """The rows in the order of one number, or of "run" or "step"; those without it come last either way."""
    if key in ("run", "step"):
        return sorted(rows, key=lambda row: natural_key(row.run) if key == "run" else row.step, reverse=descending)
    sign = -1 if descending else 1

    def order(row: PrRow) -> tuple[bool, float]:
        value = number_of(row, key)
        known = value is not None and not math.isnan(value)
        return not known, sign * value if known and value is not None else 0.0

    return sorted(rows, key=order)
