"""Where a log holds graphs: in events of their own and under the tags of several plugins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tbtui.analysis.listing import listed_runs
from tbtui.model.entries import Entries
from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot

# Plugin -> what its graphs are called, with the tag where runs have several; the first is what one looks for first.
_TITLES: Final = {
    "graphs": "graph",
    "graph_keras_model": "keras model {tag}",
    "graph_run_metadata_graph": "trace {tag}",
    "graph_run_metadata": "step {tag}",
    "meta_graph": "meta graph",
    "graph_tagged_run_metadata": "step {tag}",
}

GRAPH_PLUGINS: Final = frozenset(_TITLES)
"""Plugins whose entries are graphs, or times of their nodes."""


@dataclass(frozen=True, eq=False)
class GraphSource:
    """One graph of a log, not yet read."""

    entries: Entries
    index: int
    title: str

    @property
    def run(self) -> str:
        """The run that wrote it."""
        return self.entries.run

    @property
    def key(self) -> tuple[str, ...]:
        """What it is found again by."""
        return self.entries.run, self.entries.plugin, self.entries.tag, str(self.index)


def holds_graphs(snapshot: Snapshot) -> bool:
    """Whether any run holds a graph."""
    return any(not GRAPH_PLUGINS.isdisjoint(run.entries) for run in snapshot.runs.values())


def graph_sources(snapshot: Snapshot, selection: Selection) -> list[GraphSource]:
    """The graphs of all listed runs; those of one tag newest first."""
    return [source for run in listed_runs(snapshot, selection) for source in _of_run(run)]


def _of_run(run: Run) -> Iterator[GraphSource]:
    for plugin, title in _TITLES.items():
        for tag, entries in run.entries.get(plugin, {}).items():
            count = len(entries)
            for index in reversed(range(count)):
                which = f" ({index + 1:,} of {count:,})" if count > 1 else ""
                yield GraphSource(entries, index, title.format(tag=_short_tag(tag)).strip() + which)


def _short_tag(tag: str) -> str:
    """TF1 and torch name the steps of their metadata "step12", keras its models "keras"."""
    if tag == "keras":
        return ""
    return tag[4:] if tag[:4] == "step" and tag[4:].isdecimal() else tag


def chosen_source(sources: Sequence[GraphSource], key: tuple[str, ...], run: str | None) -> GraphSource | None:
    """The graph with that key; else the first of the run, else the first of all."""
    by_key = next((source for source in sources if source.key == key), None)
    of_run = next((source for source in sources if source.run == run), None)
    return by_key or of_run or next(iter(sources), None)
