"""The background reload loop: discovers, reads what is new, publishes snapshots; looks again now and then.

Files are looked at by stat, since notifications are blind on network file systems: all of them at every interval while
that costs next to nothing; else those that grew lately, and the others as seldom as it takes. Directories are looked
at in every tenth round.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final, Protocol

from tbtui.model.snapshot import Snapshot
from tbtui.parsing.event_file import TailedFile
from tbtui.parsing.logdir import Logdir
from tbtui.parsing.long_lived import long_lived_objects

_log = logging.getLogger(__name__)

_RESCAN_FACTOR: Final = 10
# Files that did not grow lately may take this share of the time to be looked at, and wait for so many rounds at most.
_LOOK_SHARE: Final = 0.01
_SELDOMEST: Final = 10
# The least cost of so many looks counts: one may have been held up by what else the machine does.
_COSTS: Final = 5
# A file counts as growing for so many rounds after it grew.
_GREW_LATELY: Final = 10
_PUBLISH_SECONDS: Final = 0.25
# Publishing may take at most this share of the time spent loading.
_PUBLISH_SHARE: Final = 0.1
_WORKERS: Final = 2


class Wake(Protocol):
    """What a loader waits on between rounds; ``threading.Event`` is one."""

    def set(self) -> None:
        """End the wait that is under way, or the next one."""

    def clear(self) -> None:
        """Let the next wait last."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait so many seconds, or until ``set`` is called."""


class Loader:
    """Reloads a logdir on a thread of its own and hands each snapshot to ``publish``.

    ``interval`` 0 reads once. An exception of the thread is handed to ``fail``: nothing dies in silence. Files are read
    on ``executor``, which stays the caller's; on threads of its own where none is given.
    """

    def __init__(
        self,
        logdir: Logdir,
        publish: Callable[[Snapshot], None],
        fail: Callable[[BaseException], None],
        *,
        interval: float = 1.0,
        executor: Executor | None = None,
        clock: Callable[[], float] = time.monotonic,
        wake: Wake | None = None,
    ) -> None:
        self._logdir, self._publish, self._fail = logdir, publish, fail
        self._interval, self._clock = interval, clock
        self._own_executor = None if executor else ThreadPoolExecutor(_WORKERS, thread_name_prefix="tbtui-read")
        self._executor = executor or self._own_executor
        self._wake: Wake = wake or threading.Event()
        self._stopped = False
        self._asked = False
        self._round = 0
        self._grown: dict[TailedFile, int] = {}
        self._look_costs: deque[float] = deque(maxlen=_COSTS)
        self._quiet_factor = 1
        """In every so many rounds all files are looked at."""

    def start(self) -> None:
        """Begin to load, on a new thread."""
        threading.Thread(target=self.run, name="tbtui-loader", daemon=True).start()

    def stop(self) -> None:
        """End as soon as the read that is under way is done; does not wait for it."""
        self._stopped = True
        self._wake.set()
        if self._own_executor:
            self._own_executor.shutdown(wait=False, cancel_futures=True)

    def reload_now(self) -> None:
        """Look at all files and directories at once."""
        self._asked = True
        self._wake.set()

    def run(self) -> None:
        """Load until it is stopped, on this thread."""
        try:
            with long_lived_objects():
                self._load_all()
            while self._wait():
                self._look_again()
        except Exception as error:
            if not self._stopped:
                self._fail(error)

    def _wait(self) -> bool:
        """Wait for the next round, or until a reload is asked for; False when stopped."""
        if not (self._stopped or self._asked):
            self._wake.wait(self._interval or None)
        self._wake.clear()
        return not self._stopped

    def _load_all(self) -> None:
        begun = self._clock()
        self._logdir.rescan()
        wanted = self._logdir.look(self._logdir.tailed())
        self._publish(self._logdir.publish(loading=bool(wanted)))
        self._read(wanted)
        _log.info("loaded %d files of %d runs in %.3f s", len(wanted), len(self._logdir.runs), self._clock() - begun)

    def _look_again(self) -> None:
        """One round: the files and directories whose turn it is."""
        self._round += 1
        asked, self._asked = self._asked, False
        rescan = asked or self._round % _RESCAN_FACTOR == 0
        if rescan:
            self._logdir.rescan()
        if rescan or self._round % self._quiet_factor == 0:
            wanted = self._look_at_all()
        else:
            wanted = self._logdir.look(self._growing())
        if wanted:
            self._read(wanted)
        elif self._logdir.changed():
            self._publish(self._logdir.publish())

    def _look_at_all(self) -> list[TailedFile]:
        """Those files that are worth reading; notes how often that look may be taken."""
        begun = self._clock()
        wanted = self._logdir.look(self._logdir.tailed())
        self._look_costs.append(self._clock() - begun)
        if self._interval:
            share = min(self._look_costs) / self._interval
            self._quiet_factor = min(_SELDOMEST, 1 + int(share / _LOOK_SHARE))
        return wanted

    def _growing(self) -> list[TailedFile]:
        self._grown = {file: number for file, number in self._grown.items() if self._round - number <= _GREW_LATELY}
        return list(self._grown)

    def _read(self, wanted: list[TailedFile]) -> None:
        """Read these files, publishing what came so far every now and then."""
        for file in wanted:
            self._grown[file] = self._round
        begun = published = self._clock()
        spent = 0.0
        for _ in self._logdir.read(wanted, self._executor):
            if self._stopped:
                return
            now = self._clock()
            if now - published >= _PUBLISH_SECONDS and spent <= _PUBLISH_SHARE * (now - begun):
                self._publish(self._logdir.publish(loading=True))
                published = self._clock()
                spent += published - now
        self._publish(self._logdir.publish())
