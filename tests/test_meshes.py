"""Meshes as they were written, and what is said of those that are broken."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from tbtui.analysis.mesh_files import obj_file, ply_file
from tbtui.analysis.mesh_tensors import MeshTensor, make_mesh, mesh_tensor
from tbtui.analysis.meshes import Mesh
from tbtui.model.entries import EntryError, Metadata
from tbtui.parsing.meshes import MeshPart, parse_mesh_tag
from tbtui.parsing.protos import MeshPluginData

SQUARE = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]


def tensor(array: ArrayLike) -> MeshTensor:
    return mesh_tensor(np.asarray(array))


def made(vertices: ArrayLike, faces: ArrayLike | None = None, colours: ArrayLike | None = None, item: int = 0) -> Mesh:
    return make_mesh(
        tensor(vertices), None if faces is None else tensor(faces), None if colours is None else tensor(colours), item
    )


def test_a_square() -> None:
    mesh = made(SQUARE, [[0, 1, 2], [0, 2, 3]], np.full((4, 3), 7))
    assert mesh.problems == ()
    assert (mesh.low, mesh.high) == ((0, 0, 0), (1, 1, 0))
    assert mesh.radius == pytest.approx(0.5**0.5)
    assert mesh.normals.tolist() == [[0, 0, 1], [0, 0, 1]]
    assert np.stack(mesh.edges, 1).tolist() == [[0, 1], [0, 2], [0, 3], [1, 2], [2, 3]]
    assert np.linalg.norm(mesh.unit, axis=1) == pytest.approx([1, 1, 1, 1])


def test_faces_that_name_no_vertices_are_left_out() -> None:
    mesh = made(SQUARE, [[0, 1, 2], [0, 1, 4], [-1, 0, 1], [0, 2, 3]])
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.problems == ("2 of 4 faces have corners that are no vertices from 0 to 3",)


def test_vertices_that_are_no_numbers_are_left_out_with_their_faces() -> None:
    vertices = np.array(SQUARE, np.float64)
    vertices[0, 1] = np.nan
    mesh = made(vertices, [[0, 1, 2], [1, 2, 3]], np.arange(12).reshape(4, 3))
    assert mesh.vertices.tolist() == SQUARE[1:]
    assert mesh.faces.tolist() == [[0, 1, 2]]
    assert mesh.colours is not None
    assert mesh.colours[0].tolist() == [3, 4, 5]
    assert mesh.problems == (
        "1 of 4 vertices are NaN or infinite",
        "1 of 2 faces have a corner that is NaN or infinite",
    )
    assert (mesh.written_vertices, mesh.written_faces) == (4, 2)


def test_corners_between_two_vertices_are_none() -> None:
    assert "1 of 1 faces" in made(SQUARE, [[0.5, 1, 2]]).problems[0]
    assert made(SQUARE, np.array([[0.0, 1.0, 2.0]])).faces.tolist() == [[0, 1, 2]]


def test_colours_of_faces_and_colours_that_fit_nothing() -> None:
    of_faces = made(SQUARE, [[0, 1, 2]], [[9, 8, 7]])
    assert of_faces.colours_of_faces
    assert of_faces.colours is not None
    none = made(SQUARE, [[0, 1, 2]], np.ones((3, 3), int))
    assert none.colours is None
    assert none.problems == ("3 colours do not fit 4 vertices or 1 faces",)


def test_colours_as_shares_are_taken_as_such_and_it_is_said() -> None:
    mesh = made(SQUARE, None, np.full((4, 3), 0.5))
    assert mesh.colours is not None
    assert mesh.colours[0, 0] == 127
    assert "shares" in mesh.problems[0]


def test_an_item_of_a_batch() -> None:
    batch = np.stack([np.array(SQUARE) * scale for scale in (1, 2, 3)])
    assert made(batch, [[[0, 1, 2]]], item=2).high == (3, 3, 0)
    assert made(batch, np.zeros((2, 1, 3), int), item=2).problems == ("faces: the batch has 2 of them and no number 3",)
    assert tensor(np.zeros((2, 5, 7, 3))).array.shape == (10, 7, 3)


@pytest.mark.parametrize("shape", [(4, 2), (3,), (), (1, 4, 4)])
def test_shapes_that_make_no_mesh(shape: tuple[int, ...]) -> None:
    with pytest.raises(EntryError, match=r"\[batch, n, 3\]"):
        tensor(np.zeros(shape))


def test_strings_make_no_mesh() -> None:
    with pytest.raises(EntryError, match="numbers"):
        mesh_tensor([b"x"])


def test_a_huge_shape_that_one_number_fills_takes_no_memory() -> None:
    huge = np.broadcast_to(np.float32(1), (1, 1 << 40, 3))
    mesh = make_mesh(MeshTensor(huge), MeshTensor(huge), MeshTensor(huge))
    assert len(mesh.vertices) == 1
    assert len(mesh.problems) == 3


def test_far_from_the_origin_the_form_is_kept() -> None:
    mesh = made(np.array(SQUARE) + np.array([4e6, 5e6, 0]))
    assert np.allclose(mesh.unit[2] - mesh.unit[0], [2**0.5, 2**0.5, 0], atol=1e-5)


def test_tags_tell_their_mesh_and_part() -> None:
    said = MeshPluginData(name=b"m", content_type=2, components=6).SerializeToString()
    tag = parse_mesh_tag("scope/m_FACE", Metadata("mesh", content=said))
    assert (tag.name, tag.part) == ("scope/m", MeshPart.FACE)
    assert tag.promises(MeshPart.VERTEX)
    assert not tag.promises(MeshPart.COLOR)
    assert parse_mesh_tag("odd", Metadata("mesh", content=said)).name == "m"
    assert parse_mesh_tag("m_COLOR", Metadata("mesh")).part is MeshPart.COLOR
    assert parse_mesh_tag("m_VERTEX", Metadata("mesh", content=b"\xff")).part is MeshPart.VERTEX


def test_files_that_others_open() -> None:
    mesh = made(SQUARE, [[0, 1, 2]], np.full((4, 3), 255))
    assert obj_file(mesh).decode().splitlines()[1:] == [
        "v 0 0 0 1 1 1", "v 1 0 0 1 1 1", "v 1 1 0 1 1 1", "v 0 1 0 1 1 1", "f 1 2 3",
    ]  # fmt: skip
    header, _, body = ply_file(mesh).partition(b"end_header\n")
    assert b"element vertex 4\n" in header
    assert len(body) == 4 * 15 + 13
    assert len(ply_file(made(SQUARE, [[0, 1, 2]], [[1, 2, 3]])).partition(b"end_header\n")[2]) == 4 * 12 + 16
