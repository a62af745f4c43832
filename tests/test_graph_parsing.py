"""Graphs come out of a log whole: nodes, edges, shapes, functions, layers; what is broken is told of."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.model.entries import EntryError
from tbtui.model.graph import CONTROL, Graph, GraphKind
from tbtui.parsing import graph_builder
from tbtui.parsing.graph_builder import GraphError
from tbtui.parsing.graphs import parse_graph_def, parse_meta_graph_def
from tbtui.parsing.keras_models import parse_keras_model
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.protos import MetaGraphDef, RunMetadata, StepStats, message_class
from tbtui.parsing.run_metadata import parse_run_metadata
from tests.conftest import event_bytes
from tests.graph_defs import attribute, chain, graph_def, graph_event, node, shape_attribute, variable

# (part, logdir, run, plugin) -> nodes, and inputs that name one of them, counted by hand in the decoded messages.
COUNTS = {
    ("a", "torch/graph", ".", "graphs"): (36, 55),
    ("a", "frameworks/lightning", "lightning_logs/version_0", "graphs"): (9, 8),
    ("a", "tensorflow/tf1_filewriter", "train", "graphs"): (48, 52),
    ("a", "tensorflow/tf1_filewriter", "train", "meta_graph"): (48, 52),
    ("a", "tensorflow/tf1_filewriter", "train", "graph_tagged_run_metadata"): (9, 7),
    ("a", "tensorflow/tf2_graph_trace", ".", "graphs"): (7, 6),
    ("a", "tensorflow/tf2_graph_trace", ".", "graph_run_metadata_graph"): (40, 31),
    ("a", "tensorflow/keras_callback", "fit0/train", "graph_keras_model"): (4, 3),
    ("a", "tensorflow/keras_profile", "train", "graph_run_metadata_graph"): (4211, 4543),
    ("b", "ma-nual+pytorch-deeplearning", "logs", "graphs"): (378, 377),
    ("b", "ZeroToMax-ZYZ+study_tensorboard", "runs/graph_experiment", "graphs"): (30, 48),
}


def names(graph: Graph) -> list[str]:
    return [one.name for one in graph.nodes]


def edges(graph: Graph) -> list[tuple[str, str, int]]:
    rows = zip(graph.sources, graph.targets, graph.ports, strict=True)
    return [(graph.nodes[a].name, graph.nodes[b].name, int(port)) for a, b, port in rows]


@pytest.mark.parametrize(("part", "logdir", "run", "plugin"), COUNTS)
def test_graphs_of_real_writers(corpus: Path, part: str, logdir: str, run: str, plugin: str) -> None:
    found = open_logdir(str(corpus / part / logdir)).runs[run].entries[plugin]
    (entries,) = found.values()
    graph = entries[0]
    assert (len(graph.nodes), len(graph.sources)) == COUNTS[part, logdir, run, plugin]
    assert not graph.problems
    truth = json.loads((corpus / "truth" / f"{part}.json").read_text())["logdirs"]
    said = truth.get(logdir, {}).get("runs", {}).get(run, {}).get("raw", {}).get(plugin)
    if said is not None:
        assert sum(entries[index].size for index in range(len(entries))) == said[entries.tag]["bytes"]


def test_empty_and_broken_graphs_of_the_corpus(corpus: Path) -> None:
    odd = open_logdir(str(corpus / "c" / "proto_oddities"))
    several = odd.runs["graph_empty_and_two_graphs"].entries["graphs"]["__run_graph__"]
    assert [names(graph) for graph in several] == [[], ["n1"], ["n2"]]
    with pytest.raises(EntryError, match=r"at byte 40: no GraphDef: .* of 15"):
        odd.runs["graph_invalid_bytes"].entries["graphs"]["__run_graph__"][0]


def test_inputs_are_found_by_name_port_and_control() -> None:
    data = graph_def(node("a"), node("b", "Op", ["a", "a:1", "^a", "gone:0", "late"]), node("late"))
    graph = parse_graph_def(data)
    assert edges(graph) == [("a", "b", 0), ("a", "b", 1), ("a", "b", CONTROL), ("late", "b", 0)]
    assert graph.missing == {1: ("gone:0",)}
    assert graph.outputs_of(0).tolist() == [0, 1, 2]
    assert graph.inputs_of(1).tolist() == [0, 1, 2, 3]


def test_shapes_dtypes_and_attributes_are_read() -> None:
    tensor = message_class("NodeAttr")(key=b"value")
    tensor.value.tensor.dtype = 1
    tensor.value.tensor.tensor_shape.dim.add(size=2)
    tensor.value.tensor.float_val.extend([0.5, 2.0])
    data = graph_def(
        node("c", "Const", (), [attribute("dtype", type=1), tensor.SerializeToString()]),
        node("m", "MatMul", ["c"], [attribute("T", type=2), attribute("t", b=True), attribute("_class", s=b"loc:@x")]),
        node("s", "Relu", ["m"], [shape_attribute([-1, 3], "_output_shapes")]),
        variable("v", [4, 3]),
    )
    const, product, relu, weights = parse_graph_def(data).nodes
    assert (const.dtype, const.shapes, dict(const.attributes)["value"]) == ("float32", ((2,),), "float32 [2] 0.5 2")
    assert product.dtype == "float64"
    assert product.attributes == (("T", "float64"), ("t", "true"), ("_class", "loc:@x"))
    assert (relu.shapes, relu.attributes) == (((-1, 3),), ())
    assert weights.shapes == ((4, 3),)


def test_weights_within_a_graph_are_not_decoded() -> None:
    tensor = message_class("NodeAttr")(key=b"value")
    tensor.value.tensor.dtype = 1
    tensor.value.tensor.tensor_shape.dim.add(size=100_000)
    tensor.value.tensor.tensor_content = bytes(400_000)
    (found,) = parse_graph_def(graph_def(node("w", "Const", (), [tensor.SerializeToString()]))).nodes
    assert (found.shapes, dict(found.attributes)["value"]) == (((100_000,),), "float32 [100000]")


def test_a_shape_that_is_impossibly_large_allocates_nothing() -> None:
    tensor = message_class("NodeAttr")(key=b"value")
    tensor.value.tensor.dtype = 1
    tensor.value.tensor.float_val.append(1.0)
    for _ in range(3):
        tensor.value.tensor.tensor_shape.dim.add(size=1_000_000)
    (found,) = parse_graph_def(graph_def(node("w", "Const", (), [tensor.SerializeToString()]))).nodes
    assert dict(found.attributes)["value"].startswith("float32 [1000000, 1000000, 1000000]")


def test_a_broken_node_loses_no_other() -> None:
    graph = parse_graph_def(graph_def(node("a"), b"\xff\xff", node("b", "Op", ["a"], [b"\x0a\xff"])))
    assert names(graph) == ["a", "b"]
    assert edges(graph) == [("a", "b", 0)]
    assert graph.problems == ("node 2 is broken and left out", "an attribute of b is broken and left out")


def test_nodes_before_a_break_are_kept() -> None:
    graph = parse_graph_def(chain("a", "b", "c")[:-3])
    assert names(graph) == ["a", "b"]
    assert "broken behind node 2" in graph.problems[0]
    with pytest.raises(GraphError, match="no GraphDef"):
        parse_graph_def(b"\x0b\x0b")


def test_hostile_sizes_are_cut_and_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_builder, "MOST_NODES", 2)
    graph = parse_graph_def(graph_def(node("x" * 5_000), node("b", "Op", ["x" * 5_000]), node("b"), node("c")))
    assert len(graph.nodes) == 2
    assert len(graph.nodes[0].name) < 1_100
    assert len(graph.sources) == 1
    assert graph.problems == ("only the first 2 of 4 nodes are shown",)


def test_functions_of_the_library_stand_in_a_scope() -> None:
    function = message_class("Function")()
    function.signature.name = b"f"
    function.signature.input_arg.add(name=b"x", type=1)
    function.node_def.append(node("double", "Add", ["x", "x"]))
    function.ret.add(key=b"y", value=b"double:z:0")
    library = message_class("FunctionLibrary")(function=[function.SerializeToString()]).SerializeToString()
    graph = parse_graph_def(graph_def(node("call", "f"), library=library))
    assert names(graph) == ["call", "functions/f/x", "functions/f/double", "functions/f/y_result"]
    assert graph.functions == {"f": "functions/f"}
    assert edges(graph)[-1] == ("functions/f/double", "functions/f/y_result", 0)


def test_a_meta_graph_names_what_is_trained() -> None:
    meta = MetaGraphDef(graph_def=graph_def(variable("w", [3]), variable("step", [])))
    collection = meta.collection_def.add(key=b"trainable_variables")
    collection.value.bytes_list.value.append(message_class("VariableDef")(variable_name=b"w:0").SerializeToString())
    assert parse_meta_graph_def(meta.SerializeToString()).trainable == {"w"}


def test_times_of_a_step_make_a_graph_of_what_ran() -> None:
    stats = StepStats()
    device = stats.dev_stats.add(device=b"/device:CPU:0")
    device.node_stats.add(node_name=b"a", all_end_rel_micros=7, timeline_label=b"a = Const()")
    device.node_stats.add(node_name=b"b", all_end_rel_micros=9, timeline_label=b"b = Relu(a)")
    graph = parse_run_metadata(RunMetadata(step_stats=stats.SerializeToString()).SerializeToString())
    assert graph.kind is GraphKind.EXECUTED
    assert graph.micros is not None
    assert [(one.op, one.device) for one in graph.nodes] == [("Const", "/device:CPU:0"), ("Relu", "/device:CPU:0")]
    assert (graph.micros.tolist(), edges(graph)) == ([7, 9], [("a", "b", 0)])


def layer(kind: str, name: str, inbound: Any = None, **config: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"class_name": kind, "name": name, "config": {"name": name, **config}}
    return found if inbound is None else {**found, "inbound_nodes": inbound}


def keras_3(*sources: str) -> list[dict[str, Any]]:
    """What feeds a layer, as keras 3 writes it."""
    tensors = [{"class_name": "__keras_tensor__", "config": {"keras_history": [one, 0, 0]}} for one in sources]
    return [{"args": [tensors], "kwargs": {}}]


@pytest.mark.parametrize("inbound", [keras_3, lambda *sources: [[[one, 0, 0, {}] for one in sources]]])
def test_keras_models_within_models_are_scopes(inbound: Callable[..., Any]) -> None:
    inner = layer("Sequential", "inner", inbound("x"), layers=[layer("Dense", "d", units=2)])
    layers = [
        layer("InputLayer", "x", [], batch_shape=[None, 3]),
        inner,
        layer("Add", "sum", inbound("inner", "x")),
    ]
    model = layer("Functional", "m", layers=layers, input_layers=[["x", 0, 0]], output_layers=[["sum", 0, 0]])
    graph = parse_keras_model(json.dumps(model).encode())
    assert names(graph) == ["m/x", "m/inner/d", "m/sum"]
    assert edges(graph) == [("m/x", "m/inner/d", 0), ("m/inner/d", "m/sum", 0), ("m/x", "m/sum", 0)]
    assert (graph.nodes[1].parameters, graph.nodes[1].shapes) == (8, ((-1, 2),))


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b"[" * 100_000])
def test_what_describes_no_keras_model_is_told_of(data: bytes) -> None:
    with pytest.raises(GraphError, match="JSON"):
        parse_keras_model(data)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_damaged_graphs_are_graphs_or_told_of(data: st.DataObject) -> None:
    whole = bytearray(graph_def(node("a"), node("b", "Op", ["a"], [shape_attribute([3])]), variable("v", [2])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for parse in (parse_graph_def, parse_meta_graph_def, parse_run_metadata, parse_keras_model):
        with suppress(GraphError):
            assert isinstance(parse(damaged).nodes, tuple)


def test_a_log_with_a_graph_is_read(write: Callable[..., Path], tmp_path: Path) -> None:
    write("run/events.out.tfevents.1.x", event_bytes(graph_event(chain("a", "b"))))
    run = open_logdir(str(tmp_path)).runs["run"]
    assert names(run.entries["graphs"]["__run_graph__"][0]) == ["a", "b"]
