"""A parallel projection of a landscape of heights: turned about its vertical, tilted, and what hides what."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

PEAK: Final = 0.9
"""How high the greatest height stands over a ground that reaches from -1 to 1 in both directions."""
_DEPTHS: Final = 160
# A line lies in the surface that hides others: what lies less than so much of the picture before it does not hide it.
_TOLERANCE: Final = 0.012


@dataclass(frozen=True, slots=True)
class Projection:
    """How the ground is seen: x to the right and y away from the viewer while it is not turned."""

    turn: float
    """Degrees by which the ground is turned about its vertical, against the clock as seen from above."""
    tilt: float
    """Degrees by which one looks down on it: 0 from the side, 90 from above."""

    @property
    def sides(self) -> tuple[float, float]:
        """Sine and cosine of the turn."""
        angle = math.radians(self.turn)
        return math.sin(angle), math.cos(angle)

    @property
    def slopes(self) -> tuple[float, float]:
        """Sine and cosine of the tilt."""
        angle = math.radians(self.tilt)
        return math.sin(angle), math.cos(angle)

    @property
    def reach(self) -> float:
        """How far the ground reaches to the left and right, and towards and away from the viewer."""
        sine, cosine = self.sides
        return abs(sine) + abs(cosine)

    def across(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Where a place of the ground is seen from left to right, -1 to 1."""
        sine, cosine = self.sides
        return (x * cosine - y * sine) / self.reach

    def depth(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """How far away it is, -1 to 1."""
        sine, cosine = self.sides
        return (x * sine + y * cosine) / self.reach

    def ground(self, across: FloatArray, depth: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The place of the ground (x, y) that is seen there; the inverse of ``across`` and ``depth``."""
        sine, cosine = self.sides
        along, away = across * self.reach, depth * self.reach
        return along * cosine + away * sine, away * cosine - along * sine

    def up(self, depth: FloatArray, heights: FloatArray) -> FloatArray:
        """Where something of a height, 0 to 1, is seen from bottom to top, 0 to 1."""
        slope, rise = self.slopes
        whole = 2 * self.reach * slope + PEAK * rise
        return ((depth + 1) * self.reach * slope + heights * PEAK * rise) / whole


def interpolated(heights: FloatArray, x: FloatArray, y: FloatArray) -> FloatArray:
    """(rows, columns) heights over the ground from -1 to 1 -> those at places between, NaN beside the ground."""
    rows, columns = heights.shape
    down, along = (y + 1) / 2 * (rows - 1), (x + 1) / 2 * (columns - 1)
    inside = (np.abs(x) <= 1 + 1e-9) & (np.abs(y) <= 1 + 1e-9)
    row = np.clip(down.astype(np.int64), 0, max(0, rows - 2))
    column = np.clip(along.astype(np.int64), 0, max(0, columns - 2))
    below, beside = np.minimum(row + 1, rows - 1), np.minimum(column + 1, columns - 1)
    part, share = np.clip(down - row, 0, 1), np.clip(along - column, 0, 1)
    near = heights[row, column] * (1 - share) + heights[row, beside] * share
    far = heights[below, column] * (1 - share) + heights[below, beside] * share
    return np.where(inside, near * (1 - part) + far * part, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """What the surface hides: in each column of the picture, how high it reaches up to each depth."""

    highest: FloatArray
    """(depths, columns) from the front to the back; -inf where there is nothing yet."""

    def hides(self, columns: NDArray[np.int64], depth: FloatArray, up: FloatArray) -> BoolArray:
        """Whether what is seen in a column, that deep and that high, lies behind the surface."""
        place = np.clip(((depth + 1) / 2 * _DEPTHS).astype(np.int64) - 1, -1, _DEPTHS - 1)
        before = np.where(place < 0, -np.inf, self.highest[np.maximum(place, 0), columns])
        return up < before - _TOLERANCE


def horizon(heights: FloatArray, projection: Projection, columns: int) -> Horizon:
    """The horizon of (rows, columns) heights from 0 to 1 for a picture of so many columns of dots."""
    across = np.linspace(-1, 1, columns)[None, :]
    depth = ((np.arange(_DEPTHS) + 0.5) / _DEPTHS * 2 - 1)[:, None]
    x, y = projection.ground(across, depth)
    seen = projection.up(depth, interpolated(heights, x, y))
    return Horizon(np.maximum.accumulate(np.where(np.isnan(seen), -np.inf, seen), axis=0))
