"""``tbtui demo``: write a small log to a temporary directory, go on writing it, and open it."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from tbtui.commands.demo_log import BackgroundWriter, write_log
from tbtui.model.config import Config


def run(config: Config, open_app: Callable[[Config], int]) -> int:
    """Open the demo with ``open_app`` until it is quit; the log is removed then."""
    with _ends_when_told(), tempfile.TemporaryDirectory(prefix="tbtui-demo-") as directory:
        write_log(directory)
        writer = BackgroundWriter(directory)
        writer.start()
        try:
            return open_app(replace(config, roots={"": directory}, keep_view=False))
        finally:
            writer.stop()


@contextmanager
def _ends_when_told() -> Iterator[None]:
    """SIGTERM and SIGHUP end with an exception, so that the log is removed, until the app heeds them itself."""
    numbers = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.signal(number, _end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)
