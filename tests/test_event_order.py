"""The order of the event browser: every row once, by wall time across files, and each row's number is found again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis.event_merge import TimeOrder
from tbtui.analysis.event_order import Anchor, Blocks, FileOrder, Located, Order
from tbtui.parsing.event_rows import FileRows, file_rows
from tbtui.parsing.event_writer import frame, simple_value, summary_event
from tbtui.parsing.logdir import Logdir, open_logdir
from tests.conftest import event_bytes, scalar_events


def all_rows(logdir: Logdir) -> list[FileRows]:
    return [file_rows(run.name, file) for run in logdir.runs.values() for file in run.files]


def order_of(kind: type[FileOrder] | type[TimeOrder], logdir: Logdir) -> Order:
    return kind(all_rows(logdir), Blocks(logdir.snapshot.open))


def pages(order: Order, size: int) -> list[Located]:
    return [row for first in range(0, order.count, size) for row in order.located(first, size)]


def names(found: Sequence[Located]) -> list[tuple[str, int]]:
    return [(one.rows.file.path, one.row) for one in found]


def write_log(tmp_path: Path, times: dict[str, list[float]]) -> Logdir:
    for name, walls in times.items():
        directory = tmp_path / name
        directory.mkdir()
        events = [summary_event(step, wall, [simple_value("a", 1.0)]) for step, wall in enumerate(walls)]
        (directory / "events.out.tfevents.1").write_bytes(event_bytes(*events, version=False))
    return open_logdir(str(tmp_path))


def keys_of(walls: Sequence[float]) -> np.ndarray:
    """What the order goes by, as long as the clock never runs ahead of the next block: the latest time so far."""
    return np.fmax.accumulate(np.array(walls))


def test_rows_are_merged_by_wall_time(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    times = {
        "fast": np.sort(random.uniform(0, 1000, 5000)).tolist(),
        "slow": np.sort(random.uniform(400, 900, 300)).tolist(),
        "steady": [float(second) for second in range(0, 1000, 10)],
        "same": [500.0] * 1500,
    }
    logdir = write_log(tmp_path, times)
    order = order_of(TimeOrder, logdir)
    expected = sorted(
        (key, place, row)
        for place, name in enumerate(sorted(times))
        for row, key in enumerate(keys_of(times[name]).tolist())
    )
    paths = [rows.file.path for rows in all_rows(logdir)]
    wanted = [(paths[place], row) for _, place, row in expected]
    assert names(pages(order, 40)) == wanted
    for number in random.integers(0, order.count, 60).tolist():
        assert names(order.located(number, 1)) == [wanted[number]]
        path, row = wanted[number]
        assert order.number_of(Anchor((Path(path).parent.name, path, 1), row, -1)) == number


def test_clocks_that_run_back_or_stand_still_lose_no_row(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    nan, inf = float("nan"), float("inf")
    times = {
        "back": [*np.arange(2000.0), *np.arange(500.0, 2500.0)],
        "wild": random.uniform(0, 3000, 4000).tolist(),
        "odd": [nan, inf, -inf, 0.0, 1e300, nan] * 500,
        "none": [nan] * 2500,
    }
    order = order_of(TimeOrder, write_log(tmp_path, times))
    found = names(pages(order, 77))
    assert len(found) == len(set(found)) == order.count == sum(map(len, times.values()))
    for path in {path for path, _ in found}:
        assert [row for name, row in found if name == path] == list(range(sum(name == path for name, _ in found)))
    for number in random.integers(0, order.count, 60).tolist():
        (one,) = order.located(number, 1)
        assert order.number_of(Anchor(one.rows.key, one.row, -1)) == number
        assert order.number_of(Anchor(one.rows.key, -1, one.offset)) == number


@pytest.mark.parametrize("kind", [FileOrder, TimeOrder])
def test_every_row_of_the_corpus_is_listed_once(corpus: Path, kind: type[FileOrder] | type[TimeOrder]) -> None:
    for part in "abc":
        order = order_of(kind, open_logdir(str(corpus / part)))
        found = pages(order, 100)
        assert len(set(names(found))) == len(found) == order.count == sum(rows.count for rows in order.files)
        assert not [one.error for one in found if one.error]


def test_a_row_keeps_its_place_while_the_file_grows(tmp_path: Path) -> None:
    logdir = write_log(tmp_path, {"a": [float(i) for i in range(1500)], "b": [0.5, 1400.5]})
    before = order_of(TimeOrder, logdir)
    (one,) = before.located(1450, 1)
    more = b"".join(
        frame(event.SerializeToString()) for event in scalar_events("a", [(i, 1.0) for i in range(900)], 2e3)
    )
    with open(one.rows.file.path, "ab") as file:
        file.write(more)
    logdir.reload()
    after = order_of(TimeOrder, logdir)
    number = after.number_of(Anchor(one.rows.key, one.row, one.offset))
    assert number is not None
    assert names(after.located(number, 1)) == names([one])
    assert after.count == before.count + 900


def test_a_file_that_is_gone_keeps_its_rows_and_says_why_they_are_empty(tmp_path: Path) -> None:
    logdir = write_log(tmp_path, {"a": [1.0, 2.0, 3.0], "b": [1.5, 2.5]})
    order = order_of(TimeOrder, logdir)
    Path(order.files[0].file.path).unlink()
    found = pages(order, 10)
    assert len(found) == 5
    assert {one.error.rpartition(": ")[2] for one in found} == {"", "the file is gone"}
