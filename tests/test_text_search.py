"""A search goes through all texts of the drawn runs, bit by bit, and through those that come later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tbtui.analysis import text_search
from tbtui.analysis.text_search import TextSearch, search_portion, searched_entries
from tbtui.model.selection import Selection
from tbtui.parsing.event_writer import EventWriter, metadata, string_value, summary_event, tensor_value
from tbtui.parsing.logdir import Logdir


def add(writer: EventWriter, step: int, tag: str, text: str) -> None:
    writer.add(summary_event(step, 1.7e9 + step, [string_value(tag, [text.encode()], metadata("text"))]))


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[EventWriter]:
    writer = EventWriter(str(tmp_path / "run"), 1.7e9)
    add(writer, 0, "notes", "all is well\nthe LOSS falls")
    add(writer, 1, "notes", "nothing")
    add(writer, 2, "samples", "x" * 100 + " loss again")
    yield writer
    writer.close()


def run_all(search: TextSearch) -> None:
    while not search.done:
        search.take(search_portion(search.tasks, search.at, search.pattern, 0))


def test_lines_are_found_whatever_their_case(writer: EventWriter, tmp_path: Path) -> None:
    snapshot = Logdir({"": str(tmp_path)}).reload()
    search = TextSearch("loss")
    search.extend(searched_entries(snapshot, Selection(), "text"))
    run_all(search)
    assert [(hit.entries.tag, hit.step, hit.source) for hit in search.hits] == [("notes", 0, 1), ("samples", 2, 0)]
    assert search.hits[1].excerpt.startswith("…")
    assert "loss again" in search.hits[1].excerpt
    assert (search.searched, search.total, search.unread) == (3, 3, 0)


def test_texts_that_come_later_are_looked_through_once(writer: EventWriter, tmp_path: Path) -> None:
    logdir = Logdir({"": str(tmp_path)})
    search = TextSearch("loss")
    search.extend(searched_entries(logdir.reload(), Selection(), "text"))
    run_all(search)
    add(writer, 3, "notes", "more loss")
    search.extend(searched_entries(logdir.reload(), Selection(), "text"))
    assert not search.done
    run_all(search)
    assert [hit.step for hit in search.hits] == [0, 2, 3]
    assert search.searched == 4


def test_hidden_runs_are_left_out(writer: EventWriter, tmp_path: Path) -> None:
    snapshot = Logdir({"": str(tmp_path)}).reload()
    assert not searched_entries(snapshot, Selection(hidden_runs=frozenset({"run"})), "text")


def test_what_cannot_be_read_is_counted(writer: EventWriter, tmp_path: Path) -> None:
    writer.add(summary_event(9, 1.7e9, [tensor_value("broken", [1.0, 2.0], metadata("text"))]))
    search = TextSearch("well")
    search.extend(searched_entries(Logdir({"": str(tmp_path)}).reload(), Selection(), "text"))
    run_all(search)
    assert (len(search.hits), search.unread) == (1, 1)


def test_a_search_ends_where_enough_was_found(
    writer: EventWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_search, "MOST_FOUND", 1)
    search = TextSearch("loss")
    search.extend(searched_entries(Logdir({"": str(tmp_path)}).reload(), Selection(), "text"))
    run_all(search)
    assert search.full
    assert len(search.hits) == 1
