"""What is drawn of an embedding: from points, colours, a filter, a search and neighbours to a cloud and its legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.camera import Camera
from tbtui.analysis.placed_points import PlacedPoints
from tbtui.analysis.point_columns import found_points, label_of
from tbtui.analysis.projector_view import colouring_of, drawn_points, places_of
from tbtui.charts.cells import Colour
from tbtui.charts.palette import Palette
from tbtui.charts.point_cloud import PointCloud
from tbtui.charts.point_colours import LegendRow, legend_rows, point_colours
from tbtui.charts.point_picture import PointPicture
from tbtui.model.embedding import Column, Embedding

_MOST_LABELS: Final = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of an embedding is chosen to be seen."""

    column: Column | None
    """Gives the colours."""
    only: str | None = None
    """Only points with this value of the column are drawn."""
    pattern: str = ""
    """Points in whose metadata it is found stand out."""
    only_found: bool = False
    """The others are not drawn at all."""


@dataclass(frozen=True, slots=True, eq=False)
class PointScene:
    """What was made of it."""

    embedding: Embedding
    cloud: PointCloud
    legend: Sequence[LegendRow]
    hits: NDArray[np.int64]
    """Places of the points that were found, of those that are drawn."""
    pattern: str
    """What was searched for."""

    def picture(self, cursor: int | None, neighbours: NDArray[np.int64] | None) -> PointPicture:
        """The cloud with the cursor on a point of the embedding, and the labels of a few that matter."""
        points = self.cloud.points
        place = points.place_of(cursor)
        label = label_of(self.embedding, cursor) if cursor is not None and place is not None else ""
        named = self.hits[:_MOST_LABELS] if len(self.hits) <= _MOST_LABELS else self.hits[:0]
        if neighbours is not None:
            named = places_of(points, neighbours[:_MOST_LABELS])
        labels = tuple((int(one), label_of(self.embedding, int(points.indexes[one]))) for one in named)
        return PointPicture(self.cloud, place, label, labels, axis_line(points))


def point_scene(
    embedding: Embedding,
    points: PlacedPoints,
    camera: Camera,
    chosen: Chosen,
    neighbours: NDArray[np.int64] | None,
    palette: Palette,
    usual: Colour,
) -> PointScene:
    """The scene; ``neighbours``, where given, stand out instead of what was found."""
    colouring = colouring_of(chosen.column)
    found = found_points(embedding, chosen.pattern)
    mask = drawn_points(points, chosen.column, chosen.only, found if chosen.only_found and chosen.pattern else None)
    hits = _drawn(places_of(points, found), mask)
    bright = None
    if neighbours is not None:
        bright = _drawn(places_of(points, neighbours), mask)
    elif chosen.pattern and not chosen.only_found:
        bright = hits
    colours = point_colours(colouring, len(embedding.points), palette, usual)
    return PointScene(
        embedding,
        PointCloud(points, camera, colours, np.flatnonzero(mask), bright),
        legend_rows(colouring, palette),
        hits,
        chosen.pattern,
    )


def _drawn(places: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    return places[mask[places]]


def axis_line(points: PlacedPoints) -> str:
    """What goes to the right, upwards and, in space, what else there is."""
    shares = [f" {share:.1%}" for share in points.shares] or [""] * len(points.axes)
    named = [f"{name}{share}" for name, share in zip(points.axes, shares, strict=True)]
    return f"→ {named[0]}  ↑ {named[1]}" if points.flat else " · ".join(named)
