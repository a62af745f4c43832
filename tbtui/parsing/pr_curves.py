"""The tensors of TensorBoard's pr_curves plugin, and what the plugin's metadata says of them."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from tbtui.model.pr_curves import PrCurve
from tbtui.parsing.protos import PrCurvePluginData
from tbtui.parsing.tensors import TensorError, numeric_array

_COUNTS: Final = ("true positives", "false positives", "true negatives", "false negatives")
_MOST_THRESHOLDS: Final = 1_000_000


def parse_pr_curve(value: Any) -> PrCurve:
    """The curve of a summary value; TensorError where it is none.

    The rows of the tensor are true positives, false positives, true negatives, false negatives, precision and recall
    (pr_curve/metadata.py of TensorBoard); precision and recall, where they are missing, follow from the counts.
    """
    if not value.HasField("tensor"):
        raise TensorError("a PR curve is a tensor, and this value holds none")
    rows = numeric_array(value.tensor)
    if rows.ndim != 2 or not 4 <= len(rows) <= 6 or not rows.shape[1] or rows.dtype.kind == "c":
        raise TensorError(f"a PR curve has 6 rows of one value for each threshold, not the shape {list(rows.shape)}")
    if rows.shape[1] > _MOST_THRESHOLDS:
        raise TensorError(f"a PR curve of {rows.shape[1]:,} thresholds is not read")
    numbers = rows.astype(np.float64)
    counts = numbers[:4]
    for name, row in zip(_COUNTS, counts, strict=True):
        _check(name, row, "no count", ~np.isfinite(row) | (row < 0))
    true_positives, false_positives, _, false_negatives = counts
    positives, found = true_positives + false_negatives, true_positives + false_positives
    precision = numbers[4] if len(rows) > 4 else _share(true_positives, found)
    recall = numbers[5] if len(rows) > 5 else _share(true_positives, positives)
    _check("precision", precision, "no share", ~np.isfinite(precision) & (found > 0))
    _check("recall", recall, "no share", ~np.isfinite(recall) & (positives > 0))
    return PrCurve(counts[0], counts[1], counts[2], counts[3], precision, recall)


def _check(name: str, row: NDArray[np.float64], what: str, wrong: NDArray[np.bool_]) -> None:
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        value = "NaN" if np.isnan(row[place]) else f"{row[place]:g}"
        raise TensorError(f"the {name} at threshold {place + 1} of {len(row)} is {value}, {what}")


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore", divide="ignore"):
        return part / whole


def said_thresholds(content: bytes) -> int:
    """How many thresholds the plugin's metadata says a curve has; 0 where it says nothing."""
    try:
        return int(PrCurvePluginData.FromString(content).num_thresholds)
    except DecodeError:
        return 0
