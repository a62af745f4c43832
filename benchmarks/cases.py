"""The cases: the log that each needs, who reads it, and what the figures must be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import blob_logs, keys, scalar_logs
from benchmarks.readers import Reader, own
from benchmarks.rounds import Measured, measure
from benchmarks.row import Row, faster, seconds
from benchmarks.sizes import Sizes
from tbtui.analysis.labels import count_label

_MEGA = 1e6
_FORMS = {
    "simple": "torch-style simple_value",
    "tensor": "TF2 tensors, metadata on every event",
    "tensor_first": "TF2 tensors, metadata on the first event",
}


@dataclass(frozen=True)
class Bench:
    """Where the logs are, how large, and who is there to read them."""

    directory: Path
    sizes: Sizes
    rivals: Mapping[str, Reader]
    rounds: int

    def log(self, name: str, make: Callable[[Path], None]) -> Path:
        """The log of that name, made if it is not there."""
        path = self.directory / f"{name}-{self.sizes.share:g}"
        done = path.with_suffix(path.suffix + ".done")
        if not done.exists():
            make(path)
            done.touch()
        return path

    def read(self, log: Path, *names: str) -> dict[str, Measured]:
        """What these readers take, those of the rivals that are there among them."""
        readers = [own(name) for name in names if name not in ("Rust server", "EventAccumulator")]
        readers += [self.rivals[name] for name in names if name in self.rivals]
        return measure(readers, log, self.rounds)


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
            one_run = bench.read(log / "run_0", "EventAccumulator")["EventAccumulator"]
            yield faster("1", what, mine, one_run, "EventAccumulator, one of the 4 runs", 100, times=4)
        ratio = mine.median() / found["plain"].median()
        yield Row(
            "3", what, seconds(mine), f"read(): {seconds(found['plain'])}", f"{ratio:.1f}x as long", "<= 4x", ratio <= 4
        )
        yield _memory(what, mine)


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
        f"{size / _MEGA:,.0f} MB of histograms of 1-10 KB, all checked",
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


def tailing(bench: Bench) -> Iterator[Row]:
    """Case 7: beside jobs that write."""
    runs = bench.sizes.tailed_runs
    log = bench.log("tailed", lambda path: scalar_logs.many_runs(path, runs, 350))
    found = own("tailing").run(log)
    ten, one, hundred = found["10"], found["1"], found["100"]
    looked = f"{runs:,} stats {ten['look']:.1f} ms"
    yield Row(
        "7",
        f"reload, 10 of {runs:,} files grew",
        f"{sum(ten.values()):.1f} ms: {looked}, read {ten['read']:.1f}, publish {ten['publish']:.2f}",
        f"1 file: read {one['read']:.2f}, publish {one['publish']:.2f}; 100 files: {hundred['read']:.1f}, {hundred['publish']:.2f}",
        f"{hundred['publish'] / ten['publish']:.1f}x to publish 10x as much",
        "in proportion",
        hundred["publish"] <= 15 * ten["publish"] and ten["read"] <= 15 * one["read"],
    )
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


def app(bench: Bench) -> Iterator[Row]:
    """Case 8: keys while loading."""
    log = bench.log("big_simple", lambda path: scalar_logs.big_log(path, "simple", 4, 10, bench.sizes.steps))
    longer = bench.log("loading", lambda path: keys.linked(log, path, 4))
    points = count_label(16 * 10 * bench.sizes.steps)
    found = keys.measure(longer, f"{points} points".encode(), bench.rounds)
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


CASES: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "big": big_logs,
    "many": many_files,
    "blobs": blobs,
    "irregular": irregular,
    "tailing": tailing,
    "app": app,
}
