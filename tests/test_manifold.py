"""Layouts by other libraries: they run in a process of their own, tell how far they are, and can be ended."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from tbtui.analysis import manifold
from tbtui.analysis.layout_process import Layout
from tbtui.analysis.manifold import (
    MOST_POINTS,
    FloatArray,
    ManifoldError,
    Method,
    layout_input,
    missing_library,
    progress_text,
)

_STUB = """
import sys
class TSNE:
    def __init__(self, dimensions, **named):
        self.dimensions, self.named = dimensions, named
    def fit_transform(self, points):
        if len(points) == 6:
            raise ValueError("six are too few")
        print("[t-SNE] Iteration 50: error = 1.5, gradient norm = 0.1")
        return points[:, :self.dimensions] * self.named["perplexity"]
"""


@pytest.fixture
def _stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library of t-SNE that does little, at once."""
    package = tmp_path / "sklearn"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "manifold.py").write_text(_STUB)
    monkeypatch.syspath_prepend(str(tmp_path))


def laid_out(points: FloatArray) -> tuple[FloatArray | ManifoldError, list[str]]:
    said: list[str] = []
    results: list[FloatArray | ManifoldError] = []
    done = threading.Event()

    def take(result: FloatArray | ManifoldError) -> None:
        results.append(result)
        done.set()

    Layout(Method.TSNE, points, 2, said.append, take)
    assert done.wait(60)
    return results[0], said


@pytest.mark.usefixtures("_stub")
def test_a_layout_comes_back_with_words_on_the_way() -> None:
    points = np.arange(40, dtype=np.float32).reshape(10, 4)
    result, said = laid_out(points)
    assert isinstance(result, np.ndarray)
    assert np.array_equal(result, points[:, :2] * 3)
    assert said == ["iteration 50 of 1,000"]


@pytest.mark.usefixtures("_stub")
def test_a_layout_that_fails_says_why() -> None:
    result, _ = laid_out(np.zeros((6, 4), np.float32))
    assert str(result) == "t-SNE failed: ValueError: six are too few"


def test_a_layout_that_is_cancelled_tells_nothing() -> None:
    told: list[object] = []
    layout = Layout(Method.UMAP, np.zeros((8, 4), np.float32), 2, told.append, told.append)
    layout.cancel()
    assert layout._process.wait(60) != 0
    for thread in layout.threads:
        thread.join(60)
    assert not told


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifold.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    assert missing_library(Method.UMAP) == 'UMAP needs umap-learn: pip install "tbtui[projector]"'
    assert missing_library(Method.PCA) == ""


def test_many_points_are_sampled_and_many_dimensions_reduced() -> None:
    count = MOST_POINTS[Method.TSNE] + 5
    chosen = layout_input(np.random.default_rng(0).normal(size=(count, 60)).astype(np.float32), Method.TSNE)
    assert chosen.points.shape == (count - 5, 50)
    assert (np.diff(chosen.indexes) > 0).all()
    with pytest.raises(ManifoldError, match="5 points at least"):
        layout_input(np.zeros((4, 3), np.float32), Method.UMAP)


def test_what_libraries_print_becomes_few_words() -> None:
    assert progress_text("[t-SNE] Iteration 1000: error = 0.3, gradient norm = 0.0") == "iteration 1,000 of 1,000"
    assert progress_text("Epochs completed:  30%| ### 60/200 [00:01]") == "epoch 60 of 200"
    assert progress_text("UserWarning: n_jobs value") == ""


def test_the_real_library_agrees() -> None:
    pytest.importorskip("sklearn")
    random = np.random.default_rng(0)
    groups = np.concatenate([random.normal(size=(20, 6)) + 20 * place for place in range(3)]).astype(np.float32)
    result, _ = laid_out(groups)
    assert isinstance(result, np.ndarray)
    middles = result.reshape(3, 20, 2).mean(axis=1)
    assert np.linalg.norm(middles[0] - middles[1]) > result.reshape(3, 20, 2).std(axis=1).max()
