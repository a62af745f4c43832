"""The best value of each run, and the order of the runs by it."""

from __future__ import annotations

import math

import numpy as np

from tbtui.analysis.leaderboard import BoardRow, ranked, standing
from tbtui.model.series import Part, Series


def series(name: str, steps: list[int], values: list[float]) -> Series:
    part = Part(0, np.array(steps, np.int64), np.arange(len(steps), dtype=np.float64), np.array(values, np.float64))
    return Series(name, "loss", (part,))


def test_the_best_value_and_its_step() -> None:
    found = standing(series("a", [0, 5, 10, 15], [3.0, 1.0, math.nan, 2.0]), True)
    assert (found.best, found.best_step, found.last, found.last_step, found.mean, found.points) == (1, 5, 2, 15, 2, 4)
    assert standing(series("a", [0, 5], [3.0, math.inf]), False).best == 3


def test_what_a_restart_made_void_does_not_count() -> None:
    found = standing(series("a", [0, 1, 2, 1, 2], [5.0, 4.0, 0.1, 3.0, 2.0]), True)
    assert (found.best, found.best_step, found.points) == (2, 2, 3)


def test_without_a_finite_value_there_is_no_best() -> None:
    found = standing(series("a", [0], [math.nan]), True)
    assert math.isnan(found.best)
    assert found.best_step is None
    assert standing(series("a", [], []), True).points == 0


def test_ranks_go_by_value_then_by_name_and_nothing_comes_last() -> None:
    values = {"b10": 1.0, "b2": 1.0, "c": math.nan, "a": 2.0}
    rows = [BoardRow(name, standing(series(name, [0], [value]), True)) for name, value in values.items()]
    assert [row.run for row in ranked(rows, "best", descending=False)] == ["b2", "b10", "a", "c"]
    assert [row.run for row in ranked(rows, "best", descending=True)] == ["a", "b2", "b10", "c"]
    assert [row.run for row in ranked(rows, "name", descending=True)] == ["c", "b10", "b2", "a"]
