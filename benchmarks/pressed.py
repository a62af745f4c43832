"""How soon a key is answered in a pty, and with how many bytes: tbtui beside a bare Textual app."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.terminal import Terminal

_DOWN, _UP = b"\x1b[B", b"\x1b[A"
_REST: Final = 0.15
"""Seconds between two keys, as of someone who looks at what came."""
_QUIET_SECONDS: Final = 3.0


@dataclass(frozen=True)
class Pressed:
    """What keys gave at one size of the terminal."""

    seconds: tuple[float, ...]
    sizes: tuple[int, ...]
    """Bytes to the terminal for each key."""
    idle: int
    """Bytes to the terminal while nothing happened."""

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    @property
    def slowest_twentieth(self) -> float:
        """Seconds that 95 % of the keys kept below."""
        return sorted(self.seconds)[int(0.95 * len(self.seconds))]


def press(command: Sequence[str], size: tuple[int, int], ready: Callable[[], bool], tags: int, keys: int) -> Pressed:
    """Start a program, wait until it is ready, go down and up a list of ``tags`` rows."""
    terminal = Terminal(command, *size)
    try:
        while not ready():
            terminal.read(0.05)
        settle(terminal, 2.0)
        way = ([_DOWN] * (tags - 1) + [_UP] * (tags - 1)) * (keys // (2 * tags - 2) + 1)
        seconds, sizes = [], []
        for key in way[:keys]:
            before = len(terminal.output)
            delay = terminal.press(key)
            settle(terminal, _REST)
            if delay is not None:
                seconds.append(delay)
                sizes.append(len(terminal.output) - before)
        before = len(terminal.output)
        settle(terminal, _QUIET_SECONDS)
        return Pressed(tuple(seconds), tuple(sizes), len(terminal.output) - before)
    finally:
        terminal.close()


def settle(terminal: Terminal, seconds: float) -> None:
    """Take what comes for so long."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.read(left)


def own_command(logdir: Path, told: Path) -> list[str]:
    """tbtui on its Scalars screen; it tells in a file when all is loaded."""
    return [sys.executable, "-m", "tbtui", "--screen", "scalars", "--log-file", str(told), str(logdir)]


def bare_command() -> list[str]:
    """The bare app."""
    return [sys.executable, "-m", "benchmarks.bare_app"]
