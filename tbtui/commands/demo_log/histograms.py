"""Histograms of the demo: weights that spread, activations that drift, a layer that dies, gradients with long tails."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import histogram_value

_EVERY: Final = 10
_LAYERS: Final = ("conv1", "conv2", "dense")


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The histograms of one step."""
    if step % _EVERY:
        return
    for depth, layer in enumerate(_LAYERS):
        random = np.random.default_rng(zlib.crc32(f"{run.name} {layer} {step}".encode()))
        spread = 0.1 * (1 + depth) + 0.4 * (1 - np.exp(-step / 150))
        yield histogram_value(f"{layer}/weights", random.normal(0.02 * depth, spread, 1500))
        drift = run.learning_rate * step / 12
        activations = np.maximum(0, random.normal(0.4 - drift * (depth + 1) / 3, 0.5, 1500))
        yield histogram_value(f"{layer}/activations", activations)
        size = 2e-3 * (3 - depth) * np.exp(-step / 120) + 1e-4
        yield histogram_value(f"{layer}/gradients", size * random.standard_t(2, 1500))
