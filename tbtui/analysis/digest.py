"""The digest of a run: what each tag holds, in numbers that can be compared between readers.

The hashes cover what TensorBoard would hold: all numbers of a tag as little-endian float64, row-major, in file order;
of strings, for each the length as little-endian u64 and then the bytes; steps as int64, wall times as float64.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.graph_sources import GRAPH_PLUGINS
from tbtui.model.entries import Entries, EntryError, Place
from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.run import Run
from tbtui.model.series import Series

ReadElements: TypeAlias = Callable[[Place, str], "NDArray[Any] | list[bytes]"]
"""Reads one entry of a plugin as the numbers or strings that TensorBoard would hold."""

BLOBS: Final = frozenset({"images", "audio", *GRAPH_PLUGINS})
"""Plugins whose entries are large and hold no numbers: their content is read for the hashes only."""

OTHER_PLUGINS: Final = frozenset({"meta_graph"})
"""Events that TensorBoard does not count as summaries."""


class _Sums:
    """What is summed up over the elements of one tag."""

    def __init__(self) -> None:
        self.total, self.nan, self.inf, self.bytes = 0.0, 0, 0, 0
        self.last: float | None = None
        self.numeric = False
        self.strings = False
        self.values = hashlib.sha256()

    def add_numbers(self, array: NDArray[Any], total: Callable[[NDArray[Any]], float]) -> None:
        self.numeric = True
        numbers = np.asarray(array.real if array.dtype.kind == "c" else array, np.float64).ravel()
        self.values.update(np.ascontiguousarray(numbers, "<f8").tobytes())
        finite = np.isfinite(numbers)
        nan = int(np.isnan(numbers).sum())
        self.nan += nan
        self.inf += int((~finite).sum()) - nan
        with np.errstate(over="ignore"):
            self.total += total(numbers[finite])

    def add_strings(self, strings: list[bytes]) -> None:
        self.strings = True
        for string in strings:
            self.bytes += len(string)
            self.values.update(struct.pack("<Q", len(string)) + string)

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = {"bytes": self.bytes} if self.strings else {}
        if self.numeric or not self.strings:
            found |= {"sum_finite": self.total, "nan": self.nan, "inf": self.inf, "last": self.last}
        return found


def _in_order(numbers: NDArray[Any]) -> float:
    """The sum, added one by one: as the reference adds points, to the last bit."""
    return float(np.cumsum(numbers)[-1]) if numbers.size else 0.0


def _of_steps(steps: NDArray[Any], wall_times: NDArray[Any], hashes: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    empty = not len(steps)
    found = {
        "n": len(steps),
        "first_step": None if empty else int(steps[0]),
        "last_step": None if empty else int(steps[-1]),
        "min_step": None if empty else int(steps.min()),
        "max_step": None if empty else int(steps.max()),
    }
    if not hashes:
        return found, {}
    return found, {
        "steps_sha256": hashlib.sha256(np.ascontiguousarray(steps, "<i8").tobytes()).hexdigest(),
        "wall_sha256": hashlib.sha256(np.ascontiguousarray(wall_times, "<f8").tobytes()).hexdigest(),
    }


def series_digest(series: Series, *, hashes: bool = False) -> dict[str, Any]:
    """The digest of a series of numbers."""
    found, hashed = _of_steps(series.steps, series.wall_times, hashes)
    sums = _Sums()
    values = series.values
    sums.add_numbers(values, _in_order)
    sums.last = float(values[-1]) if values.size else None
    found |= sums.report()
    if hashes:
        found |= {"values_sha256": sums.values.hexdigest()} | hashed
    return found


def entries_digest(
    entries: Entries, read: ReadElements, problems: list[Problem], *, hashes: bool = False
) -> dict[str, Any]:
    """The digest of entries; those that cannot be read count, and are added to ``problems``."""
    found, hashed = _of_steps(entries.steps, entries.wall_times, hashes)
    if entries.plugin in BLOBS and not hashes:
        return found
    sums = _Sums()
    for index in range(len(entries)):
        place = entries.place(index)
        try:
            elements = read(place, entries.plugin)
        except EntryError as error:
            problems.append(Problem(ProblemKind.UNDECODABLE, place.path, place.offset, place.length, _reason(error)))
            continue
        if isinstance(elements, list):
            sums.add_strings(elements)
        else:
            sums.add_numbers(elements, lambda numbers: float(numbers.sum()))
            sums.last = float(elements.real.ravel()[0]) if elements.size == 1 else sums.last
    found |= sums.report()
    if hashes:
        found |= {"values_sha256": sums.values.hexdigest()} | hashed
    return found


def _reason(error: EntryError) -> str:
    return str(error).rpartition(": ")[2]


def run_digest(
    run: Run, read: ReadElements, problems: list[Problem], *, hashes: bool = False
) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """plugin -> tag -> digest. What cannot be decoded is added to ``problems``."""
    found: dict[str, dict[str, Any]] = {}
    for plugin, tags in run.series.items():
        for tag, series in tags.items():
            found.setdefault(plugin, {})[tag] = series_digest(series, hashes=hashes)
    for plugin, entry_tags in run.entries.items():
        if plugin in OTHER_PLUGINS:
            continue
        for tag, entries in entry_tags.items():
            digest = entries_digest(entries, read, problems, hashes=hashes)
            known = found.setdefault(plugin, {}).get(tag)
            found[plugin][tag] = digest if known is None else known | {"entries": digest}
    return {plugin: dict(sorted(tags.items())) for plugin, tags in sorted(found.items())}
