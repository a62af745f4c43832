"""Profiles beside the log are listed with what they are and how they are opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tbtui.analysis.profiles import PERFETTO, XPROF, command_of, profile_of, profiles_of
from tbtui.model.side_file import SideFile, SideKind
from tests.conftest import event_bytes
from tests.running import open_screen, running, screen_text


def side_file(run: str, name: str) -> SideFile:
    return SideFile(SideKind.PROFILE, run, name, f"/logs/{run}/{name}", 10, 0.0)


@pytest.mark.parametrize(
    ("run", "name", "told"),
    [
        ("train/plugins/profile/2026_01", "vm.xplane.pb", ("train", "2026_01", "vm", XPROF)),
        ("plugins/profile/s", "host.0.trace.json.gz", (".", "s", "host.0", PERFETTO)),
        ("plugins/profile/s", "perfetto_trace.json.gz", (".", "s", "", PERFETTO)),
        ("plugins/profile/s", "unheard.of", (".", "s", "", XPROF)),
        ("run", "node7_42.1700000000000.pt.trace.json", ("run", "", "node7_42", PERFETTO)),
        (".", "w.1700000000000.pt.trace.json.gz", (".", "", "w", PERFETTO)),
    ],
)
def test_a_file_is_known_by_its_name_and_place(run: str, name: str, told: tuple[str, ...]) -> None:
    found = profile_of(side_file(run, name))
    assert (found.run, found.session, found.host, found.opener) == told


def test_the_command_names_the_logdir_that_holds_plugins() -> None:
    one = profile_of(side_file("a b/plugins/profile/s", "vm.xplane.pb"))
    assert command_of(one, "vm") == "xprof --logdir='/logs/a b' --port=6006"
    trace = profile_of(side_file("run", "w.1700000000000.pt.trace.json"))
    assert command_of(trace, "vm") == "scp vm:/logs/run/w.1700000000000.pt.trace.json ."


def test_the_newest_recording_of_a_run_comes_first() -> None:
    files = [side_file(f"r/plugins/profile/{session}", "vm.xplane.pb") for session in ("2025", "2026")]
    assert [one.session for one in profiles_of(files)] == ["2026", "2025"]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_profiles_are_listed_with_how_to_open_them(
    write: Callable[..., Path], tmp_path: Path, size: tuple[int, int]
) -> None:
    write("train/events.out.tfevents.1", event_bytes())
    write("train/plugins/profile/2026_01_02/vm.xplane.pb", b"x" * 1500)
    async with running(tmp_path, size) as (app, pilot):
        await open_screen(app, pilot, "profile")
        assert "XPlane" in screen_text(app)
        assert "xprof" in screen_text(app)
        assert "--logdir=" in screen_text(app)
        await pilot.press("Y")
        assert app.clipboard.startswith("xprof --logdir=")
        assert app.clipboard.endswith("/train --port=6006")


async def test_the_tab_is_there_only_with_profiles(corpus: Path) -> None:
    async with running(corpus / "a" / "tensorflow" / "keras_profile") as (app, _):
        assert "profile" in [one.DESCRIPTOR.name for one in app.with_data()]
    async with running(corpus / "a" / "frameworks") as (app, pilot):
        assert "profile" not in [one.DESCRIPTOR.name for one in app.with_data()]
        await open_screen(app, pilot, "profile")
        assert "No profiles" in screen_text(app)
