"""``import tbtui``: a logdir as arrays, for scripts and notebooks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tbtui
from tests.conftest import event_bytes, scalar_events


def test_a_logdir_is_read_at_once(demo_log: Path) -> None:
    logdir = tbtui.open_logdir(str(demo_log))
    series = logdir.runs["lr=0.01,seed=0"].scalars["train/loss"]
    assert (series.steps.dtype, series.wall_times.dtype, series.values.dtype) == (np.int64, np.float64, np.float64)
    assert series.superseded.dtype == np.bool_
    assert len(series) == len(series.steps) == len(series.values) == 440
    assert int(series.superseded.sum()) == 40
    assert logdir.problems == ()


def test_arrays_are_read_only(demo_log: Path) -> None:
    series = tbtui.open_logdir(str(demo_log)).runs["lr=0.1,seed=0"].scalars["train/loss"]
    for array in (series.steps, series.wall_times, series.values, series.superseded):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_histograms_are_rows_of_left_right_and_count(demo_log: Path) -> None:
    histograms = tbtui.open_logdir(str(demo_log)).runs["lr=0.1,seed=0"].histograms["conv1/weights"]
    assert histograms[0].shape == (30, 3)
    assert histograms[-1][:, 2].sum() == 1500
    assert histograms.steps.tolist() == list(range(0, 400, 10))


def test_a_reload_reads_what_is_new_and_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*scalar_events("loss", [(0, 1.0)]), *scalar_events("other", [(0, 5.0)])))
    logdir = tbtui.open_logdir(str(tmp_path))
    before, other = logdir.runs["."].scalars["loss"], logdir.runs["."].scalars["other"]
    with path.open("ab") as file:
        file.write(event_bytes(*scalar_events("loss", [(1, 2.0)]), version=False))
    snapshot = logdir.reload()
    assert snapshot.runs["."].scalars["loss"].values.tolist() == [1, 2]
    assert before.values.tolist() == [1], "what was published is never changed"
    assert snapshot.runs["."].scalars["other"] is other
    assert logdir.reload().runs["."] is snapshot.runs["."]


def test_where_there_is_nothing_that_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tbtui.open_logdir(str(tmp_path / "nothing"))


def test_importing_loads_nothing_else_and_knows_its_names() -> None:
    assert set(tbtui.__all__) == {"Logdir", "__version__", "open_logdir"}
    assert tbtui.Logdir.__name__ == "Logdir"
    with pytest.raises(AttributeError):
        tbtui.nothing  # type: ignore[attr-defined]  # noqa: B018
