"""What reading must not drag in or do again: costs that no result shows."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tbtui.parsing import read_jobs, read_portion
from tbtui.parsing.logdir import Logdir
from tbtui.parsing.run import GrowingRun
from tests.conftest import event_bytes, scalar_events


def test_reading_does_not_import_numpy_ma(write: Callable[..., Path], tmp_path: Path) -> None:
    """np.unique imports it at its first call, 20 ms that every start would pay."""
    events = event_bytes(*scalar_events("a", [(step, 0.5) for step in range(3000)]))
    for name in ("one", "two", "three"):
        write(f"{name}/events.out.tfevents.1", events)
    code = (
        "import sys; from tbtui.parsing.logdir import open_logdir; "
        f"assert open_logdir({str(tmp_path)!r}).snapshot.points == 9000; assert 'numpy.ma' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_publishing_makes_only_the_runs_that_changed(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write(f"run{number}/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    opened = Logdir({"": str(tmp_path)})
    before = opened.reload()
    made: list[str] = []
    publish = GrowingRun.publish
    monkeypatch.setattr(GrowingRun, "publish", lambda run: made.append(run.name) or publish(run))
    grown = write("run7/events.out.tfevents.2", event_bytes(*scalar_events("a", [(1, 1.0)])))
    after = opened.reload()
    assert made == ["run7"]
    assert list(after.runs) == list(before.runs)
    assert after.progress.total == before.progress.total + grown.stat().st_size == after.progress.read
    assert after.progress.files == 21


def test_the_progress_forgets_a_run_that_was_dropped(write: Callable[..., Path], tmp_path: Path) -> None:
    kept = write("kept/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    gone = write("gone/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    gone.unlink()
    gone.parent.rmdir()
    opened.reload()
    progress = opened.reload().progress
    assert (progress.total, progress.read, progress.files) == (kept.stat().st_size, kept.stat().st_size, 1)


class _Threads(ThreadPoolExecutor):
    """Counts the jobs that it is given."""

    jobs = 0

    def submit(self, job: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        self.jobs += 1
        return super().submit(job, *arguments, **options)


@pytest.mark.parametrize(("seconds", "jobs"), [(0.0, 0), (10.0, 19)])
def test_threads_read_small_files_only_where_one_would_wait(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float, jobs: int
) -> None:
    """Each look at the clock takes ``seconds``: as of a server that takes its time for each file."""
    for number in range(20):
        write(f"run{number}/events.out.tfevents.1", event_bytes(*scalar_events("a", [(0, 1.0)])))
    monkeypatch.setattr(read_jobs, "_MOST_FILES", 1)
    monkeypatch.setattr(read_jobs.time, "perf_counter", itertools.count(0.0, seconds).__next__)
    opened = Logdir({"": str(tmp_path)})
    opened.rescan()
    with _Threads(1) as executor:
        for _ in opened.read(opened.look(opened.tailed()), executor):
            pass
    assert opened.publish().points == 20
    assert executor.jobs == jobs


def test_the_files_that_fill_no_buffer_are_read_together_too(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = event_bytes(*scalar_events("a", [(step, 0.5) for step in range(100)]))
    for number in range(3):
        write(f"run{number}/events.out.tfevents.1", events)
    monkeypatch.setattr(read_portion, "BUFFER", 2 * len(events))
    alone: list[str] = []
    read_alone = read_portion.read_portion
    monkeypatch.setattr(
        read_portion,
        "read_portion",
        lambda files, request: alone.append(request.path) or read_alone(files, request),
    )
    assert Logdir({"": str(tmp_path)}).reload().points == 300
    assert not alone
