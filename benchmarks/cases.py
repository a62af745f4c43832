"""The cases by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.bench import Bench
from benchmarks.live_cases import app, tailing
from benchmarks.load_cases import big_logs, blobs, irregular, many_files
from benchmarks.row import Row
from benchmarks.screen_cases import charts, keys

CASES: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "big": big_logs,
    "many": many_files,
    "blobs": blobs,
    "irregular": irregular,
    "tailing": tailing,
    "app": app,
    "charts": charts,
    "keys": keys,
}
