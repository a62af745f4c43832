"""HParams of the demo: each run is a session with an experiment beside it; those with one learning rate are a group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tbtui.commands.demo_log import STEPS, DemoRun
from tbtui.parsing.hparams_writer import SUCCESS, experiment_value, session_end_value, session_start_value

_NAMES: Final = ("lr", "batch_size", "optimizer", "dropout", "augment", "seed")
_METRICS: Final = (
    ("", "validation/loss", "val loss"),
    ("", "validation/accuracy", "val accuracy"),
    ("", "train/loss", "train loss"),
)
_LARGE: Final = 0.1


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The experiment and the start of the session at its first step, the end at its last."""
    if step == 0:
        about = "A small network, trained with three learning rates."
        yield experiment_value(_NAMES, _METRICS, "Learning rates", about)
        yield session_start_value(_hparams(run), group=f"lr={run.learning_rate:g}")
    elif step == STEPS - 1:
        yield session_end_value(SUCCESS)


def _hparams(run: DemoRun) -> dict[str, float | bool | str | None]:
    """What the runs differ in, and what they have in common."""
    large = run.learning_rate >= _LARGE
    return {
        "lr": run.learning_rate,
        "batch_size": 128.0 if large else 64.0,
        "optimizer": "sgd" if large else "adam",
        "dropout": 0.2,
        "augment": True,
        "seed": float(run.seed),
    }
