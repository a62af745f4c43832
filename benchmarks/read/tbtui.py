"""tbtui: the loader as the app starts it, until the snapshot that holds everything is published."""

from __future__ import annotations

import sys
import threading

from benchmarks.read.report import measure
from tbtui.loader import Loader
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.logdir import Logdir


def read(logdir: str) -> int:
    done = threading.Event()
    last: list[Snapshot] = []
    failed: list[BaseException] = []

    def publish(snapshot: Snapshot) -> None:
        last[:] = [snapshot]
        if not snapshot.progress.loading:
            done.set()

    def fail(error: BaseException) -> None:
        failed.append(error)
        done.set()

    loader = Loader(Logdir({"": logdir}), publish, fail, interval=0)
    loader.start()
    done.wait()
    loader.stop()
    if failed:
        raise failed[0]
    return last[0].points


if __name__ == "__main__":
    measure(lambda: read(sys.argv[1]))
