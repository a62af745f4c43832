"""The scalar points of one event file: blocks as they were read, and growing columns once there are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from tbtui.model.attempts import Cut
from tbtui.model.series import Part
from tbtui.parsing.arrays import frozen
from tbtui.parsing.columns import ScalarColumns
from tbtui.parsing.portion import Restart, ScalarBlock

# A file whose blocks hold more is put into columns; below, its tags are cut out of the blocks when they are looked at.
_MOST_LOOSE_POINTS: Final = 1 << 16
_MOST_LOOSE_BLOCKS: Final = 12
# Columns are claimed a little larger than the file promises, since its last records may be shorter than its first.
_HEADROOM: Final = 1.02


class FrozenScalars(NamedTuple):
    """The points of a file at one moment."""

    columns: Mapping[str, ScalarColumns]
    sizes: Mapping[str, int]
    """tag -> how many points of its columns belong to this moment."""
    blocks: tuple[ScalarBlock, ...]
    """What came behind the columns."""
    cuts: Mapping[str, tuple[Cut, ...]]
    """tag -> restarts, for tags that have any."""
    restarts: tuple[Cut, ...]
    """The restarts that hold for tags without points."""

    def counts(self) -> dict[str, int]:
        """tag -> how many points."""
        found = dict(self.sizes)
        for block in self.blocks:
            for tag, count in zip(block.tags, (block.highs - block.lows).tolist(), strict=True):
                found[tag] = found.get(tag, 0) + count
        return found

    def part(self, tag: str, file: int) -> Part | None:
        """The points of a tag as one part of its series; None where the file tells nothing of it."""
        pieces = list(self._pieces(tag))
        cuts = self.cuts.get(tag, self.restarts)
        if not pieces:
            return Part(file, _NO_STEPS, _NO_TIMES, _NO_VALUES, cuts) if cuts else None
        if len(pieces) == 1:
            steps, wall_times, values = pieces[0]
        else:
            steps, wall_times, values = (np.concatenate(column) for column in zip(*pieces, strict=True))
        return Part(file, frozen(steps), frozen(wall_times), frozen(values), cuts)

    def _pieces(self, tag: str) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        size = self.sizes.get(tag)
        if size:
            yield self.columns[tag].prefix(size)
        for block in self.blocks:
            place = block.place(tag)
            if place is not None:
                low, high = int(block.lows[place]), int(block.highs[place])
                values = block.values[low:high]
                wide = tag in block.wide or values.dtype == np.float32
                yield block.steps[low:high], block.wall_times[low:high], values if wide else values.astype(np.float32)


_NO_STEPS: Final = np.empty(0, np.int64)
_NO_TIMES: Final = np.empty(0, np.float64)
_NO_VALUES: Final = np.empty(0, np.float32)


class FileScalars:
    """The points of a file as they grow; only the thread that reloads appends."""

    def __init__(self) -> None:
        self.points = 0
        self.last_step: int | None = None
        """The step of the last point."""
        self._columns: dict[str, ScalarColumns] = {}
        self._blocks: list[ScalarBlock] = []
        self._loose = 0
        self._cuts: dict[str, tuple[Cut, ...]] = {}
        self._restarts: tuple[Cut, ...] = ()

    def append(self, block: ScalarBlock, growth: float) -> None:
        """Take a block; ``growth`` is by how much the file is larger than what was read of it."""
        for restart in block.restarts:
            self._cut(restart, block)
        if not block.size:
            return
        self.points += block.size
        self.last_step = block.last_step
        self._blocks.append(block)
        self._loose += block.size
        if self._loose > _MOST_LOOSE_POINTS or len(self._blocks) > _MOST_LOOSE_BLOCKS:
            self._settle(growth)

    def _settle(self, growth: float) -> None:
        """Put the blocks into columns."""
        for block in self._blocks:
            for place, tag in enumerate(block.tags):
                columns = self._columns.get(tag)
                if columns is None:
                    columns = self._columns[tag] = ScalarColumns()
                if tag in block.wide:
                    columns.widen()
                low, high = int(block.lows[place]), int(block.highs[place])
                columns.append(block, low, high, int(_HEADROOM * growth * (columns.size + high - low)))
        self._blocks, self._loose = [], 0

    def _cut(self, restart: Restart, block: ScalarBlock) -> None:
        """A restart makes void what every tag of the run wrote before it, also tags that are not in the block."""
        before = dict(zip(block.tags, restart.counts.tolist(), strict=True))
        for tag, size in (dict.fromkeys(block.tags, 0) | self.freeze().counts()).items():
            known = self._cuts.get(tag, self._restarts)
            self._cuts[tag] = (*known, Cut(size + before.get(tag, 0), restart.step))
        self._restarts += (Cut(0, restart.step),)

    def freeze(self) -> FrozenScalars:
        """What there is now."""
        sizes = {tag: columns.size for tag, columns in self._columns.items()}
        return FrozenScalars(self._columns, sizes, tuple(self._blocks), dict(self._cuts), self._restarts)
