"""Pictures side by side, each with its run above it and what is known of it below."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.memo import remembered
from tbtui.analysis.pictures import Picture
from tbtui.charts.cells import DEFAULT, Cells, Colour, cell_text, cut, shortened, whole_words
from tbtui.charts.half_block import Ink, half_blocks, luminance
from tbtui.charts.palette import Palette
from tbtui.charts.picture_view import PictureView, Placed, pixels_seen, placed

_LEAST_WIDTH, _LEAST_HEIGHT = 12, 5
_CAPTIONED_HEIGHT: Final = 6
"""Lower panels show the picture where the caption would stand."""
_LEAST_WORD: Final = 6
_LOOKED_AT: Final = 12
_CROSS: Final = "┼"


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture and what is said of it."""

    title: tuple[str, ...]
    """What it is, the most important word first."""
    mark: str
    """What stands before the title: the sign of the run."""
    colour: Colour
    """The run's."""
    picture: Picture | None
    message: str = ""
    """Why there is no picture."""
    caption: tuple[str, ...] = ()
    """What is known of it, the most important first: as much of it is said as there is room for."""


class Box(NamedTuple):
    """A panel's place in cells, and the room in it for the picture."""

    left: int
    top: int
    width: int
    height: int

    @property
    def room(self) -> tuple[int, int]:
        """(width, height) in pixels: two rows of pixels in each row of cells."""
        return max(1, self.width), 2 * self.rows

    @property
    def captioned(self) -> bool:
        """Whether the last row is for the caption."""
        return self.height >= _CAPTIONED_HEIGHT

    @property
    def rows(self) -> int:
        """Rows between the title and the caption."""
        return max(1, self.height - 1 - self.captioned)


def ink_for(palette: Palette) -> Ink:
    """How pictures can be drawn with these colours."""
    if palette.colours <= 16:
        return Ink.SHADES
    if palette.ascii:
        return Ink.SPACES
    return Ink.HALF_BLOCKS_256 if palette.colours <= 256 else Ink.HALF_BLOCKS


