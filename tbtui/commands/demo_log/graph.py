"""The graph of the demo's model: a small network whose scopes bear the names that its histograms have.

It is written as TF1 writes graphs (a GraphDef with shapes, variables and an optimizer) beside the times of one step;
one run has the keras description of the same model too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tbtui.commands.demo_log import LIVE, RUNS, DemoRun
from tbtui.parsing.event_writer import EventWriter, metadata, string_value
from tbtui.parsing.protos import Event, GraphDef, StepStats, message_class

_FLOAT: Final = 1
_CLASSES: Final = 10
_DEVICE: Final = "/job:localhost/replica:0/task:0/device:GPU:0"
_STEP: Final = 100

_Node = message_class("Node")
_NodeAttr = message_class("NodeAttr")
_RunMetadata = message_class("RunMetadata")

Sizes = Sequence[int]


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The keras description of the model, once, from the run that is still going on."""
    if step == 0 and run.name == LIVE:
        yield string_value("keras", [json.dumps(_keras_model()).encode()], metadata("graph_keras_model", b"1"))


def finish(directory: str) -> None:
    """The graph, a file of its own in every run, from just before the first step."""
    graph = _graph()
    for run in RUNS:
        place = os.path.join(directory, run.name)
        begin = min(int(name.split(".")[3]) for name in os.listdir(place) if "tfevents" in name) - 2
        writer = EventWriter(place, begin, "graph")
        writer.add(Event(wall_time=begin, graph_def=graph.SerializeToString()))
        times = Event(wall_time=begin, step=_STEP)
        times.tagged_run_metadata.tag = f"step{_STEP}".encode()
        times.tagged_run_metadata.run_metadata = _times(run)
        writer.add(times)
        writer.close()


