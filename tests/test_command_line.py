"""The command line: options, several logdirs, exit statuses, and what is printed where there is no terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tbtui.cli import main, unique_names
from tests.conftest import event_bytes, scalar_events


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "tbtui", *arguments], capture_output=True, text=True, cwd=cwd)


def test_a_missing_path_is_told_and_exits_with_1(tmp_path: Path) -> None:
    done = run(str(tmp_path / "nothing"))
    assert done.returncode == 1
    assert done.stderr == f"tbtui: {tmp_path / 'nothing'}: no such file or directory\n"
    assert not done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--smoothing", "2"], ["--smoothing", "x"], ["--runs", "("], ["--x-axis", "sideways"], ["--reload-interval", "-1"],
     ["--nothing"], ["--screen", "nothing"], ["a", "--logdir_spec", "b:c"]],
)  # fmt: skip
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_without_a_terminal_the_digest_is_printed(demo_log: Path) -> None:
    done = run(str(demo_log))
    assert done.returncode == 0
    assert "train/loss" in done.stdout
    assert "4 runs" in done.stdout


def test_an_empty_directory_is_told_and_exits_with_1(tmp_path: Path) -> None:
    done = run("inspect", str(tmp_path))
    assert done.returncode == 1
    assert "tfevents" in done.stdout


def test_the_digest_is_json_for_scripts(demo_log: Path) -> None:
    done = run("inspect", "--json", "--digest", str(demo_log))
    found = json.loads(done.stdout)
    loss = found["runs"]["lr=0.01,seed=0"]["scalars"]["train/loss"]
    assert loss["n"] == 440
    assert (loss["first_step"], loss["last_step"], loss["min_step"], loss["max_step"]) == (0, 399, 0, 399)
    assert len(loss["values_sha256"]) == len(loss["steps_sha256"]) == len(loss["wall_sha256"]) == 64
    assert found["runs"]["lr=0.1,seed=0"]["scalars"]["gradient/norm"]["nan"] == 8
    assert found["problems"] == []


def test_numbers_that_are_not_finite_have_names(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write("events.out.tfevents.1", event_bytes(*scalar_events("loss", [(0, float("-inf"))])))
    found = json.loads(run("inspect", "--json", str(tmp_path)).stdout)
    assert found["runs"]["."]["scalars"]["loss"]["last"] == "-Infinity"


def test_problems_have_their_place(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data = bytearray(event_bytes(*scalar_events("loss", [(step, 1.0) for step in range(9)])))
    data[-6] ^= 1
    path = write("events.out.tfevents.1", bytes(data) + event_bytes(*scalar_events("loss", [(9, 1.0)]), version=False))
    (problem,) = json.loads(run("inspect", "--json", str(tmp_path)).stdout)["problems"]
    assert (problem["kind"], problem["path"]) == ("damage", str(path))
    assert problem["offset"] > 0
    assert problem["length"] > 0


def test_runs_of_several_logdirs_have_unique_first_names(demo_log: Path, tmp_path: Path) -> None:
    other = tmp_path / demo_log.name
    other.mkdir()
    (other / "events.out.tfevents.1").write_bytes(event_bytes(*scalar_events("loss", [(0, 1.0)])))
    found = json.loads(run("inspect", "--json", str(demo_log), "--logdir", str(other)).stdout)["runs"]
    prefixes = {name.rpartition("/")[0] or name for name in found}
    assert len(prefixes) == 2


def test_a_spec_names_its_logdirs(demo_log: Path, tmp_path: Path) -> None:
    found = json.loads(run("inspect", "--json", "--logdir_spec", f"one:{demo_log},two:{demo_log}").stdout)["runs"]
    assert {"one/lr=0.1,seed=0", "two/lr=0.1,seed=0"} <= set(found)


def test_unique_names_take_as_much_of_the_path_as_it_takes() -> None:
    assert unique_names(["/x/a/logs", "/x/b/logs", "/y/runs"]) == {
        "a/logs": "/x/a/logs",
        "b/logs": "/x/b/logs",
        "runs": "/y/runs",
    }
    assert len(unique_names(["/x/logs", "/x/logs/"])) == 2


def test_a_command_wins_over_a_directory_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "inspect").mkdir()
    (tmp_path / "inspect" / "events.out.tfevents.1").write_bytes(event_bytes(*scalar_events("loss", [(0, 1.0)])))
    assert "No event files" not in run("./inspect", cwd=tmp_path).stdout
    assert "usage" in run("inspect", "--help", cwd=tmp_path).stdout


@pytest.mark.parametrize("much", [True, False])
def test_a_pipe_that_is_closed_is_no_error(demo_log: Path, tmp_path: Path, much: bool) -> None:
    """A short output is written only when the program ends."""
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(*scalar_events("loss", [(1, 1.0)])))
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tbtui", "inspect", str(demo_log if much else tmp_path)],
            stdout=theirs, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": ""},
        )  # fmt: skip
    finally:
        os.close(theirs)
    assert not done.stderr
    assert done.returncode == 0


def test_version_and_help_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as ended:
            main([option])
        assert ended.value.code == 0
    assert "tbtui" in capsys.readouterr().out
