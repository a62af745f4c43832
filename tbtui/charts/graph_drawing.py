"""Draws a graph's chart into cells, as much of it as a window shows: lines, then boxes, the chosen one in bold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.scope_view import BoxKind
from tbtui.charts.cells import DEFAULT, Cells, Colour
from tbtui.charts.graph_chart import FLAT, GraphChart
from tbtui.charts.graph_lines import IntArray, Lines
from tbtui.charts.palette import Palette, mixed

_DOWN_HEAD, _UP_HEAD = "▼", "▲"
_MORE_LEFT, _MORE_RIGHT, _MORE_ABOVE, _MORE_BELOW = "◂", "▸", "▴", "▾"
_CHOSEN_SHARE: Final = 0.35
_FLAT_SHARE: Final = 0.16


class _Frame(NamedTuple):
    """The characters that a box is framed with: corners from the top left on, level, upright, exit, entry."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    level: str
    upright: str
    exit: str
    entry: str


_FRAMES: Final = {
    BoxKind.NODE: _Frame(*"╭╮╰╯─│┬┴"),
    BoxKind.SCOPE: _Frame(*"┌┐└┘─│┬┴"),
    BoxKind.SERIES: _Frame(*"╭╮╰╯─│┬┴"),
    BoxKind.OUTSIDE: _Frame(*"╭╮╰╯╌┆┬┴"),
    BoxKind.REST: _Frame(*"╭╮╰╯╌┆┬┴"),
}
_CHOSEN_FRAME: Final = _Frame(*"┏┓┗┛━┃┳┻")


