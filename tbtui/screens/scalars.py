"""Scalars: one tag of all runs as curves, what is read off them, and the tags of a group side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tbtui.analysis.curves import CurveCache
from tbtui.analysis.listing import drawn_runs, listed_runs, scalar_tags
from tbtui.charts.line_chart import Line, View, line_chart
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.chart import Chart
from tbtui.widgets.dashboard import Dashboard, Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.run_list import RunList, RunRow
from tbtui.widgets.tag_tree import TagTree


class ScalarsScreen(Dashboard):
    """Curves of scalars."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "scalars",
        "Scalars",
        20,
        lambda snapshot: any(run.scalars for run in snapshot.runs.values()),
        "Curves of all runs, smoothed as in TensorBoard, with every point kept.",
    )
    AUTO_FOCUS = "TagTree"
    CSS = """
    ScalarsScreen #side { width: 30; }
    ScalarsScreen #runs-pane { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._curves = CurveCache()

    def compose_body(self) -> Iterable[Widget]:
        """Tags and runs at the left, the chart at the right."""
        self.tags = TagTree(on_tag=lambda tag: self.tbtui.select(tag=tag), id="tags")
        self.runs = RunList(on_toggle=self.toggle, on_only=self.only, on_all=self.all, id="runs")
        self.chart = Chart(id="chart")
        self.chart_pane = Pane(self.chart, id="chart-pane")
        yield Horizontal(
            Vertical(
                Pane(
                    self.tags, title="Tags", on_filter=lambda text: self.tbtui.select(tag_filter=text), id="tags-pane"
                ),
                Pane(
                    self.runs, title="Runs", on_filter=lambda text: self.tbtui.select(run_filter=text), id="runs-pane"
                ),
                id="side",
            ),
            self.chart_pane,
            id="body",
        )

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tags, runs and the chart of the chosen tag."""
        tags = scalar_tags(snapshot)
        tag = selection.tag if selection.tag in tags else next(iter(tags), None)
        self.tags.show_tags(tags, selection.tag_filter, tag, "no scalars")
        rows = [
            RunRow(run.name, selection.slots.get(run.name, 0), selection.shows(run.name))
            for run in listed_runs(snapshot, selection)
        ]
        self.runs.show_runs(rows, self.palette, None, "no runs")
        lines = [
            Line(
                run.name,
                self._curves.curve(run.scalars[tag], selection.x_axis, selection.smoothing, selection.attempts),
                self.palette.stroke(selection.slots.get(run.name, 0)),
            )
            for run in drawn_runs(snapshot, selection)
            if tag is not None and tag in run.scalars
        ]
        self.chart_pane.head(tag or "")
        self.chart.show(line_chart(lines, View()) if lines else None, self.palette, "no scalars yet")
