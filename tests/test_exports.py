"""What is shown can be written to a file: not into a logdir, not over another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tbtui.widgets.exports import ExportError, file_name, write_export


def content() -> bytes:
    return b"content"


def test_a_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "loss.csv"
    assert "7 bytes" in write_export(str(path), content, ["/some/logs"])
    assert path.read_bytes() == b"content"


def test_nothing_is_written_into_a_logdir(tmp_path: Path) -> None:
    logs, link = tmp_path / "logs", tmp_path / "link"
    logs.mkdir()
    link.symlink_to(logs)
    for place in (logs / "x", link / "x", tmp_path / "other" / ".." / "logs" / "x"):
        with pytest.raises(ExportError, match="logdir"):
            write_export(str(place), content, [str(logs)])
    assert not list(logs.iterdir())


def test_no_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_bytes(b"old")
    with pytest.raises(ExportError, match="there already"):
        write_export(str(path), content, ["/some/logs"])
    assert path.read_bytes() == b"old"


def test_a_directory_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        write_export(str(tmp_path / "no" / "such" / "place"), content, ["/some/logs"])


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("train/loss", "train-loss.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("\x1b[2J", "2J.csv"),
        ("日本", "tbtui.csv"),
    ],
)
def test_names_of_files_are_plain(stem: str, name: str) -> None:
    assert file_name(stem, ".csv") == name
