"""Layouts of scalar charts that runs brought along, read in the background when there are new ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tbtui.model.entries import Entries, EntryError
from tbtui.model.layout import LayoutChart
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.background import Background

_PLUGIN: Final = "custom_scalars"


class ChartLayouts:
    """The categories of all layouts of a log, as far as they have been read."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """``changed`` is called when more was read."""
        self.categories: Mapping[str, Sequence[LayoutChart]] = {}
        """Category -> its charts."""
        self._changed = changed
        self._read_from: tuple[Entries, ...] = ()

    def read(self, snapshot: Snapshot, background: Background) -> None:
        """Have those of a snapshot read."""
        found = tuple(entries for run in snapshot.runs.values() for entries in run.entries.get(_PLUGIN, {}).values())
        if found != self._read_from:
            self._read_from = found
            background.run("layouts", lambda: _layouts_of(found), self._take)

    def _take(self, categories: Mapping[str, Sequence[LayoutChart]]) -> None:
        self.categories = categories
        self._changed()


def _layouts_of(found: Sequence[Entries]) -> dict[str, list[LayoutChart]]:
    """Each chart once; layouts that cannot be read are left to the Events screen."""
    categories: dict[str, dict[LayoutChart, None]] = {}
    for entries in found:
        try:
            layout = entries[-1]
        except EntryError:
            continue
        for title, charts in layout.categories:
            categories.setdefault(title, {}).update(dict.fromkeys(charts))
    return {title: list(charts) for title, charts in categories.items()}
