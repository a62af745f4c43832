"""The fast paths and the general path agree, on every file of the corpus and on random mixes, damaged ones included."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.model.run import Run
from tbtui.parsing import buffers, framed, read_portion, together
from tbtui.parsing.event_writer import frame, metadata, session_event, simple_value, summary_event, tensor_value
from tbtui.parsing.logdir import Logdir
from tests.conftest import event_bytes


def _state(run: Run) -> dict[str, Any]:
    """Everything that a run holds, as plain values."""
    series = {
        (plugin, tag): (
            one.steps.tolist(),
            np.asarray(one.wall_times).view(np.int64).tolist(),
            one.written_values.dtype.str,
            one.values.view(np.int64).tolist(),
            one.superseded.tolist(),
        )
        for plugin, tags in run.series.items()
        for tag, one in tags.items()
    }
    entries = {
        (plugin, tag): (
            [(place.offset, place.length, place.value_index) for place in map(one.place, range(len(one)))],
            one.steps.tolist(),
        )
        for plugin, tags in run.entries.items()
        for tag, one in tags.items()
    }
    files = [
        (
            file.name,
            file.events,
            dict(file.kinds),
            file.waiting,
            file.problems,
            file.index.offsets.tolist(),
            file.index.numbers.tolist(),
        )
        for file in run.files
    ]
    walls = [(file.first_wall_time, file.last_wall_time) for file in run.files]
    return {
        "series": series, "entries": entries, "files": files, "walls": repr(walls), "metadata": dict(run.metadata),
        "sessions": repr(run.sessions), "last_step": run.last_step,
    }  # fmt: skip


def _read(path: Path) -> dict[str, dict[str, Any]]:
    logdir = Logdir({"": str(path)})
    logdir.reload()
    return {name: _state(run) for name, run in logdir.runs.items()}


@pytest.fixture
def slowly() -> Iterator[Callable[[Path], dict[str, dict[str, Any]]]]:
    """Reads a logdir by the general path alone."""
    patch = pytest.MonkeyPatch()

    def read(path: Path) -> dict[str, dict[str, Any]]:
        with patch.context() as patched:
            patched.setattr(framed, "match_records", lambda *_: [])
            patched.setattr(read_portion, "read_together", lambda _, paths: [None] * len(paths))
            return _read(path)

    yield read
    patch.undo()


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_every_file_of_the_corpus(corpus: Path, part: str, slowly: Callable[[Path], Any]) -> None:
    found, expected = _read(corpus / part), slowly(corpus / part)
    assert found.keys() == expected.keys()
    for run in expected:
        assert found[run] == expected[run], run


def _random_events(rng: random.Random) -> list[Any]:
    """Events of a training loop with its irregularities."""
    tags = [f"tag{'x' * rng.randrange(6)}/{number}" for number in range(rng.randrange(1, 9))]
    scalars, image = metadata("scalars", description="d" * rng.randrange(3)), metadata("my_plugin")
    wide = {tag for tag in tags if rng.random() < 0.2}
    events: list[Any] = []
    step, wall = rng.choice([0, 0, 100, 16_370, -3]), 1.7e9
    for turn in range(rng.randrange(1, 160)):
        order = tags if rng.random() < 0.9 else rng.sample(tags, len(tags))
        merged = [simple_value(f"merged/{number}", number + turn) for number in range(3)]
        for tag in order:
            wall += rng.random()
            number = rng.gauss(0, 1) if rng.random() < 0.97 else float("nan")
            kind = (zlib.crc32(tag.encode()) + (rng.random() < 0.02)) % 4
            if kind == 0:
                value = tensor_value(tag, np.float64(number) if tag in wide else np.float32(number), scalars)
            elif kind == 1:
                value = tensor_value(tag, np.float32(number), scalars if turn == 0 or rng.random() < 0.05 else None)
            elif kind == 2:
                value = tensor_value(tag, np.float32(number), image)
            else:
                value = simple_value(tag, number)
            events.append(summary_event(step, wall, [value]))
        if rng.random() < 0.3:
            events.append(summary_event(step, wall, merged))
        if rng.random() < 0.03:
            events.append(summary_event(step, wall, [tensor_value("histo", np.zeros((2, 3)), metadata("histograms"))]))
        if rng.random() < 0.02:
            step = max(0, step - rng.randrange(50))
            events.append(session_event(1, step, wall))
        step += rng.choice([1, 1, 1, 1, 1, 40])
    return events


def _damaged(data: bytes, rng: random.Random) -> bytes:
    octets = bytearray(data)
    for _ in range(rng.randrange(0, 4)):
        kind = rng.random()
        place = rng.randrange(len(octets))
        if kind < 0.5:
            octets[place] ^= 1 << rng.randrange(8)
        elif kind < 0.7:
            del octets[place : place + rng.randrange(1, 60)]
        elif kind < 0.85:
            octets[place:place] = bytes(rng.randrange(1, 80))
        else:
            octets = octets[: max(60, place)]
    return bytes(octets)


@settings(max_examples=120, deadline=None)
@given(seed=st.integers(0, 2**32), damage=st.booleans(), alone=st.booleans())
def test_random_mixes(seed: int, damage: bool, alone: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    rng = random.Random(seed)
    logdir = tmp_path_factory.mktemp("mix")
    for number in range(1 if alone else 3):
        data = event_bytes(*_random_events(rng))
        path = logdir / f"run{number}" / "events.out.tfevents.1"
        path.parent.mkdir()
        path.write_bytes(_damaged(data, rng) if damage else data)
    found = _read(logdir)
    patch = pytest.MonkeyPatch()
    with patch.context() as patched:
        patched.setattr(framed, "match_records", lambda *_: [])
        patched.setattr(read_portion, "read_together", lambda _, paths: [None] * len(paths))
        expected = _read(logdir)
    for run in expected:
        assert found[run] == expected[run]


def _loop(steps: range, tags: list[str]) -> list[Any]:
    return [
        summary_event(step, 1.7e9 + step, [simple_value(tag, step * 0.5 + place)])
        for step in steps
        for place, tag in enumerate(tags)
    ]


def test_a_long_regular_log_is_read_in_rounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    take_rounds = buffers.take_rounds

    def count(*arguments: Any) -> Any:
        rounds = take_rounds(*arguments)
        taken.append(rounds.count * len(rounds.cycle.records) if rounds else 0)
        return rounds

    monkeypatch.setattr(buffers, "take_rounds", count)
    data = event_bytes(*_loop(range(3000), ["a", "bb", "c/d"]))
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(data)
    state = _read(tmp_path)["."]
    assert sum(taken) > 6000
    assert state["series"]["scalars", "bb"][0] == list(range(3000))
    assert state["files"][0][1] == 9001


def test_a_damaged_round_costs_one_record(tmp_path: Path) -> None:
    records = [frame(event.SerializeToString()) for event in _loop(range(4000), ["a", "bb"])]
    records[6001] = bytes([*records[6001][:20], records[6001][20] ^ 1, *records[6001][21:]])
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes() + b"".join(records))
    run = Logdir({"": str(tmp_path)}).reload().runs["."]
    assert len(run.scalars["a"]) == 4000
    assert run.scalars["bb"].steps.tolist() == [step for step in range(4000) if step != 3000]
    assert [problem.offset for problem in run.problems] == [len(event_bytes()) + sum(map(len, records[:6001]))]


def test_small_files_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    fill = together.fill
    monkeypatch.setattr(together, "fill", lambda *arguments: read.append(len(arguments[1])) or fill(*arguments))
    for number in range(30):
        path = tmp_path / f"run{number}" / "events.out.tfevents.1"
        path.parent.mkdir()
        path.write_bytes(event_bytes(*_loop(range(number, number + 20), ["a", "b"])))
    states = _read(tmp_path)
    assert read == [30]
    assert states["run7"]["series"]["scalars", "b"][0] == list(range(7, 27))
