"""Tags as a tree with groups by "/": groups that hold nothing but one group are one line with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

UNKNOWN: Final = -1
"""The size of a tag of which it is not known how many runs hold it: one that is derived."""


class TreeRow(NamedTuple):
    """One line of a tree of tags."""

    label: str
    depth: int
    tag: str | None
    """The whole tag; None for a group."""
    group: str
    """The group's own path, or that in which the tag lies; "" at the top."""
    size: int
    """How many tags a group holds, or in how many runs a tag is."""
    open: bool


class Section(NamedTuple):
    """Tags that stand above the tree under a heading of their own: pinned ones, derived ones."""

    title: str
    key: str
    """The name of its group; no tag's group has it."""
    tags: tuple[str, ...]


def section_rows(sections: Sequence[Section], tags: Mapping[str, int], closed: Collection[str]) -> list[TreeRow]:
    """The lines of the sections."""
    rows: list[TreeRow] = []
    for title, key, members in sections:
        rows.append(TreeRow(title, 0, None, key, len(members), key not in closed))
        if key not in closed:
            rows += [TreeRow(tag, 1, tag, key, tags.get(tag, UNKNOWN), True) for tag in members]
    return rows


@dataclass(slots=True)
class _Node:
    path: str
    label: str
    groups: dict[str, _Node] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    count: int = 0
    first: int = 0
    """Where its first tag stands in the given order."""


def group_of(tag: str) -> str:
    """All of a tag up to its last "/"; "" where it has none."""
    return tag.rpartition("/")[0]


def group_with_others(tag: str, tags: Collection[str]) -> tuple[str, list[str]]:
    """The nearest group around a tag that holds others too, and all of ``tags`` in it.

    Names such as "conv/kernel/image", which Keras and TensorFlow 1 give, have their last group for themselves.
    """
    group = group_of(tag)
    found = [one for one in tags if group_of(one) == group]
    while len(found) < 2 and group:
        group = group_of(group)
        found = [one for one in tags if not group or one.startswith(f"{group}/")]
    return group, found


def _built(tags: Collection[str]) -> _Node:
    root = _Node("", "")
    for place, tag in enumerate(tags):
        node = root
        node.count += 1
        parts = tag.split("/")
        for depth, part in enumerate(parts[:-1]):
            if part not in node.groups:
                path = f"{node.path}/{part}" if depth else part
                node.groups[part] = _Node(path, part or "(empty)", first=place)
            node = node.groups[part]
            node.count += 1
        node.tags.append(tag)
    return root


def _only_tag(node: _Node) -> str:
    while not node.tags:
        (node,) = node.groups.values()
    return node.tags[0]


def _merged(node: _Node) -> _Node:
    """The node with the groups below it that it holds alone: "a" that only holds "b" becomes "a/b"."""
    label = node.label
    while len(node.groups) == 1 and not node.tags:
        (node,) = node.groups.values()
        label = f"{label}/{node.label}"
    return _Node(node.path, label, node.groups, node.tags, node.count, node.first)


def tree_rows(tags: Mapping[str, int], closed: Collection[str]) -> list[TreeRow]:
    """The lines of the tree, in the order of ``tags`` (tag -> how many runs hold it); closed groups hide theirs."""
    places = {tag: place for place, tag in enumerate(tags)}
    rows: list[TreeRow] = []
    waiting: list[tuple[_Node | str, int, str]] = _contents(_built(tags), 0, "", places)
    while waiting:
        item, depth, group = waiting.pop()
        if isinstance(item, str):
            label = item[len(group) + 1 if depth else 0 :] or "(empty)"
            rows.append(TreeRow(label, depth, item, group, tags[item], True))
            continue
        is_open = item.path not in closed
        rows.append(TreeRow(item.label, depth, None, item.path, item.count, is_open))
        if is_open:
            waiting += _contents(item, depth + 1, item.path, places)
    return rows


def _contents(node: _Node, depth: int, group: str, places: Mapping[str, int]) -> list[tuple[_Node | str, int, str]]:
    """What a group holds, last first: its groups and tags in the order in which they first appear.

    A group with a single tag below it is no line of its own: the tag stands for both.
    """
    found: list[tuple[int, _Node | str]] = [
        (child.first, _merged(child) if child.count > 1 else _only_tag(child)) for child in node.groups.values()
    ]
    found += [(places[tag], tag) for tag in node.tags]
    found.sort(key=lambda item: -item[0])
    return [(item, depth, group) for _, item in found]


def neighbours(rows: Sequence[TreeRow], tag: str | None) -> list[str]:
    """The tags just behind and before one in a tree: those that the next key may go to."""
    tags = [row.tag for row in rows if row.tag is not None]
    if tag not in tags:
        return tags[:1]
    place = tags.index(tag)
    return tags[place + 1 : place + 3] + tags[max(0, place - 1) : place]
