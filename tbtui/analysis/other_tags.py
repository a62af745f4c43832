"""The tags that no other screen shows: entries of unknown plugins, and numbers that are no scalars of TensorBoard's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.model.entries import Entries
from tbtui.model.run import SCALARS, Run
from tbtui.model.series import Series
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import is_known_plugin


class OtherTag(NamedTuple):
    """One tag of one plugin."""

    plugin: str
    tag: str
    is_series: bool
    """It is one number a step; else a tensor."""

    @property
    def label(self) -> str:
        """Its name in the tree of tags, below its plugin."""
        return f"{self.plugin}/{self.tag}"

    def series_in(self, run: Run) -> Series | None:
        """The numbers that a run holds of it."""
        return run.series[self.plugin].get(self.tag) if self.is_series and self.plugin in run.series else None

    def entries_in(self, run: Run) -> Entries | None:
        """The tensors that a run holds of it."""
        return None if self.is_series else run.entries.get(self.plugin, {}).get(self.tag)


@remembered
def _in_run(run: Run) -> tuple[OtherTag, ...]:
    """Such tags of one run; runs of an unchanged log need not be gone through at each key."""
    found = []
    for plugin, table in run.series.items():
        if plugin != SCALARS:
            found += [OtherTag(plugin, tag, True) for tag in table]
    for plugin, tags in run.entries.items():
        if not is_known_plugin(plugin):
            found += [OtherTag(plugin, tag, False) for tag in tags]
    return tuple(found)


@remembered
def other_tags(snapshot: Snapshot) -> dict[OtherTag, int]:
    """Every such tag and in how many runs it is, by plugin and tag; what is both series and tensor is there twice."""
    counts: dict[OtherTag, int] = {}
    for run in snapshot.runs.values():
        for one in _in_run(run):
            counts[one] = counts.get(one, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (natural_key(item[0].label), item[0].is_series)))


def by_label(tags: Iterable[OtherTag]) -> dict[str, OtherTag]:
    """The tags by what they are called in the tree; numbers beside tensors of the same tag say so."""
    found: dict[str, OtherTag] = {}
    for one in tags:
        found[f"{one.label} (numbers)" if one.label in found else one.label] = one
    return found


def has_other_tags(snapshot: Snapshot) -> bool:
    """Whether there is any such tag."""
    return bool(other_tags(snapshot))
