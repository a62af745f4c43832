"""Cases 7 and 8: beside running jobs, and in the app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarks import keys, scalar_logs
from benchmarks.bench import Bench
from benchmarks.readers import own
from benchmarks.row import Row


def tailing(bench: Bench) -> Iterator[Row]:
    """Case 7: beside jobs that write."""
    runs = bench.sizes.tailed_runs
    log = bench.log("tailed", lambda path: scalar_logs.many_runs(path, runs, 350))
    found = own("tailing").run(log)
    ten, one, hundred = found["10"], found["1"], found["100"]
    grew = f"{runs:,} stats {ten['look']:.1f}, read {ten['read']:.1f}, publish {ten['publish']:.2f}"
    others = f"read and publish 1: {_two(one)}; 100: {_two(hundred)} ms"
    growth = (hundred["read"] + hundred["publish"]) / (ten["read"] + ten["publish"])
    what = f"reload in which 10 of {runs:,} files grew"
    yield Row("7", what, f"{grew} ms", others, f"{growth:.1f}x for 10x as much", "in proportion", growth <= 15)
    yield Row(
        "7", f"idle beside {runs:,} runs", "", "", f"{found['idle']:.2%} of a core", "< 1 %", found["idle"] < 0.01
    )
    slowest = max(found["delays"])
    yield Row(
        "7",
        "one event appended to a quiet file",
        f"published after {slowest:.2f} s at most",
        f"{len(found['delays'])} events",
        f"interval {found['interval']:g} s",
        "one interval",
        slowest <= 1.1 * found["interval"],
    )


def _two(found: Mapping[str, float]) -> str:
    return f"{found['read']:.2f} + {found['publish']:.2f}"


def app(bench: Bench) -> Iterator[Row]:
    """Case 8: keys while loading."""
    log = bench.log("big_simple", lambda path: scalar_logs.big_log(path, "simple", 4, 10, bench.sizes.steps))
    longer = bench.log("loading", lambda path: keys.linked(log, path, 4))
    found = keys.measure(longer, bench.rounds)
    slow = found.slowest_twentieth * 1e3
    yield Row(
        "8",
        "key to paint while case 1 (4 times over) is loaded, 120x36",
        f"p95 of {len(found.keys)} keys",
        "",
        f"{slow:.0f} ms",
        "< 50 ms",
        slow < 50,
    )
    late = found.first_frame - found.first_frame_without_logs
    yield Row(
        "8",
        "first frame",
        f"{found.first_frame * 1e3:.0f} ms",
        f"{found.first_frame_without_logs * 1e3:.0f} ms on an empty directory",
        f"{late * 1e3:+.0f} ms",
        "not later",
        late < 0.02,
    )
