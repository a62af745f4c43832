"""A mesh of the demo: a knotted tube that training ties, with a cloud of points about a ball beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.commands.demo_log import DemoRun
from tbtui.parsing.event_writer import metadata, tensor_value
from tbtui.parsing.meshes import MeshPart
from tbtui.parsing.protos import MeshPluginData

_EVERY: Final = 60
_AROUND: Final = 64
_ACROSS: Final = 14


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """The mesh of one step; the run with seed 0 and the best rate also has a cloud of points, two to a batch."""
    if step % _EVERY:
        return
    tied = run.quality * (1 - np.exp(-step / 120))
    vertices = _tube(tied)
    heights = vertices[:, 1] / 0.9
    colours = np.stack((120 + 120 * heights, 130 - 40 * np.abs(heights), 160 - 120 * heights), axis=1)
    yield from _mesh("reconstruction", {
        MeshPart.VERTEX: vertices[None],
        MeshPart.FACE: _faces()[None],
        MeshPart.COLOR: np.clip(colours, 0, 255).astype(np.uint8)[None],
    })  # fmt: skip
    if run.restarted_at is not None:
        yield from _mesh("samples", {MeshPart.VERTEX: np.stack([_cloud(step, seed) for seed in range(2)])})


def _mesh(name: str, parts: dict[MeshPart, NDArray[Any]]) -> Iterator[Any]:
    components = sum(1 << part for part in parts)
    for part, array in parts.items():
        said = MeshPluginData(
            name=name.encode(), content_type=part, components=components, shape=array.shape, json_config=b"{}"
        )
        yield tensor_value(f"{name}_{part.name}", array, metadata("mesh", said.SerializeToString()))


def _tube(tied: float) -> NDArray[np.float32]:
    """A tube about a curve between a circle (0) and a trefoil knot (1)."""
    turn = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    circle = np.stack((np.cos(turn) * 2.2, np.sin(turn) * 2.2, np.zeros(_AROUND)), axis=1)
    knot = np.stack(
        (np.sin(turn) + 2 * np.sin(2 * turn), np.cos(turn) - 2 * np.cos(2 * turn), -np.sin(3 * turn)), axis=1
    )
    path = circle * (1 - tied) + knot * tied
    along = np.roll(path, -1, axis=0) - np.roll(path, 1, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = np.cross(along, [0.0, 0.0, 1.0])
    side /= np.maximum(np.linalg.norm(side, axis=1, keepdims=True), 1e-9)
    upward = np.cross(side, along)
    across = np.linspace(0, 2 * np.pi, _ACROSS, endpoint=False)[None, :, None]
    tube = path[:, None] + 0.55 * (np.cos(across) * side[:, None] + np.sin(across) * upward[:, None])
    found: NDArray[np.float32] = tube.reshape(-1, 3)[:, [0, 2, 1]].astype(np.float32)
    return found


@cache
def _faces() -> NDArray[np.int32]:
    ring, place = np.divmod(np.arange(_AROUND * _ACROSS), _ACROSS)
    behind, beside = (ring + 1) % _AROUND * _ACROSS, (place + 1) % _ACROSS
    here, there = ring * _ACROSS, behind
    first = np.stack((here + place, there + beside, there + place), axis=1)
    second = np.stack((here + place, here + beside, there + beside), axis=1)
    return np.concatenate((first, second)).astype(np.int32)


def _cloud(step: int, seed: int) -> NDArray[np.float32]:
    """Points that gather on a ball."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(900, 3))
    onto_ball = points / np.linalg.norm(points, axis=1, keepdims=True)
    share = np.exp(-step / 150)
    found: NDArray[np.float32] = (points * share + onto_ball * (1 - share)).astype(np.float32)
    return found
