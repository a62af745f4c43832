"""Which runs and tags are listed: filters, groups and order."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Final

from tbtui.analysis.memo import remembered
from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot

# Digits, or a fraction: where nothing but zero stands before the point, or zeros behind it.
_NUMBERS: Final = re.compile(r"((?<![0-9.])0+\.[0-9]+(?![0-9.])|[0-9]+\.0[0-9]*(?![0-9.])|[0-9]+)")


@lru_cache(maxsize=256)
def matcher(pattern: str) -> re.Pattern[str]:
    """The regular expression that was typed, without case; while it is not yet one, its text as it stands."""
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error:
        return re.compile(re.escape(pattern), re.IGNORECASE)


def matching(names: Iterable[str], pattern: str) -> list[str]:
    """The names in which the pattern is found; all for an empty one."""
    if not pattern:
        return list(names)
    find = matcher(pattern).search
    return [name for name in names if find(name)]


@lru_cache(maxsize=1 << 15)
def natural_key(name: str) -> tuple[tuple[int, float, str], ...]:
    """Sorts numbers in names by their size: run2 before run10, lr=0.01 before lr=0.1, v1.9 before v1.10."""
    return tuple((1, _size(part), "") if part[:1].isdecimal() else (0, 0.0, part) for part in _NUMBERS.split(name))


def _size(digits: str) -> float:
    try:
        return float(digits)
    except OverflowError:
        return math.inf


def listed_runs(snapshot: Snapshot, selection: Selection) -> Sequence[Run]:
    """The runs that pass the filter: pinned ones first, then by name."""
    return _listed(snapshot, selection.run_filter, selection.pinned_runs)


@remembered
def _listed(snapshot: Snapshot, pattern: str, pinned: frozenset[str]) -> Sequence[Run]:
    names = matching(snapshot.runs, pattern)
    names.sort(key=lambda name: (name not in pinned, natural_key(name)))
    return tuple(snapshot.runs[name] for name in names)


def drawn_runs(snapshot: Snapshot, selection: Selection) -> Sequence[Run]:
    """The listed runs that are not hidden."""
    return _drawn(snapshot, selection.run_filter, selection.pinned_runs, selection.hidden_runs)


@remembered
def _drawn(snapshot: Snapshot, pattern: str, pinned: frozenset[str], hidden: frozenset[str]) -> Sequence[Run]:
    return tuple(run for run in _listed(snapshot, pattern, pinned) if run.name not in hidden)


@remembered
def scalar_tags(snapshot: Snapshot) -> Mapping[str, int]:
    """tag -> how many runs hold it, for every scalar tag, sorted."""
    return _counted(run.scalars for run in snapshot.runs.values())


@remembered
def entry_tags(snapshot: Snapshot, plugin: str) -> Mapping[str, int]:
    """tag -> how many runs hold entries of the plugin under it, sorted."""
    return _counted(run.entries.get(plugin, ()) for run in snapshot.runs.values())


def _counted(tags: Iterable[Iterable[str]]) -> Mapping[str, int]:
    counts = Counter(chain.from_iterable(tags))
    return MappingProxyType({tag: counts[tag] for tag in sorted(counts, key=natural_key)})
