"""Where points lie on the screen, which is beside which, and the cells that show them."""

from __future__ import annotations

import numpy as np
import pytest

from tbtui.analysis.camera import Camera
from tbtui.analysis.pca import principal_components
from tbtui.analysis.placed_points import PlacedPoints, placed, placed_components, point_beside, point_near, seen_points
from tbtui.analysis.projector_view import csv_file, places_of
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import DARK, SIXTEEN
from tbtui.charts.point_cloud import PointCloud, cloud_cells
from tbtui.charts.point_colours import PointColours
from tbtui.charts.point_picture import PointPicture
from tbtui.charts.point_scene import Chosen, axis_line, point_scene
from tbtui.model.embedding import Column, Embedding

CROSS = [[0, 0], [1, 0], [-1, 0], [0, 0.5], [0, -0.5]]


def flat(points: list[list[float]], indexes: list[int] | None = None) -> PlacedPoints:
    numbers = indexes or list(range(len(points)))
    return placed(np.array(points, np.float32), np.array(numbers), ("a", "b"))


def cloud_of(points: PlacedPoints, codes: list[int], ordered: bool = False) -> PointCloud:
    colours = PointColours(np.array([0xFF0000, 0x00FF00, 0x0000FF], np.int32), np.array(codes, np.int32), ordered)
    return PointCloud(points, Camera(), colours, np.arange(len(points.indexes)))


def test_a_plane_fills_the_picture_and_is_not_stretched() -> None:
    seen = seen_points(flat(CROSS), Camera(azimuth=77), 200, 100)
    assert seen.x[[2, 0, 1]] == pytest.approx([4, 100, 196], abs=0.1)
    assert seen.y[[3, 0, 4]] == pytest.approx([2, 50, 98], abs=0.1)


def test_arrows_go_to_the_next_point_in_their_direction() -> None:
    seen = seen_points(flat(CROSS), Camera(), 200, 100)
    among = np.arange(5)
    assert [point_beside(seen, 0, *way, among) for way in ((1, 0), (-1, 0), (0, -1), (0, 1))] == [1, 2, 3, 4]
    assert point_beside(seen, 1, 1, 0, among) is None
    assert point_beside(seen, 0, 1, 0, np.array([0, 2, 3])) is None


def test_a_step_goes_beyond_the_own_cell() -> None:
    points = flat([[-1, 0], [0, 0], [0.001, 0], [0.2, 0], [1, 0]])
    seen = seen_points(points, Camera(), 200, 100)
    assert point_beside(seen, 1, 1, 0, np.arange(5)) == 3


def test_a_click_finds_the_point_under_it() -> None:
    seen = seen_points(flat(CROSS), Camera(), 200, 100)
    assert point_near(seen, 103, 48, np.arange(5)) == 0
    assert point_near(seen, 150, 80, np.arange(5)) is None


def test_a_sample_of_the_points_keeps_their_numbers() -> None:
    points = flat(CROSS[:3], [2, 5, 9])
    assert [points.place_of(point) for point in (2, 9, 3, 10, None)] == [0, 2, None, None, None]
    assert places_of(points, np.array([9, 4, 2, 99])).tolist() == [2, 0]


def test_components_that_there_are_not_are_none() -> None:
    components = principal_components(np.array([[0, 0], [1, 1], [2, 2.5]], np.float32))
    space = placed_components(components, (0, 1, 2))
    assert not space.flat
    assert not space.coordinates[:, 2].any()
    assert axis_line(placed_components(components, (0, 1))).startswith("→ PC1 99.")


def test_a_cell_has_the_colour_of_most_of_its_points() -> None:
    points = flat([[-1, 0], [0, 0], [0, 0], [0, 0], [1, 0]])
    cells = cloud_cells(cloud_of(points, [0, 1, 1, 2, 2]), 21, 5, DARK)
    drawn = [colour for colour in cells.foreground[2].tolist() if colour != DEFAULT]
    assert list(dict.fromkeys(drawn)) == [0xFF0000, 0x00FF00, 0x0000FF]


def test_levels_are_averaged() -> None:
    points = flat([[-1, 0], [0, 0], [0, 0], [1, 0]])
    colours = PointColours(np.arange(12, dtype=np.int32) * 0x080808, np.array([0, 2, 8, 11], np.int32), True)
    cells = cloud_cells(PointCloud(points, Camera(), colours, np.arange(4)), 21, 5, DARK)
    assert cells.foreground[2, 10] == 5 * 0x080808 & 0xF8F8F8 | 0x010101


def test_in_space_the_back_is_darker() -> None:
    points = placed(np.array([[-1, 0, -3], [1, 0, 3]], np.float32), np.arange(2), ("a", "b", "c"))
    cells = cloud_cells(
        PointCloud(points, Camera(0, 0), cloud_of(flat(CROSS), [0] * 5).colours, np.arange(2)), 20, 10, DARK
    )
    inked = cells.foreground[cells.characters != ord(" ")]
    back, front = inked[0] >> 16, inked[-1] >> 16
    assert back < front / 2


def test_a_cursor_has_its_label_and_labels_do_not_overlap() -> None:
    cloud = cloud_of(flat(CROSS), [0] * 5)
    picture = PointPicture(cloud, 1, "right", ((0, "middle"), (0, "hidden")), "axes")
    lines = picture.draw(40, 12, DARK).lines()
    assert lines[5].rstrip().endswith("◆")
    assert "right" in lines[5]
    assert "middle" in lines[5]
    assert not any("hidden" in line for line in lines)
    assert lines[-1].startswith("axes")
    assert picture.draw(0, 0, DARK).width == 0


def test_what_was_found_stands_out() -> None:
    column = Column("k", ("a", "b", "b", "c", "c"))
    embedding = Embedding(np.array(CROSS, np.float32), (column,), (), np.arange(5))
    for palette in (DARK, SIXTEEN):
        scene = point_scene(embedding, flat(CROSS), Camera(), Chosen(column, pattern="b"), None, palette, 0)
        assert scene.hits.tolist() == [1, 2]
        assert scene.cloud.bright is not None
        scene = point_scene(embedding, flat(CROSS), Camera(), Chosen(column, only="c"), None, palette, 0)
        assert scene.cloud.drawn.tolist() == [3, 4]
        scene = point_scene(embedding, flat(CROSS), Camera(), Chosen(column, None, "b", True), None, palette, 0)
        assert scene.cloud.drawn.tolist() == [1, 2]
        scene = point_scene(embedding, flat(CROSS), Camera(), Chosen(column), np.array([4, 0]), palette, 0)
        assert scene.cloud.bright.tolist() == [4, 0]  # type: ignore[union-attr]
        assert [text for _, text in scene.picture(2, np.array([4, 0])).labels] == ["c", "a"]


def test_a_table_of_the_drawn_points() -> None:
    embedding = Embedding(np.array(CROSS, np.float32), (Column("k", ("a", "b", "c,d", "", "")),), (), np.arange(5) + 10)
    assert csv_file(embedding, flat(CROSS), np.array([1, 2])).decode().splitlines() == [
        "row,a,b,k", "11,1,0,b", '12,-1,0,"c,d"',
    ]  # fmt: skip
