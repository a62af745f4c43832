"""Which files of a logdir are no event files and yet tell something of a run, and what the system says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tbtui.model.side_file import SideFile, SideKind
from tbtui.parsing.files import FileSystem

_NAMES: Final = {
    "hparams.yaml": SideKind.HPARAMS,
    "hparams.yml": SideKind.HPARAMS,
    "projector_config.pbtxt": SideKind.PROJECTOR,
}
# TensorFlow's and JAX' profilers, and that of torch, which writes its traces straight into the directory of the run.
_PROFILE_SUFFIXES: Final = (".xplane.pb", ".pt.trace.json", ".pt.trace.json.gz")
_PROFILES: Final = ["plugins", "profile"]


def side_files_among(directory: str, names: Iterable[str]) -> tuple[tuple[SideKind, str], ...]:
    """Those of the names in ``directory``, a path below the logdir, that are side files, each with its kind.

    All files of a session of the profile plugin, plugins/profile/<session>, are profiles
    (tensorboard_plugin_profile/profile_plugin.py), whatever their names.
    """
    if directory.split("/")[-3:-1] == _PROFILES:
        return tuple([(SideKind.PROFILE, name) for name in names])
    found = [name for name in names if name in _NAMES or name.endswith(_PROFILE_SUFFIXES)]
    return tuple((_NAMES.get(name, SideKind.PROFILE), name) for name in found)


def look_at_side_files(
    files: FileSystem, run: str, directory: str, found: Iterable[tuple[SideKind, str]]
) -> Iterator[SideFile]:
    """Those of the found files that are still there; ``run`` is what their directory is called among the runs."""
    for kind, name in found:
        path = files.join(directory, name)
        try:
            status = files.stat(path)
        except OSError:
            # It went away since it was listed: the next scan will not find it either.
            continue
        if status.is_regular:
            yield SideFile(kind, run, name, path, status.size, status.modified_ns / 1e9)
