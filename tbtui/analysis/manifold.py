"""t-SNE and UMAP: which points they are given, the libraries that know them, and what these tell of their progress.

The libraries come with the extra ``projector`` and are imported only where a layout is made.
"""

from __future__ import annotations

import enum
import importlib.util
import os
import re
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.pca import principal_components

FloatArray: TypeAlias = NDArray[np.float32]

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
