"""The rows of the list of runs beside a chart: runs, or groups of runs that open in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tbtui.analysis.listing import listed_runs
from tbtui.analysis.run_groups import run_groups
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot


class RunRow(NamedTuple):
    """One row: a run, or a group of them."""

    name: str
    slot: int
    """Of the run, or of the group's first."""
    shown: bool
    """Whether it is drawn; of a group, whether any of its runs is."""
    value: str = ""
    runs: tuple[str, ...] = ()
    """The runs that the row stands for: those of the group, or the one run."""
    group: bool = False
    open: bool = False
    """Whether the runs of the group stand below it, and are drawn one by one."""
    depth: int = 0


def run_rows(snapshot: Snapshot, selection: Selection, values: Mapping[str, str], *, grouped: bool) -> list[RunRow]:
    """The runs that pass the filter, each with a word on it from ``values``, below the groups that they are in."""
    names = [run.name for run in listed_runs(snapshot, selection)]
    if not (grouped and selection.run_groups):
        return [_run_row(name, selection, values, 0) for name in names]
    return list(_grouped(names, selection, values))


def _grouped(names: list[str], selection: Selection, values: Mapping[str, str]) -> Iterator[RunRow]:
    for group in run_groups(names, selection.run_groups):
        if len(group.runs) == 1:
            yield _run_row(group.runs[0], selection, values, 0)
            continue
        opened = group.name in selection.expanded_groups
        slot = selection.slots.get(group.runs[0], 0)
        shown = sum(map(selection.shows, group.runs))
        count = f"{len(group.runs)} runs" if shown in (0, len(group.runs)) else f"{shown} of {len(group.runs)}"
        yield RunRow(group.name, slot, shown > 0, count, group.runs, True, opened)
        if opened:
            yield from (_run_row(name, selection, values, 1) for name in group.runs)


def _run_row(name: str, selection: Selection, values: Mapping[str, str], depth: int) -> RunRow:
    shown = selection.shows(name)
    return RunRow(name, selection.slots.get(name, 0), shown, values.get(name, ""), (name,), depth=depth)
