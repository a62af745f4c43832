"""Which tags the charts of the Scalars screen show: the chosen one, what is laid over it, or a page of a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tbtui.analysis.listing import matching, natural_key, scalar_tags
from tbtui.analysis.memo import remembered
from tbtui.analysis.plotted import ChartSource
from tbtui.analysis.tag_tree import Section, group_of
from tbtui.model.layout import LayoutChart
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot

# Names of groups that no tag can be in: log text passes the display border, which lets no control character through.
PINNED: Final = "\0pinned"
DERIVED: Final = "\0derived"
LAYOUT: Final = "\0layout "


@dataclass(frozen=True, slots=True)
class ScalarTags:
    """Everything that can be chosen in the tree of tags."""

    written: Mapping[str, int]
    """tag -> in how many runs it is."""
    sections: tuple[Section, ...]
    """What stands above the tree: pinned tags, derived tags, layouts read from the log."""
    charts: Mapping[str, LayoutChart]
    """Name -> chart of a layout."""

    def __contains__(self, tag: object) -> bool:
        return tag in self.written or any(tag in section.tags for section in self.sections)

    @property
    def first(self) -> str | None:
        """What is shown until something is chosen."""
        return next(iter(self.written), None)


def selectable_tags(
    snapshot: Snapshot, selection: Selection, layouts: Mapping[str, Sequence[LayoutChart]]
) -> ScalarTags:
    """What can be chosen; ``layouts``: category -> its charts, as the log lays them out."""
    written = scalar_tags(snapshot)
    expressions = tuple(text for text in selection.expressions if text not in written)
    pinned = tuple(tag for tag in selection.pinned_tags if tag in written or tag in expressions)
    sections = []
    if pinned:
        sections.append(Section("★ pinned", PINNED, pinned))
    if expressions:
        sections.append(Section("ƒ derived", DERIVED, expressions))
    charts: dict[str, LayoutChart] = {}
    for category, members in layouts.items():
        names = tuple(f"{category} › {chart.title}" for chart in members)
        charts.update(zip(names, members, strict=True))
        sections.append(Section(f"▤ {category}", LAYOUT + category, names))
    return ScalarTags(written, tuple(sections), charts)


def tag_marks(selection: Selection) -> dict[str, str]:
    """What stands before tags in the tree."""
    marks = dict.fromkeys(selection.pinned_tags, "★") | dict.fromkeys(selection.marked_tags, "+")
    return marks | dict.fromkeys(selection.right_tags, "→")


@remembered
def runs_without(snapshot: Snapshot, tag: str) -> Mapping[str, str]:
    """run -> "–" for every run that has not written a tag."""
    return MappingProxyType({name: "–" for name, run in snapshot.runs.items() if tag not in run.scalars})


def titled(snapshot: Snapshot, tag: str) -> str:
    """A tag with what its metadata say of it beyond its name: a name to display, and a description."""
    said = next((run.metadata[tag] for run in snapshot.runs.values() if tag in run.metadata), None)
    if said is None:
        return tag
    described = " ".join(said.description.split())
    more = [text for text in (said.display_name, described) if text and text not in (tag, tag.rpartition("/")[2])]
    return " · ".join((tag, *more))


def group_members(tags: ScalarTags, selection: Selection, tag: str) -> list[str]:
    """The tags of the group that the grid shows: the one whose heading was gone to, or that of the tag."""
    group = selection.group
    for section in tags.sections:
        if group == section.key or (group is None and tag in section.tags and tag not in tags.written):
            return list(section.tags)
    path = group_of(tag) if group is None else group
    found = matching(tags.written, selection.tag_filter)
    inside = [one for one in found if group_of(one) == path or (path and one.startswith(path + "/"))]
    return sorted(inside, key=natural_key) or [tag]


def chosen_tag(selection: Selection, tags: ScalarTags) -> str | None:
    """The tag that is shown, one that the filter lets through if there is any; None where there is none."""
    tag = selection.tag if selection.tag in tags else tags.first
    if tag is None or not selection.tag_filter or tag not in tags.written or matching((tag,), selection.tag_filter):
        return tag
    return next(iter(matching(tags.written, selection.tag_filter)), tag)


def chart_sources(tags: ScalarTags, selection: Selection, tag: str | None, room: int) -> list[ChartSource]:
    """The charts that are shown: one, with what is laid over it, or as much of a group as has room."""
    if tag is None:
        return []
    if not selection.grid:
        overlaid = tuple(one for one in selection.marked_tags if one != tag and one in tags)
        return [_source(tags, tag, overlaid)]
    members = group_members(tags, selection, tag)
    size = max(1, min(selection.grid_size, room))
    page = members.index(tag) // size if tag in members else 0
    return [_source(tags, one, ()) for one in members[page * size :][:size]]


def _source(tags: ScalarTags, tag: str, overlaid: tuple[str, ...]) -> ChartSource:
    chart = tags.charts.get(tag)
    if chart is None:
        return ChartSource(tag, (tag, *overlaid))
    return ChartSource(tag, (*chart.matching(tags.written), *overlaid), chart.margins)
