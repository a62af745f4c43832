"""The lines of a tree of scopes: those that are open show what they hold."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from tbtui.analysis.scope_tree import ROOT, Item, ScopeTree, is_scope

_FIRST_LINES: Final = 24


class ScopeRow(NamedTuple):
    """One line."""

    item: Item
    depth: int


def scope_rows(tree: ScopeTree, opened: Collection[Item]) -> list[ScopeRow]:
    """The lines of the tree with these scopes open."""
    rows: list[ScopeRow] = []
    waiting = [ScopeRow(item, 0) for item in reversed(tree.children[~ROOT])]
    while waiting:
        row = waiting.pop()
        rows.append(row)
        if is_scope(row.item) and row.item in opened:
            waiting += [ScopeRow(item, row.depth + 1) for item in reversed(tree.children[~row.item])]
    return rows


def first_opened(tree: ScopeTree) -> set[Item]:
    """Which scopes are open at first: the outer ones, as long as the lines are few."""
    opened: set[Item] = set()
    lines = len(tree.children[~ROOT])
    waiting = [item for item in tree.children[~ROOT] if is_scope(item)]
    for scope in waiting:
        held = tree.children[~scope]
        if lines + len(held) > _FIRST_LINES:
            break
        lines += len(held)
        opened.add(scope)
        waiting += [item for item in held if is_scope(item)]
    return opened
