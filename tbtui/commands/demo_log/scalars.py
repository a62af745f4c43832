"""Scalars of the demo: losses that fall, accuracies that rise, a gradient that spikes and is lost for a while."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any, Final

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import simple_value

_EVALUATE_EVERY: Final = 10
_SPIKE_AT: Final = 137
_LOST: Final = range(180, 188)


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The scalars of one step."""
    noise = random.Random(f"{run.name} {step}").gauss
    fall = math.exp(-step * (0.004 + 0.012 * run.quality))
    loss = 0.15 + (1 - run.quality) * 0.4 + 2.2 * fall
    yield simple_value("train/loss", max(0.01, loss + noise(0, 0.05 + 0.15 * fall)))
    yield simple_value("train/accuracy", min(1.0, 1 - 0.35 * loss + noise(0, 0.01)))
    yield simple_value("train/learning_rate", run.learning_rate * 0.5 * (1 + math.cos(math.pi * step / 400)))
    diverges = run.learning_rate >= 0.1
    norm = 1.5 * fall + 0.4 + abs(noise(0, 0.1)) + (40.0 if step == _SPIKE_AT and diverges else 0.0)
    yield simple_value("gradient/norm", math.nan if diverges and step in _LOST else norm)
    yield simple_value("gradient/clipped", float(norm > 1.2))
    if step % _EVALUATE_EVERY == 0:
        yield simple_value("validation/loss", loss * 1.1 + 0.0004 * step * (1 - run.quality) + noise(0, 0.02))
        yield simple_value("validation/accuracy", min(1.0, 0.98 - 0.36 * loss + noise(0, 0.006)))
