"""Hands the files that are to be read to an executor, a few jobs ahead of what comes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Final, TypeAlias

from tbtui.parsing.event_file import TailedFile
from tbtui.parsing.files import FileSystem
from tbtui.parsing.portion import Portion
from tbtui.parsing.read_portion import read_portions

# Files are handed over together until they promise so many bytes: a job costs 100 us by itself.
_JOB_BYTES: Final = 1 << 23
_MOST_FILES: Final = 1 << 10
# Jobs that may wait for a worker: enough to keep all busy, few enough that results do not pile up in memory.
_JOBS_AHEAD: Final = 3

Done: TypeAlias = tuple[Sequence[TailedFile], Sequence[Portion]]
_Running: TypeAlias = dict["Future[list[Portion]]", list[TailedFile]]


def read_jobs(files: FileSystem, queue: deque[TailedFile], executor: Executor | None) -> Iterator[Done]:
    """Read the files of the queue, on this thread where there is no executor; more may be put into it meanwhile.

    The executor has begun when this returns.
    """
    if executor is None:
        return _read_here(files, queue)
    running: _Running = {}
    _submit(files, queue, executor, running)
    return _results(files, queue, executor, running)


def _read_here(files: FileSystem, queue: deque[TailedFile]) -> Iterator[Done]:
    while queue:
        job = _next_job(queue)
        yield job, read_portions(files, [file.request() for file in job])


def _submit(files: FileSystem, queue: deque[TailedFile], executor: Executor, running: _Running) -> None:
    while queue and len(running) < _JOBS_AHEAD:
        job = _next_job(queue)
        running[executor.submit(read_portions, files, [file.request() for file in job])] = job


def _results(files: FileSystem, queue: deque[TailedFile], executor: Executor, running: _Running) -> Iterator[Done]:
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future.result()
        _submit(files, queue, executor, running)


def _next_job(queue: deque[TailedFile]) -> list[TailedFile]:
    job = [queue.popleft()]
    promised = _unread(job[0])
    while queue and len(job) < _MOST_FILES and promised + _unread(queue[0]) <= _JOB_BYTES:
        promised += _unread(queue[0])
        job.append(queue.popleft())
    return job


def _unread(file: TailedFile) -> int:
    return file.status.size - file.offset if file.status else 0
