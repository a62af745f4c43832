"""The points of an embedding that lie nearest to one of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]

NEIGHBOURS: Final = 100


class Distance(enum.Enum):
    """How far two points are from each other."""

    COSINE = "cosine"
    """1 - the cosine of the angle between them: 0 for one direction, 2 for opposite ones."""
    EUCLIDEAN = "euclidean"


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest points of one, the nearest first; itself is not among them."""

    point: int
    distance: Distance
    indexes: NDArray[np.int64]
    """(k,)"""
    distances: NDArray[np.float64]
    """(k,) ascending."""


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Points and their lengths, which every question needs."""

    points: FloatArray
    """(n, d)"""
    lengths: FloatArray
    """(n,)"""

    def nearest(self, point: int, distance: Distance, count: int = NEIGHBOURS) -> Neighbours:
        """The nearest of all other points: one product in single precision chooses, exact distances order them."""
        towards = self.points @ self.points[point]
        if distance is Distance.COSINE:
            rough = -towards / np.maximum(self.lengths, np.float32(1e-30))
        else:
            rough = self.lengths**2 - 2 * towards
        rough[point] = np.inf
        count = min(count, len(rough) - 1)
        # Rounding may put a point a little too far: some more than are asked for are looked at closely.
        kept = min(2 * count + 10, len(rough) - 1)
        chosen = np.argpartition(rough, kept - 1)[:kept] if kept < len(rough) else np.arange(len(rough))
        chosen = chosen[chosen != point]
        exact = self._exact(chosen, point, distance)
        order = np.lexsort((chosen, exact))[:count]
        return Neighbours(point, distance, chosen[order], exact[order])

    def _exact(self, chosen: NDArray[np.int64], point: int, distance: Distance) -> NDArray[np.float64]:
        here, there = self.points[point].astype(np.float64), self.points[chosen].astype(np.float64)
        if distance is Distance.EUCLIDEAN:
            apart: NDArray[np.float64] = np.linalg.norm(there - here, axis=1)
            return apart
        lengths = np.linalg.norm(there, axis=1) * np.linalg.norm(here)
        cosine = np.divide(there @ here, lengths, out=np.zeros(len(chosen)), where=lengths > 0)
        found: NDArray[np.float64] = np.maximum(1 - cosine, 0.0)
        return found


def neighbourhood(points: FloatArray) -> Neighbourhood:
    """Ready for questions."""
    return Neighbourhood(points, np.sqrt(np.einsum("ij,ij->i", points, points)))
