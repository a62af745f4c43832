"""The benchmarks' own logs are what real writers write, and their table says what was measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import blob_logs, scalar_logs
from benchmarks.event_bytes import MARK, event_bytes, kind
from benchmarks.rounds import Measured
from benchmarks.row import faster
from benchmarks.rust_server import _FINISHED
from benchmarks.table import line
from tbtui.parsing.event_writer import frame, metadata, simple_value, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir


def test_events_at_once_are_those_written_one_by_one() -> None:
    said = metadata("scalars")
    steps = np.array([0, 0, 1, 127, 128, 16_383, 16_384, 3_000_000_000])
    which = np.arange(len(steps)) % 3
    walls = 1.7e9 + np.arange(len(steps)) / 3
    values = np.linspace(-1, 1, 2 * len(steps), dtype=np.float32).reshape(-1, 2)

    def summary(number: int, first: float, second: float) -> list[object]:
        made = [
            [simple_value("a", first)],
            [tensor_value("b", np.float32(first), said)],
            [simple_value("c", first), simple_value("d", second)],
        ]
        return made[number]

    expected = b"".join(
        frame(summary_event(step, wall, summary(number, *pair)).SerializeToString())
        for step, wall, number, pair in zip(
            steps.tolist(), walls.tolist(), which.tolist(), values.tolist(), strict=True
        )
    )
    kinds = [kind(*summary(number, float(MARK), float(MARK))) for number in range(3)]
    assert event_bytes(kinds, which, steps, walls, values).tobytes() == expected


@pytest.mark.parametrize("form", ["simple", "tensor", "tensor_first"])
def test_the_big_log_holds_what_it_should(tmp_path: Path, form: str) -> None:
    scalar_logs.big_log(tmp_path, form, runs=2, tags=3, steps=500)
    opened = open_logdir(str(tmp_path))
    assert not opened.problems
    assert [len(series) for run in opened.runs.values() for series in run.scalars.values()] == [500] * 6


def test_the_other_logs_are_whole(tmp_path: Path) -> None:
    scalar_logs.many_runs(tmp_path / "many", 3, 400)
    scalar_logs.irregular(tmp_path / "irregular", 2000)
    blob_logs.blobs(tmp_path / "blobs", 3_000_000)
    blob_logs.histograms(tmp_path / "histograms", 200_000)
    opened = open_logdir(str(tmp_path))
    assert not opened.problems
    assert {name.split("/")[0] for name in opened.runs} == {"many", "irregular", "blobs", "histograms"}
    assert opened.runs["histograms/run_0"].histograms["layer0/weights"][0].shape[1] == 3


def test_a_row_tells_the_ratio_of_medians_and_the_target() -> None:
    own, rival = (Measured(tuple({"seconds": each} for each in found)) for found in ([1.0, 2.0, 9.0], [5.0, 6.0, 7.0]))
    assert "6.000 s (5.000-7.000) | 3.0x faster | >= 3x | yes |" in line(faster("1", "what", own, rival, "rival", 3))
    assert line(faster("1", "what", own, rival, "rival", 4)).endswith("| **no** |")
    assert "12.0x faster" in line(faster("1", "what", own, rival, "rival", 4, times=4))


@pytest.mark.parametrize(("said", "number", "unit"), [("(1.28s)", "1.28", "s"), ("(742.9ms)", "742.9", "ms")])
def test_the_servers_own_figure_is_understood(said: str, number: str, unit: str) -> None:
    found = _FINISHED.search(f"[2026-11-26T09:57:58Z INFO  rustboard_core::cli] Finished load cycle {said}")
    assert found is not None
    assert found.groups() == (number, unit)
