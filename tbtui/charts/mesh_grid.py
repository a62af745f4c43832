"""Meshes of several runs side by side, each with its title, and below it what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tbtui.analysis.meshes import Mesh
from tbtui.charts.cells import Cells, Colour, shortened, wrapped
from tbtui.charts.mesh_picture import MeshView, mesh_cells
from tbtui.charts.palette import Palette
from tbtui.charts.tiles import tile_shape

_LEAST: Final = (18, 7)
_MOST_FOOT: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class MeshTile:
    """One mesh of the grid."""

    title: str
    mark: str
    """What stands for its run, in ``colour``."""
    at: str
    """Its step, in words."""
    colour: Colour
    chosen: bool
    mesh: Mesh | None
    """None where there is nothing to draw."""
    words: tuple[str, ...]
    """What is wrong with it; in the place of the mesh where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class MeshGrid:
    """Meshes seen by one camera."""

    tiles: tuple[MeshTile, ...]
    view: MeshView

    def shape(self, width: int, height: int) -> tuple[int, int]:
        """Columns and rows in which the meshes are largest; cells are twice as high as wide."""
        return tile_shape(len(self.tiles), width, height, lambda wide, high: -min(wide, 2 * (high - 1)), _LEAST)

    def at(self, x: int, y: int, width: int, height: int) -> int | None:
        """Which tile lies under a cell; None beside them."""
        columns, rows = self.shape(width, height)
        number = y // max(1, height // rows) * columns + x // max(1, width // columns)
        return number if number < len(self.tiles) else None

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """All meshes that have room; of large ones those that were prepared for this size."""
        return self._draw(width, height, palette, at_once=False)

    def prepare(self, width: int, height: int, palette: Palette) -> None:
        """Draw all meshes once, which may take long, so that ``draw`` has them at hand."""
        self._draw(width, height, palette, at_once=True)

    def _draw(self, width: int, height: int, palette: Palette, *, at_once: bool) -> Cells:
        cells = Cells.blank(width, height)
        columns, rows = self.shape(width, height)
        wide, high = width // columns, height // rows
        for number, tile in enumerate(self.tiles[: columns * rows]):
            row, column = divmod(number, columns)
            cells.put(row * high, column * wide, self._drawn(tile, wide, high, palette, at_once))
        hidden = len(self.tiles) - columns * rows
        if hidden > 0:
            text = f" {hidden} more: no room "
            cells.write(height - 1, max(0, width - len(text)), text, palette.muted)
        return cells

    def _drawn(self, tile: MeshTile, width: int, height: int, palette: Palette, at_once: bool) -> Cells:
        cells = Cells.blank(width, height)
        room = max(0, width - 1)
        at = tile.at if len(tile.title) + len(tile.at) + 5 <= room else ""
        cells.write(0, 0, "▸" if tile.chosen else " ", palette.text)
        cells.write(0, 1, tile.mark, tile.colour)
        cells.write(0, 3, shortened(tile.title, room - len(at) - 4), palette.text if tile.chosen else palette.axis)
        cells.write(0, room - len(at), at, palette.axis)
        if tile.mesh is None:
            _write_words(cells, tile.words, room, palette)
            return cells
        foot = _foot_lines(tile.words, room - 1)[: max(0, min(_MOST_FOOT, height // 3))]
        asked = (self.view, room, height - 1 - len(foot), tile.colour, palette)
        if at_once or not tile.mesh.large or mesh_cells.knows(tile.mesh, *asked):
            cells.put(1, 0, mesh_cells(tile.mesh, *asked))
        for number, line in enumerate(foot):
            cells.write(height - len(foot) + number, 0, line, palette.warning)
        return cells


def _write_words(cells: Cells, words: tuple[str, ...], width: int, palette: Palette) -> None:
    """The words in the place of a mesh, broken into lines."""
    row = max(1, cells.height // 3)
    for text in words:
        for line in wrapped(text, max(8, width - 2)):
            cells.write(row, 1, line, palette.warning)
            row += 1


def _foot_lines(words: tuple[str, ...], width: int) -> list[str]:
    """What is wrong, a mark before each clause."""
    return [line for text in words for line in wrapped(f"! {text}", max(8, width))]
