"""t-SNE and UMAP by the libraries that know them, in a process of their own that can be ended at any time.

Both take minutes, print what they do, and hold the interpreter meanwhile. They come with the extra ``projector``.
"""

from __future__ import annotations

import atexit
import enum
import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.pca import principal_components

FloatArray: TypeAlias = NDArray[np.float32]

_LINES_KEPT: Final = 5
_NICE: Final = 10


class Method(enum.Enum):
    """How points of many dimensions are laid out in two or three."""

    PCA = "PCA"
    TSNE = "t-SNE"
    UMAP = "UMAP"


_MODULES: Final = {Method.TSNE: ("sklearn", "scikit-learn"), Method.UMAP: ("umap", "umap-learn")}
MOST_POINTS: Final = {Method.TSNE: 10_000, Method.UMAP: 50_000}
"""Beyond so many points a sample of them is laid out: TensorBoard's limits are 10,000 and 5,000."""


LEAST_POINTS: Final = 5
_DIMENSIONS: Final = 50
"""Before a layout the points are reduced to so many components, as scikit-learn advises."""


class ManifoldError(Exception):
    """Why a layout could not be made."""


def missing_library(method: Method) -> str:
    """What to install for a method; "" where all is there."""
    module, package = _MODULES.get(method, ("", ""))
    if not module or importlib.util.find_spec(module) is not None:
        return ""
    return f'{method.value} needs {package}: pip install "tbtui[projector]"'


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """What a layout is made of."""

    points: FloatArray
    indexes: NDArray[np.int64]
    """Which points of the embedding these are, ascending."""


def layout_input(points: FloatArray, method: Method) -> Input:
    """All points or a sample of them, by their first components where they have many dimensions."""
    indexes = np.arange(len(points))
    if len(points) > MOST_POINTS[method]:
        indexes = np.sort(np.random.default_rng(0).choice(len(points), MOST_POINTS[method], replace=False))
    if len(indexes) < LEAST_POINTS:
        raise ManifoldError(f"{method.value} needs {LEAST_POINTS} points at least, and there are {len(indexes)}")
    chosen = points[indexes]
    if chosen.shape[1] > _DIMENSIONS:
        chosen = principal_components(chosen, _DIMENSIONS).coordinates
    return Input(chosen, indexes)


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


_ITERATION: Final = re.compile(r"Iteration (\d+)")
_EPOCHS: Final = re.compile(r"(\d+)\s*/\s*(\d+)")


def progress_text(line: str) -> str:
    """What a line of scikit-learn's or umap-learn's output says of the progress; "" where it says nothing of it."""
    iteration = _ITERATION.search(line)
    if iteration:
        return f"iteration {int(iteration[1]):,} of 1,000"
    epochs = _EPOCHS.search(line)
    if epochs:
        return f"epoch {int(epochs[1]):,} of {int(epochs[2]):,}"
    return ""


def lower_priority() -> None:
    """Give way to the job that is being watched."""
    if hasattr(os, "nice"):
        os.nice(_NICE)


def estimator(method: Method, count: int, dimensions: int) -> Any:
    """The library's object that lays out ``count`` points in two or three dimensions."""
    neighbours = max(2, min(30, (count - 1) // 3))
    if method is Method.TSNE:
        from sklearn.manifold import TSNE

        return TSNE(dimensions, perplexity=neighbours, init="pca", random_state=0, verbose=2)
    from umap import UMAP

    return UMAP(n_neighbors=max(2, min(15, count - 1)), n_components=dimensions, random_state=0, verbose=True)
