"""Tensors as they were written -> a mesh that can be drawn; what makes no sense is left out, and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.analysis.meshes import ByteArray, FloatArray, IndexArray, Mesh
from tbtui.model.entries import EntryError

MOST_VERTICES: Final = 5_000_000
MOST_FACES: Final = 5_000_000
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
