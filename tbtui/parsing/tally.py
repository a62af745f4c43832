"""How far loading has come, kept up to date run by run: adding up all runs anew would cost more than what changed."""

from __future__ import annotations

from tbtui.model.run import Run
from tbtui.model.snapshot import Progress

_NONE = 0, 0, 0


class Tally:
    """The bytes and files of all runs that were published."""

    def __init__(self) -> None:
        self._runs: dict[str, tuple[int, int, int]] = {}
        self._read = self._total = self._files = 0

    def count(self, run: Run) -> None:
        """Count a run as it is now, in place of what it was."""
        old_read, old_total, old_files = self._runs.get(run.name, _NONE)
        read, total, files = sum([file.read for file in run.files]), run.size, len(run.files)
        self._runs[run.name] = read, total, files
        self._read += read - old_read
        self._total += total - old_total
        self._files += files - old_files

    def drop(self, name: str) -> None:
        """Count a run no longer."""
        read, total, files = self._runs.pop(name, _NONE)
        self._read, self._total, self._files = self._read - read, self._total - total, self._files - files

    def progress(self, *, loading: bool) -> Progress:
        """All runs together."""
        return Progress(self._read, self._total, self._files, loading)
