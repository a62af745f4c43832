"""The filter of the event browser finds exactly the events that it should, whether they are known or looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tbtui.analysis.event_filter import EventFilter, kind_counts
from tbtui.analysis.event_kinds import event_kind, event_tag, value_kind, value_tag
from tbtui.analysis.event_order import Blocks, FileOrder, Located
from tbtui.analysis.event_search import EventSearch, Source
from tbtui.parsing.event_rows import file_rows
from tbtui.parsing.logdir import Logdir, open_logdir
from tbtui.parsing.protos import Event
from tbtui.parsing.record_chain import HEADER
from tests.conftest import event_bytes, scalar_events

SCALARS, HISTOGRAMS = frozenset({"scalars"}), frozenset({"histograms"})


def sources_of(logdir: Logdir) -> list[Source]:
    return [
        Source(run, place, file_rows(run.name, file))
        for run in logdir.snapshot.runs.values()
        for place, file in enumerate(run.files)
    ]


def searched(logdir: Logdir, wanted: EventFilter) -> tuple[EventSearch, set[tuple[str, int]]]:
    search = EventSearch(logdir.snapshot.open, wanted)
    search.refresh(sources_of(logdir))
    while search.left:
        search.go_on(1.0)
    return search, listed(search)


def listed(search: EventSearch) -> set[tuple[str, int]]:
    order = search.found(by_time=True)
    found = order.located(0, order.count)
    assert len(set(found)) == order.count
    return {(one.rows.file.path, one.offset) for one in found}


def one_by_one(logdir: Logdir, wanted: EventFilter) -> set[tuple[str, int]]:
    """The same by looking at every row of every file."""
    sources = sources_of(logdir)
    order = FileOrder([source.rows for source in sources], Blocks(logdir.snapshot.open))
    runs = {source.rows.file.path: source.run for source in sources}
    return {
        (one.rows.file.path, one.offset)
        for one in order.located(0, order.count)
        if is_wanted(one, wanted, runs[one.rows.file.path].metadata)
    }


def is_wanted(one: Located, wanted: EventFilter, metadata: object) -> bool:
    if one.notice is not None:
        return not wanted.tags and wanted.takes_kind(one.notice.kind.value)
    data = Path(one.rows.file.path).read_bytes()[one.offset + HEADER :][: one.length]
    try:
        event = Event.FromString(data)
    except Exception:
        return not wanted.tags and wanted.takes_kind("undecodable")
    if event.WhichOneof("what") == "summary":
        return any(
            wanted.takes_kind(value_kind(value, metadata)) and wanted.takes_tag(value_tag(value))  # type: ignore[arg-type]
            for value in event.summary.value
            if value.WhichOneof("what") or value.metadata.plugin_data.plugin_name == b"hparams"
        )
    return wanted.takes_kind(event_kind(event, {})) and wanted.takes_tag(event_tag(event))


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter("loss"),
        EventFilter("^(a|x|train/.*)$"),
        EventFilter("", SCALARS),
        EventFilter("", HISTOGRAMS | {"version", "session"}),
        EventFilter("e", HISTOGRAMS),
        EventFilter("", frozenset({"damage", "pending", "undecodable", "empty", "graphs"})),
        EventFilter("no such tag"),
    ],
)
def test_what_is_found_in_the_corpus_is_what_is_there(corpus: Path, wanted: EventFilter) -> None:
    for part in ("a", "c"):
        logdir = open_logdir(str(corpus / part))
        assert searched(logdir, wanted)[1] == one_by_one(logdir, wanted)


def test_entries_are_found_without_reading(demo_log: Path) -> None:
    logdir = open_logdir(str(demo_log))
    search = EventSearch(logdir.snapshot.open, EventFilter("conv1", HISTOGRAMS))
    search.refresh(sources_of(logdir))
    assert search.left == search.total == 0
    assert len(listed(search)) > 100


def test_the_search_goes_from_the_newest_back_and_on_as_a_file_grows(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    events = scalar_events("often", [(i, 1.0) for i in range(150_000)])
    events[1000:1000] = scalar_events("seldom", [(i, 2.0) for i in range(3)])
    path.write_bytes(event_bytes(*events))
    logdir = open_logdir(str(tmp_path))
    search = EventSearch(logdir.snapshot.open, EventFilter("seldom|often"))
    search.refresh(sources_of(logdir))
    search.go_on(0)
    assert 0 < search.left < search.total
    newest = listed(search)
    with path.open("ab") as file:
        file.write(event_bytes(*scalar_events("seldom", [(9, 1.0)]), version=False))
    logdir.reload()
    search.refresh(sources_of(logdir))
    while search.left:
        search.go_on(0)
    assert newest < listed(search)
    assert len(listed(search)) == 150_004


def test_kinds_are_counted_by_plugin_and_by_form(demo_log: Path) -> None:
    logdir = open_logdir(str(demo_log))
    runs = list(logdir.runs.values())
    counts = kind_counts(runs, [source.rows for source in sources_of(logdir)])
    assert counts["scalars"] + counts["speed"] == sum(run.points for run in runs)
    assert counts["version"] == sum(len(run.files) for run in runs)
    assert counts["session"] == 1
