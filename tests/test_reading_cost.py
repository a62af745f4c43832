"""What reading must not drag in or do again: costs that no result shows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
