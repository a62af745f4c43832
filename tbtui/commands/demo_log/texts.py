"""Texts of the demo: the settings of each run as markdown, samples that get better, a table of the worst mistakes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import metadata, string_value

_EVERY: Final = 40
_SENTENCES: Final = (
    "The model reads the whole page before it answers.",
    "A small step along the slope is enough for today.",
    "Every layer learns a little of what the last one knew.",
)
_LETTERS: Final = "etaoinshrdlu "
_LABELS: Final = ("cat", "dog", "ship", "plane", "horse")


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The texts of one step."""
    if step == 0:
        yield string_value("settings", [_settings(run).encode()], metadata("text", description="How it was started"))
    if step % _EVERY == 0:
        yield string_value("samples", [_samples(run, step).encode()], metadata("text"))
        rows = [("label", "taken for", "how often"), *_mistakes(run, step)]
        cells = [cell.encode() for row in rows for cell in row]
        yield string_value("mistakes", cells, metadata("text"), (len(rows), 3))


def _settings(run: DemoRun) -> str:
    return f"""# {run.name}

| setting | value |
| --- | ---: |
| learning rate | {run.learning_rate:g} |
| seed | {run.seed} |
| batch size | 64 |

Started with `python train.py --lr {run.learning_rate:g} --seed {run.seed}`.

- cosine schedule over **400 steps**
- gradients clipped at *1.2*

> See [the notes](https://example.org/notes) for why.
"""


def _samples(run: DemoRun, step: int) -> str:
    """Sentences in which fewer and fewer letters are wrong."""
    noise = random.Random(f"{run.name} {step}")
    wrong = 0.6 * (1 - run.quality * min(1.0, step / 300))
    lines = [f"Samples at step {step}", ""]
    for sentence in _SENTENCES:
        said = "".join(noise.choice(_LETTERS) if noise.random() < wrong else letter for letter in sentence)
        lines.append(f"1. {said}")
    return "\n".join(lines)


def _mistakes(run: DemoRun, step: int) -> Iterator[tuple[str, str, str]]:
    noise = random.Random(f"{run.name} mistakes {step}")
    for label in _LABELS:
        other = noise.choice([one for one in _LABELS if one != label])
        yield label, other, str(round(noise.uniform(5, 40) * (1.2 - run.quality * min(1.0, step / 400))))
