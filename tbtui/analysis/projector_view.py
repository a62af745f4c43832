"""What the projector shows of an embedding: which points, by which directions, and what is said of it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.memo import remembered
from tbtui.analysis.neighbours import Distance, Neighbourhood, neighbourhood
from tbtui.analysis.pca import Components, principal_components, sphereized
from tbtui.analysis.placed_points import PlacedPoints
from tbtui.analysis.point_columns import MISSING, MOST_CATEGORIES, Categories, Colouring, colouring, usual_column
from tbtui.model.embedding import Column, Embedding, Points


@dataclass(frozen=True)
class ProjectorOptions:
    """How embeddings are looked at, kept with the logdir."""

    flat: bool = True
    """In a plane, not in space."""
    axes: tuple[int, ...] = (0, 1, 2)
    """Which components go to the right, upwards and towards the eye."""
    colour_by: str = ""
    """The column of metadata that gives the colours; "" for the usual one."""
    distance: Distance = Distance.COSINE
    sphereized: bool = False

    @property
    def chosen_axes(self) -> tuple[int, ...]:
        """The components that are seen."""
        return self.axes[: 2 if self.flat else 3]


@remembered
def points_of(embedding: Embedding, on_ball: bool) -> Points:
    """The points, or the same put on a ball."""
    return sphereized(embedding.points) if on_ball else embedding.points


@remembered
def components_of(embedding: Embedding, on_ball: bool) -> Components:
    """The principal components."""
    return principal_components(points_of(embedding, on_ball))


@remembered
def neighbourhood_of(embedding: Embedding, on_ball: bool) -> Neighbourhood:
    """Ready for questions about neighbours."""
    return neighbourhood(points_of(embedding, on_ball))


def colour_columns(embedding: Embedding) -> list[str]:
    """The columns that can give colours: numbers, or categories that are fewer than the points."""
    return [column.name for column in embedding.columns if _groups(column)]


def _groups(column: Column) -> bool:
    found = colouring(column)
    return not isinstance(found, Categories) or 0 < len(found.names) <= MOST_CATEGORIES


def colour_column(embedding: Embedding, options: ProjectorOptions) -> Column | None:
    """The column that gives the colours."""
    name = options.colour_by if any(options.colour_by == one.name for one in embedding.columns) else ""
    name = name or usual_column(embedding.columns)
    return next((column for column in embedding.columns if column.name == name), None)


def drawn_points(
    points: PlacedPoints, column: Column | None, only: str | None, hits: NDArray[np.int64] | None
) -> NDArray[np.bool_]:
    """(k,) which of the points are drawn: all, those with one value, those that were found."""
    kept = np.ones(len(points.indexes), np.bool_)
    if only is not None and column is not None:
        found = colouring(column)
        if isinstance(found, Categories):
            code = found.names.index(only) if only in found.names else MISSING
            kept = found.codes[points.indexes] == code
    if hits is not None:
        among = np.zeros(len(kept), np.bool_)
        among[places_of(points, hits)] = True
        kept = kept & among
    return kept


def places_of(points: PlacedPoints, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where among the laid out points these points of the embedding are, in their order; some may not be there."""
    if not len(points.indexes):
        return np.empty(0, np.int64)
    places = np.minimum(np.searchsorted(points.indexes, chosen), len(points.indexes) - 1)
    found: NDArray[np.int64] = places[points.indexes[places] == chosen]
    return found


def colouring_of(column: Column | None) -> Colouring | None:
    """What a column says, if there is one."""
    return None if column is None else colouring(column)


def csv_file(embedding: Embedding, points: PlacedPoints, places: NDArray[np.int64]) -> bytes:
    """The drawn points with their place in the picture and their metadata."""
    text = io.StringIO()
    writer = csv.writer(text)
    count = 2 if points.flat else 3
    writer.writerow(["row", *points.axes[:count], *(column.name for column in embedding.columns)])
    for place in places.tolist():
        point = int(points.indexes[place])
        coordinates = [f"{number:.9g}" for number in points.raw[place, :count].tolist()]
        values = [column.values[point] for column in embedding.columns]
        writer.writerow([int(embedding.rows[point]), *coordinates, *values])
    return text.getvalue().encode()
