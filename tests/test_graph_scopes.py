"""Scopes of a graph as a tree, what is drawn of one of them, and what is found in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.analysis.graph_details import GraphDetail, item_details
from tbtui.analysis.graph_export import graph_dot, graph_json, scope_dot
from tbtui.analysis.graph_search import Difference, differences, search_nodes
from tbtui.analysis.read_graph import ReadGraph, read_graph
from tbtui.analysis.scope_rows import first_opened, scope_rows
from tbtui.analysis.scope_tree import ROOT, ScopeTree, is_scope, scope_tree
from tbtui.analysis.scope_view import MOST_BOXES, BoxKind, Fold, ScopeView, scope_view, series_key
from tbtui.parsing.graphs import parse_graph_def
from tests.graph_defs import attribute, chain, graph_def, node

LAYERS = graph_def(
    node("x"),
    node("a/w", "Const"),
    node("a/mul", "Mul", ["x", "a/w"]),
    node("b/w", "Const"),
    node("b/add/y", "Const"),
    node("b/add", "Add", ["a/mul", "b/add/y", "^x"]),
    node("loss", "Mean", ["b/add", "b/add"]),
)


def read(data: bytes) -> ReadGraph:
    return read_graph(parse_graph_def(data))


def titles(view: ScopeView) -> list[str]:
    return [box.title for box in view.boxes]


def links(view: ScopeView) -> set[tuple[str, str, int]]:
    rows = zip(view.links.sources, view.links.targets, view.links.counts, strict=True)
    return {(view.boxes[a].title, view.boxes[b].title, int(count)) for a, b, count in rows}


def test_names_make_a_tree() -> None:
    tree = read(LAYERS).tree
    assert [tree.label(item) for item in tree.children[0]] == ["x", "a", "b", "loss"]
    inner = tree.find("b/add/")
    assert inner is not None
    assert [tree.label(item) for item in tree.children[~inner]] == ["y", "(add)"]
    assert [tree.count(item) for item in (ROOT, inner)] == [7, 2]
    assert tree.find("b/add") == 5, "the node comes before the scope of its name"
    assert tree.nearest("b/nothing/there") == tree.find("b/")
    assert [tree.name(item) for item in tree.ancestors(5)] == ["b/add", "b", ""]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("ab/", max_size=8), max_size=20))
def test_every_node_lies_once_in_the_tree(names: list[str]) -> None:
    tree = read(graph_def(*(node(name) for name in names))).tree
    held = [item for scope in tree.children for item in scope]
    assert sorted(item for item in held if not is_scope(item)) == list(range(len(names)))
    assert sorted(tree.order) == list(range(len(names)))
    for scope in range(len(tree.paths)):
        assert set(tree.nodes_of(~scope)) == {one for one in range(len(names)) if ~scope in tree.ancestors(one)}


def test_a_name_of_very_many_parts_is_not_divided_for_ever() -> None:
    tree = scope_tree(parse_graph_def(graph_def(node("a/" * 400 + "end"))))
    assert len(tree.paths) <= 61


def test_a_scope_is_drawn_with_what_stands_around_it() -> None:
    tree = read(LAYERS).tree
    view = scope_view(tree, tree.find("b/") or 0)
    assert titles(view) == ["w", "add", "loss", "x", "a"]
    assert [box.kind for box in view.boxes][2:] == [BoxKind.OUTSIDE] * 3
    assert links(view) == {("a", "add", 1), ("x", "add", 1), ("add", "loss", 2)}
    control = [int(one) for one in view.links.carrying]
    assert control.count(0) == 1, "only the control edge from x carries nothing"
    whole = scope_view(tree, ROOT)
    assert links(whole) == {("x", "a", 1), ("a", "b", 1), ("x", "b", 1), ("b", "loss", 2)}


def series(count: int) -> ScopeTree:
    """Constants that all feed one node, and a chain of as many others."""
    constants = [node(f"c_{one}", "Const") for one in range(count)]
    steps = [node(f"s_{one}", "Step", [f"s_{one - 1}"] if one else []) for one in range(count)]
    return read(graph_def(*constants, *steps, node("sum", "AddN", [f"c_{one}" for one in range(count)]))).tree


def test_like_things_are_one_box_unless_they_are_a_chain() -> None:
    tree = series(6)
    assert titles(scope_view(tree, ROOT))[0] == "c_0 .. c_5"
    assert len(scope_view(tree, ROOT).boxes) == 1 + 6 + 1
    assert len(scope_view(tree, ROOT, Fold.ALL).boxes) == 3
    assert len(scope_view(tree, ROOT, Fold.NONE).boxes) == 13
    spread = {series_key(tree, 0)}
    assert len(scope_view(tree, ROOT, Fold.PARALLEL, spread).boxes) == 13
    assert ("c_0 .. c_5", "sum", 6) in links(scope_view(tree, ROOT))


def test_large_scopes_fold_their_chains_and_have_an_end() -> None:
    assert len(scope_view(series(60), ROOT).boxes) == 3
    crowd = read(graph_def(*(node("n" * (one + 1)) for one in range(500)))).tree
    view = scope_view(crowd, ROOT)
    assert len(view.boxes) == MOST_BOXES
    assert (view.boxes[-1].kind, view.boxes[-1].title) == (BoxKind.REST, "301 more")
    assert set(view.places) == set(range(500))


def test_rows_open_and_close() -> None:
    tree = read(LAYERS).tree
    closed = scope_rows(tree, ())
    assert [tree.label(row.item) for row in closed] == ["x", "a", "b", "loss"]
    everything = scope_rows(tree, first_opened(tree))
    assert len(everything) == 7 + 3
    assert max(row.depth for row in everything) == 2
    large = read(graph_def(*(node(f"s{one}/n{two}") for one in range(20) for two in range(9)))).tree
    assert not first_opened(large), "the first lines show all scopes before any of what they hold"


def test_nodes_are_found_by_name_and_op() -> None:
    graph = parse_graph_def(LAYERS)
    assert search_nodes(graph, "^const$") == [1, 3, 4]
    assert search_nodes(graph, "b/.*y") == [4]
    assert search_nodes(graph, "(") == []


def test_what_was_typed_comes_before_what_differs_in_case() -> None:
    graph = parse_graph_def(graph_def(node("conv1/Conv2", "Conv2D"), node("conv2/kernel", "Const")))
    assert search_nodes(graph, "conv2") == [1, 0]


def test_two_graphs_are_told_apart() -> None:
    here = parse_graph_def(graph_def(node("same"), node("only", "Mul"), node("new", "Op", ["same"])))
    there = parse_graph_def(graph_def(node("same"), node("gone"), node("new", "Op", [], [attribute("k", i=1)])))
    found = [(one.kind, one.name, one.what) for one in differences(here, there)]
    assert found == [
        (Difference.ONLY_HERE, "only", ""),
        (Difference.CHANGED, "new", "inputs, attributes"),
        (Difference.ONLY_THERE, "gone", ""),
    ]
    assert not differences(here, here)


def test_details_lead_to_inputs_and_outputs() -> None:
    whole = read(LAYERS)
    lines = item_details(whole, whole.tree.find("b/add") or 0)
    assert GraphDetail("from", "a/mul  Mul", 2) in lines
    assert GraphDetail("control", "x  Op", 0) in lines
    assert [one for one in lines if one.name == "to"] == [GraphDetail("to", "loss  Mean", 6)] * 2
    scope = item_details(whole, whole.tree.find("b/") or 0)
    assert GraphDetail("from", "a  2 nodes", whole.tree.find("a/")) in scope
    assert GraphDetail("to", "loss  Mean  × 2", 6) in scope
    assert GraphDetail("2 ×", "Const") in scope


def test_an_input_that_is_nowhere_is_said_to_be() -> None:
    whole = read(graph_def(node("a", "Op", ["gone"])))
    assert GraphDetail("from", "gone  not in this graph", warning=True) in item_details(whole, 0)


def test_exports_hold_the_whole_graph() -> None:
    whole = read(chain('say "hi"', "b\\n", "c/d"))
    dot = graph_dot(whole, "g").decode()
    assert r'0 [label="say \"hi\"\nOp"]' in dot
    assert "1 -> 2;" in dot
    assert dot.count("{") == dot.count("}")
    assert b'"edges": [' in graph_json(whole)
    drawn = scope_dot(scope_view(whole.tree, ROOT), "").decode()
    assert drawn.count("->") == 2


@pytest.mark.parametrize("count", [0, 1, 5])
def test_edges_are_counted_once(count: int) -> None:
    tree = read(graph_def(node("a/x"), *(node(f"b/{one}", "Op", ["a/x"]) for one in range(count)))).tree
    view = scope_view(tree, ROOT)
    assert int(np.sum(view.links.counts)) == count
