"""Lines of tab-separated numbers -> float32: whole pieces at once as long as they are regular, else line by line."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.model.embedding import Points

_MOST_TOLD: Final = 3
_YIELD_EVERY: Final = 64

# Bytes of numbers and of what stands between them; "nan" and "inf" are numbers too.
_REGULAR: Final = np.zeros(256, np.bool_)
_REGULAR[list(b"0123456789+-.eEnNaAiIfF\t\r\n")] = True
_TAB, _NEWLINE = ord("\t"), ord("\n")


@dataclass
class LineNumbers:
    """What was read so far. Each point keeps the number of its line among those that are not empty."""

    width: int = 0
    """Numbers in a row, as the first row has them; 0 before it."""
    rows: int = 0
    lines: int = 0
    """Lines that are not empty."""
    notes: list[str] = field(default_factory=list)
    _parts: list[Points] = field(default_factory=list)
    _places: list[NDArray[np.int64]] = field(default_factory=list)
    _wrong: int = 0
    _told: list[str] = field(default_factory=list)

    @property
    def numbers(self) -> int:
        """How many numbers there are in all."""
        return self.rows * self.width

    def add(self, points: Points) -> None:
        """Take in the rows of the next lines."""
        self._parts.append(points)
        self._places.append(np.arange(self.lines, self.lines + len(points)))
        self.rows += len(points)
        self.lines += len(points)

    def leave_out(self, why: str) -> None:
        """Count the next line as one that is no row."""
        self.lines += 1
        self._wrong += 1
        if self._wrong <= _MOST_TOLD:
            self._told.append(f"row {self.lines:,} {why}")

    def points(self) -> Points:
        """(rows, width)."""
        return np.concatenate(self._parts)

    def places(self) -> NDArray[np.int64]:
        """(rows,): the number of each row's line."""
        return np.concatenate(self._places)

    def told(self) -> list[str]:
        """What was wrong."""
        more = [f"{self._wrong - _MOST_TOLD:,} more such rows"] if self._wrong > _MOST_TOLD else []
        left_out = [f"{told}: left out" for told in self._told]
        return [*self.notes, *left_out, *more]


def numbers_of_lines(data: bytes, lines: LineNumbers) -> None:
    """Take in whole lines; the first of them that is a row of numbers tells how many numbers a row has."""
    data = data.strip(b"\r\n")
    if not lines.width:
        first = _row(next((line for line in data.split(b"\n", 64) if line.strip()), b""))
        lines.width = len(first) if first else 0
    found = _regular_rows(data, lines.width) if lines.width else None
    if found is not None:
        lines.add(found)
        return
    for number, line in enumerate(data.split(b"\n")):
        if line.strip():
            _take_line(line, lines)
        if number % _YIELD_EVERY == _YIELD_EVERY - 1:
            time.sleep(0)


def _regular_rows(data: bytes, width: int) -> Points | None:
    """All rows at once where every line has ``width`` numbers and nothing else; None where any has not."""
    codes = np.frombuffer(data, np.uint8)
    if not _REGULAR[codes].all():
        return None
    ends = np.append(np.flatnonzero(codes == _NEWLINE), len(codes))
    tabs = np.diff(np.searchsorted(np.flatnonzero(codes == _TAB), ends), prepend=0)
    if (tabs != width - 1).any():
        return None
    try:
        numbers = np.fromstring(data.decode("ascii"), np.float32, sep=" ")
    except (ValueError, DeprecationWarning):
        return None
    return numbers.reshape(-1, width) if numbers.size == len(ends) * width else None


def _take_line(line: bytes, lines: LineNumbers) -> None:
    row = _row(line)
    if row is None:
        lines.leave_out("holds something that is no number")
        return
    lines.width = lines.width or len(row)
    if len(row) == lines.width:
        with np.errstate(over="ignore"):
            lines.add(np.array([row], np.float64).astype(np.float32))
    else:
        lines.leave_out(f"has {len(row):,} numbers and not {lines.width:,}")


def _row(line: bytes) -> list[float] | None:
    try:
        return [float(part) for part in line.strip().split(b"\t")]
    except ValueError:
        return None
