"""The chart of PR curves: its arrows move the threshold, or the step."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.widgets.chart import Chart


class PrChartView(Chart):
    """Precision over recall, or a number over steps."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.move(-1)", "Marks left", show=False, tooltip="A higher threshold; the step before"),
        Binding("right,l", "screen.move(1)", "Marks right", show=False, tooltip="A lower threshold; the next step"),
        Binding("shift+left,H", "screen.move(-10)", "Left by 10", show=False),
        Binding("shift+right,L", "screen.move(10)", "Right by 10", show=False),
        Binding("up,k", "screen.next_row(-1)", "Row above", show=False, tooltip="In the table below the chart"),
        Binding("down,j", "screen.next_row(1)", "Row below", show=False),
    ]
