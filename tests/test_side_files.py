"""What lies beside the event files is found by the same walk, and told in the snapshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tbtui.model.side_file import SideFile, SideKind
from tbtui.parsing.logdir import Logdir, open_logdir
from tests.conftest import event_bytes

PROFILE, HPARAMS, PROJECTOR = SideKind.PROFILE, SideKind.HPARAMS, SideKind.PROJECTOR


def found(files: tuple[SideFile, ...]) -> list[tuple[SideKind, str, str]]:
    return [(file.kind, file.run, file.name) for file in files]


def test_side_files_of_every_kind_are_found(write: Callable[..., Path], tmp_path: Path) -> None:
    write("a/events.out.tfevents.1", event_bytes())
    write("a/hparams.yaml", b"lr: 0.1\n")
    write("a/plugins/profile/2026_01_02/host.trace.json.gz", b"x")
    write("b/projector_config.pbtxt", b"")
    write("b/worker.17.pt.trace.json", b"{}")
    write("b/plugins/other/host.trace.json.gz", b"x")
    snapshot = open_logdir(str(tmp_path)).snapshot
    assert found(snapshot.side_files) == [
        (HPARAMS, "a", "hparams.yaml"),
        (PROFILE, "a/plugins/profile/2026_01_02", "host.trace.json.gz"),
        (PROJECTOR, "b", "projector_config.pbtxt"),
        (PROFILE, "b", "worker.17.pt.trace.json"),
    ]
    assert list(snapshot.runs) == ["a"]
    (hparams,) = snapshot.beside(HPARAMS)
    assert hparams.size == 8
    with snapshot.open(hparams.path) as file:
        assert file.read(0, 100) == b"lr: 0.1\n"


def test_runs_of_several_logdirs_have_their_names_before_them(write: Callable[..., Path], tmp_path: Path) -> None:
    write("x/hparams.yml", b"")
    write("y/run/hparams.yml", b"")
    opened = Logdir({"x": str(tmp_path / "x"), "y": str(tmp_path / "y")})
    assert [file.run for file in opened.reload().side_files] == ["x", "y/run"]


def test_a_scan_notices_what_came_changed_and_went(write: Callable[..., Path], tmp_path: Path) -> None:
    opened = Logdir({"": str(tmp_path)})
    opened.reload()
    sizes = []
    for content in (b"a: 1", b"a: 12", None):
        path = tmp_path / "hparams.yaml"
        path.unlink() if content is None else path.write_bytes(content)
        opened.rescan()
        assert opened.changed()
        sizes.append([file.size for file in opened.publish().side_files])
        opened.rescan()
        assert not opened.changed()
    assert sizes == [[4], [5], []]


@pytest.mark.parametrize(
    ("logdir", "kind", "names"),
    [
        ("a/tensorflow/keras_profile", PROFILE, ["vm.xplane.pb"]),
        ("a/torch/embedding", PROJECTOR, ["projector_config.pbtxt"]),
        ("a/frameworks/lightning", HPARAMS, ["hparams.yaml", "hparams.yaml"]),
    ],
)
def test_side_files_of_real_writers(corpus: Path, logdir: str, kind: SideKind, names: list[str]) -> None:
    snapshot = open_logdir(str(corpus / logdir)).snapshot
    assert [file.name for file in snapshot.beside(kind)] == names
