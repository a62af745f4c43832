"""The reload loop: when it looks, when it publishes, how it ends; on a clock that moves only as the test says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from tbtui.loader import Loader
from tbtui.model.snapshot import Snapshot
from tbtui.parsing import read_jobs
from tbtui.parsing.files import FileStat, LocalFiles
from tbtui.parsing.logdir import Logdir
from tests.conftest import event_bytes, scalar_events


class Played(Executor, LocalFiles):
    """A loader that plays a step at each of its waits, and then stops; it is itself all that the loader stands on.

    Each job of reading and each look at a file takes some seconds of its clock, and so does each wait.
    """

    def __init__(
        self, root: Path, steps: Sequence[Step], *, interval: float = 1.0,
        job_seconds: float = 0.0, look_seconds: float = 0.0, publish_seconds: float = 0.0,
    ) -> None:  # fmt: skip
        self.steps = [*steps, lambda played: played.loader.stop()]
        self.job_seconds, self.look_seconds, self.publish_seconds = job_seconds, look_seconds, publish_seconds
        self.now, self.looks, self.closed = 0.0, 0, False
        self.waits: list[float | None] = []
        self.snapshots: list[Snapshot] = []
        self.errors: list[BaseException] = []
        self.loader = Loader(
            Logdir({"": str(root)}, self), self.publish, self.errors.append,
            interval=interval, executor=self, clock=lambda: self.now, wake=self,
        )  # fmt: skip
        self.loader.run()

    def publish(self, snapshot: Snapshot) -> None:
        self.now += self.publish_seconds
        self.snapshots.append(snapshot)

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        self.now += timeout or 0.0
        self.steps.pop(0)(self)
        return True

    def set(self) -> None:
        pass

    def clear(self) -> None:
        pass

    def stat(self, path: str) -> FileStat:
        if "tfevents" in path:
            self.looks += 1
            self.now += self.look_seconds
        return super().stat(path)

    def submit(self, job: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        self.now += self.job_seconds
        future: Future[Any] = Future()
        future.set_result(job(*arguments, **options))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.closed = True


Step: TypeAlias = Callable[[Played], object]


def _quiet(_: Played) -> None:
    """Nothing happens."""


def _points(count: int, first: int = 0) -> bytes:
    return event_bytes(*scalar_events("a", [(step, 1.0) for step in range(first, first + count)]), version=not first)


def _appends(path: Path) -> Step:
    def append(_: Played) -> None:
        with path.open("ab") as file:
            file.write(_points(1, first=100))

    return append


@pytest.fixture
def path(write: Callable[..., Path]) -> Path:
    """An event file with five points."""
    return write("run/events.out.tfevents.1", _points(5))


@pytest.fixture
def big(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> int:
    """Twenty files, each of them a job; how many points they hold."""
    monkeypatch.setattr(read_jobs, "_JOB_BYTES", 1)
    data = _points(1000)
    for number in range(20):
        write(f"run{number:02}/events.out.tfevents.1", data)
    return 20_000


def test_the_first_snapshot_tells_what_is_coming_and_the_last_holds_it(path: Path, tmp_path: Path) -> None:
    played = Played(tmp_path, [])
    first, last = played.snapshots
    size = path.stat().st_size
    assert (first.progress.loading, first.progress.read, first.progress.total, first.points) == (True, 0, size, 0)
    assert (last.progress.loading, last.progress.read, last.progress.total, last.points) == (False, size, size, 5)
    assert not played.errors


def test_an_event_is_published_in_the_round_after_it_was_written(path: Path, tmp_path: Path) -> None:
    played = Played(tmp_path, [*[_quiet] * 30, _appends(path)])
    assert [snapshot.points for snapshot in played.snapshots] == [0, 5, 6]
    assert played.waits == [1.0] * 32


def test_nothing_is_published_while_nothing_changes(path: Path, tmp_path: Path) -> None:
    played = Played(tmp_path, [_quiet] * 50)
    assert len(played.snapshots) == 2
    assert played.looks == 51


def test_where_looking_is_slow_only_files_that_grow_are_looked_at_each_time(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    paths = [write(f"run{number}/events.out.tfevents.1", _points(5)) for number in range(20)]
    played = Played(tmp_path, [_appends(paths[3])] * 200, look_seconds=0.01)
    assert played.snapshots[-1].points == 300
    assert 200 + 20 * 20 <= played.looks < 1000


def test_a_new_run_is_found_within_ten_rounds(path: Path, tmp_path: Path, write: Callable[..., Path]) -> None:
    played = Played(tmp_path, [lambda _: write("new/events.out.tfevents.1", _points(7)), *[_quiet] * 9])
    assert [snapshot.points for snapshot in played.snapshots] == [0, 5, 12]


def test_a_long_load_is_published_now_and_then(big: int, tmp_path: Path) -> None:
    played = Played(tmp_path, [], job_seconds=0.1)
    loading = [snapshot.points for snapshot in played.snapshots if snapshot.progress.loading]
    assert 2 < len(loading) <= played.now / 0.25 + 1
    assert loading == sorted(set(loading))
    assert (played.snapshots[-1].points, played.snapshots[-1].progress.loading) == (big, False)


def test_slow_publishing_takes_a_tenth_of_the_load_at_most(big: int, tmp_path: Path) -> None:
    slow = Played(tmp_path, [], job_seconds=0.1, publish_seconds=1.0)
    assert len(slow.snapshots) == 3
    assert slow.snapshots[-1].points == big


def test_interval_0_reads_once_and_then_only_when_asked(path: Path, tmp_path: Path) -> None:
    def grow_and_ask(played: Played) -> None:
        _appends(path)(played)
        played.loader.reload_now()

    played = Played(tmp_path, [grow_and_ask], interval=0)
    assert [snapshot.points for snapshot in played.snapshots] == [0, 5, 6]
    assert (played.waits, played.now) == ([None, None], 0)


def test_a_reload_that_is_asked_for_looks_at_directories_too(
    write: Callable[..., Path], path: Path, tmp_path: Path
) -> None:
    def ask(played: Played) -> None:
        write("new/events.out.tfevents.1", _points(7))
        played.loader.reload_now()

    played = Played(tmp_path, [ask])
    assert [snapshot.points for snapshot in played.snapshots] == [0, 5, 12]


def test_it_stops_in_the_middle_of_a_load(big: int, tmp_path: Path) -> None:
    class Stopping(Played):
        def submit(self, job: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
            if len(self.snapshots) == 2:
                self.loader.stop()
            return super().submit(job, *arguments, **options)

    played = Stopping(tmp_path, [], job_seconds=0.1)
    assert len(played.snapshots) == 2
    assert played.snapshots[-1].points < big
    assert not played.waits


def test_an_error_is_handed_on_and_ends_the_loop(path: Path, tmp_path: Path) -> None:
    error = RuntimeError("a publisher that fails")

    class Failing(Played):
        def publish(self, snapshot: Snapshot) -> None:
            raise error

    played = Failing(tmp_path, [])
    assert played.errors == [error]
    assert not played.waits


def test_a_logdir_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (error,) = Played(tmp_path / "nowhere", []).errors
    assert isinstance(error, FileNotFoundError)


def test_an_executor_that_was_handed_in_is_left_to_its_owner(path: Path, tmp_path: Path) -> None:
    assert not Played(tmp_path, []).closed


def test_its_own_threads_load_too(path: Path, tmp_path: Path) -> None:
    snapshots: list[Snapshot] = []

    def publish(snapshot: Snapshot) -> None:
        snapshots.append(snapshot)
        if not snapshot.progress.loading:
            loader.stop()

    loader = Loader(Logdir({"": str(tmp_path)}), publish, pytest.fail, interval=0)
    loader.run()
    assert snapshots[-1].points == 5


def test_a_run_that_was_dropped_and_comes_back_is_read_anew(path: Path, tmp_path: Path) -> None:
    def remove(played: Played) -> None:
        path.unlink()
        path.parent.rmdir()
        played.loader.reload_now()

    def come_back(_: Played) -> None:
        path.parent.mkdir()
        path.write_bytes(_points(3))

    played = Played(tmp_path, [remove, lambda played: played.loader.reload_now(), come_back, *[_quiet] * 9])
    assert not played.errors
    assert played.snapshots[-1].points == 3
