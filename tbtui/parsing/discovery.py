"""Finds runs: directories, at any depth, that hold event files; and what lies beside these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.side_file import SideKind
from tbtui.parsing.files import FileSystem
from tbtui.parsing.side_files import side_files_among

EVENT_FILE_MARK: Final = "tfevents"
"""TensorBoard takes every file for an event file whose base name holds this (io_wrapper.IsSummaryEventsFile)."""

ROOT_RUN: Final = "."

# A directory that links lead to again and again is listed under so many names at most.
_MOST_NAMES: Final = 8


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A directory with event files."""

    name: str
    """Its path below the logdir with "/" between the parts; "." for the logdir itself."""
    path: str
    files: tuple[str, ...]
    """The base names of its event files, sorted."""


@dataclass(frozen=True, slots=True)
class FoundSideFiles:
    """A directory with files that are no event files and yet belong to a run."""

    name: str
    """The name that the directory has, or would have, as a run."""
    path: str
    files: tuple[tuple[SideKind, str], ...]
    """What each is for and its base name, sorted by name."""


Found: TypeAlias = "FoundRun | FoundSideFiles | FoundProblem"


@dataclass(frozen=True, slots=True)
class FoundProblem:
    """A directory that could not be listed."""

    problem: Problem


def find_runs(files: FileSystem, root: str) -> Iterator[Found]:
    """Every run below ``root``, in the order of the names, and what lies beside the event files.

    Links are followed, but never in a circle. A root that is itself an event file is a logdir with that one file.
    """
    status = files.stat(root)
    if not status.is_directory:
        directory, _, name = root.rpartition("/")
        yield FoundRun(ROOT_RUN, directory or ("/" if root.startswith("/") else "."), (name,))
        return
    yield from _walk(files, root, ROOT_RUN, (status.identity,), {})


def _walk(
    files: FileSystem, path: str, name: str, above: tuple[tuple[int, ...], ...], names: dict[tuple[int, ...], int]
) -> Iterator[Found]:
    try:
        items = sorted(files.list(path))
    except OSError as error:
        yield _problem(path, "cannot be listed", error)
        return
    found = tuple([item.name for item in items if EVENT_FILE_MARK in item.name and not item.is_directory])
    if found:
        yield FoundRun(name, path, found)
    others = [item.name for item in items if not item.is_directory and EVENT_FILE_MARK not in item.name]
    beside = side_files_among(name, others)
    if beside:
        yield FoundSideFiles(name, path, beside)
    for item in items:
        if not item.is_directory:
            continue
        below = files.join(path, item.name)
        try:
            # A directory that is no link is on the device of the one above it, as a rule; what is mounted there has
            # numbers of its own and is at worst listed once less than it may be.
            identity = (above[-1][0], item.inode) if item.inode is not None else files.stat(below).identity
        except OSError as error:
            yield _problem(below, "cannot be looked at", error)
            continue
        names[identity] = names.get(identity, 0) + 1
        if identity not in above and names[identity] <= _MOST_NAMES:
            below_name = item.name if name == ROOT_RUN else f"{name}/{item.name}"
            yield from _walk(files, below, below_name, (*above, identity), names)


def _problem(path: str, what: str, error: OSError) -> FoundProblem:
    return FoundProblem(Problem(ProblemKind.UNREADABLE, path, None, 0, f"{what}: {error.strerror or error}"))
