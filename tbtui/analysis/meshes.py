"""A mesh or a cloud of points: checked numbers of vertices, faces and colours, and what was wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.model.entries import EntryError

FloatArray: TypeAlias = NDArray[np.float32]
IndexArray: TypeAlias = NDArray[np.int32]
ByteArray: TypeAlias = NDArray[np.uint8]

MOST_VERTICES: Final = 5_000_000
MOST_FACES: Final = 5_000_000
_QUICK: Final = 20_000
_WHITE: Final = 255


@dataclass(frozen=True, eq=False)
class MeshTensor:
    """One tensor of a mesh as it was written, an object of its own so that what is made of it can be remembered."""

    array: NDArray[Any]
    """(batch, n, 3) numbers of any real dtype."""

    @property
    def nbytes(self) -> int:
        """The size of the array."""
        return self.array.nbytes


def mesh_tensor(value: Any) -> MeshTensor:
    """A decoded tensor as batch x n x 3; EntryError where it is none.

    Leading dimensions beyond one are one long batch, and a tensor without any is a batch of one.
    """
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iufb":
        raise EntryError("a mesh is made of numbers, and this tensor holds none")
    if value.ndim < 2 or value.shape[-1] != 3:
        raise EntryError(f"the shape {list(value.shape)} is not [batch, n, 3]")
    return MeshTensor(value.reshape(-1, *value.shape[-2:]) if value.ndim != 2 else value[None])


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


@remembered
def make_mesh(
    vertices: MeshTensor,
    faces: MeshTensor | None,
    colours: MeshTensor | None,
    item: int = 0,
    problems: tuple[str, ...] = (),
) -> Mesh:
    """Item ``item`` of the batch; ``problems`` are those that are known already."""
    told = list(problems)
    points, finite = _points(vertices.array[min(item, len(vertices.array) - 1)], told)
    triangles, kept = _triangles(_item(faces, item, "faces", told), finite, told)
    found, of_faces = _colours(_item(colours, item, "colours", told), finite, kept, told)
    low, high = (tuple(map(float, end(axis=0))) if len(points) else () for end in (points.min, points.max))
    return Mesh(points, triangles, found, of_faces, len(finite), len(kept), tuple(told), low, high)


def _item(tensor: MeshTensor | None, item: int, what: str, told: list[str]) -> NDArray[Any] | None:
    """One item of the batch. Where there is one for a whole batch of vertices, it is meant for all of them."""
    if tensor is None or not len(tensor.array):
        return None
    if item < len(tensor.array) or len(tensor.array) == 1:
        found: NDArray[Any] = tensor.array[min(item, len(tensor.array) - 1)]
        return found
    told.append(f"{what}: the batch has {len(tensor.array)} of them and no number {item + 1}")
    return None


def _is_filled(written: NDArray[Any]) -> bool:
    """Whether one number stands for a whole shape, which may be larger than memory."""
    return 0 in written.strides and len(written) > 1


def _points(written: NDArray[Any], told: list[str]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The vertices that are finite, and which those are."""
    if _is_filled(written):
        told.append(f"all {len(written):,} vertices are one and the same number")
        written = written[:1]
    if len(written) > MOST_VERTICES:
        told.append(f"the first {MOST_VERTICES:,} of {len(written):,} vertices are drawn")
        written = written[:MOST_VERTICES]
    with np.errstate(over="ignore"):
        points = np.ascontiguousarray(written, np.float32)
    finite: NDArray[np.bool_] = np.asarray(np.isfinite(points).all(axis=1))
    lost = len(points) - int(np.count_nonzero(finite))
    if lost:
        told.append(f"{lost:,} of {len(points):,} vertices are NaN or infinite")
        points = points[finite]
    return points, finite


def _triangles(
    written: NDArray[Any] | None, finite: NDArray[np.bool_], told: list[str]
) -> tuple[IndexArray, NDArray[np.bool_]]:
    """The faces whose corners are all finite vertices, numbered among those, and which faces these are."""
    if written is None:
        return np.empty((0, 3), np.int32), np.empty(0, np.bool_)
    if _is_filled(written):
        told.append(f"all {len(written):,} faces are one and the same number")
        written = written[:0]
    if len(written) > MOST_FACES:
        told.append(f"the first {MOST_FACES:,} of {len(written):,} faces are drawn")
        written = written[:MOST_FACES]
    count = len(finite)
    inside: NDArray[np.bool_] = np.asarray(((written >= 0) & (written < count)).all(axis=1))
    if written.dtype.kind == "f":
        inside &= (written == np.floor(written)).all(axis=1)
    _tell_lost(told, len(written), inside, f"have corners that are no vertices from 0 to {count - 1:,}")
    corners = np.where(inside[:, None], written, 0).astype(np.int64)
    whole = finite[corners].all(axis=1) if count else inside
    _tell_lost(told, len(written), whole | ~inside, "have a corner that is NaN or infinite")
    kept = inside & whole
    numbers = np.cumsum(finite) - 1
    return numbers[corners[kept]].astype(np.int32).reshape(-1, 3), kept


def _tell_lost(told: list[str], count: int, kept: NDArray[np.bool_], why: str) -> None:
    lost = count - int(np.count_nonzero(kept))
    if lost:
        told.append(f"{lost:,} of {count:,} faces {why}")


def _colours(
    written: NDArray[Any] | None, finite: NDArray[np.bool_], kept: NDArray[np.bool_], told: list[str]
) -> tuple[ByteArray | None, bool]:
    """Colours of the vertices or faces that are drawn, and whether they are of faces."""
    if written is None:
        return None, False
    if len(written) not in (len(finite), len(kept)):
        or_faces = f" or {len(kept):,} faces" if len(kept) else ""
        told.append(f"{len(written):,} colours do not fit {len(finite):,} vertices{or_faces}")
        return None, False
    of_faces = len(written) != len(finite)
    chosen = written[kept if of_faces else finite]
    if chosen.dtype.kind == "f" and chosen.size and np.nanmax(chosen, initial=0) <= 1:
        if chosen.any():
            told.append("colours lie between 0 and 1, and are taken as shares")
        chosen = chosen * _WHITE
    numbers = np.nan_to_num(np.asarray(chosen, np.float32), nan=0.0, posinf=_WHITE, neginf=0.0)
    return np.clip(numbers, 0, _WHITE).astype(np.uint8), of_faces


def bounds_of(meshes: Sequence[Mesh]) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """The lowest and the highest corner of the box that holds all of them; None where there is no vertex."""
    boxes = [(mesh.low, mesh.high) for mesh in meshes if mesh.low]
    if not boxes:
        return None
    return np.min([low for low, _ in boxes], axis=0), np.max([high for _, high in boxes], axis=0)
