"""Which entry of a tag is shown at a step."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.entry_steps import StepPlace, all_steps, chosen_entry, entry_order, step_beside
from tbtui.model.entries import Entries, EntryPart, Metadata


def entries_at(*files: list[int]) -> Entries:
    """Entries at these steps, a part for each file."""
    parts = []
    for number, steps in enumerate(files):
        column = np.array(steps, np.int64)
        parts.append(EntryPart(number, f"file{number}", (), column, column * 1.0, column, column, column * 0))
    return Entries("run", "images", "tag", Metadata("images"), tuple(parts), decode=lambda place: place.offset)


def test_the_last_entry_at_or_before_the_step_is_shown() -> None:
    entries = entries_at([0, 10, 20])
    assert [(one.step, one.place) for step in (None, 25, 20, 19, -5) if (one := chosen_entry(entries, step))] == [
        (20, 2), (20, 2), (20, 2), (10, 1), (0, 0),
    ]  # fmt: skip


def test_what_a_restart_made_void_is_not_shown() -> None:
    entries = entries_at([0, 10, 20, 30], [15, 25])
    order = entry_order(entries)
    assert order.steps.tolist() == [0, 10, 15, 25]
    assert order.indexes.tolist() == [0, 1, 4, 5]
    assert order.superseded == 2


def test_entries_at_one_step_are_all_kept() -> None:
    assert entry_order(entries_at([5, 5, 5])).indexes.tolist() == [0, 1, 2]


def test_no_entries_no_choice() -> None:
    assert chosen_entry(entries_at([]), None) is None
    assert all_steps([]).size == 0


@pytest.mark.parametrize(
    ("now", "by", "there"),
    [(None, -1, 10), (10, -1, 0), (0, -1, 0), (0, 1, 10), (10, 1, None), (None, 1, None), (7, 1, 10)],
)
def test_steps_are_gone_through_one_by_one(now: int | None, by: int, there: int | None) -> None:
    assert step_beside(np.array([0, 10, 20]), StepPlace(now, 0), by) == StepPlace(there, 0)


def test_entries_at_one_step_are_gone_through_too() -> None:
    entries = entries_at([0, 0, 0, 1])
    place, seen = StepPlace(None, 0), []
    for _ in range(5):
        one = chosen_entry(entries, *place)
        seen.append(one.index if one else None)
        place = step_beside(all_steps([entries]), place, -1)
    assert seen == [3, 2, 1, 0, 0]


def test_a_run_with_fewer_entries_at_a_step_stays_with_its_own() -> None:
    one = chosen_entry(entries_at([0, 5, 5]), 5, repeat=4)
    assert one is not None
    assert (one.step, one.index) == (5, 1)


def test_without_entries_there_is_nowhere_to_go() -> None:
    assert step_beside(all_steps([]), StepPlace(None, 0), -1) == StepPlace(None, 0)