@dataclass(frozen=True, eq=False)
class GraphDrawing:
    """A chart, what of it is seen, and which box is chosen."""

    chart: GraphChart
    chosen: int | None
    left: int
    """The column of the plane that is seen first; below 0 where there is a margin."""
    top: int

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The part of the plane that a window of this size shows."""
        cells = Cells.blank(width, height)
        if width > 0 and height > 0:
            _Painter(self, cells, palette).paint()
        return cells

    def box_at(self, x: int, y: int) -> int | None:
        """The box at a cell of the window."""
        return self.chart.box_at(x + self.left, y + self.top)


def whole_drawing(chart: GraphChart, palette: Palette) -> Cells:
    """All of a chart, with no box chosen."""
    return GraphDrawing(chart, None, 0, 0).draw(chart.layout.width, chart.layout.height, palette)


class _Painter:
    """Paints one drawing."""

    def __init__(self, drawing: GraphDrawing, cells: Cells, palette: Palette) -> None:
        self.drawing, self.cells, self.palette = drawing, cells, palette
        self.chart, self.layout = drawing.chart, drawing.chart.layout
        self.lines = Lines(drawing.left, drawing.top, cells.width, cells.height)
        links, chosen = self.chart.view.links, -1 if drawing.chosen is None else drawing.chosen
        self._chosens: list[bool] = ((links.sources == chosen) | (links.targets == chosen)).tolist()
        """For each edge whether it begins or ends at the chosen box."""

    def paint(self) -> None:
        """Lines first: boxes lie upon their ends."""
        seen = self._seen_edges()
        for edge in seen:
            self.lines.add(self.layout.lines[edge], self.layout.trunks[edge])
        self.cells.characters[:] = self.lines.characters()
        self.cells.foreground[:] = self.palette.muted
        for edge in sorted(seen, key=self._chosens.__getitem__):
            self._colour(edge)
        counts = self._counts(seen)
        for edge in seen:
            self._put_head(edge, counts)
        for box in self._seen_boxes():
            self._put_box(box)
        for edge in seen:
            self._put_ends(edge)
        self._tell_of_more()

    def _seen_edges(self) -> list[int]:
        """Those of which anything may be seen."""
        (left, top), bounds = self._origin, self.layout.bounds
        across = (bounds[:, 2] >= left) & (bounds[:, 0] < left + self.cells.width)
        found: list[int] = np.flatnonzero(
            across & (bounds[:, 3] >= top) & (bounds[:, 1] < top + self.cells.height)
        ).tolist()
        return found

    def _seen_boxes(self) -> list[int]:
        (left, top), layout = self._origin, self.layout
        across = (layout.lefts + layout.widths > left) & (layout.lefts < left + self.cells.width)
        down = (layout.tops + layout.box_height > top) & (layout.tops < top + self.cells.height)
        found: list[int] = np.flatnonzero(across & down).tolist()
        return found

    def _tell_of_more(self) -> None:
        """Marks in the corners, where they hide least: to which sides the plane goes on."""
        (left, top), width, height = self._origin, self.cells.width, self.cells.height
        marks = (
            (left > 0, height - 1, 0, _MORE_LEFT),
            (left + width < self.layout.width, height - 1, width - 2, _MORE_RIGHT),
            (top > 0, 0, width - 1, _MORE_ABOVE),
            (top + height < self.layout.height, height - 1, width - 1, _MORE_BELOW),
        )
        for there, row, column, mark in marks:
            if there:
                self.cells.write(row, column, mark, self.palette.runs[3])

    @property
    def _origin(self) -> tuple[int, int]:
        return self.drawing.left, self.drawing.top

    def _edge_colour(self, edge: int) -> Colour:
        if self._chosens[edge]:
            return self.palette.runs[2]
        if self.layout.back[edge]:
            return self.palette.warning
        return self.palette.muted if self.chart.view.links.carrying[edge] else self.palette.grid

    def _colour(self, edge: int) -> None:
        colour = self._edge_colour(edge)
        if colour != self.palette.muted:
            self.lines.colour(self.layout.lines[edge], self.cells.foreground, colour)

    def _counts(self, seen: Sequence[int]) -> dict[tuple[int, int], int]:
        """For how many edges of the graph each head stands: several lines may arrive together."""
        counts: dict[tuple[int, int], int] = {}
        for edge in seen:
            place = self.layout.arrows[edge][:2]
            counts[place] = counts.get(place, 0) + int(self.chart.view.links.counts[edge])
        return counts

    def _put_head(self, edge: int, counts: Mapping[tuple[int, int], int]) -> None:
        """The head, and beside it for how many edges it stands, where there is room."""
        arrow = self.layout.arrows[edge]
        x, y, colour = arrow.x - self.drawing.left, arrow.y - self.drawing.top, self._edge_colour(edge)
        if not (0 <= x < self.cells.width and 0 <= y < self.cells.height):
            return
        self.cells.write(y, x, _UP_HEAD if arrow.up else _DOWN_HEAD, colour)
        count = counts[arrow.x, arrow.y]
        label = f"{count:,}" if count > 1 else ""
        if label and not self.lines.directions[y, x + 1 : x + 1 + len(label)].any():
            self.cells.write(y, x + 1, label, colour)

    def _put_box(self, box: int) -> None:
        x, y = int(self.layout.lefts[box]) - self.drawing.left, int(self.layout.tops[box]) - self.drawing.top
        width, height = int(self.layout.widths[box]), self.layout.box_height
        if height == FLAT:
            self._put_flat(box, x, y, width)
        else:
            self._put_tall(box, x, y, width)
        rows, columns = slice(max(0, y), y + height), slice(max(0, x), x + width)
        self.cells.background[rows, columns] = self._ground(box, flat=height == FLAT)

    def _ground(self, box: int, *, flat: bool) -> Colour:
        chosen = box == self.drawing.chosen
        share = _CHOSEN_SHARE if chosen else _FLAT_SHARE if flat else 0.0
        colour = self.palette.runs[0] if chosen else self._box_colour(box)
        if not share or colour < 0 or self.palette.ground < 0:
            return DEFAULT
        return mixed(self.palette.ground, colour, share)

    def _box_colour(self, box: int) -> Colour:
        kind = self.chart.view.boxes[box].kind
        if kind in (BoxKind.OUTSIDE, BoxKind.REST):
            return self.palette.muted
        if kind is BoxKind.SCOPE:
            return self.palette.runs[0]
        return self.palette.runs[1] if self.chart.weighty[box] else self.palette.axis

    def _put_tall(self, box: int, x: int, y: int, width: int) -> None:
        text, colour = self.chart.texts[box], self._box_colour(box)
        chosen = box == self.drawing.chosen
        frame = _CHOSEN_FRAME if chosen else _FRAMES[self.chart.view.boxes[box].kind]
        colour = self.palette.text if chosen else colour
        top = frame.top_left + frame.level * (width - 2) + frame.top_right
        bottom = frame.bottom_left + frame.level * (width - 2) + frame.bottom_right
        outside = self.chart.view.boxes[box].kind is BoxKind.OUTSIDE
        words = self.palette.muted if outside and not chosen else self.palette.text
        self.cells.write(y, x, top, colour)
        self.cells.write(y, x + 1, f" {text.title} ", words)
        self.cells.write(y + 1, x, frame.upright + " " * (width - 2) + frame.upright, colour)
        self.cells.write(y + 1, x + 2, text.line, words if chosen else self.palette.muted)
        self.cells.write(y + 2, x, bottom, colour)

    def _put_flat(self, box: int, x: int, y: int, width: int) -> None:
        text, colour = self.chart.texts[box], self._box_colour(box)
        chosen = box == self.drawing.chosen
        self.cells.write(y, x, ("<" if chosen else "[") + " " * (width - 2) + (">" if chosen else "]"), colour)
        self.cells.write(y, x + 1, text.title, self.palette.text if chosen or colour != self.palette.muted else colour)
        self.cells.write(y, x + 2 + len(text.title), text.line, self.palette.muted)

    def _put_ends(self, edge: int) -> None:
        """Where an edge leaves its upper box and, if it runs up, where it comes from in the lower one."""
        if self.layout.box_height == FLAT:
            return
        links, line = self.chart.view.links, self.layout.lines[edge]
        source, target = int(links.sources[edge]), int(links.targets[edge])
        upper, lower = (target, source) if self.layout.back[edge] else (source, target)
        if not self.layout.back[edge]:
            self._put_end(line[0], self._frame(upper).exit)
        else:
            self._put_end(line[-1], self._frame(lower).entry)

    def _frame(self, box: int) -> _Frame:
        return _CHOSEN_FRAME if box == self.drawing.chosen else _FRAMES[self.chart.view.boxes[box].kind]

    def _put_end(self, corner: IntArray, letter: str) -> None:
        x, y = int(corner[0]) - self.drawing.left, int(corner[1]) - self.drawing.top
        if 0 <= x < self.cells.width and 0 <= y < self.cells.height:
            self.cells.characters[y, x] = ord(letter)
