"""What framing finds in a buffer: records, what is not all there yet, and what was stepped over."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from tbtui.parsing.arrays import IntArray


class Wait(enum.Enum):
    """Why the end of a file is not read yet."""

    HEADER = "its header is not complete"
    DATA = "its data is not complete"
    CHECKSUM = "it does not match its checksum yet"
    ZEROS = "only zeros follow, as a writer leaves them that claims space ahead"


@dataclass(frozen=True, slots=True)
class Pending:
    """A record at the end of a file that is not all there yet; normal while a job writes."""

    offset: int
    """Where the record begins."""
    wait: Wait
    missing: int
    """Bytes that the file must still grow by, where that is known."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that was stepped over because it is damaged."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Frames:
    """The whole and good records of one buffer, and what became of the rest; all places are offsets in the buffer."""

    starts: IntArray
    """(n,) int64: where each record's data begins."""
    lengths: IntArray
    """(n,) int64: how long each record's data is."""
    gaps: tuple[Gap, ...]
    resume: int
    """Where the next buffer must begin."""
    need: int
    """Bytes that the next buffer must hold at least to come further; 0 where any will do."""
    pending: Pending | None
    """What the end of the buffer waits for; where the file goes on behind it, only ZEROS is told."""
    damage: Gap | None
    """The stretch without a valid header that the buffer ends in; hand it to the next call, moved."""
