"""Raw tensors of the demo, of plugins that no TensorBoard knows: a confusion matrix, its labels, a measured speed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import metadata, string_value, tensor_value

_EVERY: Final = 20
_LABELS: Final = (b"cat", b"dog", b"horse", b"ship")
_EXAMPLES: Final = 250


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The tensors of one step."""
    if step % _EVERY:
        return
    random = np.random.default_rng(zlib.crc32(f"{run.name} confusion {step}".encode()))
    right = 0.25 + 0.7 * run.quality * (1 - np.exp(-step / 120))
    shares = np.full((len(_LABELS), len(_LABELS)), (1 - right) / (len(_LABELS) - 1))
    np.fill_diagonal(shares, right)
    counts = np.stack([random.multinomial(_EXAMPLES, row) for row in shares])
    yield tensor_value("validation/confusion_counts", counts.astype(np.int64), metadata("confusion"))
    if not step:
        yield string_value("validation/labels", _LABELS, metadata("confusion"))
    yield tensor_value("samples_per_second", np.float32(900 + random.normal(0, 25)), metadata("speed"))
