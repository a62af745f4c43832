"""One read of one event file: a pure function of a picklable request, so that any executor can run it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tbtui.model.problem import Problem, ProblemKind
from tbtui.parsing.files import FileSystem, OpenFile
from tbtui.parsing.portion import Checkpoint, Guard, Portion, ReadRequest
from tbtui.parsing.record_chain import HEADER, OVERHEAD
from tbtui.parsing.records import RecordReader
from tbtui.parsing.tf_record import Frames, Gap, Pending, Wait, frame
from tbtui.parsing.wire import LARGEST_FIELD, WireError, prune

LARGEST_WINDOW: Final = 1 << 22
"""Buffers of 2-8 MiB were fastest: they fit the cache and still hold many records."""
INDEX_EVERY: Final = 1 << 10
"""Every so many records one is noted in the file's index."""
_FIRST_WINDOW: Final = 1 << 16
_SMALLEST_WINDOW: Final = 1 << 8
_HISTORY: Final = 1 << 14
_GUARD: Final = 64
_NO_LENGTHS: Final = np.empty(0, np.int64)


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
    """Read several files, one after the other: the job that is handed to an executor."""
    return [read_portion(files, request) for request in requests]


class _Reading:
    """The state of one read."""

    def __init__(self, file: OpenFile, request: ReadRequest, portion: Portion) -> None:
        self.file, self.request, self.portion = file, request, portion
        self.status = file.stat()
        self.size = self.status.size
        self.records = RecordReader(portion, request.metadata)
        last = request.checkpoint
        self.position = last.offset if last else 0
        self.window = last.window if last else _FIRST_WINDOW
        self.damage = last.damage if last else None
        self.history = last.history if last and last.history is not None else _NO_LENGTHS
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
            None if self.done else self.history,
        )

    def _same_file(self, last: Checkpoint) -> bool:
        """Whether this is the file that was read before: its identity, its first bytes and the last bytes read."""
        if last.identity != self.status.identity or self.size < last.offset:
            return False
        return self._take_guard() == last.guard

    def _take_guard(self) -> Guard:
        count = min(self.position, _GUARD)
        return Guard(self.file.read(0, count), self.file.read(self.position - count, count))

    def _read_window(self) -> None:
        window = min(self.window, max(0, self.size - self.position))
        buffer = bytearray(window)
        got = self.file.read_into(buffer, self.position, window)
        at_end = got < window or self.position + got >= self.size
        damage = _moved(self.damage, -self.position) if self.damage else None
        frames = frame(buffer, got, at_end=at_end, damage=damage, history=self.history)
        self._add(buffer, frames)
        self._go_on(frames, at_end, got)

    def _add(self, buffer: bytearray, frames: Frames) -> None:
        begin = self.position
        for gap in frames.gaps:
            self._damage(Gap(begin + gap.start, begin + gap.end, gap.reason))
        first = self.request.events + self.portion.events
        spans = zip(frames.starts.tolist(), frames.lengths.tolist(), strict=True)
        view = memoryview(buffer)
        self.records.add_all(
            (first + count, begin + start - HEADER, bytes(view[start : start + length]))
            for count, (start, length) in enumerate(spans)
        )
        self._index(buffer, frames, first)
        self.portion.events += len(frames.starts)
        self.records.end_buffer()
        if frames.lengths.size:
            self.history = np.concatenate((self.history, frames.lengths))[-_HISTORY:]

    def _damage(self, gap: Gap) -> None:
        self.portion.problems.append(
            Problem(ProblemKind.DAMAGE, self.portion.path, gap.start, gap.end - gap.start, gap.reason)
        )

    def _index(self, buffer: bytearray, frames: Frames, first: int) -> None:
        """Note the place of every thousandth record, and its wall_time where that comes first, as all writers do."""
        for count in range(-first % INDEX_EVERY, len(frames.starts), INDEX_EVERY):
            start = int(frames.starts[count])
            wall_time = float("nan")
            if frames.lengths[count] >= 9 and buffer[start] == 0x09:
                wall_time = float(np.frombuffer(buffer, "<f8", 1, start + 1)[0])
            self.portion.index.append((first + count, self.position + start - HEADER, wall_time))

    def _go_on(self, frames: Frames, at_end: bool, got: int) -> None:
        """Decide where and how much to read next, or that there is nothing more."""
        begin = self.position
        self.position = begin + frames.resume
        self.damage = _moved(frames.damage, begin) if frames.damage else None
        if frames.pending is not None and frames.pending.wait is Wait.ZEROS and not at_end:
            self._look_behind_zeros()
        elif frames.need > LARGEST_FIELD:
            self._blob(frames.need - OVERHEAD)
        elif at_end:
            self._wait(frames.pending, begin)
        else:
            self.window = min(LARGEST_WINDOW, max(self.window * 4, frames.need))

    def _wait(self, pending: Pending | None, begin: int) -> None:
        self.done = True
        if pending is not None:
            self.pending = Pending(begin + pending.offset, pending.wait, pending.missing)

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
        number = self.request.events + self.portion.events
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


def _moved(gap: Gap, by: int) -> Gap:
    return Gap(gap.start + by, gap.end + by, gap.reason)
