"""Attempts: what a restart makes void, against the plain definition."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tbtui.model.attempts import Cut
from tbtui.model.series import Part, Series
from tbtui.parsing.event_writer import histogram_value, session_event, summary_event
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes


def part(file: int, steps: list[int], cuts: tuple[Cut, ...] = ()) -> Part:
    count = len(steps)
    return Part(file, np.array(steps, np.int64), np.zeros(count), np.zeros(count, np.float32), cuts)


def plain_superseded(steps: list[int], cuts: list[Cut]) -> list[bool]:
    flags = [False] * len(steps)
    for later in range(1, len(steps)):
        if steps[later] < steps[later - 1]:
            for earlier in range(later):
                flags[earlier] |= steps[earlier] >= steps[later]
    for cut in cuts:
        for earlier in range(cut.before):
            flags[earlier] |= steps[earlier] >= cut.step
    return flags


def test_random_steps_agree_with_the_definition() -> None:
    rng = random.Random(5)
    for _ in range(3000):
        steps = [rng.randrange(-3, 12) for _ in range(rng.randrange(0, 14))]
        if rng.random() < 0.5:
            steps.sort()
        cuts = [Cut(rng.randrange(0, len(steps) + 1), rng.randrange(1, 12)) for _ in range(rng.randrange(0, 3))]
        splits = sorted(rng.randrange(0, len(steps) + 1) for _ in range(2))
        parts, low = [], 0
        for file, high in enumerate([*splits, len(steps)]):
            mine = tuple(
                Cut(cut.before - low, cut.step)
                for cut in cuts
                if low <= cut.before < high or (file == 2 and cut.before == high)
            )
            parts.append(part(file, steps[low:high], mine))
            low = high
        series = Series("run", "tag", tuple(parts))
        assert series.superseded.tolist() == plain_superseded(steps, cuts), (steps, cuts, splits)


def test_entries_have_attempts_as_series_have(write: Callable[..., Path]) -> None:
    def events(steps: Iterable[int]) -> list[Any]:
        return [summary_event(step, 1.7e9 + step, [histogram_value("weights", [1.0, 2.0])]) for step in steps]

    restart = [session_event(1, 2, 1.7e9 + 5), *events([3, 4])]
    write("events.out.tfevents.1", event_bytes(*events(range(5)), *restart))
    run = open_logdir(str(write("unused", b"").parent)).runs["."]
    assert run.histograms["weights"].superseded.tolist() == [False, False, True, True, True, False, False]


def test_files_side_by_side_are_no_attempts() -> None:
    parts = (part(0, [0, 2, 4, 6]), part(1, [1, 3, 5]))
    beside = frozenset({(0, 1), (1, 0)})
    assert not Series("run", "tag", parts, beside).superseded.any()
    assert Series("run", "tag", parts).superseded.tolist() == [False, True, True, True, False, False, False]


def test_a_restart_voids_side_by_side_files_alike() -> None:
    parts = (part(0, [0, 2, 4, 6]), part(1, [1, 3, 5]), part(2, [3, 4]))
    series = Series("run", "tag", parts, frozenset({(0, 1), (1, 0)}))
    assert series.superseded.tolist() == [False, False, True, True, False, True, True, False, False]
    assert series.attempt_starts.tolist() == [7]


@pytest.mark.parametrize(
    ("run", "void"),
    [
        ("backwards_no_start", [5, 6, 7, 8, 9]),
        ("backwards_one_start", [5, 6, 7, 8, 9]),
        ("backwards_start_at_begin_and_restart", [5, 6, 7, 8, 9]),
        ("restart_in_second_file", [5, 6, 7, 8, 9]),
        ("restart_in_second_file_no_start", [5, 6, 7, 8, 9]),
        ("same_step_repeated", []),
        ("each_step_twice", []),
        ("negative", []),
        ("descending", [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        ("all_step_zero_default", []),
    ],
)
def test_restarts_of_the_corpus(corpus: object, run: str, void: list[int]) -> None:
    series = open_logdir(f"{corpus}/c/steps").runs[run].scalars["loss"]
    assert np.flatnonzero(series.superseded).tolist() == void


def test_the_older_file_does_not_restart_the_newer_one(corpus: object) -> None:
    runs = open_logdir(f"{corpus}/c/multi_file").runs
    assert not runs["numeric_vs_lexical_order"].scalars["a"].superseded.any()
    assert not runs["newer_name_older_data"].scalars["a"].superseded.any()
    assert runs["interleaved"].concurrent


def test_a_start_voids_tags_that_never_come_again(corpus: object) -> None:
    run = open_logdir(f"{corpus}/a/torch/purge_step").runs["."]
    for series in run.scalars.values():
        assert series.superseded.any()
        assert int(series.steps[series.superseded].min()) >= 60
