"""The rows that a filter lists, in an order: file after file, or merged by their wall times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.event_order import Anchor, Located, file_of
from tbtui.parsing.event_rows import FileRows
from tbtui.parsing.event_scan import NO_HITS, Hits


class FoundOrder:
    """Rows that were found, by file; within a file they keep their order, also where their clock ran back."""

    def __init__(self, files: Sequence[FileRows], hits: Sequence[Hits], *, by_time: bool) -> None:
        self.files = files
        self._offsets = np.concatenate([NO_HITS[0], *(offsets for offsets, _ in hits)])
        self._file = np.repeat(np.arange(len(files), dtype=np.int32), [len(offsets) for offsets, _ in hits])
        self.count = len(self._offsets)
        self._order = np.arange(self.count)
        if by_time:
            keys = [np.fmax.accumulate(wall_times) if len(wall_times) else wall_times for _, wall_times in hits]
            self._order = np.argsort(np.concatenate([NO_HITS[1], *keys]), kind="stable")

    @cached_property
    def _ranks(self) -> NDArray[np.int64]:
        """Where each row stands in the order."""
        ranks = np.empty(self.count, np.int64)
        ranks[self._order] = np.arange(self.count)
        return ranks

    def located(self, first: int, count: int) -> list[Located]:
        """See Order."""
        found = []
        for at in self._order[max(0, first) : first + count].tolist():
            rows, offset = self.files[int(self._file[at])], int(self._offsets[at])
            found.append(Located(rows, -1, offset, -1, rows.notice_at(offset), ""))
        return found

    def number_of(self, anchor: Anchor) -> int | None:
        """See Order; for what was not found, the next row of its file that was."""
        place = file_of(self.files, anchor)
        if place is None or anchor.offset < 0:
            return None
        mine = np.flatnonzero(self._file == place)
        if not mine.size:
            return None
        at = int(np.searchsorted(self._offsets[mine], anchor.offset))
        return int(self._ranks[mine[min(at, len(mine) - 1)]])
