"""One read of one event file: a pure function of a picklable request, so that any executor can run it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tbtui.model.problem import Problem, ProblemKind
from tbtui.parsing.batch import BACK, FRONT
from tbtui.parsing.buffers import BufferReader
from tbtui.parsing.file_spans import BUFFER, LARGEST_FILE
from tbtui.parsing.files import FileSystem, OpenFile
from tbtui.parsing.framed import INDEX_EVERY
from tbtui.parsing.frames import Frames, Gap, Pending, Wait
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.portion import FIRST_WINDOW, GUARD, Checkpoint, Guard, Portion, ReadRequest
from tbtui.parsing.records import RecordReader
from tbtui.parsing.thread_buffer import thread_buffer
from tbtui.parsing.together import read_together
from tbtui.parsing.wire import LARGEST_FIELD, WireError, prune

LARGEST_WINDOW: Final = 1 << 22
"""Buffers of 2-8 MiB were fastest: they fit the cache and still hold many records."""
_SMALLEST_WINDOW: Final = 1 << 8
_LONG_RECORD: Final = 1 << 10


def read_portion(files: FileSystem, request: ReadRequest) -> Portion:
    """Read what ``request`` asks for. What cannot be read is a problem of the portion, not an exception."""
    portion = Portion(request.path)
    try:
        with files.open(request.path) as file:
            _Reading(file, request, portion).run()
    except OSError as error:
        reason = error.strerror or str(error)
        portion.problems.append(Problem(ProblemKind.UNREADABLE, request.path, None, 0, f"cannot be read: {reason}"))
    return portion


def read_portions(files: FileSystem, requests: Sequence[ReadRequest]) -> list[Portion]:
    """Read several files: the job that is handed to an executor. Small ones that are new are read together."""
    found: dict[str, Portion] = {}
    for group in _groups(requests):
        for request, portion in zip(group, read_together(files, [one.path for one in group]), strict=True):
            if portion is not None:
                found[request.path] = portion
    return [found.get(request.path) or read_portion(files, request) for request in requests]


def _groups(requests: Sequence[ReadRequest]) -> list[list[ReadRequest]]:
    """Requests for small new files, as many together as a buffer holds; a file that is the only one is no group."""
    groups: list[list[ReadRequest]] = [[]]
    room = BUFFER
    for request in requests:
        if request.checkpoint is not None or not 0 < request.size <= LARGEST_FILE:
            continue
        if request.size > room:
            groups.append([])
            room = BUFFER
        groups[-1].append(request)
        room -= request.size
    return groups if len(groups) > 1 or len(groups[0]) > 1 else []


class _Reading:
    """The state of one read."""

    def __init__(self, file: OpenFile, request: ReadRequest, portion: Portion) -> None:
        self.file, self.request, self.portion = file, request, portion
        self.status = file.stat()
        self.size = self.status.size
        last = request.checkpoint
        self.records = RecordReader(portion, request.metadata)
        self.buffers = BufferReader(portion, self.records, request.events, last.cycle if last else None)
        self.position = last.offset if last else 0
        self.window = last.window if last else FIRST_WINDOW
        self.damage = last.damage if last else None
        self.pending: Pending | None = None
        self.done = False

    def run(self) -> None:
        last = self.request.checkpoint
        if last is not None and not self._same_file(last):
            self.portion.replaced = True
            return
        stop_at = self.position + self.request.budget
        while not self.done and self.position < stop_at:
            self._read_window()
        self.records.end()
        self.portion.checkpoint = Checkpoint(
            self.status.identity,
            self._take_guard(),
            self.size,
            self.position,
            self.window,
            self.done,
            self.damage,
            self.pending,
            None if self.done else self.buffers.cycle,
        )

    def _same_file(self, last: Checkpoint) -> bool:
        """Whether this is the file that was read before: its identity, its first bytes and the last bytes read."""
        if last.identity != self.status.identity or self.size < last.offset:
            return False
        return self._take_guard() == last.guard

    def _take_guard(self) -> Guard:
        count = min(self.position, GUARD)
        return Guard(self.file.read(0, count), self.file.read(self.position - count, count))

    def _read_window(self) -> None:
        window = min(self.window, max(0, self.size - self.position))
        buffer = thread_buffer(FRONT + window + BACK)
        got = self.file.read_into(buffer, FRONT, self.position, window)
        at_end = got < window or self.position + got >= self.size
        base = self.position - FRONT
        damage = _moved(self.damage, -base) if self.damage else None
        frames = self.buffers.read(buffer, FRONT, FRONT + got, base, at_end=at_end, damage=damage)
        self._go_on(frames, at_end, base)

    def _go_on(self, frames: Frames, at_end: bool, base: int) -> None:
        """Decide where and how much to read next, or that there is nothing more."""
        self.position = base + frames.resume
        self.damage = _moved(frames.damage, base) if frames.damage else None
        if frames.pending is not None and frames.pending.wait is Wait.ZEROS and not at_end:
            self._look_behind_zeros()
        elif frames.need > LARGEST_FIELD and self.buffers.cycle is None:
            self._blob(frames.need - OVERHEAD)
        elif at_end:
            self._wait(frames.pending, base)
        else:
            self.window = max(frames.need, min(_largest_window(frames), self.window * 4))

    def _wait(self, pending: Pending | None, base: int) -> None:
        self.done = True
        if pending is not None:
            self.pending = Pending(base + pending.offset, pending.wait, pending.missing)

    def _look_behind_zeros(self) -> None:
        """Zeros to the end of the file are space claimed ahead; zeros before something else are a hole: damage."""
        if self._zeros_as_before() or self._only_zeros_follow():
            self._wait(Pending(0, Wait.ZEROS, 0), self.position)
        else:
            self.damage = Gap(self.position, self.position, "zeros stand where a record should be")
            self.position += 1

    def _zeros_as_before(self) -> bool:
        """Whether the last read ended in the same zeros: a writer fills them from the front, where there still are."""
        last = self.request.checkpoint
        if last is None or last.pending is None or last.pending.wait is not Wait.ZEROS:
            return False
        return (last.offset, last.size) == (self.position, self.size)

    def _only_zeros_follow(self) -> bool:
        position = self.position + HEADER
        while position < self.size:
            block = self.file.read(position, LARGEST_WINDOW)
            if block.strip(b"\0"):
                return False
            if not block:
                break
            position += len(block)
        return True

    def _blob(self, length: int) -> None:
        """A large record: look at what stands before and behind its payloads, and step over these."""
        start = self.position + HEADER
        end = start + length
        if end + 4 > self.size:
            self._wait(Pending(0, Wait.DATA, end + 4 - self.size), self.position)
            return
        number = self.buffers.number
        try:
            self.records.add(number, self.position, prune(self.file.read, start, end), length)
        except WireError as error:
            message = f"the record is no event: {error}"
            problem = Problem(ProblemKind.UNDECODABLE, self.portion.path, self.position, length, message)
            self.portion.problems.append(problem)
        if number % INDEX_EVERY == 0:
            self.portion.index.append((number, self.position, float("nan")))
        self.portion.events += 1
        self.position = end + 4
        self.window = _SMALLEST_WINDOW


def _largest_window(frames: Frames) -> int:
    """Of long records a window holds few: larger ones save calls, for which threads wait on each other."""
    long = frames.starts.size and int(frames.lengths.sum()) > _LONG_RECORD * len(frames.starts)
    return 4 * LARGEST_WINDOW if long else LARGEST_WINDOW


def _moved(gap: Gap, by: int) -> Gap:
    return Gap(gap.start + by, gap.end + by, gap.reason)
