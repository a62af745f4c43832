"""Plays a sound through a program of the machine that tbtui runs on; nothing is played unasked."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from typing import Final

# Programs that play a WAV file and leave, with what stands before its name.
_PROGRAMS: Final = (
    ("pw-play", ()),
    ("paplay", ()),
    ("aplay", ("-q",)),
    ("afplay", ()),
    ("ffplay", ("-nodisp", "-autoexit", "-loglevel", "quiet")),
    ("play", ("-q",)),
)


class PlayError(Exception):
    """Why nothing can be played."""


def command_for(path: str) -> list[str]:
    """What plays a file here; PlayError where there is nothing that does."""
    for program, options in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return [found, *options, path]
    names = ", ".join(program for program, _ in _PROGRAMS)
    raise PlayError(f"No player on this machine: none of {names} is there. e writes the sound to a file.")


class Player:
    """One sound at a time. May be used from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._path = ""
        self._over = False
        self.trouble = ""
        """Why the last sound was not played to its end, where the player says that it failed."""

    def play(self, data: bytes) -> None:
        """Play a WAV file, which lies in a temporary file meanwhile; PlayError where nothing can."""
        self.stop()
        handle, path = tempfile.mkstemp(prefix="tbtui-", suffix=".wav")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            process = _started(path)
        except (OSError, PlayError) as error:
            os.unlink(path)
            raise PlayError(str(error)) from error
        with self._lock:
            self._process, self._path, self.trouble = process, path, ""
        if self._over:
            self.stop()

    def close(self) -> None:
        """End what is played, and play nothing more."""
        self._over = True
        self.stop()

    @property
    def playing(self) -> bool:
        """Whether a sound is heard; what is over is tidied up."""
        with self._lock:
            if self._process is None:
                return False
            status = self._process.poll()
            if status is None:
                return True
            if status:
                self.trouble = f"The player failed with status {status}: perhaps there is no sound device here."
            self._tidy()
            return False

    def stop(self) -> None:
        """End what is played."""
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
                self._tidy()

    def _tidy(self) -> None:
        self._process = None
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)


def _started(path: str) -> subprocess.Popen[bytes]:
    """A player whose own words are not written over the screen."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command_for(path), stdin=quiet, stdout=quiet, stderr=quiet)
