"""Principal components and neighbours, held against plain computations of the same."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tbtui.analysis.neighbours import Distance, neighbourhood
from tbtui.analysis.pca import principal_components, sphereized


def some_points(rows: int, width: int) -> NDArray[np.float32]:
    random = np.random.default_rng(rows * width)
    return (random.normal(5, 1, (rows, width)) * np.linspace(3, 0.1, width)).astype(np.float32)


@pytest.mark.parametrize(("rows", "width"), [(200, 12), (12, 200), (30, 30), (3000, 5)])
def test_components_are_those_of_a_singular_value_decomposition(rows: int, width: int) -> None:
    points = some_points(rows, width)
    centred = points.astype(np.float64) - points.mean(axis=0, dtype=np.float64)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    found = principal_components(points)
    count = found.coordinates.shape[1]
    assert count == min(10, rows, width)
    assert found.shares == pytest.approx((sizes**2 / (sizes**2).sum())[:count], abs=1e-6)
    assert np.abs(found.coordinates[:, 0]) == pytest.approx(np.abs(left[:, 0] * sizes[0]), abs=1e-3)
    assert found.sampled == rows


def test_the_same_points_give_the_same_picture() -> None:
    points = some_points(300, 8)
    first, again = principal_components(points), principal_components(points[::-1].copy())
    assert np.allclose(first.coordinates, again.coordinates[::-1], atol=1e-3)


def test_points_that_do_not_differ_have_no_variance() -> None:
    for shape in ((5, 3), (3, 5), (1, 4)):
        found = principal_components(np.ones(shape, np.float32))
        assert not found.shares.any()
        assert np.isfinite(found.coordinates).all()


def test_many_dimensions_are_computed_from_a_sample() -> None:
    random = np.random.default_rng(0)
    points = (random.normal(size=(2000, 1)) @ random.normal(size=(1, 2500))).astype(np.float32)
    found = principal_components(points)
    assert found.sampled < 2000
    assert found.coordinates.shape == (2000, 10)
    assert found.shares[0] == pytest.approx(1, abs=1e-3)


def test_on_a_ball_all_points_have_one_length() -> None:
    points = np.vstack([some_points(50, 4), some_points(50, 4).mean(axis=0)])
    found = sphereized(points)
    assert np.linalg.norm(found[:50], axis=1) == pytest.approx(np.ones(50), abs=1e-5)
    assert not sphereized(np.ones((3, 2), np.float32)).any()


@pytest.mark.parametrize("distance", list(Distance))
def test_neighbours_are_those_of_comparing_all(distance: Distance) -> None:
    points = some_points(400, 9)
    here = points[17].astype(np.float64)
    if distance is Distance.EUCLIDEAN:
        plain = np.linalg.norm(points - here, axis=1)
    else:
        plain = 1 - points @ here / (np.linalg.norm(points, axis=1) * np.linalg.norm(here))
    plain[17] = np.inf
    found = neighbourhood(points).nearest(17, distance, 20)
    assert found.indexes.tolist() == np.argsort(plain, kind="stable")[:20].tolist()
    assert found.distances == pytest.approx(np.sort(plain)[:20], abs=1e-6)


def test_points_far_from_the_origin_have_exact_distances() -> None:
    points = np.array([[1e6, 0], [1e6 + 1, 0], [1e6 + 3, 0], [1e6, 2]], np.float32)
    found = neighbourhood(points).nearest(0, Distance.EUCLIDEAN)
    assert (found.indexes.tolist(), found.distances.tolist()) == ([1, 3, 2], [1, 2, 3])


def test_a_point_alone_and_one_without_a_length() -> None:
    alone = neighbourhood(np.ones((1, 3), np.float32)).nearest(0, Distance.COSINE)
    assert not len(alone.indexes)
    found = neighbourhood(np.array([[0, 0], [1, 1], [2, 2]], np.float32)).nearest(1, Distance.COSINE)
    assert (found.indexes.tolist(), found.distances.tolist()) == ([2, 0], pytest.approx([0, 1]))
