"""Which tags the charts of the Scalars screen show: the chosen one, what is laid over it, or a page of a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tbtui.analysis.listing import matching, natural_key, scalar_tags
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


def chart_sources(tags: ScalarTags, selection: Selection, tag: str | None) -> list[ChartSource]:
    """The charts that are shown: one, with what is laid over it, or a page of a group."""
    if tag is None:
        return []
    if not selection.grid:
        overlaid = tuple(one for one in selection.marked_tags if one != tag and one in tags)
        return [_source(tags, tag, overlaid)]
    members = group_members(tags, selection, tag)
    page = members.index(tag) // selection.grid_size if tag in members else 0
    return [_source(tags, one, ()) for one in members[page * selection.grid_size :][: selection.grid_size]]


def _source(tags: ScalarTags, tag: str, overlaid: tuple[str, ...]) -> ChartSource:
    chart = tags.charts.get(tag)
    if chart is None:
        return ChartSource(tag, (tag, *overlaid))
    return ChartSource(tag, (*chart.matching(tags.written), *overlaid), chart.margins)
