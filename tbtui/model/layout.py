"""Layouts of scalar charts that a log brings along: those of TensorBoard's custom scalars plugin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Margin:
    """A value with the tags of its lower and upper bound."""

    value: str
    lower: str
    upper: str


@dataclass(frozen=True, slots=True)
class LayoutChart:
    """One chart: tags that regular expressions match from their beginning on, or values with margins."""

    title: str
    patterns: tuple[str, ...] = ()
    margins: tuple[Margin, ...] = ()

    def matching(self, tags: Iterable[str]) -> tuple[str, ...]:
        """The tags that belong to the chart; a pattern that is no regular expression means the tag of that name."""
        found: dict[str, None] = {}
        tags = list(tags)
        for pattern in self.patterns:
            try:
                match = re.compile(pattern).match
            except re.error:
                found.update(dict.fromkeys(tag for tag in tags if tag == pattern))
                continue
            found.update(dict.fromkeys(tag for tag in tags if match(tag)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as one run wrote it."""

    categories: tuple[tuple[str, tuple[LayoutChart, ...]], ...]
    """(title, charts) in the order in which they are to be shown."""
