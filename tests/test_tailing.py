"""A log that is being written: whatever the writer does, the end is what it says it wrote."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tbtui.parsing.event_writer import frame, session_event
from tbtui.parsing.logdir import Logdir, open_logdir
from tests.conftest import event_bytes, scalar_events

SCENARIOS = {
    "grow": [],
    "hold": ["--hold", "0.05"],
    "replace": [],
    "truncate": ["--hold", "0.05"],
    "shrink": ["--hold", "0.05"],
    "delete": ["--hold", "0.05", "--recreate"],
    "rotate": [],
    "late_old": [],
    "new_runs": [],
    "rm_run": [],
    "burst": ["-n", "20000"],
    "preallocate": [],
    "mmap_lag": [],
    "replay": [],
}


def _play(corpus: Path, logdir: Path, scenario: str, options: list[str]) -> tuple[Logdir, dict[str, Any], int]:
    """Play a scenario while reloading all the time; the logdir, what the script says it wrote, and the reloads."""
    command = [sys.executable, str(corpus / "scripts" / "tailer.py"), str(logdir), scenario]
    command += ["-n", "120", "--delay", "0.001", "--every", "25", *options]
    opened = Logdir({"": str(logdir)})
    reloads = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            opened.reload()
            reloads += 1
        assert process.stdout is not None
        output = process.stdout.read()
    assert process.returncode == 0
    for _ in range(3):
        opened.reload()
    return opened, json.loads(output.splitlines()[-1]), reloads


def _state(logdir: Logdir) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        name: {
            tag: {
                "n": len(series),
                "first_step": int(series.steps[0]),
                "last_step": int(series.steps[-1]),
                "sum": math.fsum(series.values),
            }
            for tag, series in run.scalars.items()
        }
        for name, run in logdir.runs.items()
        if run.scalars
    }


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario_ends_in_what_was_written(corpus: Path, tmp_path: Path, scenario: str) -> None:
    options = SCENARIOS[scenario]
    if scenario == "replay":
        source = next((corpus / "b" / "janosh+tensorboard-reducer").rglob("events*"))
        options = ["--source", str(source)]
    opened, truth, reloads = _play(corpus, tmp_path, scenario, options)
    assert reloads > 1
    assert not opened.problems
    if scenario == "replay":
        target = open_logdir(str(source.parent))
        truth = {"live": _state(target)["."]}
    assert _state(opened) == truth


def test_reading_bit_by_bit_is_reading_at_once(write: Callable[..., Path], tmp_path: Path) -> None:
    data = event_bytes(*scalar_events("a", [(i, i / 3) for i in range(40)]))
    path = write("run/events.out.tfevents.1", b"")
    opened = Logdir({"": str(tmp_path)})
    for end in range(0, len(data) + 1, 7):
        path.write_bytes(data[:end]) if end == 0 else _append(path, data)
        snapshot = opened.reload()
        assert not snapshot.problems
    _append(path, data, whole=True)
    opened.reload()
    assert opened.runs["run"].scalars["a"].steps.tolist() == list(range(40))


def _append(path: Path, data: bytes, *, whole: bool = False) -> None:
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(data[size:] if whole else data[size : size + 7])


def test_an_unchanged_series_is_the_same_object(write: Callable[..., Path], tmp_path: Path) -> None:
    write("one/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    grows = write(
        "two/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)]), *scalar_events("b", [(0, 1.0)]))
    )
    opened = Logdir({"": str(tmp_path)})
    before = opened.reload()
    with grows.open("ab") as file:
        file.write(event_bytes(*scalar_events("a", [(1, 2.0)]), version=False))
    after = opened.reload()
    assert after.number > before.number
    assert after.runs["one"] is before.runs["one"]
    assert after.runs["two"].scalars["b"] is before.runs["two"].scalars["b"]
    assert after.runs["two"].scalars["a"].steps.tolist() == [0, 1]
    assert before.runs["two"].scalars["a"].steps.tolist() == [0]


def test_a_reload_reads_only_what_is_new(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("run/events.out.tfevents.1", event_bytes(*scalar_events("a", [(i, 1.0) for i in range(5000)])))
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    fresh = event_bytes(*scalar_events("a", [(5000, 1.0)]), version=False)
    with path.open("ab") as file:
        file.write(fresh)
    counted = _count_reads(monkeypatch)
    opened.reload()
    assert len(opened.runs["run"].scalars["a"]) == 5001
    assert sum(counted) <= len(fresh) + 4 * 64
    counted.clear()
    opened.reload()
    assert not counted


def _count_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counted: list[int] = []
    pread, preadv = os.pread, os.preadv

    def count_pread(descriptor: int, count: int, offset: int) -> bytes:
        data = pread(descriptor, count, offset)
        counted.append(len(data))
        return data

    def count_preadv(descriptor: int, buffers: Any, offset: int) -> int:
        got = preadv(descriptor, buffers, offset)
        counted.append(got)
        return got

    monkeypatch.setattr(os, "pread", count_pread)
    monkeypatch.setattr(os, "preadv", count_preadv)
    return counted


def test_a_file_that_shrank_and_grew_back_is_read_anew(write: Callable[..., Path], tmp_path: Path) -> None:
    path = write("run/events.out.tfevents.1", event_bytes(*scalar_events("a", [(i, 1.0) for i in range(50)])))
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    size = path.stat().st_size
    with path.open("rb+") as file:
        file.truncate(0)
        file.write(event_bytes(*scalar_events("a", [(i, 2.0) for i in range(50)])))
    assert path.stat().st_size == size
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))
    opened.reload()
    assert set(opened.runs["run"].scalars["a"].values) == {2.0}


def test_a_file_that_is_gone_keeps_its_points_and_a_run_that_is_gone_is_dropped(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write("run/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    path.unlink()
    gone = opened.reload()
    assert len(gone.runs["run"].scalars["a"]) == 1
    assert gone.runs["run"].files[0].gone
    path.parent.rmdir()
    opened.reload()
    assert "run" not in opened.reload().runs


def test_events_that_are_no_summary_leave_the_range_of_wall_time_alone(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    path = write("run/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0), (1, 2.0)])))
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    with path.open("ab") as file:
        file.write(frame(session_event(2, 1, 1.7e9 + 50).SerializeToString()))
    (read,) = opened.reload().runs["run"].files
    assert (read.first_wall_time, read.last_wall_time) == (1.7e9, 1.7e9 + 1)


def test_a_torn_tail_waits_and_tells_what_is_missing(write: Callable[..., Path], tmp_path: Path) -> None:
    record = frame(b"x" * 100)
    write("run/events.out.tfevents.1", event_bytes() + record[:50])
    run = open_logdir(str(tmp_path)).runs["run"]
    assert not run.problems
    assert run.files[0].waiting is not None
    assert run.files[0].waiting.missing == len(record) - 50
