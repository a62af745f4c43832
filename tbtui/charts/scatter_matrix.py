"""The scatter matrix: each hparam against each metric as a small plot, its points coloured by one metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.rank_association import Association, association_label
from tbtui.charts.axes import Axis, Frame
from tbtui.charts.cells import Cells
from tbtui.charts.hparam_axis import ValueAxis
from tbtui.charts.line_painter import draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, points
from tbtui.charts.session_colours import SessionColours
from tbtui.charts.ticks import Ticks

IntArray: TypeAlias = NDArray[np.int64]

_LEAST_WIDTH: Final = 29
_LEAST_HEIGHT: Final = 9
_MARGIN: Final = 0.06
_LONGEST_LABEL: Final = 9
# Points of one category are spread over so much of the way to the next, by a sequence that fills it evenly.
_SPREAD: Final = 0.5
_GOLDEN: Final = 0.6180339887


class PlotPlace(NamedTuple):
    """Where one plot lies in the matrix and on the screen."""

    metric: int
    hparam: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class ScatterMatrix:
    """Plots of metrics (rows) over hparams (columns); the one of the cursor is always seen."""

    hparams: tuple[ValueAxis, ...]
    metrics: tuple[ValueAxis, ...]
    associations: Sequence[Sequence[Association]]
    """[metric][hparam]"""
    colours: SessionColours
    passes: NDArray[np.bool_]
    """(n,) bool: points that the filter does not let pass are faint."""
    focus: tuple[int, int] = (0, 0)
    """(metric, hparam) of the cursor."""
    chosen: int | None = None
    """The row whose point is marked."""
    single: bool = False
    """Only the plot of the cursor is shown, large."""

    def places(self, width: int, height: int) -> list[PlotPlace]:
        """The plots that have room above the scale of colours."""
        room = height - 1
        rows = 1 if self.single else max(1, min(len(self.metrics), room // _LEAST_HEIGHT))
        columns = 1 if self.single else max(1, min(len(self.hparams), width // _LEAST_WIDTH))
        first_row = _first_seen(self.focus[0], rows, len(self.metrics))
        first_column = _first_seen(self.focus[1], columns, len(self.hparams))
        wide, high = width // columns, max(1, room // rows)
        return [
            PlotPlace(first_row + row, first_column + column, column * wide, row * high, wide, high)
            for row in range(rows)
            for column in range(columns)
        ]

    def at(self, x: int, y: int, width: int, height: int) -> PlotPlace | None:
        """The plot under a cell."""
        inside = (
            place
            for place in self.places(width, height)
            if place.left <= x < place.left + place.width and place.top <= y < place.top + place.height
        )
        return next(inside, None)

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The plots as cells."""
        cells = Cells.blank(width, height)
        for place in self.places(width, height):
            self._draw_plot(cells, place, palette)
        self.colours.draw_bar(cells, height - 1, palette, self._words())
        return cells

    def _words(self) -> str:
        """The figures of the plot of the cursor, with what they are."""
        metric, hparam = self.focus
        figures = association_label(self.associations[metric][hparam])
        return f"{figures}: rank correlation, share of variance, rows"

    def _draw_plot(self, cells: Cells, place: PlotPlace, palette: Palette) -> None:
        hparam, metric = self.hparams[place.hparam], self.metrics[place.metric]
        if not place.left:
            cells.write(place.top, 1, metric.title, palette.text if place.metric == self.focus[0] else palette.axis)
        focused = (place.metric, place.hparam) == self.focus
        figure = association_label(self.associations[place.metric][place.hparam], rows=self.single)
        title = _cut(hparam.title, max(4, place.width - len(figure) - 4))
        colour = palette.text if focused else palette.axis
        cells.write(place.top + 1, place.left, f"{'▸' if focused else ' '}{title}  {figure}"[: place.width - 1], colour)
        width, height = place.width - 1, place.height - 2
        if height < 1 or width < 1:
            return
        inner, box = draw_frame(width, height, width, (_axis(hparam), _axis(metric)), palette)
        if box.width > 1 and box.height > 0:
            self._draw_points(inner, box, hparam, metric, palette)
        target = np.s_[place.top + 2 : place.top + 2 + height, place.left : place.left + width]
        cells.characters[target], cells.foreground[target] = inner.characters, inner.foreground

    def _draw_points(self, cells: Cells, box: Frame, hparam: ValueAxis, metric: ValueAxis, palette: Palette) -> None:
        columns, rows, known = _dots(hparam, metric, box)
        if not known.any():
            cells.write(box.top + box.height // 2, box.left + 1, "no session has both", palette.muted)
            return
        shades = np.where(self.passes, 1 + self.colours.shades, 0)
        colours = (palette.grid, *self.colours.colours(palette))
        target = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
        characters, front = cells.characters[target], cells.foreground[target]
        dots = points(*_blobs(columns[known], rows[known]), box.width, box.height)
        characters[dots > 0] = BRAILLE + dots[dots > 0].astype(np.uint32)
        for shade, colour in enumerate(colours):
            mine = known & (shades == shade)
            front[points(*_blobs(columns[mine], rows[mine]), box.width, box.height) > 0] = colour
        if self.chosen is not None and known[self.chosen]:
            left, top = int(columns[self.chosen]) // 2, int(rows[self.chosen]) // 4
            cells.write(box.top + top, box.left + left, "◆", palette.text)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def _first_seen(focus: int, seen: int, count: int) -> int:
    return max(0, min(focus - seen // 2, count - seen))


def _axis(axis: ValueAxis) -> Axis:
    margin = _margin(axis)
    return Axis(-margin, 1 + margin, partial(_ticks, axis))


def _margin(axis: ValueAxis) -> float:
    """What is left free beyond both ends of an axis: points of the first and the last category are spread too."""
    return _MARGIN + (_spread(axis) / 2 if axis.is_category else 0)


def _spread(axis: ValueAxis) -> float:
    """Over what share of the axis the points of one category are spread."""
    return _SPREAD / max(1, len(axis.column.categories) - 1)


def _ticks(axis: ValueAxis, low: float, high: float, most: int) -> Ticks:
    found = axis.ticks(most)
    return Ticks(found.positions, tuple(_cut(label, _LONGEST_LABEL) for label in found.labels))


def _dots(hparam: ValueAxis, metric: ValueAxis, box: Frame) -> tuple[IntArray, IntArray, NDArray[np.bool_]]:
    """(n,) dot columns and dot rows, and which rows have both values."""
    x, y = hparam.positions, metric.positions
    if hparam.is_category:
        x = x + ((np.arange(len(x)) * _GOLDEN) % 1 - 0.5) * _spread(hparam)
    known = np.isfinite(x) & np.isfinite(y)
    left, above = _margin(hparam), _margin(metric)
    columns = np.floor(((np.where(known, x, 0) + left) / (1 + 2 * left) * (box.width - 1) + 0.5) * 2)
    rows = np.floor(((1 + above - np.where(known, y, 0)) / (1 + 2 * above) * (box.height - 1) + 0.5) * 4)
    return columns.astype(np.int64), rows.astype(np.int64), known


def _blobs(columns: IntArray, rows: IntArray) -> tuple[IntArray, IntArray]:
    """Two by two dots for each point: one alone is hard to see."""
    return (
        np.concatenate([columns, columns + 1, columns, columns + 1]),
        np.concatenate([rows, rows, rows + 1, rows + 1]),
    )
