"""Which boxes of a graph stand in which layer, and in which order: the first half of a layered (Sugiyama) drawing.

Cycles are broken; a box stands one layer below the lowest that feeds it (longest path), and those that wait for
nothing are moved down to where they are needed. An edge over several layers passes each of them at a waypoint; edges
from one box share theirs. The order in a layer is that of the mean place of the neighbours, in sweeps down and up.
"""

from __future__ import annotations

import time
from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

BoolArray: TypeAlias = NDArray[np.bool_]
Edges: TypeAlias = Sequence[tuple[int, int]]

_SWEEPS: Final = 6
_PAUSE: Final = 8
"""After so many layers the keys are let in."""


class Step(NamedTuple):
    """A part of an edge, from one layer to the next; stations are boxes, and behind them waypoints."""

    upper: int
    lower: int


@dataclass(frozen=True, eq=False)
class Layers:
    """Boxes and waypoints in layers from top to bottom."""

    rows: tuple[tuple[int, ...], ...]
    """The stations of each layer, from left to right."""
    gaps: tuple[tuple[Step, ...], ...]
    """For each layer the steps from it to the next, each once."""
    loose: tuple[int, ...]
    """Boxes without edges; they stand in no layer."""
    boxes: int
    """How many of the stations are boxes."""
    back: BoolArray
    """(k,) bool: edges that close a cycle; they run upward."""
    paths: tuple[tuple[int, ...], ...]
    """The stations that each edge passes, from top to bottom, its own boxes included."""
    trunks: tuple[int, ...]
    """For each edge the one with which it shares its way: edges from one box in one direction."""


def layered(count: int, edges: Edges) -> Layers:
    """Layers for ``count`` boxes; an edge is (source, target), and no two are equal or go from a box to itself."""
    back = _back_edges(count, edges)
    downward = [(b, a) if up else (a, b) for (a, b), up in zip(edges, back, strict=True)]
    paths, stations = _paths(downward, back, _layers(count, downward))
    trunks = tuple(2 * upper + up for (upper, _), up in zip(downward, back.tolist(), strict=True))
    steps = {Step(upper, lower) for path in paths for upper, lower in zip(path, path[1:], strict=False)}
    tied = {box for edge in edges for box in edge}
    loose = tuple(box for box in range(count) if box not in tied)
    rows, gaps = _ordered({one: layer for one, layer in stations.items() if one >= count or one in tied}, steps)
    return Layers(tuple(map(tuple, rows)), tuple(map(tuple, gaps)), loose, count, back, paths, trunks)


def _neighbours(count: int, edges: Edges) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        found[source].append(target)
    return found


def _back_edges(count: int, edges: Edges) -> BoolArray:
    """(k,) bool: the edges that a walk in depth finds to lead back to a box that it came through."""
    after = _neighbours(count, edges)
    state = [0] * count
    back: set[tuple[int, int]] = set()
    for start in _starts(count, edges):
        waiting = [(start, iter(after[start]))] if not state[start] else []
        state[start] = state[start] or 1
        while waiting:
            box, following = waiting[-1]
            target = next(following, None)
            if target is None:
                state[box] = 2
                waiting.pop()
            elif state[target] == 1:
                back.add((box, target))
            elif not state[target]:
                state[target] = 1
                waiting.append((target, iter(after[target])))
    return np.array([edge in back for edge in edges], bool)


def _starts(count: int, edges: Edges) -> list[int]:
    """All boxes, those that nothing feeds first: a walk that begins there runs along the flow."""
    fed = {target for _, target in edges}
    return sorted(range(count), key=lambda box: box in fed)


def _layers(count: int, edges: Edges) -> list[int]:
    after, before = _neighbours(count, edges), _neighbours(count, [(b, a) for a, b in edges])
    layers, left = [0] * count, [len(one) for one in before]
    order = [box for box in range(count) if not left[box]]
    for box in order:
        for target in after[box]:
            layers[target] = max(layers[target], layers[box] + 1)
            left[target] -= 1
            if not left[target]:
                order.append(target)
    for box in reversed(order):
        if after[box] and len(after[box]) >= len(before[box]):
            layers[box] = min(layers[target] for target in after[box]) - 1
    return layers


def _paths(edges: Edges, back: BoolArray, layers: Sequence[int]) -> tuple[tuple[tuple[int, ...], ...], dict[int, int]]:
    """The stations of each edge, and the layer of every station; edges from one box share their waypoints."""
    stations = dict(enumerate(layers))
    waypoints: dict[tuple[int, bool, int], int] = {}
    paths = []
    for (upper, lower), up in zip(edges, back.tolist(), strict=True):
        path = [upper]
        for layer in range(layers[upper] + 1, layers[lower]):
            key = (upper, up, layer)
            if key not in waypoints:
                waypoints[key] = len(stations)
                stations[len(stations)] = layer
            path.append(waypoints[key])
        paths.append((*path, lower))
    return tuple(paths), stations


def _ordered(stations: dict[int, int], steps: set[Step]) -> tuple[list[list[int]], list[list[Step]]]:
    """The stations of each layer in an order with few crossings, and the steps from each layer to the next."""
    rows: list[list[int]] = [[] for _ in range(max(stations.values(), default=-1) + 1)]
    for station, layer in stations.items():
        rows[layer].append(station)
    gaps: list[list[Step]] = [[] for _ in rows]
    for step in sorted(steps):
        gaps[stations[step.upper]].append(step)
    best, least = rows, crossings(rows, gaps)
    for sweep in range(_SWEEPS):
        if not least:
            break
        rows = _swept(rows, gaps, down=sweep % 2 == 0)
        found = crossings(rows, gaps)
        if found < least:
            best, least = rows, found
    return best, gaps


def _swept(rows: list[list[int]], gaps: list[list[Step]], *, down: bool) -> list[list[int]]:
    rows = list(rows)
    for layer in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
        if layer % _PAUSE == 0:
            time.sleep(0)
        fixed = rows[layer - 1 if down else layer + 1]
        pairs = gaps[layer - 1] if down else [Step(lower, upper) for upper, lower in gaps[layer]]
        rows[layer] = _by_mean(rows[layer], fixed, pairs)
    return rows


def _by_mean(row: list[int], fixed: list[int], pairs: Sequence[Step]) -> list[int]:
    """``row`` sorted by the mean place of its neighbours in the fixed layer; who has none keeps about its place."""
    there = {station: place / max(1, len(fixed) - 1) for place, station in enumerate(fixed)}
    means: dict[int, list[float]] = {}
    for neighbour, station in pairs:
        means.setdefault(station, []).append(there[neighbour])
    here = {station: place / max(1, len(row) - 1) for place, station in enumerate(row)}
    return sorted(row, key=lambda one: sum(means[one]) / len(means[one]) if one in means else here[one])


def crossings(rows: Sequence[Sequence[int]], gaps: Sequence[Sequence[Step]]) -> int:
    """How often the steps cross, were they straight lines."""
    places = {station: place for row in rows for place, station in enumerate(row)}
    return sum(_inversions(sorted((places[a], places[b]) for a, b in gap)) for gap in gaps)


def _inversions(pairs: Sequence[tuple[int, int]]) -> int:
    """How many pairs of these, sorted by their first number, stand the other way round by their second."""
    found = 0
    seen: list[int] = []
    for _, end in pairs:
        found += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return found
