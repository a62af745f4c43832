"""What is done with points of an embedding: going from one to another, turning, searching, choosing what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

import numpy as np
from textual.binding import Binding, BindingType

from tbtui.analysis.manifold import Method
from tbtui.analysis.neighbours import Distance
from tbtui.analysis.pca import MOST_COMPONENTS
from tbtui.analysis.placed_points import point_beside, point_near
from tbtui.analysis.point_columns import label_of
from tbtui.analysis.projector_view import ProjectorOptions, colour_column, colour_columns, csv_file
from tbtui.charts.point_scene import PointScene
from tbtui.widgets.camera_dashboard import CameraDashboard
from tbtui.widgets.exports import Export, file_name
from tbtui.widgets.pane import Pane
from tbtui.widgets.point_chart import PointChart

_AXES_GROUP: Final = Binding.Group("Components", compact=True)


class PointDashboard(CameraDashboard):
    """A picture of points, its camera and its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "method", "Method", tooltip="PCA, t-SNE, UMAP; the last two need an extra"),
        Binding("d", "dimensions", "2D/3D", tooltip="In a plane or in space"),
        Binding("c", "colour(1)", "Colours", tooltip="Colour by the next column of the metadata"),
        Binding("C", "colour(-1)", "Colours before", show=False),
        Binding("D", "distance", "Distance", show=False, tooltip="Of neighbours: cosine or euclidean"),
        Binding("S", "sphereize", "Sphereize", show=False, tooltip="Put all points on a ball about their mean"),
        Binding("o", "only_found", "Only found", show=False, tooltip="Draw only what the search finds, or all"),
        Binding("x", "axis(0)", "To the right", show=False, group=_AXES_GROUP, tooltip="The next component there"),
        Binding("y", "axis(1)", "Upwards", show=False, group=_AXES_GROUP, tooltip="The next component there"),
        Binding("z", "axis(2)", "Nearer", show=False, group=_AXES_GROUP, tooltip="The next component there, in 3D"),
    ]

    picture: PointChart
    picture_pane: Pane

    def __init__(self) -> None:
        super().__init__()
        self.cursor: int | None = None
        """The point of the embedding under the cursor."""
        self.method = Method.PCA
        """Not kept with the logdir: what takes minutes is only begun when it is asked for."""
        self.scene: PointScene | None = None
        """What is drawn."""
        self.pattern = ""
        """What is searched for."""
        self.only_found = False
        self.only_value: str | None = None
        """The value of the column of colours whose points alone are drawn."""

        self._asked_hit = 0

    # The cursor

    def go_to(self, point: int) -> None:
        """Put the cursor on a point of the embedding."""
        self.cursor = point
        self.update()

    def action_go_beside(self, right: int, down: int) -> None:
        """Go to the next point in a direction; at first to that in the middle."""
        scene = self.scene
        if scene is None or not len(scene.cloud.drawn):
            return
        width, height = self.picture.size
        seen, drawn = scene.picture(None, None).seen(width, height), scene.cloud.drawn
        place = scene.cloud.points.place_of(self.cursor)
        if place is None:
            found = point_near(seen, width, 2 * height, drawn, reach=float("inf"))
        else:
            found = point_beside(seen, place, right, down, drawn)
        if found is not None:
            self.go_to(int(scene.cloud.points.indexes[found]))

    def action_next_hit(self, by: int) -> None:
        """Go to the next point that was found."""
        scene = self.scene
        if scene is not None and scene.pattern != self.pattern:
            self._asked_hit = by
            return
        hits = scene.cloud.points.indexes[scene.hits] if scene else np.empty(0, np.int64)
        if not len(hits):
            self.notify("Nothing found." if self.pattern else "/ searches in labels and metadata.", timeout=3)
            return
        now = -1 if self.cursor is None else self.cursor
        place = int(np.searchsorted(hits, now, "right")) if by > 0 else int(np.searchsorted(hits, now, "left")) - 1
        self.go_to(int(hits[place % len(hits)]))

    def show_asked_hit(self) -> None:
        """Go to the found point that was asked for while it was still searched."""
        by, self._asked_hit = self._asked_hit, 0
        if by:
            self.action_next_hit(by)

    def clicked(self, x: int, y: int) -> None:
        """A click goes to the point there."""
        scene = self.scene
        if scene is None:
            return
        seen = scene.picture(None, None).seen(self.picture.size.width, self.picture.size.height)
        found = point_near(seen, 2 * x + 1, 4 * y + 2, scene.cloud.drawn)
        if found is not None:
            self.go_to(int(scene.cloud.points.indexes[found]))

    # Which points are seen

    def search(self, pattern: str) -> None:
        """Let those points stand out in whose metadata the pattern is found."""
        self.pattern = pattern
        self.update()

    def show_only(self, value: str) -> None:
        """Draw only points with this value of the column of colours, or all again."""
        self.only_value = None if self.only_value == value else value
        self.update()

    def action_only_found(self) -> None:
        """Draw only what is found, or all."""
        self.only_found = not self.only_found
        self.update()

    # From where

    @property
    def flat(self) -> bool:
        """Whether the points lie in a plane."""
        return self.options(ProjectorOptions()).flat

    def action_turn(self, right: int, down: int) -> None:
        """Go round the points in space, or move the plane."""
        if self.flat:
            self.action_pan(right, down)
        else:
            self.action_orbit(right, -down)

    def zoom_centre(self) -> tuple[float, float]:
        """The point under the cursor."""
        picture = self.scene.picture(self.cursor, None) if self.scene else None
        return picture.cursor_offset(self.camera, *self.picture.size) if picture else (0.0, 0.0)

    def dragged(self, columns: int, rows: int) -> None:
        """Turn or move along with the mouse."""
        if not self.flat:
            super().dragged(columns, rows)
            return
        reach = max(1.0, min(2 * self.picture.size.width, 4 * self.picture.size.height) / 2)
        self.look(self.camera.panned(2 * columns / reach, 4 * rows / reach))

    # By what

    def _scene_or_word(self) -> PointScene | None:
        """What is drawn; where nothing is, a word that says so."""
        if self.scene is None:
            self.notify("No points are drawn now.", timeout=3)
        return self.scene

    def action_method(self) -> None:
        """Lay the points out otherwise."""
        methods = list(Method)
        self.method = methods[(methods.index(self.method) + 1) % len(methods)]
        self.update()

    def action_dimensions(self) -> None:
        """Go from the plane into space or back."""
        if self._scene_or_word():
            self.choose(self.options(ProjectorOptions()), flat=not self.flat)

    def action_axis(self, direction: int) -> None:
        """Show the next component in a direction; one that another direction shows changes places with it."""
        options, scene = self.options(ProjectorOptions()), self._scene_or_word()
        if scene is None:
            return
        if self.method is not Method.PCA or (direction == 2 and options.flat):
            pca = self.method is Method.PCA
            self.notify("Only 3D has a third direction: d." if pca else "Only PCA has components to choose.", timeout=3)
            return
        axes = list(options.axes)
        wanted = (axes[direction] + 1) % max(3, min(MOST_COMPONENTS, *scene.embedding.points.shape))
        if wanted in axes:
            axes[axes.index(wanted)] = axes[direction]
        axes[direction] = wanted
        self.choose(options, axes=tuple(axes))

    def action_colour(self, by: int) -> None:
        """Colour by another column."""
        scene = self._scene_or_word()
        if scene is None:
            return
        options = self.options(ProjectorOptions())
        names = colour_columns(scene.embedding)
        if not names:
            self.notify("There is no column of metadata to colour by.", timeout=3)
            return
        column = colour_column(scene.embedding, options)
        place = names.index(column.name) if column and column.name in names else -by
        self.only_value = None
        self.choose(options, colour_by=names[(place + by) % len(names)])

    def action_distance(self) -> None:
        """Measure distances otherwise."""
        options, distances = self.options(ProjectorOptions()), list(Distance)
        self.choose(options, distance=distances[(distances.index(options.distance) + 1) % len(distances)])

    def action_sphereize(self) -> None:
        """Put the points on a ball about their mean, or leave them where they are."""
        options = self.options(ProjectorOptions())
        self.choose(options, sphereized=not options.sphereized)

    # Back, and what can be taken along

    def step_back(self) -> bool:
        """Take back the filter, the search, then the view and what all screens filter."""
        if self.only_value is not None:
            self.show_only(self.only_value)
        elif self.pattern:
            self.picture_pane.set_filter("")
            self.search("")
        else:
            return super().step_back()
        return True

    def exports(self) -> Sequence[Export]:
        """The points that are drawn."""
        scene = self.scene
        if scene is None:
            return ()
        make = partial(csv_file, scene.embedding, scene.cloud.points, scene.cloud.drawn)
        stem = f"{self.tag}-{'-'.join(scene.cloud.points.axes)}"
        return (Export("CSV: drawn points, coordinates and metadata", file_name(stem, ".csv"), make),)

    def copied_text(self) -> str:
        """The label of the point under the cursor."""
        return label_of(self.scene.embedding, self.cursor) if self.scene and self.cursor is not None else ""
