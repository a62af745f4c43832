"""How long a chart takes to draw: tbtui's, and plotext's of the same series alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import plotext
from numpy.typing import NDArray

from tbtui.analysis.curves import Curve
from tbtui.analysis.stretch import Stretch
from tbtui.charts.line_chart import View, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.palette import DARK

SIZE: Final = (120, 35)
_SMOOTHING: Final = 0.6


def series(runs: int, points: int) -> list[NDArray[np.float32]]:
    """Noisy curves that fall, as losses do."""
    rng = np.random.default_rng(0)
    fall = np.exp(-np.linspace(0, 4, points))
    return [(fall * (1 + run / runs) + rng.normal(0, 0.05, points)).astype(np.float32) for run in range(runs)]


def own_lines(values: list[NDArray[np.float32]]) -> list[Line]:
    """The same as lines of tbtui: smoothed, with the raw data as a band behind."""
    steps = np.arange(len(values[0]), dtype=np.int64)
    curves = [Curve((Stretch(steps, one, _SMOOTHING),)) for one in values]
    return [Line(f"run {number}", curve, DARK.stroke(number)) for number, curve in enumerate(curves)]


def own_frame(lines: list[Line]) -> None:
    """Draw up and draw one chart, as a key does that moves the cursor."""
    line_chart(lines, View(), SIZE).draw(*SIZE, DARK)


def plotext_frame(values: list[NDArray[np.float32]]) -> None:
    """The same series drawn by plotext: one line each, in braille."""
    figure: Any = plotext.figure
    plotext.terminal.limit(False, False)
    figure.clear.data()
    figure.plot_size(*SIZE)
    for one in values:
        figure.draw(figure.signal(list(range(len(one))), one.tolist(), marker="braille").lines(True))
    figure.build().string(True)


def median_ms(work: Callable[[], None], rounds: int) -> float:
    """Milliseconds that it takes, the median."""
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return statistics.median(found) * 1e3
