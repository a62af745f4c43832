"""Growing columns of one event file: appending never touches what was published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbtui.model.attempts import Cut
from tbtui.model.entries import EntryPart
from tbtui.parsing.arrays import frozen
from tbtui.parsing.portion import EntryBlock, ScalarBlock, Session

_LEAST_CAPACITY = 8


class Column:
    """One growing array. A prefix of it, once handed out, stays as it is: growth copies, appending writes behind it."""

    __slots__ = ("_array", "size")

    def __init__(self, dtype: type[np.generic]) -> None:
        self._array: NDArray[Any] = np.empty(0, dtype)
        self.size = 0

    def append(self, values: NDArray[Any], expected: int = 0) -> None:
        """Append values; ``expected`` is how many the column may hold in the end, where that can be guessed.

        Memory that is claimed but not written costs nothing, so a generous guess is better than copying.
        """
        end = self.size + len(values)
        if end > len(self._array):
            capacity = max(end, expected, 2 * len(self._array), _LEAST_CAPACITY)
            grown = np.empty(capacity, self._array.dtype)
            grown[: self.size] = self._array[: self.size]
            self._array = grown
        self._array[self.size : end] = values
        self.size = end

    def widen(self, dtype: type[np.generic]) -> None:
        """Go over to a wider type; views handed out before keep theirs."""
        if self._array.dtype != dtype:
            wider = np.empty(len(self._array), dtype)
            wider[: self.size] = self._array[: self.size]
            self._array = wider

    def prefix(self, size: int) -> NDArray[Any]:
        """The first ``size`` values, read-only."""
        return frozen(self._array[:size])


class ScalarColumns:
    """The points of one tag in one file."""

    __slots__ = ("steps", "values", "wall_times")

    def __init__(self) -> None:
        self.steps, self.wall_times = Column(np.int64), Column(np.float64)
        self.values = Column(np.float32)

    @property
    def size(self) -> int:
        """How many points there are."""
        return self.steps.size

    def append(self, block: ScalarBlock, low: int, high: int, expected: int) -> None:
        """Append the points of a block from ``low`` up to ``high``."""
        self.steps.append(block.steps[low:high], expected)
        self.wall_times.append(block.wall_times[low:high], expected)
        self.values.append(block.values[low:high], expected)

    def widen(self) -> None:
        """Go over to float64 values."""
        self.values.widen(np.float64)

    def prefix(self, size: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Steps, wall times and values of the first ``size`` points, read-only."""
        return self.steps.prefix(size), self.wall_times.prefix(size), self.values.prefix(size)


class EntryColumns:
    """The entries of one tag and plugin in one file."""

    __slots__ = ("indexes", "lengths", "offsets", "steps", "wall_times")

    def __init__(self) -> None:
        self.steps, self.wall_times = Column(np.int64), Column(np.float64)
        self.offsets, self.lengths, self.indexes = Column(np.int64), Column(np.int64), Column(np.int64)

    def append(self, block: EntryBlock) -> None:
        """Append the entries of a block."""
        self.steps.append(block.steps)
        self.wall_times.append(block.wall_times)
        self.offsets.append(block.offsets)
        self.lengths.append(block.lengths)
        self.indexes.append(block.indexes)

    def part(self, file: int, path: str, identity: tuple[int, ...], restarts: Sequence[Session]) -> EntryPart:
        """What there is now, as one part of the entries of a tag; ``restarts`` are those that the file tells of."""
        size = self.steps.size
        offsets = self.offsets.prefix(size)
        cuts = tuple(Cut(int(np.searchsorted(offsets, one.offset)), one.step) for one in restarts)
        return EntryPart(
            file,
            path,
            identity,
            self.steps.prefix(size),
            self.wall_times.prefix(size),
            offsets,
            self.lengths.prefix(size),
            self.indexes.prefix(size),
            cuts,
        )
