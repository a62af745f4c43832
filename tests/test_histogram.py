"""A histogram put in order: nothing is lost without a word, and odd ones never crash."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import tbtui
from tbtui.analysis.histogram import histogram_of
from tbtui.model.entries import EntryError
from tests.histograms import histogram

INF, NAN = math.inf, math.nan


def test_a_regular_histogram_is_taken_as_it_is() -> None:
    one = histogram((-1, 0, 2), (0, 1, 0), (1, 3, 4))
    assert one.lefts.tolist() == [-1, 1]
    assert one.rights.tolist() == [0, 3]
    assert one.counts.tolist() == [2, 4]
    assert not one.remarks
    assert not one.overlapping


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no buckets"),
        ([(0, 0, 0), (0, 1, 0)], "empty"),
        ([(NAN, NAN, 0), (NAN, NAN, 0)], "2 buckets with NaN for edges"),
        ([(NAN, 1, 3)], "1 bucket with NaN for edges, 3 values in them"),
        ([(-INF, 0, 1), (0, INF, 2)], "3 values in buckets that reach to infinity"),
        ([(-1.7e308, 0, 1)], "1 value in buckets that reach to infinity"),
        ([(-INF, INF, 5)], "5 values anywhere between the infinities"),
        ([(0, 1, -5), (1, 2, 5)], "1 bucket with a negative count, not drawn"),
        ([(0, 1, NAN), (1, 2, INF)], "2 buckets with NaN or Inf for a count, not drawn"),
        ([(5, 0, 1)], "1 bucket turned round: left above right"),
        ([(0, 5, 1), (1, 2, 1)], "buckets overlap"),
    ],
)
def test_what_is_odd_is_said(rows: list[tuple[float, float, float]], said: str) -> None:
    assert said in histogram(*rows).remarks


def test_every_count_is_accounted_for() -> None:
    one = histogram((NAN, 1, 3), (-INF, 0, 4), (0, INF, 5), (-INF, INF, 6), (1, 2, 7), (2, 2, 8))
    assert (one.lost, one.below, one.above, one.counts.tolist()) == (9, 4, 5, [7, 8])
    assert one.total == 33


def test_the_order_of_the_rows_does_not_matter() -> None:
    one = histogram((5, 6, 1), (0, 1, 2), (2, 3, 3))
    assert one.lefts.tolist() == [0, 2, 5]
    assert not one.overlapping


def test_the_numbers_of_evenly_filled_buckets() -> None:
    numbers = histogram((0, 2, 3), (2, 6, 1)).statistics
    assert (numbers.total, numbers.least, numbers.greatest) == (4, 0, 6)
    assert numbers.mean == pytest.approx((3 * 1 + 1 * 4) / 4)
    assert numbers.spread == pytest.approx(math.sqrt((3 * (4 / 12 + 0.75**2) + 16 / 12 + 2.25**2) / 4))


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([(-1, 1, 3), (1, 2, 1)], 0.75),
        ([(-1, 0, 3), (0, 2, 1)], 0.25),
        ([(-2, -1, 3), (-1, 0, 1)], 0.25),
        ([(0, 0, 9), (1, 1, 1)], 0.9),
        ([(1, 2, 1)], 0.0),
    ],
)
def test_zeros_are_bounded_by_the_bucket_that_would_hold_them(
    rows: list[tuple[float, float, float]], share: float
) -> None:
    assert histogram(*rows).statistics.zeros == pytest.approx(share)


def test_huge_values_do_not_overflow() -> None:
    numbers = histogram((-1e300, 0, 1e300), (0, 1e300, 1e300)).statistics
    assert numbers.mean == 0
    assert numbers.spread == pytest.approx(1e300 / math.sqrt(3))


@pytest.mark.parametrize(
    "logdir", ["c/histograms", "c/kind_conflict", "a/tensorflow/tf2_histogram", "a/torch/histogram"]
)
def test_every_histogram_of_the_corpus_is_put_in_order_or_told_of(corpus: Path, logdir: str) -> None:
    seen, unreadable = 0, []
    for run in tbtui.open_logdir(str(corpus / logdir)).runs.values():
        for entries in run.histograms.values():
            for index in range(len(entries)):
                try:
                    buckets = entries[index]
                except EntryError as error:
                    unreadable.append(str(error))
                    continue
                one = histogram_of(buckets)
                written = buckets[:, 2]
                assert one.total == pytest.approx(written[(written > 0) & np.isfinite(written)].sum())
                assert one.remarks or one.total == pytest.approx(written.sum())
                seen += 1
    assert seen
    assert all("events.out.tfevents" in reason and "at byte" in reason for reason in unreadable)
