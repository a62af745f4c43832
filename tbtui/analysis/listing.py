"""Which runs and tags are listed: filters, groups and order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot


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


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts numbers in names by their size: run2 before run10."""
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in re.split(r"([0-9]+)", name))


def listed_runs(snapshot: Snapshot, selection: Selection) -> list[Run]:
    """The runs that pass the filter: pinned ones first, then by name."""
    names = matching(snapshot.runs, selection.run_filter)
    names.sort(key=lambda name: (name not in selection.pinned_runs, natural_key(name)))
    return [snapshot.runs[name] for name in names]


def drawn_runs(snapshot: Snapshot, selection: Selection) -> list[Run]:
    """The listed runs that are not hidden."""
    return [run for run in listed_runs(snapshot, selection) if selection.shows(run.name)]


def scalar_tags(snapshot: Snapshot) -> dict[str, int]:
    """tag -> how many runs hold it, for every scalar tag, sorted."""
    counts: dict[str, int] = {}
    for run in snapshot.runs.values():
        for tag in run.scalars:
            counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: natural_key(item[0])))


def entry_tags(snapshot: Snapshot, plugin: str) -> dict[str, int]:
    """tag -> how many runs hold entries of the plugin under it, sorted."""
    counts: dict[str, int] = {}
    for run in snapshot.runs.values():
        for tag in run.entries.get(plugin, {}):
            counts[tag] = counts.get(tag, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: natural_key(item[0])))
