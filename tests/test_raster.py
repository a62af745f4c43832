"""Braille against its plain definition, and against the braille that plotext draws itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.curves import Curve
from tbtui.analysis.reduction import column_of
from tbtui.analysis.stretch import Stretch
from tbtui.charts.line_chart import View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import DARK
from tbtui.charts.raster import FAR, NO_DOT, patterned, points, vertical_stretches

_BITS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
rows = st.integers(-9, 30) | st.sampled_from([-FAR, FAR])


@given(st.lists(st.tuples(rows, st.integers(0, 20), st.booleans()), min_size=2, max_size=12), st.integers(1, 6))
def test_dots_are_drawn_from_top_to_bottom(stretches: list[tuple[int, int, bool]], height: int) -> None:
    stretches = stretches[: len(stretches) // 2 * 2]
    top = np.array([[NO_DOT if none else first - (first == NO_DOT) for first, _, none in stretches]], np.int16)
    bottom = np.array([[min(FAR, first + length) for first, length, _ in stretches]], np.int16)
    expected = np.zeros((height, len(stretches) // 2), np.uint8)
    for column in range(len(stretches)):
        if top[0, column] != NO_DOT:
            for row in range(max(0, top[0, column]), min(4 * height - 1, bottom[0, column]) + 1):
                expected[row // 4, column // 2] |= _BITS[column % 2][row % 4]
    np.testing.assert_array_equal(vertical_stretches(top, bottom, height)[0], expected)


def test_single_dots_outside_of_the_picture_are_left_out() -> None:
    found = points(np.array([0, 3, 4, -1, 2]), np.array([0, 7, 0, 0, 99]), 2, 2)
    assert found.tolist() == [[0x01, 0], [0, 0x80]]


def test_patterns_leave_columns_out() -> None:
    top = np.zeros(12, np.int16)
    assert patterned(top, 0) is top
    assert (patterned(top, 2) == NO_DOT).tolist() == [False, True, True] * 4


def plotext_braille(x: list[float], y: list[float], size: tuple[int, int], limits: tuple[float, ...]) -> list[str]:
    """What plotext draws for single points, without axes."""
    import plotext

    plotext.terminal.limit(False, False)
    figure = plotext.figure
    figure.clear.data()
    figure.plot_size(*size)
    figure.theme("simple")
    figure.canvas("default")
    for axis, side in (("x", "lower"), ("x", "upper"), ("y", "left"), ("y", "right")):
        figure.axes(False, axis=axis, side=side)
    figure.ruler("x").lim(*limits[:2])
    figure.ruler("y").lim(*limits[2:])
    for axis in "xy":
        figure.ruler(axis).ticks([], [])
    figure.draw(figure.signal(x, y, marker="braille"))
    return [line.ljust(size[0]) for line in figure.build().string(True).split("\n")[: size[1]]]


def test_our_braille_is_plotexts() -> None:
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0, 10, 60), rng.uniform(-1, 1, 60)
    width, height = 50, 14
    theirs = plotext_braille(x.tolist(), y.tolist(), (width, height), (0, 10, -1, 1))
    columns = column_of(x, 0, 10, 2 * width).astype(np.int64)
    dot_rows = np.floor(((1 - y) / 2 * (height - 1) + 0.5) * 4).astype(np.int64)
    ours = points(columns, dot_rows, width, height)
    mine = ["".join(chr(0x2800 + dots) if dots else " " for dots in row) for row in ours.tolist()]
    pairs = list(zip("".join(mine), "".join(theirs).replace("\u2800", " "), strict=True))
    assert sum(one != " " for one, _ in pairs) > 50
    # A dot that lies on the border of two is rounded differently once in a while.
    assert sum(one != other for one, other in pairs) <= 2


def test_the_last_line_lies_on_top() -> None:
    curve = Curve((Stretch(np.arange(50), np.full(50, 5.0)),))
    lines = [Line(str(number), curve, DARK.stroke(0 if number < 39 else 1)) for number in range(40)]
    cells = line_chart(lines, View(), (60, 20)).draw(60, 20, DARK)
    colours = cells.foreground[(cells.characters >= 0x2800) & (cells.characters < 0x2900)]
    assert set(colours.tolist()) == {DARK.stroke(1).colour}
