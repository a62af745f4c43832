"""One scatter plot: a metric over an hparam, its points coloured by a metric."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.charts.axes import Axis, Frame
from tbtui.charts.cells import Cells, Colour
from tbtui.charts.hparam_axis import ValueAxis
from tbtui.charts.line_painter import draw_frame
from tbtui.charts.palette import Palette
from tbtui.charts.raster import BRAILLE, points
from tbtui.charts.session_colours import SessionColours
from tbtui.charts.ticks import Ticks

IntArray: TypeAlias = NDArray[np.int64]

_MARGIN: Final = 0.06
_LONGEST_LABEL: Final = 9
# Points of one category are spread over so much of the way to the next, by a sequence that fills it evenly.
_SPREAD: Final = 0.5
_GOLDEN: Final = 0.6180339887


class ScatterPlot(NamedTuple):
    """One plot without what is chosen in it; not to be written to."""

    cells: Cells
    columns: IntArray
    """(n,) the column of each point."""
    rows: IntArray
    known: NDArray[np.bool_]
    """(n,) bool: the points that are drawn."""


@remembered
def scatter_plot(
    hparam: ValueAxis,
    metric: ValueAxis,
    colours: SessionColours,
    passes: bytes,
    size: tuple[int, int],
    palette: Palette,
) -> ScatterPlot:
    """The plot of a metric over an hparam; ``passes`` are the bytes of (n,) bool, points without it are faint."""
    cells, box = draw_frame(*size, size[0], (_axis(hparam), _axis(metric)), palette)
    if box.width < 2 or box.height < 1:
        nowhere = np.zeros(len(hparam.positions), np.int64)
        return ScatterPlot(cells, nowhere, nowhere, nowhere > 0)
    columns, rows, known = _dots(hparam, metric, box)
    if known.any():
        shades = np.where(np.frombuffer(passes, np.bool_), 1 + colours.shades, 0)
        _draw_points(
            cells, box, (columns, rows), np.where(known, shades, -1), (palette.grid, *colours.colours(palette))
        )
    else:
        cells.write(box.top + box.height // 2, box.left + 1, "no session has both", palette.muted)
    return ScatterPlot(cells, box.left + columns // 2, box.top + rows // 4, known)


def _draw_points(
    cells: Cells, box: Frame, dots: tuple[IntArray, IntArray], shades: IntArray, colours: Sequence[Colour]
) -> None:
    """Draw all points that have a shade, those of the best shade on top."""
    columns, rows = dots
    target = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
    characters, front = cells.characters[target], cells.foreground[target]
    drawn = points(*_blobs(columns[shades >= 0], rows[shades >= 0]), box.width, box.height)
    characters[drawn > 0] = BRAILLE + drawn[drawn > 0].astype(np.uint32)
    for shade, colour in enumerate(colours):
        mine = shades == shade
        front[points(*_blobs(columns[mine], rows[mine]), box.width, box.height) > 0] = colour


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
    return Ticks(found.positions, tuple(map(_short, found.labels)))


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


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
