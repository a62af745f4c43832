"""An event in a few words: what its row of the event browser says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tbtui.analysis.event_order import Blocks, FileOrder
from tbtui.analysis.event_row import EventRow, record_row
from tbtui.parsing.event_records import Checked
from tbtui.parsing.event_rows import file_rows
from tbtui.parsing.event_writer import (
    histogram_value,
    metadata,
    session_event,
    simple_value,
    string_value,
    summary_event,
    tensor_value,
)
from tbtui.parsing.logdir import Logdir, open_logdir
from tbtui.parsing.protos import Event, GraphDef, message_class
from tests.conftest import event_bytes


def rows_in(logdir: Logdir) -> list[EventRow]:
    found = []
    for run in logdir.snapshot.runs.values():
        for event_file in run.files:
            rows = file_rows(run.name, event_file)
            located = FileOrder([rows], Blocks(logdir.snapshot.open)).located(0, rows.count)
            with logdir.snapshot.open(event_file.path) as file:
                records = [one for one in located if one.notice is None]
                found += [record_row(rows, file, one.offset, one.length, run.metadata) for one in records]
    return found


def row_of(tmp_path: Path, event: Any) -> EventRow:
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(event, version=False))
    (found,) = rows_in(open_logdir(str(tmp_path)))
    return found


def graph_event(nodes: int, size: int = 0) -> Any:
    graph = GraphDef()
    for number in range(nodes):
        node = message_class("Node")(name=b"node%d" % number, device=b"x" * size)
        graph.node.append(node.SerializeToString())
    return Event(wall_time=1.0, graph_def=graph.SerializeToString())


def picture(size: int) -> Any:
    return string_value("a", [b"640", b"480", b"\x89PNG" + bytes(size)], metadata("images"))


@pytest.mark.parametrize(
    ("value", "kind", "summary"),
    [
        (simple_value("a", 0.5321), "scalars", "0.5321"),
        (simple_value("a", float("nan")), "scalars", "NaN"),
        (tensor_value("a", np.float64(1 / 3), metadata("scalars")), "scalars", "0.3333333333"),
        (histogram_value("a", np.arange(1500.0)), "histograms", "histogram 30 buckets, 1,500 values"),
        (picture(31_000), "images", "image 640x480 PNG 31 kB"),
        (picture(310_000), "images", "image 640x480 PNG 310 kB"),
        (string_value("a", [b"hello\nworld"], metadata("text")), "text", '"hello world"'),
        (tensor_value("a", np.ones((2, 2), np.int64), metadata("mine")), "mine", "tensor int64 [2, 2]: 1, 1, 1, 1"),
        (tensor_value("a", np.zeros(9), metadata("mine")), "mine", "tensor float64 [9]"),
        (tensor_value("a", np.zeros((300, 300)), metadata("mine")), "mine", "tensor float64 [300, 300] 720 kB"),
        (tensor_value("a", np.zeros((6, 201)), metadata("pr_curves")), "pr_curves", "PR curve float64 [6, 201]"),
    ],
)  # fmt: skip
def test_values(tmp_path: Path, value: Any, kind: str, summary: str) -> None:
    row = row_of(tmp_path, summary_event(3, 1.0, [value]))
    assert (row.kind, row.plugin, row.tag, row.step) == (kind, kind, "a", 3)
    assert row.summary == summary
    assert row.checked is (Checked.OK if row.length <= 1 << 16 else Checked.UNCHECKED)


def test_several_values_and_none(tmp_path: Path) -> None:
    row = row_of(tmp_path, summary_event(0, 1.0, [simple_value(f"t/{name}", 0.5) for name in "abcdefgh"]))
    assert (row.tag, row.values) == ("t/a", 8)
    assert row.summary == "8 values: a 0.5, b 0.5, c 0.5, d 0.5, e 0.5, f 0.5, …"
    mixed = [simple_value("a", 1.0), tensor_value("b", np.zeros((200, 200)), metadata("mine"))]
    assert row_of(tmp_path, summary_event(0, 1.0, mixed)).summary == "2 values: a 1, b tensor float64 [200, 200]"
    assert row_of(tmp_path, summary_event(0, 1.0, [])).summary == "a summary without values"


@pytest.mark.parametrize(
    ("event", "kind", "summary"),
    [
        (graph_event(1), "graphs", "graph 1 node, 9 B"),
        (graph_event(120, 1000), "graphs", "graph 120 nodes, 122 kB"),
        (session_event(1, 0, 1.0), "session", "session START"),
        (Event(wall_time=1.0, file_version=b"brain.Event:2"), "version", "brain.Event:2"),
        (Event(wall_time=1.0), "empty", "holds nothing"),
    ],
)
def test_other_events(tmp_path: Path, event: Any, kind: str, summary: str) -> None:
    row = row_of(tmp_path, event)
    assert (row.kind, row.summary) == (kind, summary)


def test_every_record_of_the_corpus_has_a_kind_and_words(corpus: Path) -> None:
    for part in "abc":
        for row in rows_in(open_logdir(str(corpus / part))):
            assert row.kind
            assert row.summary
            assert row.checked is not Checked.BAD
