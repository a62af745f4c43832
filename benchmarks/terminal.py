"""A program in a pseudo-terminal: keys go in, and the moment is noted at which the last byte of a frame comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence

_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"
_FRAME_ENDS = b"\x1b[?2026l"
_QUIET = 0.03


class Terminal:
    """A child process on a pty of its own. It is told that frames may be bracketed, so that their ends are exact."""

    def __init__(self, command: Sequence[str], columns: int = 120, rows: int = 36) -> None:
        self.started = time.perf_counter()
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            # Below nohup it would be ignored, and the program would not end with its terminal.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execvp(command[0], command)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = bytearray()
        self.last = self.started
        """When the last byte came."""

    def read(self, timeout: float) -> bool:
        """Take what the program writes within so many seconds; False where it writes nothing."""
        if not select.select([self.descriptor], [], [], timeout)[0]:
            return False
        chunk = os.read(self.descriptor, 1 << 16)
        self.last = time.perf_counter()
        self.output += chunk
        if _ASKS_FOR_SYNC in chunk:
            os.write(self.descriptor, _HAS_SYNC)
        return True

    def wait_for(self, text: bytes, seconds: float = 60.0) -> float:
        """Seconds from the start until ``text`` was written; TimeoutError where it never is."""
        while text not in self.output:
            if time.perf_counter() - self.started > seconds:
                raise TimeoutError(f"{text!r} was not written within {seconds} s")
            self.read(0.05)
        return self.last - self.started

    def press(self, key: bytes) -> float | None:
        """Seconds from a key to the last byte of the frame that it made; None where it made none."""
        before, sent = len(self.output), time.perf_counter()
        os.write(self.descriptor, key)
        while time.perf_counter() - sent < 1.0:
            painted = _FRAME_ENDS in self.output[before:]
            if not self.read(_QUIET if painted else 0.2) and painted:
                return self.last - sent
        return None

    def close(self) -> None:
        """End the program as a closed window does."""
        os.kill(self.pid, signal.SIGHUP)
        while self._reads_on():
            pass
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)

    def _reads_on(self) -> bool:
        try:
            return bool(os.read(self.descriptor, 1 << 16))
        except OSError:
            return False
