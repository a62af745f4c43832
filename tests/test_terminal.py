"""The app in a real pseudo-terminal: however it ends, it leaves the terminal as it was."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_LEAVE_SCREEN, _SHOW_CURSOR, _MOUSE_OFF = b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l"
_SECONDS = 20


class Terminal:
    """The app on a pseudo-terminal of its own, and all that it wrote."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process, self.descriptor, self.written = process, descriptor, b""

    def read(self, seconds: float) -> bool:
        """Read what there is; False once the app is gone."""
        if select.select([self.descriptor], [], [], seconds)[0]:
            try:
                data = os.read(self.descriptor, 1 << 16)
            except OSError:
                return False
            self.written += data
            return bool(data)
        return self.process.poll() is None

    def wait_for(self, text: bytes) -> None:
        until = time.monotonic() + _SECONDS
        while text not in self.written:
            assert time.monotonic() < until, f"{text!r} was never written: {self.written[-300:]!r}"
            assert self.read(0.2), f"ended before {text!r}: {self.written[-2000:]!r}"

    def end(self) -> int:
        """Read to the end; the exit status."""
        until = time.monotonic() + _SECONDS
        while self.read(0.2):
            assert time.monotonic() < until, "the app does not end"
        return self.process.wait(_SECONDS)

    def press(self, keys: bytes) -> None:
        os.write(self.descriptor, keys)


@contextmanager
def opened(logdir: Path, *options: str, **environment: str) -> Iterator[Terminal]:
    primary, secondary = pty.openpty()
    fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "tbtui", *options, str(logdir)],
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
        start_new_session=True,
        env=os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environment,
    )
    os.close(secondary)
    try:
        yield Terminal(process, primary)
    finally:
        process.kill()
        process.wait()
        os.close(primary)


@pytest.mark.parametrize(
    ("how", "status"),
    [(b"q", 0), (b"\x03", 0), (signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGHUP, 128 + signal.SIGHUP)],
)
def test_however_it_ends_the_terminal_is_left_as_it_was(
    demo_log: Path, how: bytes | signal.Signals, status: int
) -> None:
    with opened(demo_log) as terminal:
        terminal.wait_for(b" points")
        if isinstance(how, bytes):
            terminal.press(how)
        else:
            os.kill(terminal.process.pid, how)
        assert terminal.end() == status
        for sequence in (_LEAVE_SCREEN, _SHOW_CURSOR, _MOUSE_OFF):
            assert sequence in terminal.written
        assert b"Traceback" not in terminal.written


def test_a_suspended_app_comes_back(demo_log: Path) -> None:
    with opened(demo_log) as terminal:
        terminal.wait_for(b" points")
        terminal.press(b"\x1a")
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        terminal.wait_for(_LEAVE_SCREEN)
        terminal.written = b""
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for(b"Runs in")
        terminal.press(b"q")
        assert terminal.end() == 0


def test_a_terminal_without_utf8_gets_ascii(demo_log: Path) -> None:
    with opened(demo_log, "--screen", "scalars", PYTHONIOENCODING="latin-1", PYTHONUTF8="0") as terminal:
        terminal.wait_for(b"train")
        terminal.press(b"q")
        terminal.end()
        shown = terminal.written.decode("latin-1")
        assert "\\u28" not in shown
        assert shown.isascii()


def test_without_mouse_no_reports_are_asked_for(demo_log: Path) -> None:
    with opened(demo_log, "--no-mouse") as terminal:
        terminal.wait_for(b" points")
        terminal.press(b"q")
        terminal.end()
        assert b"\x1b[?1003h" not in terminal.written


def test_an_unknown_theme_is_told(demo_log: Path) -> None:
    with opened(demo_log, "--theme", "nothing") as terminal:
        assert terminal.end() == 2
        assert b"no theme 'nothing'" in terminal.written
