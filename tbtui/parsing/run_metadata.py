"""RunMetadata -> a graph: the functions that TF2 traced, or the nodes that ran in a step with the time that each took.

TensorBoard joins the graphs of all functions as they were before optimization; here each function is a scope, with
its graphs before and after optimization and as they were divided among devices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from google.protobuf.message import DecodeError

from tbtui.model.graph import Attribute, Graph, GraphKind, IntArray, Node
from tbtui.parsing.data_compat import text
from tbtui.parsing.graph_attributes import shape_of
from tbtui.parsing.graph_builder import GraphBuilder, GraphError
from tbtui.parsing.graphs import GraphDefReader
from tbtui.parsing.protos import RunMetadata, StepStats
from tbtui.parsing.tensors import dtype_name

BEFORE: Final = "before_optimization"
AFTER: Final = "after_optimization"
PARTITION: Final = "partition"
# "name = Op(input, input)": how TensorFlow labels a node on its timeline.
_LABEL: Final = re.compile(r"(?s)^.* = ([\w.]+)\((.*)\)$")
_LONGEST_LABEL: Final = 1 << 14


def parse_run_metadata(data: bytes) -> Graph:
    """The graphs and times in a RunMetadata; GraphError where it is broken. It may hold nothing at all."""
    try:
        run = RunMetadata.FromString(data)
        stats = StepStats.FromString(run.step_stats)
    except DecodeError:
        raise GraphError("no RunMetadata: its wire format is broken") from None
    builder = GraphBuilder()
    reader = GraphDefReader(builder)
    names: list[str] = []
    for scope, graph in _graphs_of(run):
        reader.add(graph, f"{scope}/")
        names += [node.name[len(scope) + 1 :] for node in builder.nodes[len(names) :]]
    if not names:
        return _executed(stats, builder, len(data))
    micros = _micros_of(stats, names)
    return builder.graph(GraphKind.TENSORFLOW, size=len(data), micros=micros if micros.any() else None)


def _micros_of(stats: Any, names: Sequence[str]) -> IntArray:
    """(n,) int64: how long the nodes of these names took, on all devices together; 0 for those that did not run."""
    took: dict[str, int] = {}
    for one in (node for device in stats.dev_stats for node in device.node_stats):
        name = text(one.node_name)
        took[name] = took.get(name, 0) + max(0, one.all_end_rel_micros)
    return np.array([took.get(name, 0) for name in names], np.int64)


def _graphs_of(run: Any) -> Iterator[tuple[str, bytes]]:
    """Each graph with the scope that it gets. The partitions of functions stand among all partitions once more."""
    for number, function in enumerate(run.function_graphs, 1):
        parts = [(BEFORE, function.pre_optimization_graph), (AFTER, function.post_optimization_graph)]
        parts += [(f"{PARTITION}_{place}", one) for place, one in enumerate(function.partition_graphs, 1)]
        yield from ((f"function_{number}/{name}", graph) for name, graph in parts if graph)
    if not run.function_graphs:
        yield from ((f"{PARTITION}_{place}", one) for place, one in enumerate(run.partition_graphs, 1) if one)


def _executed(stats: Any, builder: GraphBuilder, size: int) -> Graph:
    """The nodes of StepStats: what ran, where, and for how long; their inputs are read off their labels."""
    micros: list[int] = []
    for device in stats.dev_stats:
        for one in device.node_stats:
            node, inputs = _executed_node(one, text(device.device))
            builder.add(node, inputs)
            micros.append(max(0, one.all_end_rel_micros))
    kept = np.array(micros[: len(builder.nodes)], np.int64)
    return builder.graph(GraphKind.EXECUTED, size=size, micros=kept)


def _executed_node(stats: Any, device: str) -> tuple[Node, list[str]]:
    label = _LABEL.match(text(stats.timeline_label[:_LONGEST_LABEL]))
    inputs = [one for one in label[2].split(", ") if one] if label else []
    described = [one.tensor_description for one in stats.output]
    dtype = dtype_name(described[0].dtype) if described and described[0].dtype else ""
    memory = [
        Attribute(
            f"memory {text(one.allocator_name)}", f"{one.total_bytes:,} bytes, at most {one.peak_bytes:,} at once"
        )
        for one in stats.memory
    ]
    shapes = tuple(shape_of(one.shape) for one in described)
    return Node(text(stats.node_name), label[1] if label else "", device, dtype, shapes, tuple(memory)), inputs
