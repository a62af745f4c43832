"""The layered drawing as cells: boxes, lines that join and cross, heads with counts, the window onto a large plane."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.read_graph import read_graph
from tbtui.analysis.scope_tree import ROOT
from tbtui.analysis.scope_view import Fold, scope_view
from tbtui.charts.graph_chart import FLAT, TALL, GraphChart, graph_chart, narrow
from tbtui.charts.graph_drawing import GraphDrawing, whole_drawing
from tbtui.charts.graph_lines import Lines
from tbtui.charts.palette import DARK
from tbtui.parsing.graphs import parse_graph_def
from tests.graph_defs import chain, graph_def, node, shape_attribute, variable

MODEL = graph_def(
    node("x", "Placeholder", (), [shape_attribute([-1, 4])]),
    variable("layer/w", [4, 3]),
    node("layer/mul", "MatMul", ["x", "layer/w"]),
    node("loss", "Mean", ["layer/mul", "layer/mul", "x"]),
)


def chart(data: bytes, box_height: int = TALL, fold: Fold = Fold.PARALLEL) -> GraphChart:
    read = read_graph(parse_graph_def(data))
    return graph_chart(read.tree, scope_view(read.tree, ROOT, fold), read.parameters, box_height)


def text(found: GraphChart) -> list[str]:
    return [line.rstrip() for line in whole_drawing(found, DARK).lines()]


def test_boxes_arrows_and_counts() -> None:
    assert text(chart(MODEL)) == [
        "         ╭ x ──────────────╮",
        "         │ Placeholder ?×4 │",
        "         ╰────────┬────────╯",
        "                  ├─────╮",
        "                  ▼     │",
        "┌ ▸ layer ────────────┐ │",
        "│ 2 nodes · 12 params │ │",
        "└──────────┬──────────┘ │",
        "           ╰───╮    ╭───╯",
        "               ▼2   ▼",
        "              ╭ loss ╮",
        "              │ Mean │",
        "              ╰──────╯",
    ]


def test_small_boxes_take_one_line() -> None:
    lines = text(chart(MODEL, FLAT))
    assert [line.strip(" │") for line in lines if "[" in line] == ["[x  ]", "[▸ layer 2]", "[loss]"]
    assert len(lines) < 9


def test_edges_that_close_a_cycle_run_upward() -> None:
    found = chart(graph_def(node("a", "Op", ["c"]), node("b", "Op", ["a"]), node("c", "Op", ["b"])))
    assert found.layout.back.sum() == 1
    assert sum(line.count("▲") for line in text(found)) == 1
    assert sum(line.count("▼") for line in text(found)) == 2


def test_lines_of_one_net_join_and_those_of_two_cross() -> None:
    lines = Lines(0, 0, 7, 5)
    lines.add(np.array([(1, 0), (1, 2), (5, 2), (5, 4)]), net=1)
    lines.add(np.array([(1, 0), (1, 4)]), net=1)
    lines.add(np.array([(3, 0), (3, 4)]), net=2)
    drawn = ["".join(map(chr, row)) for row in lines.characters()]
    assert drawn == [" │ │   ", " │ │   ", " ├─│─╮ ", " │ │ │ ", " │ │ │ "]


def test_a_window_shows_its_part_of_the_whole() -> None:
    found = chart(MODEL)
    whole = whole_drawing(found, DARK)
    part = GraphDrawing(found, None, 5, 3).draw(12, 6, DARK)
    same = part.characters == whole.characters[3:9, 5:17]
    assert (~same).sum() <= 4, "only the marks in the corners differ"
    assert part.lines()[-1][0] == "◂"
    margin = GraphDrawing(found, None, -4, -2).draw(whole.width + 8, whole.height + 4, DARK)
    assert (margin.characters[2:-2, 4:-4] == whole.characters).all()


def test_the_chosen_box_is_bold_and_its_edges_bright() -> None:
    found = chart(MODEL)
    cells = GraphDrawing(found, 1, 0, 0).draw(30, 14, DARK)
    assert "┏ ▸ layer ━" in "".join(cells.lines())
    assert {DARK.runs[2]} <= set(cells.foreground.ravel().tolist())
    assert DARK.runs[2] not in set(GraphDrawing(found, None, 0, 0).draw(30, 14, DARK).foreground.ravel().tolist())


def test_the_next_box_lies_where_one_looks() -> None:
    found = chart(
        graph_def(node("a"), node("b"), node("c", "Op", ["a"]), node("d", "Op", ["b"]), node("e", "Op", ["c"]))
    )
    assert found.beside(0, 0, 1) == 2
    assert found.beside(2, 0, 1) == 4
    assert found.beside(4, 0, -1) == 2
    assert found.beside(0, 1, 0) == 1
    assert found.beside(0, -1, 0) == 0
    assert found.beside(1, 0, 1) == 3, "what is fed by a box comes before what lies nearer"


def test_the_window_follows_the_chosen_box_and_centres_what_is_small() -> None:
    found = chart(chain(*(f"n{'x' * one}" for one in range(30))))
    height = found.layout.height
    assert found.offset((0, 0), (80, 20), 29) == (-((80 - found.layout.width) // 2), height - 20)
    assert found.offset((0, 7), (80, 20), None)[1] == 7
    assert chart(MODEL).offset((3, 3), (80, 33), 0) == (-26, -10)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("conv", "conv"), ("重み", "??"), ("a\x1b[2Jb", "a�[2Jb"), ("e\u0301", "e"), ("a\u202eb", "a�b")],
)
def test_texts_take_one_cell_a_letter(name: str, shown: str) -> None:
    assert narrow(name) == shown


def test_a_graph_of_one_node_and_one_of_none() -> None:
    assert text(chart(graph_def(node("", ""))))[0].startswith("╭ (empty)")
    assert chart(graph_def()).layout.height == 0
    assert whole_drawing(chart(graph_def()), DARK).height == 0
