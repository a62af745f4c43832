"""The files that a graph can be written to."""

from __future__ import annotations

from collections.abc import Sequence

from tbtui.analysis.graph_export import graph_dot, graph_json, scope_dot
from tbtui.analysis.read_graph import ReadGraph
from tbtui.charts.graph_chart import GraphChart
from tbtui.charts.graph_drawing import whole_drawing
from tbtui.charts.palette import Palette
from tbtui.widgets.exports import Export, file_name


def graph_exports(read: ReadGraph, chart: GraphChart, palette: Palette) -> Sequence[Export]:
    """The drawn scope and the whole graph for Graphviz, the graph as JSON, the drawing as text."""
    name = read.tree.name(chart.view.scope)
    stem = name or "graph"
    return (
        Export("DOT: the scope that is drawn", file_name(stem, ".dot"), lambda: scope_dot(chart.view, name)),
        Export("DOT: the whole graph", file_name("graph", ".dot"), lambda: graph_dot(read, "graph")),
        Export("JSON: the whole graph", file_name("graph", ".json"), lambda: graph_json(read)),
        Export("Text: the drawing", file_name(stem, ".txt"), lambda: drawing_text(chart, palette)),
    )


def drawing_text(chart: GraphChart, palette: Palette) -> bytes:
    """All of a drawing as lines of text."""
    lines = [line.rstrip() for line in whole_drawing(chart, palette).lines()]
    return ("\n".join(lines) + "\n").encode()
