"""A text of a log: the strings of one entry, and the shape in which they stand."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The strings of one entry as they were written; nothing is cleaned yet."""

    shape: tuple[int, ...]
    """() for a single string."""
    strings: tuple[str, ...]
    """Row-major; a single one may stand for the whole shape."""
    size: int
    """Bytes that were written."""
    left_out: int = 0
    """How many characters at the end are not kept here."""

    @property
    def repeated(self) -> int:
        """For how many elements of the shape the one string stands; 1 where each has its own."""
        return math.prod(self.shape) if len(self.strings) == 1 else 1

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        return sum(map(len, self.strings)) + 100 * (1 + len(self.strings))

    def cut(self, most: int) -> Text:
        """The text without what lies behind its first ``most`` characters."""
        left, kept = most, []
        for string in self.strings:
            kept.append(string[:left])
            left -= len(kept[-1])
        whole = sum(map(len, self.strings))
        return self if whole <= most else Text(self.shape, tuple(kept), self.size, self.left_out + whole - most)
