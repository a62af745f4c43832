"""PR curves as CSV and JSON: every threshold of a step, or every step in a few numbers."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tbtui.analysis.entry_list import EntryList
from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.paced import paced
from tbtui.analysis.pr_curves import PrReading, PrSummary, defined_length, f1_scores, summarise_pr
from tbtui.analysis.pr_rows import PrRow
from tbtui.model.entries import EntryError
from tbtui.model.pr_curves import PrCurve

_READING: Final = tuple(PrReading._fields[1:])
_SUMMARY: Final = tuple(PrSummary._fields)


def row_fields(row: PrRow) -> dict[str, Any]:
    """A row by the names of its numbers; None for what is not defined."""
    found: dict[str, Any] = {"run": row.run, "step": row.step}
    if row.reading is not None:
        found |= {name: getattr(row.reading, name) for name in _READING}
    if row.summary is not None:
        found |= {name: getattr(row.summary, name) for name in _SUMMARY}
    if row.wrong:
        found["wrong"] = row.wrong
    return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in found.items()}


def curve_rows(run: str, step: int, curve: PrCurve) -> Iterator[dict[str, Any]]:
    """Every threshold of a curve; precision is None where nothing is taken for positive."""
    scores, thresholds, defined = f1_scores(curve), curve.thresholds, defined_length(curve)
    for place in range(len(curve)):
        yield {
            "run": run,
            "step": step,
            "threshold": float(thresholds[place]),
            "precision": float(curve.precision[place]) if place < defined else None,
            "recall": _known(curve.recall[place]),
            "f1": _known(scores[place]),
            "true_positives": float(curve.true_positives[place]),
            "false_positives": float(curve.false_positives[place]),
            "true_negatives": float(curve.true_negatives[place]),
            "false_negatives": float(curve.false_negatives[place]),
        }


def curves_read(chosen: Iterable[ChosenEntry]) -> list[dict[str, Any]]:
    """Every threshold of these curves, which are read for it; one row for each that cannot be read."""
    found: list[dict[str, Any]] = []
    for one in chosen:
        try:
            found += curve_rows(one.run, one.step, one.entries[one.index])
        except EntryError as error:
            found.append({"run": one.run, "step": one.step, "wrong": str(error)})
    return found


def summaries_read(listed: EntryList) -> list[dict[str, Any]]:
    """Every step of these runs in a few numbers; all curves are read for it."""
    return [_summary_read(listed, row) for row in paced(range(len(listed)))]


def _summary_read(listed: EntryList, row: int) -> dict[str, Any]:
    entries, index = listed.at(row)
    step = int(listed.steps[row])
    try:
        summary = summarise_pr(entries[index])
    except EntryError as error:
        return row_fields(PrRow(entries.run, step, None, None, str(error)))
    return row_fields(PrRow(entries.run, step, None, summary))


def _known(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None


def csv_file(rows: Sequence[dict[str, Any]], delimiter: str = ",") -> bytes:
    """The rows as CSV; the columns are those of all rows, in the order in which they appear."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def json_file(rows: Sequence[dict[str, Any]]) -> bytes:
    """The rows as a JSON list of objects."""
    return (json.dumps(list(rows), indent=1) + "\n").encode("utf-8", "replace")
