"""PR curves of the corpus are what was written; what is no curve says so; their numbers are right."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tbtui.analysis.pr_curves import (
    average_precision,
    defined_length,
    nearest_threshold,
    place_of,
    read_pr,
    summarise_pr,
)
from tbtui.model.entries import EntryError
from tbtui.model.pr_curves import PrCurve
from tbtui.parsing.event_writer import metadata, string_value, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.pr_curves import parse_pr_curve, said_thresholds
from tests.conftest import event_bytes


def pr_truth(corpus: Path, part: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    logdirs = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    return [
        (logdir, run, tag, expected)
        for logdir, found in logdirs.items()
        for run, of_run in found["runs"].items()
        for tag, expected in of_run["raw"].get("pr_curves", {}).items()
    ]


def rows_of(curve: PrCurve) -> np.ndarray:
    counts = curve.true_positives, curve.false_positives, curve.true_negatives, curve.false_negatives
    return np.stack((*counts, curve.precision, curve.recall))


@pytest.mark.parametrize(("part", "tags"), [("a", 2), ("b", 1)])
def test_curves_are_as_the_reference_reads_them(corpus: Path, part: str, tags: int) -> None:
    truth = pr_truth(corpus, part)
    assert len(truth) == tags
    for logdir, run, tag, expected in truth:
        entries = open_logdir(str(corpus / part / logdir)).runs[run].entries["pr_curves"][tag]
        curves = list(entries)
        assert len(curves) == expected["n"]
        assert [list(rows_of(curve).shape) for curve in curves[:1]] == expected["shape"]
        values = b"".join(rows_of(curve).astype("<f8").tobytes() for curve in curves)
        assert hashlib.sha256(values).hexdigest() == expected["values_sha256"]
        assert said_thresholds(entries.metadata.content) == len(curves[0])


def curve_of(labels: list[int], scores: list[float], thresholds: int) -> PrCurve:
    """As TensorBoard's op counts it."""
    positive, places = np.array(labels, bool), np.floor(np.array(scores) * (thresholds - 1)).astype(int)
    true, false = (
        np.bincount(places[flags], minlength=thresholds)[::-1].cumsum()[::-1] for flags in (positive, ~positive)
    )
    rows = true, false, false[0] - false, true[0] - true, true / np.maximum(1e-7, true + false), true / true[0]
    return parse_pr_curve(tensor_value("t", np.stack(rows)))


def test_average_precision_is_that_of_scikit_learn() -> None:
    # Its own example: average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) is 0.8333.
    assert average_precision(curve_of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 1001)) == pytest.approx(0.8333, abs=1e-4)


def test_a_perfect_classifier_has_all_of_the_area() -> None:
    summary = summarise_pr(curve_of([0, 0, 0, 1], [0.1, 0.2, 0.3, 0.9], 11))
    assert (summary.average_precision, summary.best_f1, summary.positive_rate) == (1.0, 1.0, 0.25)
    assert (summary.examples, summary.thresholds) == (4, 11)


def test_a_threshold_is_read_off() -> None:
    curve = curve_of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 11)
    reading = read_pr(curve, 0.31)
    assert (reading.place, reading.threshold) == (3, pytest.approx(0.3))
    assert reading[2:] == pytest.approx((2 / 3, 1.0, 0.8, 2, 1, 1, 0))
    assert place_of(curve, 5.0) == 10


def test_above_all_scores_there_is_no_precision() -> None:
    curve = curve_of([0, 1], [0.1, 0.6], 11)
    assert defined_length(curve) == 7
    assert math.isnan(read_pr(curve, 0.9).precision)
    assert read_pr(curve, 0.9).f1 == 0


def test_without_positives_there_is_no_area() -> None:
    rows = np.array([[0.0, 0], [5, 2], [0, 3], [0, 0], [0, 0], [0, 0]])
    summary = summarise_pr(parse_pr_curve(tensor_value("t", rows)))
    assert math.isnan(summary.average_precision)
    assert summary.positive_rate == 0


def test_what_is_not_written_follows_from_the_counts() -> None:
    whole = curve_of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 11)
    for rows in (4, 5):
        part = parse_pr_curve(tensor_value("t", rows_of(whole)[:rows]))
        length = defined_length(whole)
        assert np.allclose(part.precision[:length], whole.precision[:length])
        assert np.allclose(part.recall, whole.recall)


def test_the_nearest_recall_is_found() -> None:
    curve = curve_of([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 11)
    assert read_pr(curve, nearest_threshold(curve, 0.5)).recall == 0.5
    assert read_pr(curve, nearest_threshold(curve, 0.9)).recall == 1.0


GOOD = np.ones((6, 3), np.float32)
LOST = GOOD.copy()
LOST[1, 2] = np.nan
NEGATIVE = GOOD.copy()
NEGATIVE[3, 0] = -2


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (tensor_value("t", GOOD[:3], metadata("pr_curves")), r"6 rows .* not the shape \[3, 3\]"),
        (tensor_value("t", GOOD[0], metadata("pr_curves")), r"not the shape \[3\]"),
        (tensor_value("t", GOOD[:, :0], metadata("pr_curves")), r"not the shape \[6, 0\]"),
        (tensor_value("t", LOST, metadata("pr_curves")), "false positives at threshold 3 of 3 is NaN"),
        (tensor_value("t", NEGATIVE, metadata("pr_curves")), "false negatives at threshold 1 of 3 is -2"),
        (string_value("t", [b"x"], metadata("pr_curves")), "no numbers in a tensor of string"),
    ],
)
def test_what_is_no_curve_names_file_and_offset(tmp_path: Path, value: Any, wrong: str) -> None:
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(summary_event(1, 1.7e9, [value])))
    entries = open_logdir(str(tmp_path)).runs["."].entries["pr_curves"]["t"]
    with pytest.raises(EntryError, match=rf"tfevents\.1 at byte \d+: .*{wrong}"):
        _ = entries[0]


def test_a_curve_that_claims_to_be_huge_allocates_nothing() -> None:
    value = tensor_value("t", np.ones(1, np.float32))
    del value.tensor.tensor_shape.dim[:]
    value.tensor.tensor_content = b""
    value.tensor.float_val.append(1.0)
    for size in (6, 1 << 50):
        value.tensor.tensor_shape.dim.add(size=size)
    with pytest.raises(ValueError, match=r"thresholds is not read|too large"):
        parse_pr_curve(value)
