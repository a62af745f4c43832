"""A layout that is being made by another process, which can be ended at any time.

t-SNE and UMAP take minutes, print what they do, and hold the interpreter meanwhile.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Final

import numpy as np

from tbtui.analysis.manifold import FloatArray, ManifoldError, Method, progress_text

_LINES_KEPT: Final = 5


class Layout:
    """A layout that is being made. ``done`` is called from another thread with the result, or the error."""

    def __init__(
        self,
        method: Method,
        points: FloatArray,
        dimensions: int,
        said: Callable[[str], None],
        done: Callable[[FloatArray | ManifoldError], None],
    ) -> None:
        """``said`` is called from another thread with what the library tells of its progress."""
        self.method = method
        self._said, self._done = said, done
        self._lines: list[str] = []
        self._cancelled = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tbtui.analysis.manifold_process"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(),
        )  # fmt: skip
        atexit.register(self._process.kill)
        asked = {"method": method.name, "shape": points.shape, "dimensions": dimensions}
        self._listener = _on_thread(self._listen)
        self.threads = (
            _on_thread(_send, self._process.stdin, json.dumps(asked).encode() + b"\n", points),
            self._listener,
            _on_thread(self._wait, len(points)),
        )
        """What ends with the process."""

    def cancel(self) -> None:
        """End it; nothing more is told."""
        self._cancelled = True
        self._process.kill()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for raw in stream:
                line = raw.decode("utf-8", "replace").strip()
                if line and not self._cancelled:
                    self._lines = [*self._lines, line][-_LINES_KEPT:]
                    progress = progress_text(line)
                    if progress:
                        self._said(progress)

    def _wait(self, count: int) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            data = stream.read()
        status = self._process.wait()
        atexit.unregister(self._process.kill)
        self._listener.join()
        if not self._cancelled:
            self._done(self._result(data, status, count))

    def _result(self, data: bytes, status: int, count: int) -> FloatArray | ManifoldError:
        if status or not data or len(data) % (4 * count):
            return ManifoldError(f"{self.method.value} failed: {(self._lines or ['it ended without a word'])[-1]}")
        return np.frombuffer(data, np.float32).reshape(count, -1)


def _on_thread(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True, name="tbtui-layout")
    thread.start()
    return thread


def _send(stream: IO[bytes], header: bytes, points: FloatArray) -> None:
    try:
        with stream:
            stream.write(header)
            stream.write(np.ascontiguousarray(points, "<f4").tobytes())
    except BrokenPipeError:
        # It ended early; why is told by its exit status and its last words.
        return


def _environment() -> dict[str, str]:
    """That of tbtui, with the modules found where they are found now."""
    paths = [path for path in sys.path if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}
