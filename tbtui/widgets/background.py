"""Work that must not be done on the UI thread: reading entries, decoding, reducing. The latest request counts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from textual.app import App

Result = TypeVar("Result")


class Background:
    """Runs work on one thread and hands the results back to the UI thread.

    Each piece of work has a name. What was asked for under a name and has not begun is replaced by what is asked for
    next; what has begun is finished and shown, so that holding a key down shows something on the way.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="tbtui-background")
        self._lock = threading.Lock()
        self._waiting: dict[str, Callable[[], None]] = {}
        self.busy = 0
        """How many pieces of work have been asked for and not been shown or replaced; for tests and indicators."""

    def run(self, name: str, work: Callable[[], Result], then: Callable[[Result], None] = lambda _: None) -> None:
        """Do ``work`` in the background and call ``then`` with its result on the UI thread.

        Work must catch what it can explain; an exception that it lets out ends the app with a traceback, as one on
        the UI thread would.
        """

        def job() -> None:
            result = work()
            self._app.call_later(self._deliver, then, result)

        with self._lock:
            begun = name not in self._waiting
            self._waiting[name] = job
            self.busy += begun
        if begun:
            self._executor.submit(self._next, name)

    def _next(self, name: str) -> None:
        with self._lock:
            job = self._waiting.pop(name)
        try:
            job()
        except Exception as error:
            self._app.call_later(self._raise, error)

    def _deliver(self, then: Callable[[Result], None], result: Result) -> None:
        self.busy -= 1
        if self._app.is_running:
            then(result)

    def _raise(self, error: Exception) -> None:
        self.busy -= 1
        raise error

    def stop(self) -> None:
        """Drop what has not begun; does not wait for what has."""
        self._executor.shutdown(wait=False, cancel_futures=True)
