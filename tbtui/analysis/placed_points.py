"""Points of an embedding laid out in two or three dimensions, and which of them lies where on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Ball, Camera, Projected, Up, flat_ball
from tbtui.analysis.memo import remembered
from tbtui.analysis.pca import Components

FloatArray: TypeAlias = NDArray[np.float32]
IndexArray: TypeAlias = NDArray[np.int64]

FRONT: Final = Camera(0.0, 0.0)
"""Where one looks at a plane from."""
_CELL: Final = (2, 4)
"""Dots of a cell: the cursor moves by one at least, or one would not see it."""
_SIDEWAYS: Final = 2.0


@dataclass(frozen=True, eq=False)
class PlacedPoints:
    """Where points are."""

    coordinates: FloatArray
    """(k, 3) float32 about 0, in a ball of radius 1; the third is 0 in a plane."""
    indexes: IndexArray
    """(k,) ascending: which points of the embedding these are."""
    flat: bool
    raw: FloatArray
    """(k, 2 or 3) the coordinates as they were computed."""
    axes: tuple[str, ...]
    """What each direction is called."""
    shares: tuple[float, ...] = ()
    """Which share of the variance each explains; () where that cannot be told."""

    @cached_property
    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lowest and the highest corner of the box that holds them."""
        return self.coordinates.min(axis=0).astype(np.float64), self.coordinates.max(axis=0).astype(np.float64)

    def place_of(self, point: int | None) -> int | None:
        """Where among these a point of the embedding is; None where it is not."""
        if point is None:
            return None
        place = int(np.searchsorted(self.indexes, point))
        return place if place < len(self.indexes) and self.indexes[place] == point else None


def placed(coordinates: FloatArray, indexes: IndexArray, axes: tuple[str, ...]) -> PlacedPoints:
    """Points with two or three coordinates each, all directions measured alike."""
    found = np.zeros((len(coordinates), 3), np.float32)
    low, high = coordinates.min(axis=0).astype(np.float64), coordinates.max(axis=0).astype(np.float64)
    centred = coordinates - (low + high) / 2
    radius = float(np.sqrt(np.einsum("ij,ij->i", centred, centred).max())) or 1.0
    found[:, : coordinates.shape[1]] = centred / radius
    return PlacedPoints(found, indexes, coordinates.shape[1] < 3, coordinates, axes)


@remembered
def placed_components(components: Components, chosen: tuple[int, ...]) -> PlacedPoints:
    """Points by two or three of their principal components; one that there is not is 0."""
    count = components.coordinates.shape[1]
    columns = [
        components.coordinates[:, one] if one < count else np.zeros(len(components.coordinates), np.float32)
        for one in chosen
    ]
    names = tuple(f"PC{one + 1}" for one in chosen)
    shares = tuple(float(components.shares[one]) if one < count else 0.0 for one in chosen)
    return replace(placed(np.stack(columns, axis=1), np.arange(len(components.coordinates)), names), shares=shares)


@remembered
def seen_points(points: PlacedPoints, camera: Camera, width: int, height: int) -> Projected:
    """The points as dots of a picture."""
    return _seen(points, points.coordinates, camera, width, height)


def _seen(points: PlacedPoints, coordinates: FloatArray, camera: Camera, width: int, height: int) -> Projected:
    ball = Ball()
    if points.flat:
        camera = Camera(FRONT.azimuth, FRONT.elevation, camera.zoom, camera.pan_x, camera.pan_y)
        ball = flat_ball(*points.bounds, width, height)
    return camera.project(coordinates, Ball(), ball, Up.Y, width, height)


def offset_of(points: PlacedPoints, place: int, camera: Camera, width: int, height: int) -> tuple[float, float]:
    """How far right of and below the middle of a picture of so many dots a point is seen, in the measure of pans."""
    seen = _seen(points, points.coordinates[place : place + 1], camera, width, height)
    reach = min(width, height) / 2
    return (float(seen.x[0]) - width / 2) / reach, (float(seen.y[0]) - height / 2) / reach


def point_beside(seen: Projected, from_place: int, right: int, down: int, among: IndexArray) -> int | None:
    """The nearest of some points in a direction, at least a cell away; None where there is none.

    ``among`` are places in ``seen``; one of ``right`` and ``down`` is 1 or -1.
    """
    away = (seen.x[among] - seen.x[from_place]) * (right or 1), (seen.y[among] - seen.y[from_place]) * (down or 1)
    ahead, beside = away if right else away[::-1]
    step = _CELL[0] if right else _CELL[1]
    in_front = np.flatnonzero((ahead >= step / 2) & (np.abs(beside) <= ahead * _SIDEWAYS))
    if not in_front.size:
        return None
    cost = ahead[in_front] + _SIDEWAYS * np.abs(beside[in_front])
    # What lies in the next cell is one step away, wherever in it; the nearest to the eye is meant then.
    cost = np.maximum(cost, step)
    best = in_front[cost <= cost.min() * 1.0001]
    return int(among[best[np.argmax(seen.nearness[among[best]])]])


def point_near(seen: Projected, x: float, y: float, among: IndexArray, reach: float = 8.0) -> int | None:
    """The point nearest to a dot of the picture; None where none lies within ``reach`` dots."""
    if not len(among):
        return None
    apart = np.hypot(seen.x[among] - x, seen.y[among] - y)
    best = int(np.argmin(apart))
    return int(among[best]) if apart[best] <= reach else None
