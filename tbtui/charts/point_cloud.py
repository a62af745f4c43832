"""A cloud of points as braille: a colour for each cell, and depth or density as its brightness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Camera, Projected, closeness
from tbtui.analysis.memo import remembered
from tbtui.analysis.placed_points import PlacedPoints, seen_points
from tbtui.charts.cells import Cells
from tbtui.charts.palette import Palette
from tbtui.charts.point_colours import PointColours
from tbtui.charts.raster import BRAILLE, packed
from tbtui.charts.sub_cells import packed_colours

IndexArray: TypeAlias = NDArray[np.int64]

_MANY: Final = 3000
"""From so many points on brightness tells how dense they lie in a plane."""
_FEW: Final = 600
_FAR: Final = 0.35
_THIN: Final = 0.5
_FAINT: Final = 0.25
"""What is left of a colour at the back, of a lonely point among many, and beside points that are looked for."""


@dataclass(frozen=True, eq=False)
class PointCloud:
    """Points seen by a camera."""

    points: PlacedPoints
    camera: Camera
    colours: PointColours
    """Of all points of the embedding."""
    drawn: IndexArray
    """Places in ``points`` that are drawn."""
    bright: IndexArray | None = None
    """Places that stand out, the others being faint; None where all are alike."""

    def seen(self, width: int, height: int) -> Projected:
        """The points as dots of a picture of so many cells."""
        return seen_points(self.points, self.camera, 2 * width, 4 * height)


@remembered
def cloud_cells(cloud: PointCloud, width: int, height: int, palette: Palette) -> Cells:
    """The picture; not to be written to."""
    cells = Cells.blank(width, height)
    if cells.characters.size:
        seen = cloud.seen(width, height)
        _paint(cells, cloud, seen, cloud.drawn, palette, 1.0 if cloud.bright is None else _FAINT)
        if cloud.bright is not None:
            _paint(cells, cloud, seen, cloud.bright, palette, 1.0)
    return cells


def _paint(
    cells: Cells, cloud: PointCloud, seen: Projected, places: IndexArray, palette: Palette, share: float
) -> None:
    x, y, places = _spread(seen.x[places], seen.y[places], places)
    inside = np.flatnonzero((x >= 0) & (x < 2 * cells.width) & (y >= 0) & (y < 4 * cells.height))
    places = places[inside]
    columns, rows = x[inside].astype(np.int64), y[inside].astype(np.int64)
    lit = np.zeros((4 * cells.height, 2 * cells.width), np.bool_)
    lit[rows, columns] = True
    bits = packed(lit).reshape(-1)
    cell = (rows >> 2) * cells.width + (columns >> 1)
    inked = np.flatnonzero(bits)
    colours = _cell_colours(cloud, cell, places, bits.size)[inked]
    brightness = _dense(cell, bits.size) if cloud.points.flat else _near(cell, seen.nearness[places], bits.size)
    cells.characters.reshape(-1)[inked] = bits[inked].astype(np.uint32) + np.uint32(BRAILLE)
    cells.foreground.reshape(-1)[inked] = faded(colours, share * brightness[inked], palette)


def _spread(
    x: NDArray[np.float32], y: NDArray[np.float32], places: IndexArray
) -> tuple[NDArray[np.float32], NDArray[np.float32], IndexArray]:
    """Few points are two dots wide and high each, so that they are seen."""
    if len(places) > _FEW:
        return x, y, places
    right = np.repeat(np.array([-0.5, 0.5, -0.5, 0.5], np.float32), len(x))
    down = np.repeat(np.array([-0.5, -0.5, 0.5, 0.5], np.float32), len(x))
    return np.tile(x, 4) + right, np.tile(y, 4) + down, np.tile(places, 4)


def _cell_colours(cloud: PointCloud, cell: IndexArray, places: IndexArray, size: int) -> NDArray[np.int32]:
    """(size,) the most frequent colour of each cell; of levels the mean."""
    codes = cloud.colours.codes[cloud.points.indexes[places]]
    count = len(cloud.colours.colours)
    if cloud.colours.ordered:
        known = codes < count - 1
        number = np.bincount(cell[known], minlength=size)
        mean = np.bincount(cell[known], weights=codes[known], minlength=size) / np.maximum(number, 1)
        found = np.where(number > 0, np.rint(mean), count - 1).astype(np.int64)
    else:
        found = np.bincount(cell * count + codes, minlength=size * count).reshape(size, count).argmax(axis=1)
    chosen: NDArray[np.int32] = cloud.colours.colours[found]
    return chosen


def _near(cell: IndexArray, nearness: NDArray[np.float32], size: int) -> NDArray[np.float64]:
    """(size,) which share of its colour is left of a cell in space: by its nearest point."""
    nearest = np.full(size, np.float32(1e-3))
    np.maximum.at(nearest, cell, nearness)
    return _FAR + (1 - _FAR) * closeness(nearest).astype(np.float64)


def _dense(cell: IndexArray, size: int) -> NDArray[np.float64]:
    """(size,) which share of its colour is left of a cell in a plane: by its number of points, where they are many."""
    if len(cell) < _MANY:
        return np.ones(size)
    counts = np.log1p(np.bincount(cell, minlength=size))
    dense: NDArray[np.float64] = _THIN + (1 - _THIN) * counts / counts.max()
    return dense


def faded(colours: NDArray[np.int32], shares: NDArray[np.float64], palette: Palette) -> NDArray[np.int32]:
    """Colours of which a share is left, the rest being the ground's; among sixteen, grey below half."""
    if palette.ground < 0:
        return np.where(shares < 0.5, palette.muted, colours).astype(np.int32)
    parts = np.stack([colours >> shift & 255 for shift in (16, 8, 0)], axis=-1).astype(np.float32)
    ground = np.array([palette.ground >> shift & 255 for shift in (16, 8, 0)], np.float32)
    return packed_colours(ground + (parts - ground) * shares[..., None].astype(np.float32))
