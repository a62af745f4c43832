"""A camera that goes round a ball: from points in space to places in a picture, and how near they are."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]

_DISTANCE: Final = 3.0
"""From the eye to the middle of the ball, in its radii: enough perspective to tell near from far."""
_NEAREST: Final = 0.1
_FILL: Final = 0.98
_MARGIN: Final = 2
"""Dots that are left free about a plane."""
_LEAST_ZOOM: Final = 0.05
_MOST_ZOOM: Final = 1000.0


class Up(enum.Enum):
    """Which axis of the data points upwards."""

    Y = "y"
    Z = "z"
    X = "x"
    Y_DOWN = "-y"


_UPRIGHT: Final[dict[Up, tuple[tuple[int, int, int], ...]]] = {
    Up.Y: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Up.Z: ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    Up.X: ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    Up.Y_DOWN: ((-1, 0, 0), (0, -1, 0), (0, 0, 1)),
}
"""Rotations that put the axis upright; each row is what becomes x, y and z."""


class Projected(NamedTuple):
    """Points as the camera sees them."""

    x: FloatArray
    """(n,) in dots from the left of the picture."""
    y: FloatArray
    """(n,) in dots from its top."""
    nearness: FloatArray
    """(n,) above 0, the greater the nearer. It is linear along straight lines of the picture, as depth is not."""


@dataclass(frozen=True, slots=True)
class Ball:
    """What is looked at: everything inside of it is seen at the usual zoom."""

    centre: tuple[float, ...] = (0.0, 0.0, 0.0)
    radius: float = 1.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the eye stands."""

    azimuth: float = 35.0
    """Degrees about the upright axis."""
    elevation: float = 25.0
    """Degrees above the level."""
    zoom: float = 1.0
    pan_x: float = 0.0
    """How far the picture is moved to the right, in radii of the ball, as is ``pan_y`` downwards."""
    pan_y: float = 0.0

    def turned(self, azimuth: float, elevation: float) -> Camera:
        """Gone on by so many degrees; never over the poles."""
        return replace(
            self,
            azimuth=(self.azimuth + azimuth) % 360,
            elevation=min(90.0, max(-90.0, self.elevation + elevation)),
        )

    def zoomed(self, factor: float, about: tuple[float, float] = (0.0, 0.0)) -> Camera:
        """Nearer or farther; what is seen at ``about`` stays there: how far right of and below the middle, as pans."""
        zoom = min(_MOST_ZOOM, max(_LEAST_ZOOM, self.zoom * factor))
        scale = zoom / self.zoom
        x, y = (place * (1 - scale) for place in about)
        return replace(self, zoom=zoom, pan_x=self.pan_x * scale + x, pan_y=self.pan_y * scale + y)

    def panned(self, x: float, y: float) -> Camera:
        """With the picture moved, in radii of the ball at the usual zoom."""
        return replace(self, pan_x=self.pan_x + x, pan_y=self.pan_y + y)

    def rotation(self, up: Up = Up.Y) -> NDArray[np.float64]:
        """(3, 3): what of the data becomes right, up and towards the eye."""
        turn, tilt = np.deg2rad(self.azimuth), np.deg2rad(self.elevation)
        about_y = [[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]]
        about_x = [[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]]
        return np.array(about_x) @ np.array(about_y) @ np.array(_UPRIGHT[up], np.float64)

    def project(self, points: FloatArray, placed: Ball, seen: Ball, up: Up, width: int, height: int) -> Projected:
        """(n, 3) points of a ball of radius 1 that stands for ``placed``, in a picture of ``seen``.

        ``width`` and ``height`` are dots, which are as wide as high.
        """
        rotation = self.rotation(up)
        scale = placed.radius / seen.radius
        shift = rotation @ ((np.array(placed.centre) - np.array(seen.centre)) / seen.radius)
        with np.errstate(over="ignore", invalid="ignore"):
            right, upward, towards = (
                _along(points, row, start)
                for row, start in zip((rotation * scale).astype(np.float32), shift.astype(np.float32), strict=True)
            )
            nearness = 1 / np.maximum(np.float32(_DISTANCE) - towards, np.float32(_NEAREST))
        reach = min(width, height) / 2
        # A ball of radius 1 at this distance looks as large as a disc of this one.
        focus = np.float32(self.zoom * _FILL * reach * (_DISTANCE**2 - 1) ** 0.5)
        x = np.float32(width / 2 + self.pan_x * reach) + focus * right * nearness
        y = np.float32(height / 2 + self.pan_y * reach) - focus * upward * nearness
        return Projected(x, y, nearness)


def _along(points: FloatArray, direction: FloatArray, start: np.float32) -> FloatArray:
    """How far each point lies in a direction. A matrix product of three columns is faster only on an idle machine."""
    x, y, z = direction
    found: FloatArray = points[:, 0] * x + points[:, 1] * y + (points[:, 2] * z + start)
    return found


def flat_ball(low: NDArray[np.float64], high: NDArray[np.float64], width: int, height: int) -> Ball:
    """The ball that makes a camera in front of a plane see the rectangle from ``low`` to ``high``, and no more."""
    across, upward = np.maximum(high - low, 1e-30)[:2]
    dots_a_unit = min(max(1, width - 2 * _MARGIN) / across, max(1, height - 2 * _MARGIN) / upward)
    radius = _FILL * min(width, height) / 2 * (_DISTANCE**2 - 1) ** 0.5 / _DISTANCE / dots_a_unit
    return Ball(tuple(((low + high) / 2).tolist()), float(radius))


def closeness(nearness: FloatArray) -> FloatArray:
    """Nearness as a share of the way through the ball: 0 at its back, 1 at its front, cut off beyond."""
    share: FloatArray = np.clip((_DISTANCE + 1) / 2 - 1 / (2 * nearness), 0, 1).astype(np.float32)
    return share
