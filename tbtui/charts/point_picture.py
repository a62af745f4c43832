"""A cloud of points with what is written over it: the cursor, its label, and those of points that stand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Camera, Projected
from tbtui.analysis.placed_points import offset_of
from tbtui.charts.cells import Cells, Colour, cell_text
from tbtui.charts.palette import Palette
from tbtui.charts.point_cloud import PointCloud, cloud_cells

_CURSOR: Final = "◆"
_LONGEST_LABEL: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class PointPicture:
    """What the screen shows of an embedding."""

    cloud: PointCloud
    cursor: int | None = None
    """The place of a point in the cloud."""
    label: str = ""
    """What to write beside the cursor."""
    labels: tuple[tuple[int, str], ...] = ()
    """Other places, and what to write beside them where there is room; the first ones matter most."""
    foot: str = ""
    """Below the points: what the directions are."""

    def seen(self, width: int, height: int) -> Projected:
        """The points as dots of a picture of so many cells."""
        return self.cloud.seen(width, _without_foot(height))

    def cursor_offset(self, camera: Camera, width: int, height: int) -> tuple[float, float]:
        """How far the cursor is seen from the middle by a camera, as pans; (0, 0) without one."""
        if self.cursor is None or not (width and height):
            return 0.0, 0.0
        return offset_of(self.cloud.points, self.cursor, camera, 2 * width, 4 * _without_foot(height))

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The picture."""
        cells = Cells.blank(width, height)
        if not cells.characters.size:
            return cells
        cells.put(0, 0, cloud_cells(self.cloud, width, _without_foot(height), palette))
        if _without_foot(height) < height:
            cells.write(height - 1, 0, self.foot, palette.axis)
        seen = self.seen(width, height)
        taken = np.zeros((height, width), np.bool_)
        if self.cursor is not None:
            row, column = _cell_of(seen, self.cursor)
            cells.write(row, column, _CURSOR, palette.text)
            _write_beside(cells, row, column, self.label, taken, palette.text)
        for place, text in self.labels:
            if place != self.cursor:
                _write_beside(cells, *_cell_of(seen, place), text, taken, palette.axis)
        return cells


def _without_foot(height: int) -> int:
    return height - 1 if height > 3 else height


def _cell_of(seen: Projected, place: int) -> tuple[int, int]:
    return int(seen.y[place] // 4), int(seen.x[place] // 2)


def _write_beside(cells: Cells, row: int, column: int, text: str, taken: NDArray[np.bool_], colour: Colour) -> None:
    """Write a text to the right of a cell, or to its left; not over another text."""
    label = cell_text(text)
    label = label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
    if not label or not 0 <= row < cells.height or not 0 <= column < cells.width:
        return
    right = column + 2
    left = right if right + len(label) <= cells.width else column - 1 - len(label)
    if left < 0 or taken[row, left : left + len(label)].any():
        return
    taken[row, max(0, left - 1) : left + len(label) + 1] = True
    cells.write(row, left, label, colour)
