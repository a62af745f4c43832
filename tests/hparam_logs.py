"""Writes small logs with sessions: what the tests of hparams need."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tbtui.model.hparams import HParam
from tbtui.parsing.event_writer import simple_value, summary_event
from tbtui.parsing.hparams_writer import SUCCESS, session_end_value, session_start_value
from tests.conftest import event_bytes

Write = Callable[..., Path]


def write_session(
    write: Write,
    run: str,
    hparams: Mapping[str, HParam | None],
    metrics: Mapping[str, Sequence[float]] | None = None,
    *,
    group: str = "",
    status: int | None = SUCCESS,
) -> None:
    """A run with a start, a value of each metric at each step, and an end."""
    values: list[list[Any]] = [[session_start_value(hparams, group)]]
    for tag, series in (metrics or {}).items():
        for step, number in enumerate(series):
            values += [[]] * (step + 1 - len(values))
            values[step] = [*values[step], simple_value(tag, number)]
    if status is not None:
        values.append([session_end_value(status)])
    events = [summary_event(step, 1.7e9 + step, found) for step, found in enumerate(values)]
    write(f"{run}/events.out.tfevents.1", event_bytes(*events))


def write_sweep(write: Write) -> None:
    """Six sessions in four groups: the middle learning rate is best, one session failed, one has no dropout."""
    rows: list[tuple[str, float, str, float | None, float]] = [
        ("a", 0.001, "adam", 0.1, 0.85),
        ("b", 0.01, "adam", 0.1, 0.2),
        ("c", 0.01, "adam", 0.1, 0.4),
        ("d", 0.1, "sgd", 0.5, 0.8),
        ("e", 0.1, "sgd", 0.5, 1.0),
        ("f", 1.0, "sgd", None, 2.0),
    ]
    for number, (name, lr, optimizer, dropout, loss) in enumerate(rows):
        hparams: dict[str, HParam | None] = {"lr": lr, "optimizer": optimizer, "bias": True, "seed": float(number)}
        if dropout is not None:
            hparams["dropout"] = dropout
        metrics = {"val/loss": [3.0, loss], "val/accuracy": [0.0, 1 - loss / 2]}
        write_session(write, name, hparams, metrics, group=f"lr={lr:g}", status=2 if name == "e" else SUCCESS)
