"""A layered drawing as numbers: edges run down, boxes stand apart, lines run between them and never through them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.charts.graph_columns import never_falling
from tbtui.charts.graph_layers import crossings, layered
from tbtui.charts.graph_layout import GraphLayout, graph_layout
from tbtui.charts.graph_routes import STRAIGHT, Strand, routed

Edges = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], Edges]:
    """Widths of boxes, and edges between them: with cycles, and with boxes that have none."""
    count = draw(st.integers(0, 14))
    widths = draw(st.lists(st.integers(5, 20), min_size=count, max_size=count))
    ends = st.integers(0, max(0, count - 1))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=30)) if count else []
    return widths, sorted({(a, b) for a, b in pairs if a != b})


def cells_of(layout: GraphLayout, box: int) -> set[tuple[int, int]]:
    left, top = int(layout.lefts[box]), int(layout.tops[box])
    right, bottom = left + int(layout.widths[box]), top + layout.box_height
    return {(x, y) for x in range(left, right) for y in range(top, bottom)}


def cells_along(line: np.ndarray) -> set[tuple[int, int]]:
    found = set()
    for (x0, y0), (x1, y1) in zip(line.tolist(), line.tolist()[1:], strict=False):
        assert x0 == x1 or y0 == y1
        found |= {(x, y) for x in range(min(x0, x1), max(x0, x1) + 1) for y in range(min(y0, y1), max(y0, y1) + 1)}
    return found


@settings(deadline=None, max_examples=60)
@given(graphs(), st.sampled_from([1, 3]))
def test_boxes_stand_apart_and_lines_run_between_them(graph: tuple[list[int], Edges], box_height: int) -> None:
    widths, edges = graph
    layout = graph_layout(widths, edges, box_height)
    boxes = [cells_of(layout, box) for box in range(len(widths))]
    assert sum(map(len, boxes)) == len(set().union(*boxes))
    assert all(0 <= x < layout.width and 0 <= y < layout.height for box in boxes for x, y in box)
    for edge, (source, target) in enumerate(edges):
        upper, lower = (target, source) if layout.back[edge] else (source, target)
        line = cells_along(layout.lines[edge])
        own = boxes[upper] | boxes[lower]
        assert not any((line - own) & box for box in boxes)
        (x0, y0), (x1, y1) = layout.lines[edge][[0, -1]].tolist()
        assert (x0, y0) in boxes[upper]
        assert (x0, y0 + 1) not in boxes[upper]
        assert (x1, y1) in boxes[lower]
        assert (x1, y1 - 1) not in boxes[lower]


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_edges_run_down_but_for_those_that_close_a_cycle(graph: tuple[list[int], Edges]) -> None:
    widths, edges = graph
    layout = graph_layout(widths, edges)
    for (source, target), back in zip(edges, layout.back, strict=True):
        assert (layout.tops[source] < layout.tops[target]) != back
    assert len(layout.arrows) == len(edges)
    forward = [edge for edge, back in zip(edges, layout.back, strict=True) if not back]
    assert not graph_layout(widths, forward).back.any()


def test_without_a_cycle_every_edge_runs_down() -> None:
    edges = [(0, 1), (1, 2), (0, 2), (3, 2), (2, 4)]
    layers = layered(5, edges)
    assert not layers.back.any()
    assert layers.rows[0] == (0,)
    assert 3 in layers.rows[1], "what waits for nothing stands just above what needs it"


def test_crossings_that_can_be_avoided_are() -> None:
    edges = [(0, 5), (1, 4), (2, 3)]
    layers = layered(6, edges)
    assert crossings(layers.rows, layers.gaps) == 0
    assert crossings([(0, 1, 2), (3, 4, 5)], layers.gaps) == 3


def test_edges_of_one_box_share_their_way() -> None:
    layout = graph_layout([9] * 5, [(0, 1), (1, 2), (2, 3), (0, 3), (0, 4), (3, 4)])
    assert layout.trunks[3] == layout.trunks[4]
    longer = cells_along(layout.lines[4])
    assert len(cells_along(layout.lines[3]) & longer) >= 3


def test_boxes_without_edges_stand_in_rows() -> None:
    layout = graph_layout([10] * 30, [])
    assert layout.width <= 76
    assert len(set(layout.tops.tolist())) == 5


def test_a_net_that_arrives_where_another_comes_down_runs_below_it() -> None:
    gap = routed([Strand(0, 5, 20, 24), Strand(1, 30, 5, 5)])
    assert gap.ends == (20, 5)
    assert gap.tracks[1] > gap.tracks[0]
    assert routed([Strand(0, 5, 3, 9)]).tracks == (STRAIGHT,)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 10)), max_size=12))
def test_never_falling_values_are_the_nearest(pairs: list[tuple[float, float]]) -> None:
    wished, weights = (np.array([pair[place] for pair in pairs], float) for place in (0, 1))
    found = never_falling(wished, weights)
    assert (np.diff(found) >= -1e-9).all()
    if wished.size:
        assert np.isclose((found * weights).sum(), (wished * weights).sum())
