"""PR curves of the demo: two classes that the model learns to tell apart, one of them rare."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import metadata, tensor_value
from tbtui.parsing.protos import PrCurvePluginData

_EVERY: Final = 20
_EXAMPLES: Final = 3000
_THRESHOLDS: Final = 127
_CLASSES: Final = (("ship", 0.35), ("horse", 0.03))
"""Name and share of the examples."""


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The curves of one step."""
    if step % _EVERY:
        return
    content = PrCurvePluginData(num_thresholds=_THRESHOLDS).SerializeToString()
    for name, share in _CLASSES:
        yield tensor_value(f"classes/{name}", _curve(run, step, name, share), metadata("pr_curves", content))


def _curve(run: DemoRun, step: int, name: str, share: float) -> np.ndarray:
    """(6, thresholds) float32 as TensorBoard's op writes it."""
    random = np.random.default_rng(zlib.crc32(f"{run.name} {name} {step}".encode()))
    positive = random.random(_EXAMPLES) < share
    apart = 0.5 + 3 * run.quality * (1 - np.exp(-step / 120))
    scores = 1 / (1 + np.exp(-(random.normal(0, 1, _EXAMPLES) + apart * (positive - 0.5))))
    places = np.floor(scores * (_THRESHOLDS - 1)).astype(int)
    true, false = (
        np.bincount(places[flags], minlength=_THRESHOLDS)[::-1].cumsum()[::-1] for flags in (positive, ~positive)
    )
    rows = true, false, false[0] - false, true[0] - true, true / np.maximum(1e-7, true + false), true / max(1, true[0])
    return np.stack(rows).astype(np.float32)
