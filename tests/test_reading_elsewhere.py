"""Reading is a pure function of picklable arguments: another process reads what a thread would have read."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from tbtui.parsing.files import LocalFiles
from tbtui.parsing.logdir import Logdir
from tbtui.parsing.portion import ReadRequest
from tbtui.parsing.read_portion import read_portions
from tests.conftest import event_bytes, scalar_events
from tests.test_batch import _state


def _log(write: Callable[..., Path]) -> list[Path]:
    long = event_bytes(*scalar_events("a", [(step, step / 7) for step in range(4000)]))
    short = event_bytes(*scalar_events("b", [(step, 0.5) for step in range(9)]))
    return [write("long/events.out.tfevents.1", long), *(write(f"{i}/events.out.tfevents.1", short) for i in range(5))]


def test_requests_and_portions_survive_pickling(write: Callable[..., Path]) -> None:
    long, *short = (str(path) for path in _log(write))
    requests = [
        ReadRequest(long, budget=1 << 15),
        *(ReadRequest(path, size=Path(path).stat().st_size) for path in short),
    ]
    files = pickle.loads(pickle.dumps(LocalFiles()))
    portions = pickle.loads(pickle.dumps(read_portions(files, pickle.loads(pickle.dumps(requests)))))
    assert [portion.events for portion in portions[1:]] == [10] * 5
    assert portions[0].checkpoint is not None
    assert portions[0].checkpoint.cycle is not None
    assert not portions[0].checkpoint.done
    rest = replace(requests[0], checkpoint=portions[0].checkpoint, events=portions[0].events, budget=1 << 22)
    (portion,) = read_portions(files, [pickle.loads(pickle.dumps(rest))])
    assert portions[0].events + portion.events == 4001


def test_other_processes_read_the_same(write: Callable[..., Path], tmp_path: Path) -> None:
    _log(write)
    here, there = Logdir({"": str(tmp_path)}), Logdir({"": str(tmp_path)})
    here.reload()
    there.rescan()
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        for _ in there.read(there.look(there.tailed()), executor):
            pass
    there.publish()
    assert {name: _state(run) for name, run in there.runs.items()} == {
        name: _state(run) for name, run in here.runs.items()
    }
