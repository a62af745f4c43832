"""Everything that is known of one node or scope of a graph, as lines of a table; some of them lead to another item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.labels import count_label, many_label
from tbtui.analysis.read_graph import ReadGraph, Words
from tbtui.analysis.related_tags import LoggedTag, RelatedTag
from tbtui.analysis.scope_links import fed_by, feeding
from tbtui.analysis.scope_tree import ROOT, IntArray, Item, ScopeTree, is_scope
from tbtui.analysis.scope_view import Box, BoxKind
from tbtui.model.graph import CONTROL, shape_text

_MOST_LINES: Final = 500
_MOST_WORDS: Final = 12


class GraphDetail(NamedTuple):
    """One line."""

    name: str
    text: str = ""
    target: Item | None = None
    """The item to which the line leads."""
    heading: bool = False
    warning: bool = False
    tag: LoggedTag | None = None
    """The tag of another screen to which the line leads."""


def item_details(read: ReadGraph, item: Item) -> list[GraphDetail]:
    """The lines for a node or a scope."""
    lines = _scope_lines(read, item) if is_scope(item) else _node_lines(read, item)
    return list(lines)


def related_details(related: Sequence[RelatedTag], run: str) -> list[GraphDetail]:
    """The lines for tags of the log that belong to the item; ``run`` is that of the graph."""
    heading = [GraphDetail("In this log", heading=True)] if related else []
    lines = [GraphDetail(one.aspect.value, tag_words(one.logged, run), tag=one.logged) for one in related]
    return heading + lines


def tag_words(logged: LoggedTag, run: str) -> str:
    """A tag with the screen that shows it, and its run where that is not ``run``."""
    other = "" if logged.run == run else f" of {logged.run}"
    return f"{logged.tag}  {logged.plugin}{other}"


def series_details(box: Box) -> list[GraphDetail]:
    """The line for an item that is drawn as one of a series."""
    if box.kind is not BoxKind.SERIES:
        return []
    return [GraphDetail("series", f"{box.title}: {len(box.items):,} alike, of which this is the first")]


def _node_lines(read: ReadGraph, place: int) -> Iterator[GraphDetail]:
    graph, tree = read.graph, read.tree
    node = graph.nodes[place]
    yield GraphDetail("op", node.op or "none")
    yield from _parameter_lines(read, place)
    for number, shape in enumerate(node.shapes[:_MOST_LINES]):
        name = "shape" if len(node.shapes) == 1 else f"shape :{number}"
        yield GraphDetail(name, f"{shape_text(shape)} {node.dtype}".rstrip())
    if node.dtype and not node.shapes:
        yield GraphDetail("dtype", node.dtype)
    if graph.micros is not None:
        yield GraphDetail("time", micros_label(int(graph.micros[place])))
    if node.device:
        yield GraphDetail("device", node.device)
    yield from _called(read, place)
    yield from _inputs(tree, place)
    yield from _outputs(tree, place)
    if node.attributes:
        yield GraphDetail(f"Attributes ({len(node.attributes):,})", heading=True)
        yield from (GraphDetail(one.name, one.text) for one in node.attributes[:_MOST_LINES])


def micros_label(micros: int) -> str:
    """A time in the unit that suits it."""
    return f"{count_label(micros)} µs" if micros < 10_000 else f"{micros / 1000:,.1f} ms"


def _called(read: ReadGraph, place: int) -> Iterator[GraphDetail]:
    """The functions of the library that a node calls, by an attribute or by its op."""
    node, functions = read.graph.nodes[place], read.graph.functions
    names = [node.op, *(one.text.partition("(")[0] for one in node.attributes)] if functions else []
    for name in dict.fromkeys(names):
        if name in functions:
            yield GraphDetail("calls", name, read.tree.find(f"{functions[name]}/"))


def _inputs(tree: ScopeTree, place: int) -> Iterator[GraphDetail]:
    graph = tree.graph
    edges, missing = graph.inputs_of(place), graph.missing.get(place, ())
    if len(edges) or missing:
        yield GraphDetail(f"Inputs ({len(edges) + len(missing):,})", heading=True)
    for edge in edges[:_MOST_LINES].tolist():
        source, port = int(graph.sources[edge]), int(graph.ports[edge])
        name = "control" if port == CONTROL else f"from :{port}" if port else "from"
        yield GraphDetail(name, _described(tree, source, port), source)
    for name in missing[:_MOST_LINES]:
        yield GraphDetail("from", f"{name}  not in this graph", warning=True)
    yield from _more(len(edges) + len(missing))


def _outputs(tree: ScopeTree, place: int) -> Iterator[GraphDetail]:
    graph = tree.graph
    edges = graph.outputs_of(place)
    if len(edges):
        yield GraphDetail(f"Outputs ({len(edges):,})", heading=True)
    for edge in edges[:_MOST_LINES].tolist():
        target, port = int(graph.targets[edge]), int(graph.ports[edge])
        name = "control" if port == CONTROL else f"to, of :{port}" if port else "to"
        yield GraphDetail(name, _described(tree, target), target)
    yield from _more(len(edges))


def _described(tree: ScopeTree, place: int, port: int = 0) -> str:
    node = tree.graph.nodes[place]
    shape = f" {shape_text(node.shapes[port])}" if 0 <= port < len(node.shapes) else ""
    return f"{node.name}  {node.op}{shape}"


def _more(count: int) -> Iterator[GraphDetail]:
    if count > _MOST_LINES:
        yield GraphDetail("", f"and {count - _MOST_LINES:,} more")


def _parameter_lines(read: ReadGraph, item: Item) -> Iterator[GraphDetail]:
    known, unknown = read.parameters.of(read.tree.nodes_of(item))
    words = [f"{known:,}"] if known or not unknown else []
    if unknown:
        words.append(f"{many_label(unknown, 'weight')} of unknown size")
    if known or unknown:
        yield GraphDetail("parameters", " and ".join(words))


def _scope_lines(read: ReadGraph, scope: Item) -> Iterator[GraphDetail]:
    nodes = read.tree.nodes_of(scope)
    if scope == ROOT:
        yield from _graph_lines(read)
    yield GraphDetail("nodes", f"{len(nodes):,}")
    yield from _parameter_lines(read, scope)
    if scope == ROOT and read.parameters.how:
        yield GraphDetail("counted", read.parameters.how)
    if read.graph.micros is not None and nodes.size:
        yield GraphDetail("time", f"{micros_label(int(read.graph.micros[nodes].sum()))} in all")
    yield from _around(read.tree, scope)
    yield from _most_often("Ops", read.ops, nodes)
    yield from _most_often("Devices", read.devices, nodes)


def _graph_lines(read: ReadGraph) -> Iterator[GraphDetail]:
    graph = read.graph
    yield GraphDetail("graph", f"{graph.kind.value}, {graph.size:,} bytes")
    for problem in graph.problems:
        yield GraphDetail("problem", problem, warning=True)
    yield GraphDetail("edges", f"{len(graph.sources):,}")
    if graph.functions:
        yield GraphDetail("functions", f"{len(graph.functions):,}")


def _most_often(title: str, words: Words, nodes: IntArray) -> Iterator[GraphDetail]:
    """The words of these nodes, those of most nodes first."""
    counts = np.bincount(words.places[nodes], minlength=len(words.words))
    found = [one for one in np.argsort(-counts, kind="stable").tolist() if counts[one] and words.words[one]]
    if found:
        yield GraphDetail(f"{title} ({len(found):,})", heading=True)
    yield from (GraphDetail(f"{int(counts[one]):,} ×", words.words[one]) for one in found[:_MOST_WORDS])


def _around(tree: ScopeTree, scope: Item) -> Iterator[GraphDetail]:
    """What stands outside and feeds the scope, or is fed by it, with the number of edges."""
    for title, name, found in (("Inputs", "from", feeding(tree, scope)), ("Outputs", "to", fed_by(tree, scope))):
        if found:
            yield GraphDetail(f"{title} ({sum(found.values()):,})", heading=True)
        for item in list(found)[:_MOST_LINES]:
            times = f"  × {found[item]:,}" if found[item] > 1 else ""
            yield GraphDetail(name, f"{tree.name(item)}  {_size_of(tree, item)}{times}", item)
        yield from _more(len(found))


def _size_of(tree: ScopeTree, item: Item) -> str:
    return many_label(tree.count(item), "node") if is_scope(item) else tree.graph.nodes[item].op
