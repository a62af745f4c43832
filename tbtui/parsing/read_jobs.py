"""Hands the files that are to be read to an executor, a few jobs ahead of what comes back; small ones are read here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
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
# Files with less than this to read, on the average, are small: for each of them Python takes as long as numpy.
_SMALL: Final = 1 << 16

Done: TypeAlias = tuple[Sequence[TailedFile], Sequence[Portion]]


def read_jobs(files: FileSystem, queue: deque[TailedFile], executor: Executor | None) -> Iterator[Done]:
    """Read the files of the queue, on this thread where there is no executor; more may be put into it meanwhile.

    Threads that read small files wait for each other's lock: two take as long as one and a third more processor time.
    So this thread reads them, as long as it does not wait for the disk.
    """
    if executor is None:
        yield from _read_here(files, queue, patient=True)
        return
    if isinstance(executor, ThreadPoolExecutor) and _are_small(queue):
        yield from _read_here(files, queue, patient=False)
    yield from _read_there(files, queue, executor)


def _read_here(files: FileSystem, queue: deque[TailedFile], *, patient: bool) -> Iterator[Done]:
    """On this thread; one that is not patient stops when it waited for half of the time that a job took."""
    waited = False
    while queue and (patient or not waited):
        job = _next_job(queue)
        requests = [file.request() for file in job]
        begun, used = time.perf_counter(), time.thread_time()
        portions = read_portions(files, requests)
        waited = time.perf_counter() - begun > 2 * (time.thread_time() - used)
        yield job, portions


def _read_there(files: FileSystem, queue: deque[TailedFile], executor: Executor) -> Iterator[Done]:
    running: dict[Future[list[Portion]], list[TailedFile]] = {}
    while queue or running:
        while queue and len(running) < _JOBS_AHEAD:
            job = _next_job(queue)
            running[executor.submit(read_portions, files, [file.request() for file in job])] = job
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future.result()


def _are_small(queue: deque[TailedFile]) -> bool:
    return sum(map(_unread, queue)) < _SMALL * len(queue)


def _next_job(queue: deque[TailedFile]) -> list[TailedFile]:
    job = [queue.popleft()]
    promised = _unread(job[0])
    while queue and len(job) < _MOST_FILES and promised + _unread(queue[0]) <= _JOB_BYTES:
        promised += _unread(queue[0])
        job.append(queue.popleft())
    return job


def _unread(file: TailedFile) -> int:
    return file.status.size - file.offset if file.status else 0
