"""Zooming and moving about in pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.charts.picture_view import PictureView, panned, placed, zoomed

SIZE, ROOM = (640, 480), (100, 60)
SIDES = st.integers(1, 3000)


def test_all_of_the_picture_is_seen_at_first() -> None:
    place = placed(PictureView(), SIZE, ROOM)
    assert place.window == (0, 0, 640, 480)
    assert (place.width, place.height, place.scale) == (80, 60, 8)


def test_at_actual_size_a_pixel_is_a_pixel() -> None:
    place = placed(PictureView(actual=True), SIZE, ROOM)
    assert place.window == (270, 210, 370, 270)
    assert (place.width, place.height, place.scale) == (100, 60, 1)
    small = placed(PictureView(actual=True), (10, 8), ROOM)
    assert (small.window, small.width, small.height) == ((0, 0, 10, 8), 10, 8)


def test_the_place_under_the_mouse_stays_there() -> None:
    view, at, size = PictureView(), (60.0, 20.0), (1000, 600)
    before = placed(view, size, ROOM).pixel_at(*at)
    for _ in range(6):
        view = zoomed(view, size, ROOM, 2**0.5, at)
        after = placed(view, size, ROOM).pixel_at(*at)
        assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 1


def test_zooming_back_shows_all_again() -> None:
    view = PictureView()
    for factor in (2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5):
        view = zoomed(view, SIZE, ROOM, factor)
    assert placed(view, SIZE, ROOM).window == (0, 0, 640, 480)


def test_one_cannot_leave_the_picture() -> None:
    view = zoomed(PictureView(), SIZE, ROOM, 4)
    for _ in range(50):
        view = panned(view, SIZE, ROOM, 25, 15)
    window = placed(view, SIZE, ROOM).window
    assert (window.right, window.bottom) == (640, 480)
    assert placed(panned(view, SIZE, ROOM, -25, 0), SIZE, ROOM).window.left < window.left


@given(SIDES, SIDES, st.integers(1, 300), st.integers(1, 150), st.floats(0.1, 50), st.floats(0, 1), st.booleans())
def test_what_is_seen_lies_in_the_picture_and_its_place_in_the_room(
    width: int, height: int, columns: int, rows: int, zoom: float, share: float, actual: bool
) -> None:
    view = PictureView(actual=actual, zoom=zoom, x=share, y=1 - share)
    place = placed(view, (width, height), (columns, rows))
    assert 0 <= place.window.left < place.window.right <= width + 1e-6
    assert 0 <= place.window.top < place.window.bottom <= height + 1e-6
    assert 1 <= place.width <= columns
    assert 1 <= place.height <= rows
    x, y = place.pixel_at(place.width // 2, place.height // 2)
    assert 0 <= x < width
    assert 0 <= y < height
    assert place.place_of(x, y) is not None


@pytest.mark.parametrize("at", [None, (0.0, 0.0), (99.0, 59.0)])
def test_zooming_keeps_the_options(at: tuple[float, float] | None) -> None:
    view = PictureView(nearest=True, contrast=2.0)
    assert replace(zoomed(view, SIZE, ROOM, 2, at), zoom=1.0, x=0.5, y=0.5) == view
