"""How the edges of a graph run between two layers: down from a box, along a track of their own, down to the next.

Edges from one box share a track. A track belongs to one net at a time, and where two nets need the same column, one
ends above where the other begins, so that lines of different nets only ever cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

STRAIGHT: Final = -1
"""The track of what needs none."""


class Strand(NamedTuple):
    """A part of a net, from where the net comes out of the upper layer to one station of the lower."""

    net: int
    start: int
    """The column in which the net comes from above; no other net has it."""
    low: int
    """The first column in which the strand may arrive."""
    high: int
    """The last one. Ranges of different stations do not overlap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The rows between two layers."""

    ends: tuple[int, ...]
    """For each strand the column in which it arrives."""
    tracks: tuple[int, ...]
    """For each strand the row in which it runs aside, from 0; STRAIGHT for none."""
    depth: int
    """How many tracks there are."""


def routed(strands: Sequence[Strand]) -> Gap:
    """The ways of these strands."""
    ends = _ends(strands)
    spans: dict[int, tuple[int, int]] = {}
    for strand, end in zip(strands, ends, strict=True):
        if end != strand.start:
            low, high = spans.get(strand.net, (strand.start, strand.start))
            spans[strand.net] = (min(low, end), max(high, end))
    tracks = _tracks(spans, _above(strands, ends))
    ways = [STRAIGHT if end == one.start else tracks[one.net] for one, end in zip(strands, ends, strict=True)]
    return Gap(tuple(ends), tuple(ways), max(ways, default=STRAIGHT) + 1)


def _ends(strands: Sequence[Strand]) -> list[int]:
    """Straight down where that is possible, else the nearest free column that no other net comes down in."""
    starts = {strand.start for strand in strands}
    ends = [strand.start if strand.low <= strand.start <= strand.high else None for strand in strands]
    taken = {end for end in ends if end is not None}
    for place in sorted(range(len(strands)), key=lambda one: _distance(strands[one])):
        if ends[place] is None:
            ends[place] = _nearest(strands[place], taken, starts)
            taken.add(ends[place])
    return [end for end in ends if end is not None]


def _distance(strand: Strand) -> int:
    return max(strand.low - strand.start, strand.start - strand.high, 0)


def _nearest(strand: Strand, taken: set[int | None], starts: set[int]) -> int:
    columns = range(strand.low, strand.high + 1) if strand.start < strand.low else range(strand.high, strand.low - 1, -1)
    free = [column for column in columns if column not in starts]
    untaken = [column for column in free if column not in taken]
    return next(iter(untaken or free or columns))


def _above(strands: Sequence[Strand], ends: Sequence[int]) -> dict[int, set[int]]:
    """net -> the nets that must run above it: those that come down in a column in which it arrives."""
    coming = {strand.start: strand.net for strand in strands}
    found: dict[int, set[int]] = {}
    for strand, end in zip(strands, ends, strict=True):
        other = coming.get(end)
        if other is not None and other != strand.net:
            found.setdefault(strand.net, set()).add(other)
    return found


def _tracks(spans: dict[int, tuple[int, int]], above: dict[int, set[int]]) -> dict[int, int]:
    """net -> its track: the first that is free and below those of the nets that must run above it.

    Nets that must run above each other in a circle cannot have it their way; the first of them is placed regardless.
    """
    tracks: dict[int, int] = {}
    used: list[list[tuple[int, int]]] = []
    waiting = sorted(spans, key=lambda net: spans[net])
    while waiting:
        net = next((one for one in waiting if _ready(above.get(one, set()), spans, tracks)), waiting[0])
        waiting.remove(net)
        low, high = spans[net]
        track = 1 + max((tracks.get(other, STRAIGHT) for other in above.get(net, ())), default=STRAIGHT)
        while track < len(used) and any(low <= b + 1 and a <= high + 1 for a, b in used[track]):
            track += 1
        if track == len(used):
            used.append([])
        used[track].append((low, high))
        tracks[net] = track
    return tracks


def _ready(above: set[int], spans: dict[int, tuple[int, int]], tracks: dict[int, int]) -> bool:
    return all(other in tracks or other not in spans for other in above)
