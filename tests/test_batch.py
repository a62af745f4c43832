"""The fast paths and the general path agree, on every file of the corpus and on random mixes, damaged ones included."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.model.run import Run
from tbtui.parsing import buffers, framed, read_portion, together
from tbtui.parsing.event_file import TailedFile
from tbtui.parsing.event_writer import (
    frame,
    metadata,
    session_event,
    simple_value,
    string_value,
    summary_event,
    tensor_value,
)
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


@contextmanager
def general_path() -> Iterator[None]:
    """Within it every record is read by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(framed, "match_records", lambda *_: [])
        patch.setattr(framed, "match_entries", lambda *_: [])
        patch.setattr(read_portion, "read_together", lambda _, paths: [None] * len(paths))
        yield


@contextmanager
def small_windows(rng: random.Random) -> Iterator[None]:
    """Within it files are read in pieces so small that everything lies across a border somewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read_portion, "FIRST_WINDOW", rng.choice([40, 100, 700, 5000]))
        patch.setattr(read_portion, "LARGEST_WINDOW", rng.choice([600, 3000, 20_000]))
        patch.setattr(buffers, "_LEAST_PIECE", rng.choice([300, 2000]))
        patch.setattr(read_portion, "read_together", lambda _, paths: [None] * len(paths))
        budget = rng.choice([500, 4000, 1 << 22])
        request = TailedFile.request
        patch.setattr(TailedFile, "request", lambda file: replace(request(file), budget=budget))
        yield


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_every_file_of_the_corpus(corpus: Path, part: str) -> None:
    found = _read(corpus / part)
    with general_path():
        expected = _read(corpus / part)
    assert found.keys() == expected.keys()
    for run in expected:
        assert found[run] == expected[run], run


@pytest.mark.parametrize("part", ["a", "b", "c"])
def test_every_file_of_the_corpus_in_small_pieces(corpus: Path, part: str) -> None:
    expected = _read(corpus / part)
    with small_windows(random.Random(part)):
        found = _read(corpus / part)
    for run in expected:
        assert found[run] == expected[run], run


def _random_events(rng: random.Random, largest: int) -> list[Any]:
    """Events of a training loop with its irregularities."""
    tags = [f"tag{'x' * rng.randrange(6)}/{number}" for number in range(rng.randrange(1, 9))]
    scalars, image = metadata("scalars", description="d" * rng.randrange(3)), metadata("my_plugin")
    wide = {tag for tag in tags if rng.random() < 0.2}
    blobs = rng.random() < 0.3
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
        events += [summary_event(step, wall, [value]) for value in _blobs(rng, turn, blobs, largest)]
        if rng.random() < 0.02:
            step = max(0, step - rng.randrange(50))
            events.append(session_event(1, step, wall))
        step += rng.choice([1, 1, 1, 1, 1, 40])
    return events


def _blobs(rng: random.Random, turn: int, some: bool, largest: int) -> list[Any]:
    """Histograms, tensors and texts of all sizes, as several writers write them."""
    if not some:
        return []
    rows = np.frombuffer(rng.randbytes(24 * rng.choice([10, 40, 41])), "<f8").reshape(-1, 3)
    found = [tensor_value(f"weights{number}", rows, metadata("histograms")) for number in range(2)]
    if turn % 9 == 0:
        found.append(string_value("words", [rng.randbytes(rng.choice([3, 300, largest]))], metadata("text")))
    if rng.random() < 0.1:
        found.append(tensor_value("weights0", np.float32(turn), metadata("scalars")))
    return found


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


def _write(directory: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = directory / name / "events.out.tfevents.1"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _random_files(rng: random.Random, *, damage: bool) -> dict[str, bytes]:
    # Records of more than 64 KiB are checked when they are looked at, unless they lie within a window.
    largest = 3000 if damage else 70_000
    files = {f"run{number}": event_bytes(*_random_events(rng, largest)) for number in range(rng.choice([1, 3]))}
    return {name: _damaged(data, rng) for name, data in files.items()} if damage else files


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), damage=st.booleans())
def test_random_mixes(seed: int, damage: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    rng = random.Random(seed)
    logdir = tmp_path_factory.mktemp("mix")
    _write(logdir, _random_files(rng, damage=damage))
    found = _read(logdir)
    with general_path():
        expected = _read(logdir)
    with small_windows(rng):
        in_pieces = _read(logdir)
    for run in expected:
        assert found[run] == expected[run]
        assert in_pieces[run] == expected[run]


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_random_mixes_that_grow(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    rng = random.Random(seed)
    logdir = tmp_path_factory.mktemp("growing")
    files = _random_files(rng, damage=False)
    opened = Logdir({"": str(logdir)})
    for share in sorted(rng.random() for _ in range(3)):
        _write(logdir, {name: data[: int(share * len(data))] for name, data in files.items()})
        opened.reload()
    _write(logdir, files)
    opened.reload()
    expected = _read(logdir)
    for name, run in opened.runs.items():
        assert _state(run) == expected[name]


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


def test_a_round_of_more_than_64_kib_is_no_blob(tmp_path: Path) -> None:
    """A loop with 2,000 tags writes 110 KB a step: what lacks to a whole round must not be taken for a large record."""
    tags = [f"layer{number:04}/norm" for number in range(2000)]
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(event_bytes(*_loop(range(30), tags)))
    run = Logdir({"": str(tmp_path)}).reload().runs["."]
    assert not run.problems
    assert {len(series) for series in run.scalars.values()} == {30}
    assert run.files[0].events == 60_001
