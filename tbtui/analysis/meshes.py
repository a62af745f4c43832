"""A mesh or a cloud of points: vertices, faces and colours, and what drawing them needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float32]
IndexArray: TypeAlias = NDArray[np.int32]
ByteArray: TypeAlias = NDArray[np.uint8]

_QUICK: Final = 20_000
"""So many vertices and faces are drawn while a key waits."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """One mesh that can be drawn: every vertex is finite and every corner of a face is a vertex."""

    vertices: FloatArray
    """(n, 3) float32, as written."""
    faces: IndexArray
    """(m, 3) int32; (0, 3) for a cloud of points."""
    colours: ByteArray | None
    """(n, 3) of the vertices or (m, 3) of the faces; None where there are none."""
    colours_of_faces: bool
    written_vertices: int
    """How many there were, with those that cannot be drawn."""
    written_faces: int
    problems: tuple[str, ...]
    """What was wrong, a clause each."""
    low: tuple[float, ...] = field(default=())
    """The least x, y and z."""
    high: tuple[float, ...] = field(default=())

    @property
    def large(self) -> bool:
        """Whether drawing it takes longer than a key may wait."""
        return len(self.vertices) + len(self.faces) > _QUICK

    @cached_property
    def centre(self) -> NDArray[np.float64]:
        """(3,) the middle of the bounding box."""
        return (np.array(self.low) + np.array(self.high)) / 2 if self.low else np.zeros(3)

    @cached_property
    def radius(self) -> float:
        """Of the smallest sphere about the centre that holds every vertex; 1 for a single point."""
        if not len(self.vertices):
            return 1.0
        away = self.vertices - self.centre
        return float(np.sqrt(np.einsum("ij,ij->i", away, away).max())) or 1.0

    @cached_property
    def unit(self) -> FloatArray:
        """(n, 3) float32: vertices in a ball of radius 1 about 0, so that nothing is lost far from the origin."""
        return ((self.vertices - self.centre) / self.radius).astype(np.float32)

    @cached_property
    def corners(self) -> tuple[IndexArray, IndexArray, IndexArray]:
        """The first, second and third corner of each face, each (m,) and contiguous."""
        first, second, third = np.ascontiguousarray(self.faces.T)
        return first, second, third

    @cached_property
    def normals(self) -> FloatArray:
        """(m, 3) float32 of length 1; 0 for faces without an area."""
        first, second, third = (self.unit[corner] for corner in self.corners)
        crossed = np.cross(second - first, third - first)
        lengths = np.linalg.norm(crossed, axis=1, keepdims=True)
        found: FloatArray = np.divide(crossed, lengths, out=np.zeros_like(crossed), where=lengths > 0)
        return found

    @cached_property
    def edges(self) -> tuple[IndexArray, IndexArray]:
        """Both ends of every edge, each edge once."""
        pairs = np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]])
        pairs.sort(axis=1)
        packed = np.unique(pairs[:, 0].astype(np.int64) << 32 | pairs[:, 1])
        return (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32)


def bounds_of(meshes: Sequence[Mesh]) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The lowest and the highest corner of the box that holds all of them; None where there is no vertex."""
    boxes = [(mesh.low, mesh.high) for mesh in meshes if mesh.low]
    if not boxes:
        return None
    return np.min([low for low, _ in boxes], axis=0), np.max([high for _, high in boxes], axis=0)
