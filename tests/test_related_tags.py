"""From a layer of a graph to the tags that tell of it: every writer has its own way to name things."""

from __future__ import annotations

import pytest

from tbtui.analysis.related_tags import Aspect, LoggedTag, TagIndex, layer_parts
from tbtui.model.graph import GraphKind

TAGS = [
    ("histograms", "conv1/weights"),
    ("histograms", "conv1/activations"),
    ("histograms", "conv1/kernel_grad"),
    ("histograms", "conv10/weights"),
    ("histograms", "sequential/conv2d/kernel/histogram"),
    ("histograms", "sequential/conv2d/bias/histogram"),
    ("histograms", "features.0.weight"),
    ("histograms", "features.10.weight"),
    ("histograms", "gradients/features.0.weight"),
    ("histograms", "layer1/w_hist"),
    ("scalars", "conv1/grad_norm"),
    ("scalars", "train/loss"),
    ("scalars", "epoch_loss"),
    ("scalars", "lossless_ratio"),
]


def related(name: str, kind: GraphKind) -> list[tuple[Aspect, str]]:
    index = TagIndex(LoggedTag(plugin, tag, "run") for plugin, tag in TAGS)
    names = []
    while name:
        names.append(layer_parts(name, kind))
        name = name.rpartition("/")[0]
    return [(one.aspect, one.logged.tag) for one in index.related(names)]


LOSSES = [(Aspect.LOSS, "train/loss"), (Aspect.LOSS, "epoch_loss")]


@pytest.mark.parametrize(
    ("name", "kind", "tags"),
    [
        (
            "conv1/Conv2D",
            GraphKind.TENSORFLOW,
            [
                (Aspect.WEIGHTS, "conv1/weights"),
                (Aspect.ACTIVATIONS, "conv1/activations"),
                (Aspect.GRADIENTS, "conv1/kernel_grad"),
                (Aspect.GRADIENTS, "conv1/grad_norm"),
            ],
        ),
        (
            "sequential/conv2d",
            GraphKind.KERAS,
            [
                (Aspect.WEIGHTS, "sequential/conv2d/kernel/histogram"),
                (Aspect.BIAS, "sequential/conv2d/bias/histogram"),
            ],
        ),
        (
            "VGG/Sequential[features]/Conv2d[0]/weight/weight.5",
            GraphKind.TORCH,
            [(Aspect.WEIGHTS, "features.0.weight"), (Aspect.GRADIENTS, "gradients/features.0.weight")],
        ),
        ("layer1", GraphKind.TENSORFLOW, [(Aspect.WEIGHTS, "layer1/w_hist")]),
        ("model/conv1/kernel:0", GraphKind.TENSORFLOW, None),
        ("conv2", GraphKind.TENSORFLOW, []),
        ("Net/Sequential[0]", GraphKind.TORCH, []),
    ],
)
def test_tags_of_a_layer(name: str, kind: GraphKind, tags: list[tuple[Aspect, str]] | None) -> None:
    found = related(name, kind)
    assert found[-2:] == LOSSES
    if tags is None:
        assert (Aspect.WEIGHTS, "conv1/weights") in found
    else:
        assert found[:-2] == tags


def test_what_lies_below_a_scope_belongs_to_it() -> None:
    found = [tag for _, tag in related("Net/Sequential[features]", GraphKind.TORCH)]
    assert {"features.0.weight", "features.10.weight"} <= set(found)


def test_the_graphs_own_run_comes_first() -> None:
    index = TagIndex([LoggedTag("scalars", "loss", "mine"), LoggedTag("scalars", "loss", "other")])
    assert [one.logged.run for one in index.related([("x",)])] == ["mine"]
