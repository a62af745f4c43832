"""The frame of a chart: axes, ticks and labels, drawn by plotext through this one adapter.

plotext 6 aborts the process on NaN in a line and on lines that leave the limits, so it is given nothing but finite
limits, ticks, and two points in opposite corners, by which the rectangle of its canvas is found again in its output.
Its figure is one global that is not safe in threads: draw on one thread only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from tbtui.charts.cells import CodeArray
from tbtui.charts.ticks import Ticks

# Private-use characters that mark the corners of the canvas; text from logs cannot hold them (model.display).
_TOP_LEFT: Final = "\ue000"
_BOTTOM_RIGHT: Final = "\ue001"

# Below this the axes leave no room for the data, and plotext drops the corner points.
LEAST_WIDTH: Final = 24
LEAST_HEIGHT: Final = 6

_CELLS_PER_X_TICK: Final = 13
_CELLS_PER_Y_TICK: Final = 4


@dataclass(frozen=True, slots=True)
class Axis:
    """What one axis shows, in its own (perhaps transformed) numbers; both ends are finite and low is below high."""

    low: float
    high: float
    ticks: Callable[[float, float, int], Ticks]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Axes and labels as characters, and the rectangle that is left for the data."""

    characters: CodeArray
    """(height, width) uint32; not to be written to."""
    left: int
    top: int
    width: int
    height: int
    columns: tuple[int, ...]
    """Where on the canvas the ticks of the x axis stand."""
    rows: tuple[int, ...]
    """Where on the canvas the ticks of the y axis stand."""


def place(position: float, low: float, high: float, cells: int) -> int:
    """The cell, counted from the low end, on which plotext draws a position."""
    return math.floor((position - low) / (high - low) * (cells - 1) + 0.5)


def frame(width: int, height: int, x_axis: Axis, y_axis: Axis) -> Frame:
    """Draw the axes for a chart of ``width`` x ``height`` cells; no axes where there is no room for them."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        blank = np.full((max(0, height), max(0, width)), ord(" "), np.uint32)
        return Frame(blank, 0, 0, max(0, width), max(0, height), (), ())
    x_ticks = _fitting(x_axis, width, max(2, width // _CELLS_PER_X_TICK))
    y_ticks = _y_ticks(height, y_axis)
    return _drawn(width, height, (x_axis.low, x_axis.high), x_ticks, (y_axis.low, y_axis.high), y_ticks)


def canvas_width(width: int, height: int, y_axis: Axis) -> int:
    """How many cells wide the rectangle for the data will be in a frame of this size."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return max(0, width)
    labels = _y_ticks(height, y_axis).labels
    return width - max(map(len, labels), default=0) - 1


def _y_ticks(height: int, axis: Axis) -> Ticks:
    return _separate(axis.ticks(axis.low, axis.high, max(2, height // _CELLS_PER_Y_TICK)))


def _fitting(axis: Axis, width: int, most: int) -> Ticks:
    """The densest ticks whose labels leave two cells between them."""
    ticks = axis.ticks(axis.low, axis.high, most)
    while most > 1 and len(ticks.labels) > 1:
        distance = min(
            place(after, axis.low, axis.high, width) - place(before, axis.low, axis.high, width)
            for before, after in zip(ticks.positions, ticks.positions[1:], strict=False)
        )
        if distance >= max(map(len, ticks.labels)) + 2:
            break
        most -= 1
        ticks = axis.ticks(axis.low, axis.high, most)
    return ticks


def _separate(ticks: Ticks) -> Ticks:
    """Labels padded to one width, so that the canvas does not move when they change a little."""
    widest = max(map(len, ticks.labels), default=0)
    return Ticks(ticks.positions, tuple(label.rjust(max(widest, 6)) for label in ticks.labels))


@lru_cache(maxsize=256)
def _drawn(
    width: int, height: int, x: tuple[float, float], x_ticks: Ticks, y: tuple[float, float], y_ticks: Ticks
) -> Frame:
    figure = _figure(width, height)
    for name, (low, high), ticks in (("x", x, x_ticks), ("y", y, y_ticks)):
        ruler = figure.ruler(name)
        ruler.lim(low, high)
        ruler.ticks(list(ticks.positions), list(ticks.labels))
    figure.draw(figure.signal([x[0]], [y[1]], marker=_TOP_LEFT))
    figure.draw(figure.signal([x[1]], [y[0]], marker=_BOTTOM_RIGHT))
    return _found(figure.build().string(True), width, height, (x, x_ticks), (y, y_ticks))


def _figure(width: int, height: int) -> Any:
    """plotext's one figure, emptied; imported here, as it costs more than the rest of a start."""
    import plotext

    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.clear.data()
    figure.plot_size(width, height)
    figure.theme("simple")
    figure.canvas("default")
    # Clearing all settings would cost as much as drawing: what is used is set.
    for axis, near, far in (("x", "lower", "upper"), ("y", "left", "right")):
        figure.axes(True, axis=axis, side=near)
        figure.axes(False, axis=axis, side=far)
    return figure


def _found(
    text: str,
    width: int,
    height: int,
    x: tuple[tuple[float, float], Ticks],
    y: tuple[tuple[float, float], Ticks],
) -> Frame:
    rows = [line.ljust(width)[:width] for line in text.split("\n")[:height]]
    rows += [" " * width] * (height - len(rows))
    characters = np.array([[ord(letter) for letter in row] for row in rows], np.uint32)
    top, left = (int(found[0]) for found in np.nonzero(characters == ord(_TOP_LEFT)))
    bottom, right = (int(found[0]) for found in np.nonzero(characters == ord(_BOTTOM_RIGHT)))
    characters[top, left] = characters[bottom, right] = ord(" ")
    wide, high = right - left + 1, bottom - top + 1
    columns = tuple(place(position, *x[0], wide) for position in x[1].positions)
    levels = tuple(high - 1 - place(position, *y[0], high) for position in y[1].positions)
    return Frame(characters, left, top, wide, high, columns, levels)


def load() -> None:
    """Import plotext now, so that the first chart need not wait for it."""
    import plotext  # noqa: F401
