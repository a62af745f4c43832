"""A small log of a training job that never was: several runs, every kind of summary, one run still being written.

Each module of this package adds one kind: its ``values(run, step)`` yields the summary values of a step, and its
``finish(directory, run)``, where it has one, writes what lies beside the event files.
"""

from __future__ import annotations

import importlib
import math
import os
import pkgutil
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Final

from tbtui.parsing.event_writer import EventWriter, session_event, summary_event

STEPS: Final = 400
LIVE: Final = "lr=0.01,seed=1"
_LIVE_STEPS: Final = 120
_SECONDS_A_STEP: Final = 1.5
_START: Final = 1


@dataclass(frozen=True, slots=True)
class DemoRun:
    """One run of the demo: what makes it differ from the others."""

    name: str
    learning_rate: float
    seed: int
    restarted_at: int | None = None
    """The step from which it was run once more after a crash."""

    @property
    def quality(self) -> float:
        """How well its learning rate suits, from 0 to 1: best at 0.01, and worse to be above than below."""
        decades = math.log10(self.learning_rate / 0.01)
        return math.exp(-(1.6 if decades > 0 else 0.7) * decades**2)


RUNS: Final = (
    DemoRun("lr=0.001,seed=0", 0.001, 0),
    DemoRun("lr=0.01,seed=0", 0.01, 0, restarted_at=220),
    DemoRun("lr=0.1,seed=0", 0.1, 0),
    DemoRun(LIVE, 0.01, 1),
)


@cache
def kinds() -> tuple[ModuleType, ...]:
    """The modules of this package, each a kind of summary."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def step_values(run: DemoRun, step: int) -> Iterator[Any]:
    """All summary values that a run writes at a step."""
    for kind in kinds():
        yield from kind.values(run, step)


def write_run(directory: str, run: DemoRun, steps: Iterable[int], begin: float) -> None:
    """One event file with these steps of a run, the first of them at ``begin``."""
    writer = EventWriter(os.path.join(directory, run.name), begin)
    for count, step in enumerate(steps):
        wall_time = begin + count * _SECONDS_A_STEP
        if step and not count:
            writer.add(session_event(_START, step, wall_time))
        writer.add(*(summary_event(step, wall_time, [value]) for value in step_values(run, step)))
    writer.close()


def write_log(directory: str, now: float | None = None) -> None:
    """All runs as they stand when the demo opens, ``now``; the live one has come to about a third."""
    now = time.time() if now is None else now
    for run in RUNS:
        if run.name == LIVE:
            write_run(directory, run, range(_LIVE_STEPS), now - _LIVE_STEPS * _SECONDS_A_STEP)
            continue
        begin = now - 3600 - STEPS * _SECONDS_A_STEP
        if run.restarted_at:
            write_run(directory, run, range(run.restarted_at + 40), begin - 2000)
            write_run(directory, run, range(run.restarted_at, STEPS), begin)
        else:
            write_run(directory, run, range(STEPS), begin)
    for kind in kinds():
        if hasattr(kind, "finish"):
            kind.finish(directory)


class BackgroundWriter:
    """Goes on writing the live run, a step every so often, until it is stopped."""

    def __init__(self, directory: str, seconds: float = _SECONDS_A_STEP) -> None:
        self._directory, self._seconds = directory, seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write, name="tbtui-demo", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait until the file is closed."""
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        (run,) = (run for run in RUNS if run.name == LIVE)
        writer = EventWriter(os.path.join(self._directory, run.name), time.time(), "demo.1")
        step = _LIVE_STEPS
        while not self._stop.wait(self._seconds) and step < STEPS:
            writer.add(*(summary_event(step, time.time(), [value]) for value in step_values(run, step)))
            step += 1
        writer.close()
