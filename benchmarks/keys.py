"""Case 8: the app in a real pty while it loads: when the first frame comes, and how soon each key is answered."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.terminal import Terminal

_FIRST_FRAME = b"opening "
_FIRST_SCREEN = b"Runs"
_LOADED = b"loaded"
_KEYS = (b"\x1b[B", b"\x1b[B", b"\x1b[A", b"\x1b[A")


@dataclass(frozen=True)
class Answers:
    """What several starts gave, in seconds."""

    first_frame: float
    first_frame_without_logs: float
    keys: tuple[float, ...]
    """Every key that was pressed while the log was being loaded."""

    @property
    def slowest_twentieth(self) -> float:
        """The delay that 95 % of the keys kept below."""
        return sorted(self.keys)[int(0.95 * len(self.keys))]


def linked(log: Path, directory: Path, copies: int) -> None:
    """A log that holds another one so many times: the same files under new names, so that loading takes longer."""
    for source in sorted(log.rglob("*tfevents*")):
        for copy in range(copies):
            target = directory / f"copy_{copy}" / source.relative_to(log)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, target)


def measure(logdir: Path, rounds: int) -> Answers:
    """Start the app so many times on the log and on an empty directory."""
    first: list[float] = []
    empty: list[float] = []
    keys: list[float] = []
    with tempfile.TemporaryDirectory() as state, tempfile.TemporaryDirectory() as nothing:
        os.environ["XDG_STATE_HOME"] = state
        for _ in range(rounds):
            empty.append(_start(Path(nothing), Path(state, "log"))[0])
            frame, pressed = _start(logdir, Path(state, "log"))
            first.append(frame)
            keys += pressed
    return Answers(statistics.median(first), statistics.median(empty), tuple(keys))


def _start(logdir: Path, told: Path) -> tuple[float, list[float]]:
    """When the first frame was there, and the delay of each key until the app tells that all is loaded."""
    told.unlink(missing_ok=True)
    terminal = Terminal([sys.executable, "-m", "tbtui", "--log-file", str(told), str(logdir)])
    try:
        frame = terminal.wait_for(_FIRST_FRAME)
        terminal.wait_for(_FIRST_SCREEN)
        pressed: list[float] = []
        while _LOADED not in told.read_bytes():
            delay = terminal.press(_KEYS[len(pressed) % len(_KEYS)])
            if delay is not None:
                pressed.append(delay)
            terminal.read(0.02)
        return frame, pressed
    finally:
        terminal.close()
