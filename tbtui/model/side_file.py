"""Files that lie beside event files and belong to a run: hyperparameters, projector configurations, profiles."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class SideKind(enum.Enum):
    """What a file beside the event files is for."""

    HPARAMS = "hparams"
    """hparams.yaml, as Lightning writes it."""
    PROJECTOR = "projector"
    """projector_config.pbtxt: which embeddings there are, and in which files."""
    PROFILE = "profile"
    """A trace or a table of the profiler; it is listed, not read."""


@dataclass(frozen=True, slots=True)
class SideFile:
    """One file beside the event files, as it was last looked at; two are equal as long as the file did not change."""

    kind: SideKind
    run: str
    """The directory that it lies in, named as a run would be: its path below the logdir, "." for the logdir."""
    name: str
    path: str
    size: int
    modified: float
    """When it was last written, seconds since the epoch."""
