"""A snapshot: everything that has been read of a logdir at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The app's first frame holds an empty snapshot, and must not wait for numpy.
    from tbtui.model.problem import Problem
    from tbtui.model.run import Run
    from tbtui.model.side_file import SideFile, SideKind


@dataclass(frozen=True, slots=True)
class Progress:
    """How far loading has come."""

    read: int
    """Bytes read so far."""
    total: int
    """Bytes that the files hold."""
    files: int
    loading: bool
    """Whether bytes that were there at the last look are still unread."""


def _nothing_to_open(path: str) -> Any:
    raise FileNotFoundError(path)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All runs of a logdir, frozen; made by the loader and never edited. Equal numbers mean the same content."""

    number: int
    runs: Mapping[str, Run]
    """run name -> run, in the order of the names."""
    progress: Progress
    logdir_problems: tuple[Problem, ...] = ()
    """Directories that could not be read."""
    side_files: tuple[SideFile, ...] = ()
    """What lies beside the event files, in the order of the directories."""
    open: Callable[[str], Any] = _nothing_to_open
    """Opens a file of the log for reading (``parsing.files.OpenFile``); to be called in the background only."""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that could not be read, directories first, then run by run."""
        return (*self.logdir_problems, *(problem for run in self.runs.values() for problem in run.problems))

    @cached_property
    def points(self) -> int:
        """How many scalar points all runs have together."""
        return sum(run.points for run in self.runs.values())

    def __repr__(self) -> str:
        runs, points, problems = len(self.runs), self.points, len(self.problems)
        return f"<Snapshot {self.number}: {runs:,} runs, {points:,} points, {problems:,} problems>"

    def beside(self, kind: SideKind) -> tuple[SideFile, ...]:
        """The files of one kind that lie beside the event files."""
        return tuple(file for file in self.side_files if file.kind is kind)


EMPTY_SNAPSHOT = Snapshot(0, MappingProxyType({}), Progress(0, 0, 0, True))
