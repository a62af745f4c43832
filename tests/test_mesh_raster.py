"""What is nearest at each dot: triangles, lines and points."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tbtui.analysis.camera import Projected
from tbtui.charts.mesh_raster import NOTHING, draw_lines, draw_points, draw_triangles


def at(points: list[tuple[float, float, float]]) -> Projected:
    """Points given as column, row and nearness."""
    columns = np.array(points, np.float32).reshape(-1, 3).T
    return Projected(*columns)


def corners(*faces: tuple[int, int, int]) -> tuple[NDArray[np.int32], ...]:
    return tuple(np.array(faces, np.int32).reshape(-1, 3).T)


def test_a_triangle_covers_the_dots_whose_middle_it_holds() -> None:
    buffer = draw_triangles(at([(0, 0, 1), (4, 0, 1), (0, 4, 1)]), corners((0, 1, 2)), 5, 5)
    assert (buffer.ids + 1).tolist() == [
        [1, 1, 1, 1, 0],
        [1, 1, 1, 0, 0],
        [1, 1, 0, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0],
    ]


def test_both_sides_of_a_triangle_are_drawn_the_same() -> None:
    points = at([(0, 0, 1), (9, 1, 2), (3, 8, 3)])
    front = draw_triangles(points, corners((0, 1, 2)), 10, 10)
    back = draw_triangles(points, corners((0, 2, 1)), 10, 10)
    assert np.array_equal(front.ids, back.ids)
    assert np.allclose(front.nearness, back.nearness)


def test_the_nearer_triangle_hides_the_other_in_whatever_order() -> None:
    points = at([(0, 0, 1), (8, 0, 1), (0, 8, 1), (0, 0, 2), (8, 0, 2), (0, 8, 2)])
    for faces, nearer in ((((0, 1, 2), (3, 4, 5)), 1), (((3, 4, 5), (0, 1, 2)), 0)):
        ids = draw_triangles(points, corners(*faces), 8, 8).ids
        assert set(ids[ids != NOTHING]) == {nearer}


def test_triangles_that_cut_through_each_other_are_parted_where_they_cut() -> None:
    points = at([(0, 0.5, 1), (0, 8.5, 1), (8, 4.5, 3), (8, 0.5, 1), (8, 8.5, 1), (0, 4.5, 3)])
    ids = draw_triangles(points, corners((0, 1, 2), (3, 4, 5)), 8, 8).ids
    assert ids[4].tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


def test_a_square_of_two_triangles_has_no_gap() -> None:
    points = at([(1.3, 1.1, 1), (18.7, 2.2, 1), (17.9, 18.4, 1), (2.1, 17.7, 1)])
    ids = draw_triangles(points, corners((0, 1, 2), (0, 2, 3)), 20, 20).ids
    for row in ids[3:17]:
        drawn = np.flatnonzero(row != NOTHING)
        assert len(drawn) == drawn[-1] - drawn[0] + 1


def test_nothing_vanishes_because_it_is_small() -> None:
    points = at([(3.6, 3.6, 1), (3.9, 3.6, 1), (3.6, 3.9, 1), (6.2, 1.0, 1), (6.2, 1.0, 1), (6.2, 1.0, 1)])
    ids = draw_triangles(points, corners((0, 1, 2), (3, 4, 5)), 8, 8).ids
    assert ids[3, 3] == 0
    assert ids[1, 6] == 1


def test_a_sliver_between_the_dots_is_seen() -> None:
    ids = draw_triangles(at([(1.0, 2.9, 1), (7.0, 3.1, 1), (7.0, 3.05, 1)]), corners((0, 1, 2)), 8, 8).ids
    assert (ids == 0).sum() == 1


def test_what_lies_outside_is_cut_off() -> None:
    far = 1e7
    buffer = draw_triangles(at([(-far, -far, 1), (far, -far, 1), (0, far, 1)]), corners((0, 1, 2)), 6, 4)
    assert (buffer.ids == 0).all()
    lines = draw_lines(at([(-far, 2.5, 1), (far, 2.5, 1)]), (np.array([0]), np.array([1])), 6, 4)
    assert (lines.ids[2] == 0).all()
    assert (lines.ids[[0, 1, 3]] == NOTHING).all()
    assert (draw_points(at([(-1, 0, 1), (0, 99, 1)]), 6, 4).ids == NOTHING).all()


def test_nearness_goes_evenly_along_a_line() -> None:
    buffer = draw_lines(at([(0.5, 0.5, 1), (4.5, 0.5, 3)]), (np.array([0]), np.array([1])), 5, 1)
    assert buffer.nearness[0].tolist() == pytest.approx([1, 1.5, 2, 2.5, 3], abs=0.25)


def test_a_part_of_the_triangles_keeps_their_numbers() -> None:
    points = at([(column, 0, 1) for column in range(6)])
    ids = draw_triangles(points, corners(*((n, n, n) for n in range(6))), 6, 1, every=2).ids
    assert ids[0].tolist() == [0, NOTHING, 2, NOTHING, 4, NOTHING]


def test_no_triangle_at_all() -> None:
    assert (draw_triangles(at([]), corners(), 4, 4).ids == NOTHING).all()
    assert (draw_lines(at([]), (np.empty(0, np.int32), np.empty(0, np.int32)), 4, 4).ids == NOTHING).all()
