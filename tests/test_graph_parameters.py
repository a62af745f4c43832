"""Parameters are counted as far as the log tells, and where it does not, that is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tbtui.analysis.graph_details import item_details
from tbtui.analysis.graph_parameters import graph_parameters
from tbtui.analysis.read_graph import read_graph
from tbtui.analysis.scope_tree import ROOT
from tbtui.model.graph import UNKNOWN, Attribute, GraphKind, Node
from tbtui.parsing.graph_builder import GraphBuilder
from tbtui.parsing.graphs import parse_graph_def
from tbtui.parsing.keras_layers import layer_parameters
from tbtui.parsing.keras_shapes import output_shape
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.protos import message_class
from tests.graph_defs import attribute, graph_def, node, shape_attribute, variable


@pytest.mark.parametrize(
    ("logdir", "run", "plugin", "count"),
    [
        ("b/ma-nual+pytorch-deeplearning", "logs", "graphs", 138_357_544),  # VGG16, as torchvision documents it
        ("b/ZeroToMax-ZYZ+study_tensorboard", "runs/graph_experiment", "graphs", 448 + 40_970),
        ("a/torch/graph", ".", "graphs", 40 + 8 + 1_010),
        ("a/tensorflow/keras_callback", "fit0/train", "graph_keras_model", 20 + 219),
        ("a/tensorflow/tf1_filewriter", "train", "graphs", 12),
        ("a/tensorflow/tf1_filewriter", "train", "meta_graph", 12),
    ],
)
def test_models_of_real_writers(corpus: Path, logdir: str, run: str, plugin: str, count: int) -> None:
    (entries,) = open_logdir(str(corpus / logdir)).runs[run].entries[plugin].values()
    found = graph_parameters(entries[0])
    assert (int(found.counts.sum()), int(found.unknown.sum())) == (count, 0)
    assert found.how


def test_an_optimizers_own_variables_do_not_count() -> None:
    graph = parse_graph_def(
        graph_def(
            variable("conv/kernel", [3, 3, 1, 8]),
            variable("conv/kernel/Adam", [3, 3, 1, 8]),
            variable("Adam/m/conv/kernel", [3, 3, 1, 8]),
            variable("tower/conv/kernel", [2]),
            variable("beta1_power", []),
            variable("global_step", [], dtype=9),
        )
    )
    found = graph_parameters(graph)
    assert found.counts.tolist() == [72, 0, 0, 2, 0, 0]
    assert "without 3 of an optimizer" in found.how


def test_without_variables_constants_count_as_in_a_frozen_graph() -> None:
    tensor = message_class("NodeAttr")(key=b"value")
    tensor.value.tensor.dtype = 1
    tensor.value.tensor.tensor_shape.dim.add(size=5)
    graph = parse_graph_def(graph_def(node("w", "Const", (), [tensor.SerializeToString()]), node("n", "Const")))
    assert graph_parameters(graph).counts.tolist() == [5, 0]


def test_a_variable_of_unknown_shape_is_told_of() -> None:
    whole = read_graph(parse_graph_def(graph_def(variable("a", [2, 2]), variable("b", [-1, 3]))))
    told = {line.name: line.text for line in item_details(whole, ROOT)}
    assert told["parameters"] == "4 and 1 weight of unknown size"


def test_a_variable_in_several_functions_counts_once() -> None:
    names = ("function_1/before_optimization/w", "function_1/after_optimization/w", "functions/f/w", "w")
    graph = parse_graph_def(graph_def(*(variable(name, [7]) for name in names)))
    assert graph_parameters(graph).counts.tolist() == [7, 0, 0, 0]


def torch_convolution(stride: int, padding: int, entering: int, leaving: int, groups: int = 1) -> int:
    """What is found of the weight of a convolution from 4 to 8 channels."""
    builder = GraphBuilder()
    numbers = {"s": stride, "p": padding, "d": 1, "t": 0, "g": groups}
    for name, number in numbers.items():
        builder.add(Node(name, "prim::Constant", attributes=(Attribute("attr", f"value : {number}"),)), ())
    for name in "spd":
        builder.add(Node(f"list_{name}", "prim::ListConstruct"), (name, name))
    builder.add(Node("x", "IO Node", shapes=((1, 4, entering, entering),)), ())
    builder.add(Node("m/weight/w", "prim::GetAttr"), ())
    inputs = ("x", "m/weight/w", "t", "list_s", "list_p", "list_d", "t", "list_p", "g")
    builder.add(Node("m/conv", "aten::_convolution", shapes=((1, 8, leaving, leaving),)), inputs)
    graph = builder.graph(GraphKind.TORCH)
    found = graph_parameters(graph)
    place = [one.name for one in graph.nodes].index("m/weight/w")
    return UNKNOWN if found.unknown[place] else int(found.counts[place])


@pytest.mark.parametrize(
    ("stride", "padding", "entering", "leaving", "kernel"),
    [(1, 1, 28, 28, 3), (1, 0, 28, 24, 5), (2, 3, 224, 112, 7), (2, 1, 56, 28, 3), (2, 0, 56, 28, None)],
)
def test_kernels_of_torch_follow_from_sizes(
    stride: int, padding: int, entering: int, leaving: int, kernel: int | None
) -> None:
    weight = UNKNOWN if kernel is None else 8 * 4 * kernel**2
    assert torch_convolution(stride, padding, entering, leaving) == weight


def test_groups_share_the_channels() -> None:
    assert torch_convolution(1, 1, 28, 28, groups=4) == 8 * 1 * 9


@pytest.mark.parametrize(
    ("kind", "config", "entering", "count"),
    [
        ("Dense", {"units": 4, "use_bias": False}, (-1, 5), 20),
        ("Conv2D", {"filters": 6, "kernel_size": [3, 3], "groups": 2}, (-1, 8, 8, 4), 3 * 3 * 2 * 6 + 6),
        ("DepthwiseConv2D", {"kernel_size": [3, 3]}, (-1, 8, 8, 4), 40),
        ("SeparableConv2D", {"kernel_size": [3, 3], "filters": 8}, (-1, 8, 8, 4), 36 + 32 + 8),
        ("Embedding", {"input_dim": 100, "output_dim": 16}, None, 1600),
        ("BatchNormalization", {"axis": -1}, (-1, 8, 8, 4), 16),
        ("LayerNormalization", {"axis": [-1], "center": False}, (-1, 4), 4),
        ("LSTM", {"units": 3}, (-1, 7, 2), 4 * (2 * 3 + 3 * 3 + 3)),
        ("GRU", {"units": 3, "reset_after": True}, (-1, 7, 2), 3 * (2 * 3 + 3 * 3 + 6)),
        ("Bidirectional", {"layer": {"class_name": "LSTM", "config": {"units": 3}}}, (-1, 7, 2), 2 * 72),
        ("TimeDistributed", {"layer": {"class_name": "Dense", "config": {"units": 3}}}, (-1, 7, 2), 9),
        ("Flatten", {}, (-1, 4, 4), 0),
        ("Dense", {"units": 4}, None, UNKNOWN),
        ("Dense", {"units": 10**40}, (-1, 5), UNKNOWN),
        ("Conv2D", {"filters": 6, "kernel_size": [3] * 100_000}, (-1, 8, 8, 4), UNKNOWN),
        ("MyOwnLayer", {}, (-1, 4), UNKNOWN),
    ],
)
def test_layers_of_keras(kind: str, config: dict[str, Any], entering: Any, count: int) -> None:
    assert layer_parameters(kind, config, entering) == count


@pytest.mark.parametrize(
    ("kind", "config", "entering", "leaving"),
    [
        ("Conv2D", {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"}, (-1, 9, 9, 1), (-1, 5, 5, 8)),
        ("Conv2D", {"filters": 8, "kernel_size": 3, "strides": 1, "padding": "valid"}, (-1, 9, -1, 1), (-1, 7, -1, 8)),
        ("MaxPooling2D", {"pool_size": [2, 2], "padding": "valid", "strides": None}, (-1, 9, 9, 4), (-1, 4, 4, 4)),
        ("Flatten", {}, (-1, 4, 4), (-1, 16)),
        ("LSTM", {"units": 5, "return_sequences": True}, (-1, 7, 2), (-1, 7, 5)),
        ("Reshape", {"target_shape": [2, 8]}, (-1, 16), (-1, 2, 8)),
        ("Dense", {"units": 4}, None, None),
        ("MyOwnLayer", {}, (-1, 4), None),
    ],
)  # fmt: skip
def test_shapes_of_keras(kind: str, config: dict[str, Any], entering: Any, leaving: Any) -> None:
    assert output_shape(kind, config, entering) == leaving


def test_attributes_of_dtype_and_shape_are_enough_for_a_placeholder() -> None:
    (found,) = parse_graph_def(
        graph_def(node("x", "Placeholder", (), [attribute("dtype", type=1), shape_attribute([-1, 4])]))
    ).nodes
    assert (found.dtype, found.shapes) == ("float32", ((-1, 4),))
