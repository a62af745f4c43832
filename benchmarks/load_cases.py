"""Cases 1 to 6: loading logs of several kinds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import blob_logs, scalar_logs
from benchmarks.bench import Bench
from benchmarks.rounds import Measured
from benchmarks.row import Row, faster, seconds
from tbtui.analysis.labels import count_label

_MEGA = 1e6
_FORMS = {
    "simple": "torch-style simple_value",
    "tensor": "TF2 tensors, metadata on every event",
    "tensor_first": "TF2 tensors, metadata on the first event",
}


def big_logs(bench: Bench) -> Iterator[Row]:
    """Cases 1, 3 and 4: 4 runs of 10 tags."""
    for form, title in _FORMS.items():
        log = bench.log(
            f"big_{form}", lambda path, form=form: scalar_logs.big_log(path, form, 4, 10, bench.sizes.steps)
        )
        found = bench.read(log, "tbtui", "Rust server", "plain")
        mine = found["tbtui"]
        what = f"{count_label(int(mine.median('points')))} scalars in 4 runs, {title}"
        if "Rust server" in found:
            yield faster("1", what, mine, found["Rust server"], "Rust server", 3)
        if "EventAccumulator" in bench.rivals:
            yield _beside_accumulator(bench, form, what, mine)
        ratio = mine.median() / found["plain"].median()
        yield Row(
            "3", what, seconds(mine), f"read(): {seconds(found['plain'])}", f"{ratio:.1f}x as long", "<= 4x", ratio <= 4
        )
        yield _memory(what, mine)


def _beside_accumulator(bench: Bench, form: str, what: str, mine: Measured) -> Row:
    """EventAccumulator takes minutes for a whole log: it reads a 40th, one run with a tenth of the steps."""
    part = bench.log(f"part_{form}", lambda path: scalar_logs.big_log(path, form, 1, 10, bench.sizes.steps // 10))
    found = bench.read(part, "EventAccumulator")["EventAccumulator"]
    return faster("1", what, mine, found, "EventAccumulator, a 40th of the log", 100, times=40)


def _memory(what: str, mine: Measured) -> Row:
    points = mine.median("points")
    each = (mine.median("peak") - mine.median("baseline")) / points
    figure, against = (
        f"peak {mine.median('peak') / _MEGA:.0f} MB",
        f"{mine.median('baseline') / _MEGA:.0f} MB once imported",
    )
    return Row("4", what, figure, against, f"{each:.1f} bytes a point", "<= 28", each <= 28)


def many_files(bench: Bench) -> Iterator[Row]:
    """Case 2: hundreds of runs of half a megabyte, thousands of 20 KB."""
    runs, small = bench.sizes.runs, bench.sizes.small_runs
    half_megabytes = bench.log("many", lambda path: scalar_logs.many_runs(path, runs, 9000))
    regular = bench.log("regular", lambda path: scalar_logs.big_log(path, "simple", runs, 17, 530))
    tiny = bench.log("small", lambda path: scalar_logs.many_runs(path, small, 350))
    costs = []
    for what, log in (
        (f"{runs:,} runs of 0.5 MB, 17 tags written in bursts", half_megabytes),
        (f"{runs:,} runs of 0.5 MB, 17 tags at every step", regular),
    ):
        found = bench.read(log, "tbtui", "Rust server")
        costs.append(_cost(found["tbtui"]))
        if "Rust server" in found:
            yield faster("2", what, found["tbtui"], found["Rust server"], "Rust server", 2)
    found = bench.read(tiny, "tbtui", "Rust server")
    mine = found["tbtui"]
    ratio = _cost(mine) / costs[0]
    what = f"{small:,} runs of 20 KB"
    yield Row(
        "2",
        what,
        f"{seconds(mine)}, {_cost(mine):.0f} ns an event",
        f"{costs[0]:.0f} ns an event with 0.5 MB",
        f"{ratio:.2f}x",
        "<= 1.5x",
        ratio <= 1.5,
    )
    if "Rust server" in found:
        yield faster("2", what, mine, found["Rust server"], "Rust server", 1)


def _cost(measured: Measured) -> float:
    return 1e9 * measured.median() / measured.median("points")


def blobs(bench: Bench) -> Iterator[Row]:
    """Case 5: what is large is not read, what is not is checked."""
    large = bench.log("blobs", lambda path: blob_logs.blobs(path, bench.sizes.blob_bytes))
    size = _bytes(large)
    mine = bench.read(large, "tbtui")["tbtui"]
    share = mine.median("read") / size
    yield Row(
        "5",
        f"{size / _MEGA:,.0f} MB of images and histograms of 64 KiB to 1 MiB",
        seconds(mine),
        f"{mine.median('read') / _MEGA:.1f} MB read",
        f"{share:.2%} of the bytes",
        "<= 2 %",
        share <= 0.02,
    )
    medium = bench.log("histograms", lambda path: blob_logs.histograms(path, bench.sizes.histogram_bytes))
    size = _bytes(medium)
    mine = bench.read(medium, "tbtui")["tbtui"]
    speed = size / mine.median() / 1e9
    yield Row(
        "5",
        f"{size / _MEGA:,.0f} MB of histograms of 1-10 KB in 4 runs, all checked",
        seconds(mine),
        "",
        f"{speed:.2f} GB/s",
        ">= 1 GB/s",
        speed >= 1,
    )


def _bytes(log: Path) -> int:
    return sum(path.stat().st_size for path in log.rglob("*tfevents*"))


def irregular(bench: Bench) -> Iterator[Row]:
    """Case 6: a thousand tags, regular and not."""
    log = bench.log("tags", lambda path: scalar_logs.big_log(path, "simple", 1, 1000, bench.sizes.many_tags_steps))
    found = bench.read(log, "tbtui", "Rust server")
    mine = found["tbtui"]
    speed = mine.median("points") / mine.median() / _MEGA
    yield Row("6", "1,000 regular tags", seconds(mine), "", f"{speed:.1f} M events/s", ">= 1 M/s", speed >= 1)
    log = bench.log("irregular", lambda path: scalar_logs.irregular(path, bench.sizes.irregular_events))
    found = bench.read(log, "tbtui", "general_path", "Rust server")
    what = "1,000 tags in any order, merged summaries, descriptions, two layouts of one tag"
    yield faster("6", what, found["tbtui"], found["general_path"], "general path", 1)
    if "Rust server" in found:
        yield faster("6", what, found["tbtui"], found["Rust server"], "Rust server", 1)
