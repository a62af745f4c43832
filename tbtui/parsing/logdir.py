"""A logdir: discovers runs, reads what is new in their files, and publishes snapshots."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from types import MappingProxyType
from typing import Any, Final

from numpy.typing import NDArray

from tbtui.model.entries import Place
from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.run import Run
from tbtui.model.side_file import SideFile
from tbtui.model.snapshot import EMPTY_SNAPSHOT, Snapshot
from tbtui.parsing.discovery import ROOT_RUN, Found, FoundProblem, FoundRun, FoundSideFiles, find_runs
from tbtui.parsing.event_file import TailedFile
from tbtui.parsing.files import FileSystem, LocalFiles
from tbtui.parsing.long_lived import long_lived_objects
from tbtui.parsing.payloads import PayloadReader
from tbtui.parsing.portion import Portion
from tbtui.parsing.read_jobs import read_jobs
from tbtui.parsing.run import GrowingRun
from tbtui.parsing.side_files import look_at_side_files
from tbtui.parsing.tally import Tally

# A run is dropped when its directory was not there on so many scans in a row.
_SCANS_UNTIL_DROPPED: Final = 2


class Logdir:
    """All runs below one or several directories, and the state that reading them anew needs.

    Use from one thread at a time; the snapshots that it publishes may go anywhere. It only ever reads.
    """

    def __init__(self, roots: Mapping[str, str], files: FileSystem | None = None) -> None:
        """``roots``: the name before the runs of each directory ("" for none) and its path."""
        self.roots = dict(roots)
        self._files: FileSystem = files or LocalFiles()
        self._payloads = PayloadReader(self._files)
        self._decoder_of = self._payloads.decoder_of
        self._runs: dict[str, GrowingRun] = {}
        self._problems: tuple[Problem, ...] = ()
        self._side_files: tuple[SideFile, ...] = ()
        self._owners: dict[str, GrowingRun] = {}
        self._snapshot = EMPTY_SNAPSHOT
        self._scanned = False
        self._changed: set[str] = set()
        """The names of runs of which more is known than was published."""
        self._other_runs = False
        """Whether runs came or went, or directories could be read or not, since the last snapshot."""
        self._tally = Tally()

    def __repr__(self) -> str:
        return f"<Logdir {', '.join(self.roots.values())}: {self._snapshot!r}>"

    @property
    def snapshot(self) -> Snapshot:
        """What was last published."""
        return self._snapshot

    @property
    def runs(self) -> Mapping[str, Run]:
        """The runs of the last snapshot, by name."""
        return self._snapshot.runs

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, as of the last snapshot."""
        return self._snapshot.problems

    def reload(self) -> Snapshot:
        """Discover what is new, read every byte that is new, and publish."""
        with long_lived_objects():
            self.rescan()
            for _ in self.read(self.look(self.tailed())):
                pass
            return self.publish()

    def rescan(self) -> None:
        """Find new runs and files, and mark those that are gone.

        OSError where a root cannot be looked at at the first scan; later it is a problem, as it may come back.
        """
        with long_lived_objects():
            self._rescan()

    def _rescan(self) -> None:
        found: dict[str, FoundRun] = {}
        problems: list[Problem] = []
        side_files: list[SideFile] = []
        for prefix, root in self.roots.items():
            for item in self._found(root):
                if isinstance(item, FoundProblem):
                    problems.append(item.problem)
                    continue
                name = _run_name(prefix, item.name)
                if isinstance(item, FoundSideFiles):
                    side_files += look_at_side_files(self._files, name, item.path, item.files)
                else:
                    found[name] = item
        self._scanned = True
        beside = (tuple(problems), tuple(side_files))
        self._other_runs |= (self._problems, self._side_files) != beside
        self._problems, self._side_files = beside
        for name, run in found.items():
            self._take_in(name, run)
        for name in self._runs.keys() - found.keys():
            self._miss(name)
        if self._other_runs:
            self._runs = dict(sorted(self._runs.items()))

    def _found(self, root: str) -> Iterable[Found]:
        try:
            yield from find_runs(self._files, root)
        except OSError as error:
            if not self._scanned:
                raise
            reason = f"cannot be looked at: {error.strerror or error}"
            yield FoundProblem(Problem(ProblemKind.UNREADABLE, root, None, 0, reason))

    def _take_in(self, name: str, found: FoundRun) -> None:
        run = self._runs.get(name)
        if run is None:
            run = self._runs[name] = GrowingRun(name, found.path, self._decoder_of)
            self._other_runs = True
        run.missing = 0
        fresh = [file_name for file_name in found.files if file_name not in run.files]
        if fresh:
            self._changed.add(name)
            for file in run.tail((file_name, self._files.join(found.path, file_name)) for file_name in fresh):
                self._owners[file.path] = run

    def _miss(self, name: str) -> None:
        run = self._runs[name]
        run.missing += 1
        if run.missing >= _SCANS_UNTIL_DROPPED:
            del self._runs[name]
            self._other_runs = True
            self._changed.discard(name)
            self._tally.drop(name)
            for file in run.files.values():
                self._owners.pop(file.path, None)

    def tailed(self) -> Iterator[TailedFile]:
        """Every file that is known."""
        for run in self._runs.values():
            yield from run.files.values()

    def changed(self) -> bool:
        """Whether anything is known that was not published."""
        return self._other_runs or bool(self._changed)

    def look(self, tailed: Iterable[TailedFile]) -> list[TailedFile]:
        """Ask the system about these files; those of them that are worth reading."""
        with long_lived_objects():
            return [file for file in tailed if self._look_at(file)]

    def _look_at(self, file: TailedFile) -> bool:
        previous, was_gone = file.status, file.gone
        run = self._owners.get(file.path)
        if run is None or run.files.get(file.name) is not file:
            # Its run was dropped since it was last read.
            return False
        try:
            status = self._files.stat(file.path)
        except OSError:
            file.gone = True
            if not was_gone:
                self._note(file)
            return False
        if not status.is_regular:
            return False
        if was_gone or status != previous:
            self._note(file)
        return file.look(status)

    def _note(self, file: TailedFile) -> None:
        run = self._owners.get(file.path)
        if run is not None:
            self._changed.add(run.name)

    def read(self, wanted: Sequence[TailedFile], executor: Executor | None = None) -> Iterator[Portion]:
        """Read all that is new in these files, on the executor where one is given; yields what came in, piece by piece.

        Files that are large are read a budget at a time, so that every run shows something soon.
        """
        with long_lived_objects():
            queue = deque(wanted)
            for job, portions in read_jobs(self._files, queue, executor):
                for file, portion in zip(job, portions, strict=True):
                    self._note(file)
                    if file.accept(portion):
                        queue.append(file)
                    yield portion

    def publish(self, *, loading: bool = False) -> Snapshot:
        """Freeze what there is now: costs in proportion to what changed since the last time."""
        with long_lived_objects():
            fresh = {name: self._runs[name].publish() for name in self._changed}
            for run in fresh.values():
                self._tally.count(run)
        runs = {**self._snapshot.runs, **fresh}
        if self._other_runs:
            runs = {name: runs[name] for name in self._runs}
        self._changed, self._other_runs = set(), False
        self._snapshot = Snapshot(
            self._snapshot.number + 1,
            MappingProxyType(runs),
            self._tally.progress(loading=loading),
            self._problems,
            self._side_files,
            self._files.open,
        )
        return self._snapshot

    def elements(self, place: Place, plugin: str) -> NDArray[Any] | list[bytes]:
        """An entry as the numbers or strings that TensorBoard would hold; EntryError where it cannot be read."""
        return self._payloads.elements(place, plugin)


def _run_name(prefix: str, name: str) -> str:
    if not prefix:
        return name
    return prefix if name == ROOT_RUN else f"{prefix}/{name}"


def open_logdir(path: str) -> Logdir:
    """Open a logdir and read it once; FileNotFoundError where there is nothing."""
    logdir = Logdir({"": path})
    logdir.reload()
    return logdir
