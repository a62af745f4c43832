"""tbtui without its fast paths: every record by itself, as the general path takes it."""

from __future__ import annotations

import sys

from benchmarks.read.report import measure
from benchmarks.read.tbtui import read
from tbtui.parsing import framed, read_portion


def without_fast_paths() -> None:
    """Let no record be matched and no files be read together."""
    framed.match_records = lambda *_: []  # type: ignore[assignment]
    framed.match_entries = lambda *_: []  # type: ignore[assignment]
    read_portion.read_together = lambda _, paths: [None] * len(paths)  # type: ignore[assignment]


if __name__ == "__main__":
    without_fast_paths()
    measure(lambda: read(sys.argv[1]))
