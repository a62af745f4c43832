"""How the edges of a graph run between two layers: down from a box, along a track of their own, down to the next.

Edges from one box share a track, and so do many that come to one box. A track belongs to one bundle at a time, and
where two bundles need the same column, one ends above where the other begins: lines of different bundles only cross.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

STRAIGHT: Final = -1
"""The track of what needs none."""


class Strand(NamedTuple):
    """A part of an edge, from where it comes out of the upper layer to one station of the lower."""

    bundle: int
    """Which strands share a track: they have one start, or one end."""
    start: int
    """The column in which it comes from above; no other bundle has it."""
    low: int
    """The first column in which it may arrive."""
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
            low, high = spans.get(strand.bundle, (strand.start, strand.start))
            spans[strand.bundle] = (min(low, strand.start, end), max(high, strand.start, end))
    tracks = _tracks(spans, _above(strands, ends))
    ways = [STRAIGHT if end == one.start else tracks[one.bundle] for one, end in zip(strands, ends, strict=True)]
    return Gap(tuple(ends), tuple(ways), max(ways, default=STRAIGHT) + 1)


def _ends(strands: Sequence[Strand]) -> list[int]:
    """Straight down where that is possible, else the nearest free column that no other bundle comes down in.

    Strands of one bundle that come to one station arrive together.
    """
    starts = {strand.start for strand in strands}
    found: dict[tuple[int, int], int] = {}
    taken: set[int] = set()
    for strand in sorted(strands, key=_distance):
        key = (strand.bundle, strand.low)
        if key not in found:
            free = strand.low <= strand.start <= strand.high and strand.start not in taken
            found[key] = strand.start if free else _nearest(strand, taken, starts)
            taken.add(found[key])
    return [found[strand.bundle, strand.low] for strand in strands]


def _distance(strand: Strand) -> int:
    return max(strand.low - strand.start, strand.start - strand.high, 0)


def _nearest(strand: Strand, taken: set[int], starts: set[int]) -> int:
    columns = (
        range(strand.low, strand.high + 1) if strand.start < strand.low else range(strand.high, strand.low - 1, -1)
    )
    free = [column for column in columns if column not in starts]
    untaken = [column for column in free if column not in taken]
    return next(iter(untaken or free or columns))


def _above(strands: Sequence[Strand], ends: Sequence[int]) -> dict[int, set[int]]:
    """bundle -> those that must run above it, as they come down in a column in which it arrives."""
    coming = {strand.start: strand.bundle for strand in strands}
    found: dict[int, set[int]] = {}
    for strand, end in zip(strands, ends, strict=True):
        other = coming.get(end)
        if other is not None and other != strand.bundle:
            found.setdefault(strand.bundle, set()).add(other)
    return found


def _tracks(spans: dict[int, tuple[int, int]], above: dict[int, set[int]]) -> dict[int, int]:
    """bundle -> its track: the first that is free and below those that must run above it.

    Where they must run above each other in a circle, they cannot all have it so: the first is placed regardless.
    """
    tracks: dict[int, int] = {}
    used: list[list[tuple[int, int]]] = []
    waiting = sorted(spans, key=lambda bundle: spans[bundle])
    while waiting:
        bundle = next((one for one in waiting if _ready(above.get(one, set()), spans, tracks)), waiting[0])
        waiting.remove(bundle)
        low, high = spans[bundle]
        track = 1 + max((tracks.get(other, STRAIGHT) for other in above.get(bundle, ())), default=STRAIGHT)
        while track < len(used) and any(low <= b + 1 and a <= high + 1 for a, b in used[track]):
            track += 1
        if track == len(used):
            used.append([])
        used[track].append((low, high))
        tracks[bundle] = track
    return tracks


def _ready(above: set[int], spans: dict[int, tuple[int, int]], tracks: dict[int, int]) -> bool:
    return all(other in tracks or other not in spans for other in above)
