"""Long names in little room: what all of them share is left out, as names must be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

_LONG = 24
"""Cells that usually have room."""
_LEFT_OUT = "…"


def told_apart(names: Sequence[str]) -> list[str]:
    """The names; where one is long, without the first and last parts of the path that all of them share."""
    if len(set(names)) < 2 or max(map(len, names)) <= _LONG:
        return list(names)
    paths = [name.split("/") for name in names]
    head = _shared(paths)
    tail = _shared([path[head:][::-1] for path in paths])
    return ["/".join(_middle(path, head, tail)) for path in paths]


def _shared(paths: Sequence[Sequence[str]]) -> int:
    """How many first parts all paths have in common, of which each keeps one that is its own."""
    columns = zip(*(path[:-1] for path in paths), strict=False)
    return len(list(takewhile(lambda parts: len(set(parts)) == 1, columns)))


def _middle(path: Sequence[str], head: int, tail: int) -> list[str]:
    inside = list(path[head : len(path) - tail])
    return [_LEFT_OUT] * bool(head) + inside + [_LEFT_OUT] * bool(tail)