class _Model:
    """Collects the nodes of the network."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []

    def add(self, name: str, op: str, inputs: Sequence[str] = (), shape: Sizes | None = None) -> str:
        """A node that yields a tensor of that shape; its name."""
        node = _Node(name=name.encode(), op=op.encode(), input=[one.encode() for one in inputs])
        node.device = _DEVICE.encode()
        kind = _NodeAttr(key=b"dtype" if op in ("Placeholder", "VarHandleOp") else b"T")
        kind.value.type = _FLOAT
        node.attr.append(kind.SerializeToString())
        if shape is not None:
            node.attr.append(_shape_attribute(op, shape).SerializeToString())
        self.nodes.append(node)
        return name

    def variable(self, name: str, shape: Sizes) -> str:
        """A variable and what reads it; the name of the latter."""
        self.add(name, "VarHandleOp", (), shape)
        self.add(f"{name}/Adam", "VarHandleOp", (), shape)
        return self.add(f"{name}/Read", "ReadVariableOp", [name], shape)

    def layer(self, name: str, op: str, source: str, kernel: Sizes, shape: Sizes) -> str:
        """Weights, bias and activation; the name of its output."""
        weights = self.variable(f"{name}/kernel", kernel)
        bias = self.variable(f"{name}/bias", kernel[-1:])
        product = self.add(f"{name}/{op}", op, [source, weights], shape)
        total = self.add(f"{name}/BiasAdd", "BiasAdd", [product, bias], shape)
        return self.add(f"{name}/Relu", "Relu", [total], shape)

    def update(self, name: str, loss: str) -> None:
        """What the optimizer does with a layer."""
        for part in ("kernel", "bias"):
            grad = self.add(
                f"train/gradients/{name}/{part}_grad", "Conv2DBackpropFilter", [loss, f"{name}/{part}/Read"]
            )
            self.add(
                f"train/Adam/update_{name}_{part}", "ResourceApplyAdam",
                [f"{name}/{part}", f"{name}/{part}/Adam", "train/learning_rate", grad],
            )  # fmt: skip


def _shape_attribute(op: str, shape: Sizes) -> Any:
    if op in ("Placeholder", "VarHandleOp"):
        attribute = _NodeAttr(key=b"shape")
        proto = attribute.value.shape
    else:
        attribute = _NodeAttr(key=b"_output_shapes")
        proto = attribute.value.list.shape.add()
    for size in shape:
        proto.dim.add(size=size)
    return attribute


def _graph() -> Any:
    model = _Model()
    images = model.add("images", "Placeholder", (), (-1, 28, 28, 1))
    labels = model.add("labels", "Placeholder", (), (-1,))
    first = model.layer("conv1", "Conv2D", images, (3, 3, 1, 32), (-1, 28, 28, 32))
    pooled = model.add("pool1/MaxPool", "MaxPool", [first], (-1, 14, 14, 32))
    second = model.layer("conv2", "Conv2D", pooled, (3, 3, 32, 64), (-1, 14, 14, 64))
    pooled = model.add("pool2/MaxPool", "MaxPool", [second], (-1, 7, 7, 64))
    flat = model.add("flatten/Reshape", "Reshape", [pooled], (-1, 3136))
    logits = model.layer("dense", "MatMul", flat, (3136, _CLASSES), (-1, _CLASSES))
    entropy = model.add(
        "loss/SparseSoftmaxCrossEntropy", "SparseSoftmaxCrossEntropyWithLogits", [logits, labels], (-1,)
    )
    loss = model.add("loss/Mean", "Mean", [entropy], ())
    guess = model.add("accuracy/ArgMax", "ArgMax", [logits], (-1,))
    model.add("accuracy/Equal", "Equal", [guess, labels], (-1,))
    model.add("train/learning_rate", "Placeholder", (), ())
    for name in ("conv1", "conv2", "dense"):
        model.update(name, loss)
    updates = [
        f"^train/Adam/update_{name}_{part}" for name in ("conv1", "conv2", "dense") for part in ("kernel", "bias")
    ]
    model.add("train/step", "NoOp", updates)
    return GraphDef(node=[node.SerializeToString() for node in model.nodes])


def _times(run: DemoRun) -> bytes:
    """How long the operations of one step took: convolutions longest, and each run a little otherwise."""
    stats = StepStats()
    device = stats.dev_stats.add(device=_DEVICE.encode())
    for place, node in enumerate(map(_Node.FromString, _graph().node)):
        if node.op in (b"VarHandleOp", b"NoOp"):
            continue
        heavy = 40 if node.op.startswith(b"Conv2D") else 12 if node.op == b"MatMul" else 1
        inputs = ", ".join(one.decode().lstrip("^") for one in node.input)
        label = f"{node.name.decode()} = {node.op.decode()}({inputs})"
        micros = heavy * (9 + (place * 7 + run.seed) % 5)
        device.node_stats.add(node_name=node.name, all_end_rel_micros=micros, timeline_label=label.encode())
    return bytes(_RunMetadata(step_stats=stats.SerializeToString()).SerializeToString())


def _keras_model() -> dict[str, Any]:
    layers = [
        _keras_layer("InputLayer", "images", batch_shape=[None, 28, 28, 1]),
        _keras_layer("Conv2D", "conv1", filters=32, kernel_size=[3, 3], strides=[1, 1], padding="same"),
        _keras_layer("MaxPooling2D", "pool1", pool_size=[2, 2], padding="valid", strides=[2, 2]),
        _keras_layer("Conv2D", "conv2", filters=64, kernel_size=[3, 3], strides=[1, 1], padding="same"),
        _keras_layer("MaxPooling2D", "pool2", pool_size=[2, 2], padding="valid", strides=[2, 2]),
        _keras_layer("Flatten", "flatten"),
        _keras_layer("Dense", "dense", units=_CLASSES, activation="softmax"),
    ]
    return {"class_name": "Sequential", "config": {"name": "network", "layers": layers}}


def _keras_layer(kind: str, name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": name, "dtype": "float32", **config}}
