"""Plain reading: the bytes of every file by one ``read()``, and nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.read.report import measure


def read(logdir: str) -> int:
    for path in sorted(Path(logdir).rglob("*tfevents*")):
        with path.open("rb", buffering=0) as file:
            file.read()
    return 0


if __name__ == "__main__":
    measure(lambda: read(sys.argv[1]))
