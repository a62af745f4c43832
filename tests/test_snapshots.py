"""What whole screens look like, at the two usual sizes: after a change, look at the report, then --snapshot-update."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tbtui.app import TbtuiApp
from tbtui.commands.demo_log import write_log
from tbtui.model.config import Config
from tests.running import StillLoader, settled, until

NOW = 1.7e9
WIDE, USUAL = (120, 36), (80, 24)


@pytest.fixture(scope="module")
def still_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's log as it is at a certain moment."""
    directory = tmp_path_factory.mktemp("snapshots")
    write_log(str(directory / "logs"), NOW)
    for path in directory.rglob("*"):
        os.utime(path, (NOW, NOW))
    return directory


@pytest.fixture
def at_that_moment(still_log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock, its zone and the current directory are the same for everyone."""
    monkeypatch.chdir(still_log)
    monkeypatch.setattr(time, "time", lambda: NOW + 40)
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("at_that_moment")
@pytest.mark.parametrize(
    ("screen", "size", "keys"),
    [
        ("runs", WIDE, ()),
        ("runs", USUAL, ("down",)),
        ("scalars", WIDE, ("end", "up", "up", "up", "c")),
        ("scalars", USUAL, ("g",)),
        ("histograms", WIDE, ()),
        ("histograms", USUAL, ("g", "m", "m", "m", "m")),
        ("events", USUAL, ("down",)),
        ("hparams", WIDE, ("m",)),
        ("text", USUAL, ()),
        ("pr_curves", USUAL, ()),
    ],
    ids=lambda value: value if isinstance(value, str) else "x".join(map(str, value)),
)
def test_a_screen(snap_compare: Callable[..., bool], screen: str, size: tuple[int, int], keys: Sequence[str]) -> None:
    app = TbtuiApp(Config(roots={"": "logs"}, screen=screen), start_loader=StillLoader)  # type: ignore[arg-type]

    async def look(pilot: Pilot[int]) -> None:
        await until(pilot, lambda: app.loader is not None)
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=look)
