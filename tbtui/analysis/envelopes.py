"""The least and the greatest sample of each stretch of a sound, at several sizes, so that any part is drawn at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.reduction import Columns, reduce_columns

SampleArray: TypeAlias = NDArray[np.float32]
FloatArray: TypeAlias = NDArray[np.float64]

_BLOCK: Final = 64
_ENOUGH: Final = 4096
"""Levels with fewer points need no coarser one."""
_FINE_ENOUGH: Final = 32
"""Points for each column: with more of them a coarser level does."""


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """One channel."""

    levels: tuple[SampleArray, ...]
    """The samples, then for each 64 points of the level before the least and the greatest of them, in turn."""
    steps: tuple[float, ...]
    """How many samples each point of a level stands for."""

    @property
    def nbytes(self) -> int:
        """Bytes of all levels but the samples."""
        return sum(level.nbytes for level in self.levels[1:])

    def columns(self, edges: FloatArray) -> Columns:
        """What each column shows of the sound; ``edges`` (c + 1,) are places in samples, the first sample at 0."""
        number = self._level(edges)
        points, step = self.levels[number], self.steps[number]
        first = max(0, int(edges[0] / step) - 2)
        last = min(len(points), int(edges[-1] / step) + 3)
        # A point of a coarse level stands for the samples about it: it lies in the middle of them.
        places = np.asarray((np.arange(first, last) + (0.5 if number else 0.0)) * step, np.float64)
        return reduce_columns(places, points[first:last].astype(np.float64), edges)

    def reach(self, low: float, high: float) -> float:
        """The greatest distance from 0 between two places in samples, as near as the coarsest level tells; or 0."""
        found = self.columns(np.array([low, high]))
        return float(np.nan_to_num(np.abs([found.low[0], found.high[0]])).max())

    def _level(self, edges: FloatArray) -> int:
        per_column = float(edges[-1] - edges[0]) / max(1, len(edges) - 1)
        fine = [number for number, step in enumerate(self.steps) if per_column / step >= _FINE_ENOUGH]
        return fine[-1] if fine else 0


def envelope(samples: SampleArray) -> Envelope:
    """The envelope of (n,) samples."""
    levels, steps = [samples], [1.0]
    while len(levels[-1]) > _ENOUGH:
        starts = np.arange(0, len(levels[-1]), _BLOCK)
        pair = [least_or_greatest.reduceat(levels[-1], starts) for least_or_greatest in (np.fmin, np.fmax)]
        levels.append(np.stack(pair, axis=1).ravel())
        steps.append(steps[-1] * _BLOCK / 2)
    return Envelope(tuple(levels), tuple(steps))
