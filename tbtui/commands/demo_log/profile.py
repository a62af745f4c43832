"""A profile of the demo: a trace of a few training steps, which Perfetto opens."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from typing import Any, Final

from tbtui.commands.demo_log import RUNS, DemoRun

_SESSION: Final = "2026_01_01_12_00_00"
_STEPS: Final = 20
# What a step does, and for how many microseconds.
_PARTS: Final = (("load batch", 180), ("forward", 640), ("backward", 1150), ("optimizer", 210))


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """A profile is no event."""
    return iter(())


def finish(directory: str) -> None:
    """Write the trace beside the event files of the first run."""
    place = os.path.join(directory, RUNS[0].name, "plugins", "profile", _SESSION)
    os.makedirs(place, exist_ok=True)
    with gzip.open(os.path.join(place, "demo.trace.json.gz"), "wt", encoding="utf-8") as file:
        json.dump({"traceEvents": list(_events())}, file)


def _events() -> Iterator[dict[str, Any]]:
    """Events of the Chrome trace format, one for each part of each step."""
    now = 0
    for step in range(_STEPS):
        for name, duration in _PARTS:
            yield {"name": name, "ph": "X", "ts": now, "dur": duration, "pid": 1, "tid": 1, "args": {"step": step}}
            now += duration