def capacity(width: int, height: int) -> int:
    """How many panels have room."""
    return max(1, width // _LEAST_WIDTH) * max(1, height // _LEAST_HEIGHT)


@dataclass(frozen=True, eq=False)
class PictureWall:
    """Panels, row by row, all looked at in the same way."""

    panels: tuple[Panel, ...]
    view: PictureView
    chosen: int = 0
    cross: tuple[int, int] | None = None
    """The pixel of the pictures that is read off."""

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The sizes of the first pictures, for the others are usually like them."""
        found = [panel.picture for panel in self.panels[:_LOOKED_AT] if panel.picture]
        return [(one.width, one.height) for one in found] or [(4, 3)]

    def at(self, x: int, y: int, width: int, height: int) -> int | None:
        """Which panel lies under a cell; None beside them."""
        for number, box in enumerate(boxes(self, width, height)):
            if box.left <= x < box.left + box.width and box.top <= y < box.top + box.height:
                return number
        return None

    def place(self, number: int, width: int, height: int) -> Placed | None:
        """Which part of a panel's picture is drawn, and where in its room; None where there is no picture."""
        picture = self.panels[number].picture
        if picture is None:
            return None
        return placed(self.view, (picture.width, picture.height), boxes(self, width, height)[number].room)

    def pixel_at(self, number: int, x: int, y: int, width: int, height: int) -> tuple[int, int] | None:
        """The pixel of a panel's picture that is drawn at a cell; None where none is."""
        place, box = self.place(number, width, height), boxes(self, width, height)[number]
        if place is None:
            return None
        across, down = x - box.left, 2 * (y - box.top - 1)
        inside = 0 <= across < place.width and 0 <= down < place.height
        return place.pixel_at(across, down) if inside else None

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """All panels that have room."""
        cells = Cells.blank(width, height)
        for number, (panel, box) in enumerate(zip(self.panels, boxes(self, width, height), strict=True)):
            if box.top + box.height > max(height, box.height):
                break
            self._draw_title(cells, number, box, palette)
            below = box.top + box.height - 1
            if panel.picture is None:
                _write_message(cells, panel.message, box, palette)
            else:
                inner = self._drawn(panel.picture, box, ink_for(palette))
                cells.put(box.top + 1, box.left, inner)
                below = min(below, box.top + 1 + inner.height)
            if box.captioned:
                words = whole_words([cell_text(word) for word in panel.caption], box.width)
                cells.write(below, box.left, cut(words, box.width), palette.muted)
        return cells

    def _draw_title(self, cells: Cells, number: int, box: Box, palette: Palette) -> None:
        panel = self.panels[number]
        chosen = number == self.chosen and len(self.panels) > 1
        cells.write(box.top, box.left, "▸" if chosen else " ", palette.text)
        cells.write(box.top, box.left + 1, panel.mark, panel.colour)
        before = len(panel.mark) + 2 if panel.mark else 1
        title = title_line(panel.title, box.width - before)
        cells.write(box.top, box.left + before, title, palette.text if chosen else palette.axis)

    def _drawn(self, picture: Picture, box: Box, ink: Ink) -> Cells:
        wide, high = box.room
        place = placed(self.view, (picture.width, picture.height), (wide, high))
        rows = place.height + place.height % 2
        canvas = np.full((min(high, rows), wide), DEFAULT, np.int32)
        canvas[: place.height, : place.width] = pixels_seen(picture, self.view, place)
        cells = half_blocks(canvas, ink)
        cross = place.place_of(*self.cross) if self.cross else None
        if cross is not None:
            _mark(cells, cross[0], cross[1] // 2, canvas[cross[1], cross[0]])
        return cells


def _shape(wall: PictureWall, width: int, height: int) -> tuple[int, int]:
    """Columns and rows in which the pictures become the largest."""
    count, sizes = len(wall.panels), wall.sizes
    best = (0.0, 1, count)
    for columns in range(1, count + 1):
        rows = -(-count // columns)
        if columns > 1 and (width // columns < _LEAST_WIDTH or rows * _LEAST_HEIGHT > max(height, _LEAST_HEIGHT)):
            continue
        room = Box(0, 0, width // columns - 1, height // rows).room
        area = sum(min(room[0] / wide, room[1] / high) ** 2 * wide * high for wide, high in sizes)
        best = max(best, (area, columns, rows))
    return best[1], best[2]


@remembered
def boxes(wall: PictureWall, width: int, height: int) -> tuple[Box, ...]:
    """Where the panels stand."""
    columns, rows = _shape(wall, width, height)
    wide, high = width // columns, max(1, height // rows)
    gap = columns > 1
    return tuple(
        Box(number % columns * wide, number // columns * high, wide - gap, high) for number in range(len(wall.panels))
    )


def title_line(words: Sequence[str], width: int) -> str:
    """The words, each as long as what is left for it allows."""
    line = shortened(words[0], width) if words else ""
    for word in words[1:]:
        room = width - len(line) - 3
        if room >= min(_LEAST_WORD, len(word)):
            line += " · " + shortened(word, room)
    return line


def _mark(cells: Cells, column: int, row: int, under: Colour) -> None:
    """A cross that is seen on any colour."""
    light = float(luminance(np.array(under, np.int32))) > 0.5
    cells.characters[row, column] = ord(_CROSS)
    cells.foreground[row, column] = 0x000000 if light else 0xFFFFFF
    cells.background[row, column] = under


def _write_message(cells: Cells, message: str, box: Box, palette: Palette) -> None:
    """A text in the middle of a panel, as much of it as there is room for."""
    width = max(4, box.width - 2)
    lines = [part for line in message.split("\n") for part in textwrap.wrap(cell_text(line), width)]
    if len(lines) > box.rows:
        lines[box.rows - 1 :] = [cut(f"{lines[box.rows - 1]} …", width)]
    top = box.top + 1 + (box.rows - len(lines)) // 2
    for row, line in enumerate(lines):
        cells.write(top + row, box.left + max(0, (box.width - len(line)) // 2), line, palette.text)
