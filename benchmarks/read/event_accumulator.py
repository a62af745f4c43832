"""TensorBoard's EventAccumulator, told to keep every scalar. Runs under the interpreter that has tensorboard."""

from __future__ import annotations

import sys
from pathlib import Path

from tensorboard.backend.event_processing import plugin_event_accumulator

from benchmarks.read.report import measure

_KEEP_ALL = {"scalars": 0}


def read(logdir: str) -> int:
    points = 0
    for run in sorted({path.parent for path in Path(logdir).rglob("*tfevents*")}):
        accumulator = plugin_event_accumulator.EventAccumulator(str(run), tensor_size_guidance=_KEEP_ALL)
        accumulator.Reload()
        points += sum(len(accumulator.Tensors(tag)) for tag in accumulator.Tags()["tensors"])
    return points


if __name__ == "__main__":
    measure(lambda: read(sys.argv[1]))
