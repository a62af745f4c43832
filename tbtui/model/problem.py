"""What is wrong with a file, a record or a directory, and where."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ProblemKind(enum.Enum):
    """What a problem is about; the value is the word that JSON and the screens use."""

    DAMAGE = "damage"
    """Bytes that match no checksum; they are stepped over."""
    UNDECODABLE = "undecodable"
    """A record whose checksum is right but whose content is no event."""
    UNREADABLE = "unreadable"
    """A file or directory that the system does not let us read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read; everything around it was."""

    kind: ProblemKind
    path: str
    """The file or directory."""
    offset: int | None
    """Where in the file it begins, in bytes; None where the whole file is meant."""
    length: int
    """How many bytes are concerned; 0 where that is not known."""
    message: str
    """What is wrong, in one clause."""

    def __str__(self) -> str:
        """The problem as one line: file, offset, what is wrong, how much was stepped over."""
        place = self.path if self.offset is None else f"{self.path} at byte {self.offset:,}"
        extent = f" ({self.length:,} bytes)" if self.length else ""
        return f"{place}: {self.message}{extent}"
