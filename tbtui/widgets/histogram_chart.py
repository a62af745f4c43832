"""The chart of histograms: its arrows go from step to step and from run to run, or turn the surface."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.widgets.chart import Chart


class HistogramChart(Chart):
    """What the keys do depends on the mode, so the screen does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.across(-1)", "Step before", show=False, tooltip="Or turn the surface"),
        Binding("right,l", "screen.across(1)", "Next step", show=False, tooltip="Or turn the surface"),
        Binding("shift+left,H", "screen.across(-10)", "10 steps back", show=False),
        Binding("shift+right,L", "screen.across(10)", "10 steps on", show=False),
        Binding("up,k", "screen.along(-1)", "Run above", show=False, tooltip="Or tilt the surface"),
        Binding("down,j", "screen.along(1)", "Run below", show=False, tooltip="Or tilt the surface"),
    ]
