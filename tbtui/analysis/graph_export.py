"""A graph as Graphviz's DOT and as JSON, whole or as a scope is drawn."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from tbtui.analysis.read_graph import ReadGraph
from tbtui.analysis.scope_view import BoxKind, ScopeView
from tbtui.model.graph import CONTROL, UNKNOWN, Graph

_PAUSE: Final = 256
_BREAK: Final = "\n"
_SHAPES: Final = {BoxKind.NODE: "ellipse", BoxKind.SCOPE: "box3d", BoxKind.SERIES: "folder", BoxKind.OUTSIDE: "note"}


def scope_dot(view: ScopeView, name: str) -> bytes:
    """What is drawn of a scope, as DOT; an edge is labelled with how many it stands for."""
    lines = [f"digraph {_quoted(name or 'graph')} {{", "  node [fontname=monospace];"]
    for place, box in enumerate(view.boxes):
        lines.append(f"  {place} [label={_quoted(box.title)}, shape={_SHAPES.get(box.kind, 'plaintext')}];")
    links = view.links
    for source, target, count in zip(
        links.sources.tolist(), links.targets.tolist(), links.counts.tolist(), strict=True
    ):
        label = f" [label={count}]" if count > 1 else ""
        lines.append(f"  {source} -> {target}{label};")
    return "\n".join([*lines, "}", ""]).encode()


def graph_dot(read: ReadGraph, name: str) -> bytes:
    """All nodes and edges as DOT, in clusters by scope."""
    lines = [f"digraph {_quoted(name or 'graph')} {{", "  node [fontname=monospace];"]
    lines += _clusters(read)
    graph = read.graph
    for edge, (source, target, port) in enumerate(_edges(graph)):
        if edge % _PAUSE == 0:
            time.sleep(0)
        lines.append(f"  {source} -> {target}{' [style=dashed]' if port == CONTROL else ''};")
    return "\n".join([*lines, "}", ""]).encode()


def _clusters(read: ReadGraph) -> Iterator[str]:
    """Nodes within the scopes that hold them, by a walk through the tree."""
    tree = read.tree
    waiting: list[tuple[int | None, int]] = [(-1, 0)]
    while waiting:
        item, depth = waiting.pop()
        space = "  " * depth
        if item is None:
            yield f"{space}}}"
        elif item >= 0:
            node = tree.graph.nodes[item]
            yield f"{space}{item} [label={_quoted(f'{tree.label(item)}{_BREAK}{node.op}')}];"
        else:
            if depth:
                yield f"{space}subgraph cluster_{~item} {{ label={_quoted(tree.label(item))};"
                waiting.append((None, depth))
            waiting += [(child, depth + 1) for child in reversed(tree.children[~item])]


def _edges(graph: Graph) -> Iterable[tuple[int, int, int]]:
    columns = np.stack((graph.sources, graph.targets, graph.ports), axis=1)
    return ((source, target, port) for source, target, port in columns.tolist())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def graph_json(read: ReadGraph) -> bytes:
    """Nodes with all that is known of them, and edges as [from, to, output], as JSON."""
    nodes = []
    for place in range(len(read.graph.nodes)):
        if place % _PAUSE == 0:
            time.sleep(0)
        nodes.append(_node_json(read, place))
    whole = {
        "kind": read.graph.kind.value,
        "parameters": {"count": int(read.parameters.counts.sum()), "unknown": int(read.parameters.unknown.sum()),
                       "counted": read.parameters.how},
        "problems": list(read.graph.problems),
        "functions": read.graph.functions,
        "nodes": nodes,
        "edges": list(_edges(read.graph)),
    }  # fmt: skip
    return json.dumps(whole, indent=1).encode()


def _node_json(read: ReadGraph, place: int) -> Mapping[str, Any]:
    node = read.graph.nodes[place]
    count = UNKNOWN if read.parameters.unknown[place] else int(read.parameters.counts[place])
    found: dict[str, Any] = {
        "name": node.name,
        "op": node.op,
        "device": node.device,
        "dtype": node.dtype,
        "shapes": node.shapes,
        "parameters": None if count == UNKNOWN else count,
        "attributes": {one.name: one.text for one in node.attributes},
    }
    if place in read.graph.missing:
        found["missing_inputs"] = read.graph.missing[place]
    return found
