"""Entries of several runs in one list, and how the step cursor comes to each of them."""

from __future__ import annotations

from tbtui.analysis.entry_list import entry_list
from tbtui.analysis.entry_steps import chosen_entry, entry_beside
from tests.test_entry_steps import entries_at


def test_entries_stand_by_steps_and_at_one_step_in_the_order_of_runs() -> None:
    one, other = entries_at([0, 10, 20]), entries_at([10, 15])
    listed = entry_list([one, other])
    assert listed.steps.tolist() == [0, 10, 10, 15, 20]
    assert [listed.at(row)[0] is one for row in range(5)] == [True, True, False, False, True]


def test_every_row_can_be_chosen_by_its_step_place() -> None:
    entries = entries_at([0, 5, 5, 5, 9])
    listed = entry_list([entries])
    for row in range(len(listed)):
        chosen = chosen_entry(entries, *listed.step_place(row))
        assert chosen is not None
        assert (chosen.index, listed.row_of(chosen)) == (listed.at(row)[1], row)


def test_what_is_superseded_is_not_listed() -> None:
    assert entry_list([entries_at([0, 10, 20], [10])]).steps.tolist() == [0, 10]


def test_nothing_is_an_empty_list() -> None:
    assert len(entry_list([])) == 0


def test_the_entry_beside_is_of_the_same_run() -> None:
    last = chosen_entry(entries_at([0, 10]), None)
    assert last is not None
    before = entry_beside(last, -1)
    assert before is not None
    assert (before.step, before.index) == (0, 0)
    assert entry_beside(last, 1) is None
    assert entry_beside(before, -1) is None
