"""From points in space to places in a picture."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.camera import Ball, Camera, Projected, Up, closeness

LEVEL = Camera(azimuth=0, elevation=0)
BALL = Ball()


def seen(points: list[tuple[float, float, float]], camera: Camera = LEVEL, up: Up = Up.Y) -> Projected:
    return camera.project(np.array(points, np.float32), BALL, BALL, up, 200, 100)


def test_right_is_right_and_up_is_up() -> None:
    found = seen([(0, 0, 0), (0.5, 0, 0), (0, 0.5, 0)])
    assert (found.x[0], found.y[0]) == (100, 50)
    assert found.x[1] > 100
    assert found.y[2] < 50


def test_a_ball_fits_into_the_picture_and_nearly_fills_it() -> None:
    angles = np.linspace(0, 2 * np.pi, 1000)
    rings = [np.stack((np.cos(angles) * r, np.sin(angles) * r, np.full(1000, z)), 1) for r, z in ((1, 0), (0.94, 0.34))]
    found = LEVEL.project(np.concatenate(rings).astype(np.float32), BALL, BALL, Up.Y, 200, 100)
    assert 0 <= found.y.min() < 3
    assert 97 < found.y.max() <= 100


def test_what_is_nearer_has_more_nearness() -> None:
    found = seen([(0, 0, 1), (0, 0, 0), (0, 0, -1)])
    assert found.nearness[0] > found.nearness[1] > found.nearness[2]
    assert closeness(found.nearness) == pytest.approx([1, 0.5, 0], abs=1e-6)


@pytest.mark.parametrize(
    ("up", "top"), [(Up.Y, (0, 1, 0)), (Up.Z, (0, 0, 1)), (Up.X, (1, 0, 0)), (Up.Y_DOWN, (0, -1, 0))]
)
def test_the_chosen_axis_points_upwards(up: Up, top: tuple[float, float, float]) -> None:
    found = seen([top], up=up)
    assert found.x[0] == pytest.approx(100)
    assert found.y[0] < 10
    assert np.linalg.det(LEVEL.rotation(up)) == pytest.approx(1)


def test_from_above_one_sees_the_top() -> None:
    found = seen([(0, 1, 0), (0, -1, 0)], Camera(0, 90))
    assert found.nearness[0] > found.nearness[1]
    assert found.y == pytest.approx([50, 50])


def test_going_to_the_right_shows_the_right_side() -> None:
    found = seen([(1, 0, 0), (-1, 0, 0)], LEVEL.turned(90, 0))
    assert found.nearness[0] > found.nearness[1]


def test_nobody_goes_over_the_poles() -> None:
    assert LEVEL.turned(370, 200).elevation == 90
    assert LEVEL.turned(370, 200).azimuth == 10


def test_zoom_keeps_the_middle_of_the_picture() -> None:
    camera = LEVEL.panned(0.5, 0)
    point = seen([(-0.4, 0, 0)], camera)
    nearer = seen([(-0.4, 0, 0)], camera.zoomed(2))
    assert nearer.x[0] - 100 == pytest.approx(2 * (point.x[0] - 100))


def test_zoom_keeps_what_it_is_about() -> None:
    camera = LEVEL.panned(0.5, 0.2)
    point = seen([(-0.4, 0.3, 0)], camera)
    about = (point.x[0] - 100) / 50, (point.y[0] - 50) / 50
    nearer = seen([(-0.4, 0.3, 0)], camera.zoomed(3, about))
    assert (nearer.x[0], nearer.y[0]) == pytest.approx((point.x[0], point.y[0]))


def test_a_ball_elsewhere_is_seen_where_it_is() -> None:
    camera, whole = LEVEL, Ball((10.0, 0.0, 0.0), 4.0)
    found = camera.project(np.zeros((1, 3), np.float32), Ball((12.0, 0.0, 0.0), 1.0), whole, Up.Y, 200, 100)
    assert found.x[0] == pytest.approx(seen([(0.5, 0, 0)]).x[0])
