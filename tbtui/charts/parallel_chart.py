"""Parallel coordinates: an upright axis for each hparam and metric, a line for each session from axis to axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.crossing_lines import crossing_lines
from tbtui.charts.hparam_axis import ValueAxis
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, packed
from tbtui.charts.session_colours import SessionColours

FloatArray: TypeAlias = NDArray[np.float64]

_LEAST_GAP: Final = 14
"""Cells between two axes: where there is no room for all, some are seen at once."""
_MARGIN: Final = 3
_TOP: Final = 1
_BOTTOM: Final = 1
"""Rows above the axes for their titles, and below them for the scale of colours."""
_CELLS_PER_TICK: Final = 4
_NO_VALUE: Final = "none"
_LINE: Final = ord("│")


@dataclass(frozen=True, eq=False)
class ParallelLines:
    """The axes and lines; what is chosen among them is in ``ParallelChart``."""

    axes: tuple[ValueAxis, ...]
    colours: SessionColours
    passes: NDArray[np.bool_]
    """(n,) bool: rows that the filter does not let pass are drawn faint."""

    @cached_property
    def positions(self) -> FloatArray:
        """(n, k) float64: shares of the axes; NaN where a row has no value on an axis."""
        return np.stack([axis.positions for axis in self.axes], axis=1)

    @cached_property
    def lacking(self) -> bool:
        """Whether any row lacks a value: it then meets the axis below its low end."""
        return bool(np.isnan(self.positions).any())


@dataclass(frozen=True, slots=True, eq=False)
class ParallelChart:
    """Lines with one of them chosen, the axis of the cursor, and the parts of axes that are brushed."""

    lines: ParallelLines
    focus: int
    """The axis of the cursor."""
    chosen: int | None = None
    """The row whose line is bright."""
    brushes: Mapping[int, tuple[float, float]] | None = None
    """Axis -> the shares between which it is brushed."""
    words: str = ""
    """What the last line says beside the scale of colours."""

    def places(self, width: int) -> list[tuple[int, int]]:
        """(axis, column of cells) of the axes that have room, the one of the cursor among them."""
        count = len(self.lines.axes)
        room = max(1, width - 2 * _MARGIN - 1)
        seen = min(count, 1 + room // _LEAST_GAP)
        if seen < 2:
            return [(self.focus, width // 2)]
        first = max(0, min(self.focus - seen // 2, count - seen))
        return [(first + place, _MARGIN + place * room // (seen - 1)) for place in range(seen)]

    def row_of(self, share: float, height: int) -> int:
        """The row of cells at which a share of an axis lies in a chart of so many rows."""
        dots = _dot_rows(np.array([share]), max(1, height - _TOP - _BOTTOM), self.lines.lacking)
        return _TOP + int(dots[0]) // 4

    def at(self, x: int, y: int, width: int, height: int) -> tuple[int, int | None]:
        """The axis nearest to a cell, and the row that meets it nearest to there."""
        axis = min(self.places(width), key=lambda place: abs(place[1] - x))[0]
        positions = self.lines.axes[axis].positions
        if not np.isfinite(positions[self.lines.passes]).any():
            return axis, None
        dots = _dot_rows(positions, max(1, height - _TOP - _BOTTOM), self.lines.lacking)
        far = np.where(self.lines.passes & np.isfinite(positions), np.abs(dots - 4 * (y - _TOP) - 2), np.inf)
        return axis, int(np.argmin(far))

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as cells."""
        places = self.places(width)
        found = _drawn_lines(self.lines, tuple(places), width, height, palette)
        cells = Cells(found.characters.copy(), found.foreground.copy(), found.background.copy())
        if self.chosen is not None:
            _draw_row(cells, self.lines, places, self.chosen, palette)
        for axis, column in places:
            self._draw_axis(cells, axis, column, palette)
        self._draw_titles(cells, places, palette)
        self.lines.colours.draw_bar(cells, height - 1, palette, self.words)
        return cells

    def _draw_axis(self, cells: Cells, axis: int, column: int, palette: Palette) -> None:
        colour = palette.text if axis == self.focus else palette.axis
        line = np.s_[_TOP : cells.height - _BOTTOM, column : column + 1]
        cells.characters[line], cells.foreground[line] = _LINE, colour
        brush = (self.brushes or {}).get(axis)
        if brush is not None:
            for row in range(self.row_of(brush[1], cells.height), self.row_of(brush[0], cells.height) + 1):
                cells.write(row, column, "█", palette.warning)
        last = column > cells.width // 2 and column + _LEAST_GAP > cells.width
        taken = self._chosen_at(axis, cells.height)
        for share, label in self._labels(axis, cells.height):
            text = label[: _LEAST_GAP - 3]
            row = self.row_of(share, cells.height)
            if row == taken:
                continue
            cells.write(row, column - len(text) if last else column + 1, text, palette.axis)
        self._draw_chosen(cells, axis, column, last, palette)

    def _chosen_at(self, axis: int, height: int) -> int | None:
        """The row of cells at which the chosen line meets an axis."""
        if self.chosen is None:
            return None
        return self.row_of(float(self.lines.axes[axis].positions[self.chosen]), height)

    def _labels(self, axis: int, height: int) -> list[tuple[float, str]]:
        one = self.lines.axes[axis]
        ticks = one.ticks(max(2, (height - _TOP - _BOTTOM) // _CELLS_PER_TICK))
        labels = list(zip(ticks.positions, ticks.labels, strict=True))
        return [*labels, (np.nan, _NO_VALUE)] if np.isnan(one.positions).any() else labels

    def _draw_chosen(self, cells: Cells, axis: int, column: int, last: bool, palette: Palette) -> None:
        """What the chosen row has on this axis, at the place where its line meets it."""
        row = self._chosen_at(axis, cells.height)
        if row is None or self.chosen is None:
            return
        text = self.lines.axes[axis].column.labels[self.chosen][: _LEAST_GAP - 3] or _NO_VALUE
        cells.write(row, column - len(text) if last else column + 1, text, palette.text)
        cells.write(row, column, "◆", palette.text)

    def _draw_titles(self, cells: Cells, places: list[tuple[int, int]], palette: Palette) -> None:
        """Each title about its axis, cut where the one before it or the next axis needs the room."""
        gap = places[1][1] - places[0][1] if len(places) > 1 else cells.width
        end = -1
        for axis, column in places:
            mark = "▸" if axis == self.focus else ""
            title = mark + _shortened(self.lines.axes[axis].title, gap - 1 - len(mark))
            left = max(end + 1, min(column - len(title) // 2, cells.width - len(title)))
            room = min(cells.width, column + gap // 2) - left
            title = mark + _shortened(title[len(mark) :], room - len(mark))
            cells.write(0, left, title, palette.text if mark else palette.axis)
            end = left + len(title)
        for there, left, mark in (
            (places[0][0] > 0, 0, "◂"),
            (places[-1][0] < len(self.lines.axes) - 1, cells.width - 1, "▸"),
        ):
            if there:
                cells.write(cells.height // 2, left, mark, palette.text)


def _shortened(text: str, width: int) -> str:
    """A title that fits; its end tells more than its beginning."""
    return text if len(text) <= width else "…" + text[len(text) - max(1, width - 1) :]


def _dot_rows(shares: FloatArray, height: int, lacking: bool) -> FloatArray:
    """The dot row, counted from the top, of each share; NaN lies at the foot where rows lack values."""
    last = 4 * height - 1
    foot = last - 5 if lacking and height > 3 else last
    return np.where(np.isnan(shares), float(last), np.rint((1 - shares) * foot))


@remembered
def _drawn_lines(
    lines: ParallelLines, places: tuple[tuple[int, int], ...], width: int, height: int, palette: Palette
) -> Cells:
    """All lines, faint ones below, the best on top; not to be written to."""
    shades = np.where(lines.passes, 1 + lines.colours.shades, 0)
    colours = (palette.grid, *lines.colours.colours(palette))
    cells = Cells.blank(width, height)
    _lay(cells, _heights(lines, places, height), places, shades, colours)
    return cells


def _heights(lines: ParallelLines, places: tuple[tuple[int, int], ...], height: int) -> FloatArray:
    shares = lines.positions[:, [axis for axis, _ in places]]
    return _dot_rows(shares, max(1, height - _TOP - _BOTTOM), lines.lacking)


def _lay(
    cells: Cells,
    heights: FloatArray,
    places: tuple[tuple[int, int], ...],
    shades: NDArray[np.int64],
    colours: tuple[Colour, ...],
) -> None:
    rows = max(1, cells.height - _TOP - _BOTTOM)
    columns = [2 * column for _, column in places]
    layers = crossing_lines(heights, columns, shades, (len(colours), 4 * rows, 2 * cells.width))
    dots = packed(np.logical_or.reduce(layers))
    target = np.s_[_TOP : _TOP + rows]
    characters, front = cells.characters[target], cells.foreground[target]
    drawn = dots[: len(characters)] > 0
    characters[drawn] = BRAILLE + dots[: len(characters)][drawn].astype(np.uint32)
    for colour, layer in zip(colours, layers, strict=True):
        touched = layer.reshape(rows, 4, cells.width, 2).any(axis=(1, 3))
        front[touched[: len(front)]] = colour


def _draw_row(cells: Cells, lines: ParallelLines, places: list[tuple[int, int]], row: int, palette: Palette) -> None:
    heights = _heights(lines, tuple(places), cells.height)[row : row + 1]
    _lay(cells, heights, tuple(places), np.zeros(1, np.int64), (palette.text,))


def beside_on_axis(axis: ValueAxis, passes: NDArray[np.bool_], row: int | None, by: int) -> int | None:
    """The row that meets an axis next above or below a row, among those that pass; rows without a value lie lowest."""
    rows = np.flatnonzero(passes)
    if not rows.size:
        return None
    heights = np.where(np.isnan(axis.positions[rows]), -1.0, axis.positions[rows])
    order = rows[np.lexsort((-rows, heights))].tolist()
    now = order.index(row) if row in order else -by
    return int(order[max(0, min(now + by, len(order) - 1))])
