"""Several small files in one buffer, one behind the other, and which of them can be read there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from tbtui.parsing.arrays import BoolArray, IntArray
from tbtui.parsing.batch import FRONT
from tbtui.parsing.files import FileStat, FileSystem
from tbtui.parsing.header_scan import HEADER, OVERHEAD, Headers
from tbtui.parsing.portion import GUARD, Guard

BUFFER: Final = 1 << 21
"""So many bytes of files are read together: what is worked out of them stays in the second-level cache."""
LARGEST_FILE: Final = 1 << 20
"""Larger files are read by themselves: their own cycles are faster."""


class Span(NamedTuple):
    """One file in the buffer."""

    number: int
    """Which of the files that were asked for."""
    path: str
    status: FileStat
    begin: int
    end: int
    guard: Guard


def fill(files: FileSystem, paths: Sequence[str], buffer: bytearray) -> list[Span]:
    """Put the bytes of the files one behind the other; those that have no room or cannot be read are left out."""
    spans: list[Span] = []
    begin = FRONT
    for number, path in enumerate(paths):
        try:
            with files.open(path) as file:
                status = file.stat()
                if not (status.is_regular and 0 < status.size <= FRONT + BUFFER - begin):
                    continue
                got = file.read_into(buffer, begin, 0, status.size)
        except OSError:
            # Reading it by itself tells what is wrong with it.
            continue
        if got == status.size:
            end = begin + got
            guard = Guard(bytes(buffer[begin : min(end, begin + GUARD)]), bytes(buffer[max(begin, end - GUARD) : end]))
            spans.append(Span(number, path, status, begin, end, guard))
            begin = end
    return spans


class Records(NamedTuple):
    """The records of files that hold nothing but whole records."""

    spans: tuple[Span, ...]
    bounds: IntArray
    """(files + 1,): the records of file i are those from ``bounds[i]`` up to ``bounds[i + 1]``."""
    starts: IntArray
    lengths: IntArray

    def without(self, records: BoolArray) -> Records:
        """What is left when the files that hold any of these records are left out."""
        if not records.any():
            return self
        counts = np.diff(self.bounds)
        files = np.add.reduceat(records, self.bounds[:-1]) == 0
        kept = np.repeat(files, counts)
        spans = tuple(span for span, good in zip(self.spans, files.tolist(), strict=True) if good)
        return Records(spans, _bounds(counts[files]), self.starts[kept], self.lengths[kept])


def whole_records(spans: Sequence[Span], headers: Headers) -> Records:
    """The records of those files whose headers, as they were found, lead from the first byte to the last."""
    begin_of, end_of = np.array([(span.begin, span.end) for span in spans], np.int64).reshape(-1, 2).T
    lows, highs = np.searchsorted(headers.positions, begin_of), np.searchsorted(headers.positions, end_of)
    some = np.flatnonzero(lows < highs)
    low, last = lows[some], highs[some] - 1
    linked = np.searchsorted(headers.breaks, low) == np.searchsorted(headers.breaks, last)
    whole = some[linked & (headers.positions[low] == begin_of[some]) & (headers.ends[last] == end_of[some])]
    bounds = _bounds(highs[whole] - lows[whole])
    positions, ends = headers.positions, headers.ends
    if bounds[-1] < len(positions):
        at = np.arange(bounds[-1]) + np.repeat(lows[whole] - bounds[:-1], np.diff(bounds))
        positions, ends = positions[at], ends[at]
    lengths = ends - positions
    lengths -= OVERHEAD
    return Records(tuple([spans[number] for number in whole.tolist()]), bounds, positions + HEADER, lengths)


def _bounds(counts: IntArray) -> IntArray:
    return np.concatenate(([0], np.cumsum(counts)))
