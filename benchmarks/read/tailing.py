"""tbtui beside running jobs: what looking, reading and publishing cost once everything has been read."""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tbtui.loader import Loader
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.event_writer import frame, simple_value, summary_event
from tbtui.parsing.logdir import Logdir

_TIMES = 15
_IDLE_SECONDS = 20.0
_INTERVAL = 1.0


def append(paths: Sequence[Path]) -> None:
    """One more event to each of these files."""
    record = frame(summary_event(1 << 20, time.time(), [simple_value("losses/value_loss", 0.5)]).SerializeToString())
    for path in paths:
        with path.open("ab") as file:
            file.write(record)


def reload_costs(root: Path, grown: int) -> dict[str, float]:
    """Milliseconds that a reload takes in which so many files grew by one event, stage by stage."""
    logdir = Logdir({"": str(root)})
    logdir.reload()
    paths = sorted(root.rglob("*tfevents*"))[:: max(1, len(logdir.runs) // max(1, grown))][:grown]
    stages: list[tuple[float, float, float]] = []
    for _ in range(_TIMES):
        append(paths)
        begun = time.perf_counter()
        wanted = logdir.look(logdir.tailed())
        looked = time.perf_counter()
        for _ in logdir.read(wanted):
            pass
        read = time.perf_counter()
        logdir.publish()
        stages.append((looked - begun, read - looked, time.perf_counter() - read))
    look, read_new, publish = (1e3 * statistics.median(column) for column in zip(*stages, strict=True))
    return {"look": look, "read": read_new, "publish": publish}


def live(root: Path) -> dict[str, object]:
    """The loader of the app: its share of a core while nothing happens, and how soon an event is published."""
    fresh = threading.Event()
    loader = Loader(Logdir({"": str(root)}), _teller(fresh), _raise, interval=_INTERVAL)
    loader.start()
    while not fresh.wait(0.5):
        pass
    time.sleep(2.0)
    used, begun = time.process_time(), time.perf_counter()
    time.sleep(_IDLE_SECONDS)
    idle = (time.process_time() - used) / (time.perf_counter() - begun)
    paths = sorted(root.rglob("*tfevents*"))
    delays = [_delay(paths[number * 37 % len(paths)], fresh) for number in range(_TIMES)]
    loader.stop()
    return {"idle": idle, "delays": delays, "interval": _INTERVAL}


def _delay(path: Path, fresh: threading.Event) -> float:
    fresh.clear()
    begun = time.perf_counter()
    append([path])
    if not fresh.wait(30.0):
        raise RuntimeError(f"an event that was appended to {path} was not published within 30 s")
    return time.perf_counter() - begun


def _teller(fresh: threading.Event) -> Callable[[Snapshot], None]:
    def publish(snapshot: Snapshot) -> None:
        if not snapshot.progress.loading:
            fresh.set()

    return publish


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    logs = Path(sys.argv[1])
    print(
        json.dumps(
            {"1": reload_costs(logs, 1), "10": reload_costs(logs, 10), "100": reload_costs(logs, 100), **live(logs)}
        )
    )
