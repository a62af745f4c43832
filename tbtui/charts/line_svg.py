"""A chart of lines as SVG: the same axes and reduced lines as on the screen, with finer columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Final

import numpy as np

from tbtui.charts.axes import Axis
from tbtui.charts.cells import Colour
from tbtui.charts.line_chart import LineChart, YAxis
from tbtui.charts.lines import Line, exact_reduction, has_band
from tbtui.model.display import safe_text

_WIDTH, _HEIGHT = 960, 480
_LEFT, _TOP, _RIGHT, _BOTTOM = 80, 40, 24, 48
_ROW: Final = 18
_X_TICKS, _Y_TICKS = 8, 6
_DASHES: Final = ("", "6 4", "2 4", "8 4 2 4")
_STYLE: Final = "font-family:sans-serif;font-size:12px;fill:#404040"


def line_svg(chart: LineChart, title: str) -> bytes:
    """The chart with a legend below it, on a white ground."""
    names = list(dict.fromkeys((line.name, line.tag) for line in chart.lines))
    height = _HEIGHT + _ROW * len(names)
    body = "\n".join((*_frame(chart, title), *_lines(chart), *_legend(chart, names)))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" style="{_STYLE}">'
    return f'{head}\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'.encode()


def _x_place(chart: LineChart, position: float) -> float:
    return _LEFT + (position - chart.span.low) / (chart.span.high - chart.span.low) * (_WIDTH - _LEFT - _RIGHT)


def _y_place(axis: YAxis | Axis, position: float) -> float:
    return _TOP + (axis.high - position) / (axis.high - axis.low) * (_HEIGHT - _TOP - _BOTTOM)


def _frame(chart: LineChart, title: str) -> Iterator[str]:
    x_axis, y_axis = chart.axes()
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    yield _text(_LEFT, _TOP - 16, title, "start")
    x_ticks = x_axis.ticks(x_axis.low, x_axis.high, _X_TICKS)
    for position, label in zip(x_ticks.positions, x_ticks.labels, strict=True):
        x = _x_place(chart, position)
        yield f'<path d="M{x:.1f} {_TOP}V{bottom}" stroke="#e0e0e0"/>{_text(x, bottom + 18, label, "middle")}'
    y_ticks = y_axis.ticks(y_axis.low, y_axis.high, _Y_TICKS)
    for position, label in zip(y_ticks.positions, y_ticks.labels, strict=True):
        y = _y_place(y_axis, position)
        yield f'<path d="M{_LEFT} {y:.1f}H{right}" stroke="#e0e0e0"/>{_text(_LEFT - 8, y + 4, label, "end")}'
    yield f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#808080"/>'
    yield f'<clipPath id="c"><path d="M{_LEFT} {_TOP}H{right}V{bottom}H{_LEFT}z"/></clipPath>'


def _lines(chart: LineChart) -> Iterator[str]:
    span = replace(chart.span, columns=2 * (_WIDTH - _LEFT - _RIGHT))
    xs = np.linspace(_LEFT, _WIDTH - _RIGHT, span.columns)
    for line in chart.lines:
        axis = chart.axis_of(line)
        for stretch in line.curve.stretches:
            found = exact_reduction(stretch, axis.transform, span)
            if has_band(stretch):
                yield _path(xs, found.band.low, found.band.high, axis, line, 0.3)
            if not stretch.superseded:
                yield _path(xs, found.line.low, found.line.high, axis, line, 1.0)


def _path(xs: np.ndarray, low: np.ndarray, high: np.ndarray, axis: YAxis, line: Line, opacity: float) -> str:
    """Down and up again in each column, so that extremes are seen; a new piece begins behind each gap."""
    known = np.flatnonzero(np.isfinite(low) & np.isfinite(high))
    pieces = []
    last = -2
    for column in known.tolist():
        top, bottom = _y_place(axis, float(high[column])), _y_place(axis, float(low[column]))
        step = "L" if column == last + 1 else "M"
        pieces.append(f"{step}{xs[column]:.1f} {top:.1f}" + (f"V{bottom:.1f}" if bottom - top > 0.05 else ""))
        last = column
    dash = _DASHES[line.stroke.pattern % len(_DASHES)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    colour = _hex(line.stroke.colour)
    return (
        f'<path clip-path="url(#c)" fill="none" stroke="{colour}" opacity="{opacity}"{dashed} d="{"".join(pieces)}"/>'
    )


def _legend(chart: LineChart, names: list[tuple[str, str]]) -> Iterator[str]:
    tags = {tag for _, tag in names}
    for place, (name, tag) in enumerate(names):
        line = next(one for one in chart.lines if (one.name, one.tag) == (name, tag))
        y = _HEIGHT + _ROW * place
        yield f'<path d="M{_LEFT} {y - 4}h24" stroke="{_hex(line.stroke.colour)}" stroke-width="2"/>'
        yield _text(_LEFT + 32, y, f"{name}  {tag}" if len(tags) > 1 else name, "start")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(safe_text(text))}</text>'


def _hex(colour: Colour) -> str:
    """Terminal colours without a shade of their own are black on paper."""
    return f"#{colour:06x}" if colour >= 0 else "#000000"
