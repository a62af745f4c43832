"""What the tests share: the corpus of real logs, where it is at hand, and a way to write small ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tbtui.commands.demo_log import write_log
from tbtui.parsing.event_writer import frame, simple_value, summary_event, version_event

# The same examples in each run: what passed here passes elsewhere. --hypothesis-profile=search looks for new ones.
# How long an example takes says more of what else the machine does.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", max_examples=1000)
settings.load_profile("same")

CORPUS_VARIABLE = "TBTUI_CORPUS"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus of logs by real writers; it is too large, and partly not ours, to lie in this repository."""
    place = os.environ.get(CORPUS_VARIABLE)
    if not place or not Path(place, "truth").is_dir():
        pytest.skip(f"{CORPUS_VARIABLE} does not name the corpus of real logs")
    return Path(place)


def event_bytes(*events: Any, version: bool = True) -> bytes:
    """An event file with these events."""
    first = [version_event(1.7e9)] if version else []
    return b"".join(frame(event.SerializeToString()) for event in [*first, *events])


def scalar_events(tag: str, pairs: list[tuple[int, float]], wall_time: float = 1.7e9) -> list[Any]:
    """One event for each (step, value), a second apart."""
    return [
        summary_event(step, wall_time + count, [simple_value(tag, value)]) for count, (step, value) in enumerate(pairs)
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes bytes to a path below the test's logdir and returns it."""

    def write_bytes(relative: str, data: bytes) -> Path:
        path = tmp_path / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    return write_bytes


@pytest.fixture(scope="session")
def demo_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's log, which holds every kind of summary; not to be written to."""
    directory = tmp_path_factory.mktemp("demo")
    write_log(str(directory))
    return directory


@pytest.fixture(autouse=True)
def _own_state_directory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views are kept where this test alone sees them, and all terminals have the same colours."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
