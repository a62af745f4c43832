"""Cases 9 and 10: how long a chart takes to draw, and a key to be answered, beside the least that either can cost."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import frames, pressed, scalar_logs
from benchmarks.bench import Bench
from benchmarks.row import Row
from tbtui.analysis.labels import count_label

_RUNS: Final = 20
_TAGS: Final = 4
_KEYS: Final = 60
_ROUNDS: Final = 25
_SIZES: Final = (((120, 36), 33), ((200, 50), 50))
_MOST_BYTES: Final = 16_384
# plotext goes through all points of a frame in Python.
_PLOTEXT_POINTS: Final = 10_000


def charts(bench: Bench) -> Iterator[Row]:
    """Case 9: one frame of a chart."""
    few = frames.series(_RUNS, bench.sizes.part(_PLOTEXT_POINTS))
    own = frames.own_lines(few)
    mine = frames.median_ms(partial(frames.own_frame, own), _ROUNDS)
    theirs = frames.median_ms(partial(frames.plotext_frame, few), 3)
    what = f"chart of {_RUNS} runs x {count_label(len(few[0]))} points, 120x35"
    yield Row("9", what, f"{mine:.2f} ms", f"plotext: {theirs:,.0f} ms", f"{theirs / mine:,.0f}x faster", "", True)
    many = frames.own_lines(frames.series(_RUNS, bench.sizes.chart_points))
    frames.own_frame(many)
    again = frames.median_ms(partial(frames.own_frame, many), _ROUNDS)
    what = f"chart of {_RUNS} runs x {count_label(bench.sizes.chart_points)} points, 120x35"
    yield Row("9", what, f"{again:.2f} ms", "", f"{again:.2f} ms", "<= 4 ms", again <= 4)


def keys(bench: Bench) -> Iterator[Row]:
    """Case 10: one key in the Scalars screen, from tag to tag, each of them for the first time too."""
    points = bench.sizes.chart_points
    log = bench.log("keys", lambda path: scalar_logs.big_log(path, "simple", _RUNS, _TAGS, points))
    for size, target in _SIZES:
        with tempfile.TemporaryDirectory() as state:
            os.environ["XDG_STATE_HOME"] = state
            told = Path(state, "log")
            ready = partial(_is_loaded, told)
            own = pressed.press(pressed.own_command(log, told), size, ready, _TAGS, _KEYS)
        bare = pressed.press(pressed.bare_command(), size, lambda: True, _TAGS, _KEYS)
        what = f"key to paint, {_RUNS} runs x {count_label(points)} points a tag, {size[0]}x{size[1]}"
        slow, floor = own.slowest_twentieth * 1e3, bare.slowest_twentieth * 1e3
        against = f"a bare Textual app: p50 {bare.median * 1e3:.0f} ms, p95 {floor:.0f} ms"
        figure = f"p50 {own.median * 1e3:.0f} ms, p95 {slow:.0f} ms of {len(own.seconds)} keys"
        yield Row("10", what, figure, against, f"p95 {slow:.0f} ms", f"<= {target} ms", slow <= target)
        yield from _bytes(own, size)


def _is_loaded(told: Path) -> bool:
    return told.exists() and b"loaded" in told.read_bytes()


def _bytes(own: pressed.Pressed, size: tuple[int, int]) -> Iterator[Row]:
    most = max(own.sizes)
    if size == _SIZES[0][0]:
        yield Row("10", "bytes to the terminal per key", "", "", f"{most:,} at most", "<= 16 KiB", most <= _MOST_BYTES)
        yield Row("10", "bytes while nothing changes", "", "3 s", f"{own.idle}", "0", own.idle == 0)
