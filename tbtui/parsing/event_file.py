"""One event file as it grows: what is known of it, what to read next, and its columns so far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from tbtui.model.entries import Metadata
from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.run import EventFile, RecordIndex, Waiting
from tbtui.parsing.columns import EntryColumns
from tbtui.parsing.file_scalars import FileScalars
from tbtui.parsing.files import FileStat
from tbtui.parsing.frames import Wait
from tbtui.parsing.portion import Checkpoint, Portion, ReadRequest, Session

_NAN: Final = float("nan")
# A file that is one heap of damage must not cost many times its size.
_MOST_PROBLEMS: Final = 1000


class TailedFile:
    """The state of one event file between reads. Only the thread that reloads touches it."""

    def __init__(self, path: str, name: str) -> None:
        self.path, self.name = path, name
        self.status: FileStat | None = None
        self.gone = False
        self.unreadable: Problem | None = None
        self.generation = 0
        """Counts how often the file turned out to be another one: what was published before is void then."""
        self._forget()

    def _forget(self) -> None:
        self.generation += 1
        self.checkpoint: Checkpoint | None = None
        self._settled = False
        """Nothing can have changed while the system says the same of the file."""
        self.scalars = FileScalars()
        self.entries: dict[tuple[str, str | None], EntryColumns] = {}
        self.metadata: Mapping[str, Metadata] = {}
        self.sessions: list[Session] = []
        self.kinds: dict[str, int] = {}
        self.index: list[tuple[int, int, float]] = []
        self.problems: list[Problem] = []
        self._unlisted = 0
        self.events = 0
        self.first_wall_time = self.last_wall_time = _NAN
        self.version = self.writer = ""

    @property
    def offset(self) -> int:
        """How many bytes have been read."""
        return self.checkpoint.offset if self.checkpoint else 0

    @property
    def identity(self) -> tuple[int, ...]:
        """Device and inode of the file that was read; () before the first read."""
        return self.checkpoint.identity if self.checkpoint else ()

    def look(self, status: FileStat) -> bool:
        """Take note of what the system says of the file; True when it is worth reading."""
        same = status == self.status and not self.gone
        self.status, self.gone = status, False
        return not (same and self._settled)

    def request(self) -> ReadRequest:
        """What to read next."""
        size = self.status.size if self.status else 0
        return ReadRequest(self.path, self.checkpoint, metadata=self.metadata, events=self.events, size=size)

    def accept(self, portion: Portion) -> bool:
        """Take in what a read found; True when there is more to read at once."""
        if portion.replaced:
            self._forget()
            return True
        if portion.checkpoint is None:
            self.unreadable = portion.problems[0]
            return False
        self.unreadable = None
        growth = portion.checkpoint.size / max(1, portion.checkpoint.offset)
        for block in portion.scalars:
            self.scalars.append(block, growth)
        for entries in portion.entries:
            self.entries.setdefault((entries.tag, entries.plugin), EntryColumns()).append(entries)
        self._add_facts(portion)
        self.checkpoint = last = portion.checkpoint
        # Zeros and checksums may be filled in place, through a mapping that leaves the time of change alone.
        waits = last.pending is not None and last.pending.wait is Wait.DATA
        self._settled = last.done and (last.offset == last.size or waits)
        return not last.done

    def _add_facts(self, portion: Portion) -> None:
        if portion.metadata:
            # A new mapping: files that were read together share theirs.
            self.metadata = {**portion.metadata, **self.metadata} if self.metadata else portion.metadata
        self.index.extend(portion.index)
        self.sessions.extend(portion.sessions)
        for kind, count in portion.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        room = _MOST_PROBLEMS - len(self.problems)
        self.problems.extend(portion.problems[:room])
        self._unlisted += max(0, len(portion.problems) - room)
        self.events += portion.events
        if not math.isnan(portion.first_wall_time):
            # What is NaN so far is neither less nor greater.
            if not self.first_wall_time <= portion.first_wall_time:
                self.first_wall_time = portion.first_wall_time
            if not self.last_wall_time >= portion.last_wall_time:
                self.last_wall_time = portion.last_wall_time
        self.version = self.version or portion.version
        self.writer = self.writer or portion.writer

    def publish(self) -> EventFile:
        """What is known of the file, frozen."""
        status = self.status
        return EventFile(
            path=self.path,
            name=self.name,
            size=status.size if status else 0,
            read=self.offset,
            modified=status.modified_ns / 1e9 if status else 0.0,
            events=self.events,
            first_wall_time=self.first_wall_time,
            last_wall_time=self.last_wall_time,
            version=self.version,
            writer=self.writer,
            kinds=dict(self.kinds),
            index=RecordIndex(self.index),
            identity=self.identity,
            generation=self.generation,
            waiting=self._waiting(),
            gone=self.gone,
            problems=self._all_problems(),
        )

    def _waiting(self) -> Waiting | None:
        pending = self.checkpoint.pending if self.checkpoint else None
        return Waiting(pending.offset, pending.wait.value, pending.missing) if pending else None

    def _all_problems(self) -> tuple[Problem, ...]:
        last = self.checkpoint
        if not (self.problems or self.unreadable or (last and last.damage)):
            return ()
        found = list(self.problems)
        if self._unlisted:
            message = f"{self._unlisted:,} more problems, which are counted but not listed"
            found.append(Problem(ProblemKind.DAMAGE, self.path, None, 0, message))
        if last and last.damage:
            gap = last.damage
            found.append(Problem(ProblemKind.DAMAGE, self.path, gap.start, last.size - gap.start, gap.reason))
        if self.unreadable:
            found.append(self.unreadable)
        return tuple(found)
