"""Embeddings: points of many dimensions laid out in two or three, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray
from textual import events
from textual.containers import Container, Vertical
from textual.widget import Widget

from tbtui.analysis.embedding_entries import ReadConfig, Source, embedding_entries, read_configs
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.manifold import ManifoldError, Method
from tbtui.analysis.neighbours import Neighbours
from tbtui.analysis.placed_points import PlacedPoints, placed_components
from tbtui.analysis.point_columns import label_of
from tbtui.analysis.projector_view import (
    ProjectorOptions,
    colour_column,
    components_of,
    neighbourhood_of,
    points_of,
)
from tbtui.charts.point_scene import Chosen, PointScene, point_scene
from tbtui.model.embedding import Embedding, ProjectorError
from tbtui.model.entries import Entries
from tbtui.model.selection import Selection
from tbtui.model.side_file import SideFile, SideKind
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.embedding_reader import EmbeddingReader
from tbtui.widgets.host import Descriptor
from tbtui.widgets.layout_maker import LayoutMaker
from tbtui.widgets.pane import Pane
from tbtui.widgets.point_chart import PointChart
from tbtui.widgets.point_dashboard import PointDashboard
from tbtui.widgets.point_tables import LegendTable, NeighbourTable, PointTable

_WIDE: Final = 118


class ProjectorScreen(PointDashboard):
    """Embeddings."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "projector",
        "Projector",
        110,
        lambda snapshot: bool(snapshot.beside(SideKind.PROJECTOR)),
        "Embeddings by PCA, t-SNE or UMAP, with search and nearest neighbours.",
        short="Proj",
    )
    PLUGIN = "projector"
    AUTO_FOCUS = "#picture"
    CSS = """
    ProjectorScreen #picture-pane { height: 1fr; }
    ProjectorScreen #facts { height: 9; layout: horizontal; }
    ProjectorScreen #facts Pane { width: 1fr; }
    ProjectorScreen #point-pane { display: none; }
    ProjectorScreen.low #facts { height: 7; }
    ProjectorScreen.narrow #facts { display: none; }
    ProjectorScreen.wide #split { layout: horizontal; }
    ProjectorScreen.wide #picture-pane { width: 1fr; }
    ProjectorScreen.wide #facts { width: 30; height: 1fr; layout: vertical; }
    ProjectorScreen.wide #facts Pane { width: 1fr; height: 1fr; }
    ProjectorScreen.wide #point-pane { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: Neighbours | None = None
        self._asked: tuple[object, ...] | None = None
        self._configs: Sequence[ReadConfig] = ()
        self._entries: Mapping[str, Mapping[str, Entries]] = {}
        self._read_from: tuple[SideFile, ...] = ()
        self._reader: EmbeddingReader | None = None
        self._layouts: LayoutMaker | None = None
        self._source: Source | None = None
        self._drawn_from: object = None

    def compose_main(self) -> Iterable[Widget]:
        """The picture, and beside or below it what is known."""
        self.picture = PointChart(on_drag=self.dragged, on_point=self.clicked, on_wheel=self.wheel, id="picture")
        self.point = PointTable(id="point")
        self.neighbours = NeighbourTable(on_choose=self.go_to, id="neighbours")
        self.legend = LegendTable(on_choose=self.show_only, id="legend")
        self.picture_pane = Pane(self.picture, title="Points", on_filter=self.search, id="picture-pane")
        self.point_pane = Pane(self.point, title="Point", id="point-pane")
        self.neighbours_pane = Pane(self.neighbours, title="Neighbours", id="neighbours-pane")
        self.legend_pane = Pane(self.legend, title="Colours", id="legend-pane")
        facts = Container(self.point_pane, self.neighbours_pane, self.legend_pane, id="facts")
        yield Vertical(self.picture_pane, facts, id="split")

    def on_resize(self) -> None:
        """Facts stand at the side where there is room for them."""
        self.set_class(self.size.width >= _WIDE, "wide")
        self.call_after_refresh(self.update)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Neighbours stand out while their table has the focus."""
        self.update()

    def on_unmount(self) -> None:
        """A layout that nobody waits for is not made."""
        if self._layouts:
            self._layouts.cancel()

    # Which embeddings there are

    def tags_of(self, snapshot: Snapshot) -> Mapping[str, int]:
        """The embeddings of all configurations; reads those that are new."""
        files = snapshot.beside(SideKind.PROJECTOR)
        if files != self._read_from:
            self._read_from = files
            self.background.run("projector-configs", partial(read_configs, files, snapshot.open), self._take_configs)
        return {tag: len(runs) for tag, runs in self._entries.items()}

    def _take_configs(self, configs: Sequence[ReadConfig]) -> None:
        self._configs, self._entries = configs, embedding_entries(configs)
        self.update()

    def entries_of(self, snapshot: Snapshot, selection: Selection) -> list[Entries]:
        """The embedding at its steps, of every run that has it and is drawn, and of directories that are no run."""
        shown = {run.name for run in drawn_runs(snapshot, selection)}
        found = self._entries.get(self.tag or "", {})
        runs = [run for run in found if run in shown or run not in snapshot.runs]
        return [found[run] for run in sorted(runs, key=lambda run: run != selection.run)]

    def why_nothing(self, snapshot: Snapshot) -> str:
        """What is wrong with the configurations, or that there is none."""
        if snapshot.runs and not self._read_from:
            return "No projector_config.pbtxt in this log.\nadd_embedding of torch's SummaryWriter writes one."
        wrong = [str(read.config) for read in self._configs if isinstance(read.config, ProjectorError)]
        empty = [read for read in self._configs if not isinstance(read.config, ProjectorError)]
        if not self._entries and (wrong or empty):
            told = [f"{read.file.path} names no embedding" for read in empty]
            told += ["its tensors lie in a checkpoint, which tbtui does not read"] * bool(empty)
            return "\n".join([*wrong, *told])
        return super().why_nothing(snapshot) if self._configs or not snapshot.runs else "reading configurations"

    # What is shown

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Read what is not read yet, lay it out, draw it; the old picture stays until then."""
        if not self.chosen:
            self._source = None
            self._say(self.why_nothing(snapshot))
            return
        source: Source = self.chosen[0].entries[self.chosen[0].index]
        if source != self._source:
            self._source, self.only_value, self._asked = source, None, None
        roots = list(self.tbtui.config.roots.values())
        self._reader = self._reader or EmbeddingReader(self.background, self.update)
        read = self._reader.get(source, snapshot.open, roots)
        self._reader.look_again(source, snapshot.number, snapshot.open, roots)
        if isinstance(read, Embedding):
            if self.cursor is not None and self.cursor >= len(read.points):
                self.cursor = None
            self._lay_out(read)
        elif read is None:
            self._wait(f"reading {self._reader.progress:.0%}")
        else:
            self._say(str(read))

    def _say(self, text: str) -> None:
        """Words in the place of the picture."""
        self.scene, self._drawn_from = None, None
        self.picture.show(None, self.palette, text)
        self.picture_pane.head(self.tag or "Points", self.step_line())
        self.neighbours.show_neighbours(None, None, self.palette)
        self.neighbours_pane.head("Neighbours")
        self.legend.show_legend((), None, self.palette, "")
        self.legend_pane.head("Colours")

    def _wait(self, text: str) -> None:
        """Words beside the old picture, or in its place where there is none."""
        if self.scene is None:
            self.picture.show(None, self.palette, text)
        self.picture_pane.head(self.tag or "Points", text)

    def _lay_out(self, embedding: Embedding) -> None:
        options = self.options(ProjectorOptions())
        if self.method is Method.PCA:
            if not components_of.knows(embedding, options.sphereized):
                rows, width = embedding.points.shape
                work = partial(components_of, embedding, options.sphereized)
                self.background.run("projector-components", work, lambda _: self.update())
                self._wait(f"computing components of {rows:,} points of {width:,} dimensions")
                return
            components = components_of(embedding, options.sphereized)
            self._draw(embedding, options, partial(placed_components, components, options.chosen_axes), components)
            return
        key = (embedding, self.method, options.flat, options.sphereized)
        self._layouts = self._layouts or LayoutMaker(self.app, self.background, self.update)
        points = partial(points_of, embedding, options.sphereized)
        made = self._layouts.get(key, self.method, points, 2 if options.flat else 3)
        if isinstance(made, PlacedPoints):
            self._draw(embedding, options, lambda: made, made)
        elif isinstance(made, ManifoldError):
            self._say(f"{made}\nm goes on to another method.")
        else:
            self._wait(f"{self.method.value}: {made} · m for another method")

    def _draw(self, embedding: Embedding, options: ProjectorOptions, place: Any, layout: object) -> None:
        """Draw in the background, unless only the cursor moved; ``layout`` tells one layout from another."""
        column, size, palette, camera = colour_column(embedding, options), self.picture.size, self.palette, self.camera
        chosen = Chosen(column, self.only_value, self.pattern, self.only_found)
        bright = self._bright(embedding)
        usual = palette.stroke(self.selection.slots.get(self.chosen[0].run, 0)).colour
        drawn_from = (embedding, layout, options.chosen_axes, camera, chosen, bright is None, size, palette, usual)
        if bright is not None:
            drawn_from = (*drawn_from, self.cursor, options.distance)  # type: ignore[assignment]
        if drawn_from == self._drawn_from:
            self._show_scene(options)
            return
        self._drawn_from = drawn_from

        def work() -> PointScene:
            scene = point_scene(embedding, place(), camera, chosen, bright, palette, usual)
            if size.width and size.height:
                scene.picture(None, None).draw(size.width, size.height, palette)
            return scene

        self.background.run("projector-picture", work, partial(self._take_scene, drawn_from))

    def found_neighbours(self, embedding: Embedding) -> Neighbours | None:
        """Those of the point under the cursor, where they are at hand."""
        asked = self._asked is not None and self._asked[0] is embedding
        return self._found if asked and self._found is not None and self._found.point == self.cursor else None

    def _bright(self, embedding: Embedding) -> NDArray[np.int64] | None:
        """The neighbours, where they are to stand out."""
        found = self.found_neighbours(embedding) if self.neighbours.has_focus else None
        return None if found is None else found.indexes

    def _take_scene(self, drawn_from: object, scene: PointScene) -> None:
        if drawn_from == self._drawn_from:
            self.scene = scene
            self._show_scene(self.options(ProjectorOptions()))
            self.show_asked_hit()

    def _show_scene(self, options: ProjectorOptions) -> None:
        scene = self.scene
        if scene is None:
            return
        self._ask_neighbours(scene.embedding, options)
        self.picture.show(scene.picture(self.cursor, self._bright(scene.embedding)), self.palette)
        self._show_words(scene, options)

    def _show_words(self, scene: PointScene, options: ProjectorOptions) -> None:
        embedding, points = scene.embedding, scene.cloud.points
        rows, width = embedding.points.shape
        words = [f"{len(scene.hits):,} found"] * bool(self.pattern)
        words += [f"{len(scene.cloud.drawn):,} drawn"] * (len(scene.cloud.drawn) < rows)
        words += [f"{self.method.value} {'2D' if points.flat else '3D'}", f"{rows:,} x {width:,}"]
        if self.method is Method.PCA and components_of.knows(embedding, options.sphereized):
            sampled = components_of(embedding, options.sphereized).sampled
            words += [f"axes from {sampled:,} of the points"] * (sampled < rows)
        words += ["sphereized"] * options.sphereized
        words += [self.step_line()] * (self.chosen[0].count > 1 or self.chosen[0].step != 0)
        self.picture_pane.head(f"{self.tag} /{self.pattern}/" if self.pattern else self.tag or "", " · ".join(words))
        self.point.show_point(embedding, self.cursor, self.palette)
        label = label_of(embedding, self.cursor) if self.cursor is not None else ""
        notes = len(embedding.notes)
        self.point_pane.head(label or "Point", f"{notes} note{'s' * (notes > 1)}" if notes else "")
        self.neighbours.show_neighbours(embedding, self.found_neighbours(embedding), self.palette)
        self.neighbours_pane.head("Neighbours", options.distance.value)
        column = colour_column(embedding, options)
        self.legend.show_legend(scene.legend, self.only_value, self.palette, "no metadata to colour by")
        self.legend_pane.head(f"Colours: {column.name}" if column else "Colours", f"{len(scene.legend):,}")

    def _ask_neighbours(self, embedding: Embedding, options: ProjectorOptions) -> None:
        """Find the neighbours of the point under the cursor, in the background."""
        asked = (embedding, self.cursor, options.distance, options.sphereized)
        if self.cursor is None or asked == self._asked:
            return
        self._asked, self._found, point = asked, None, self.cursor

        def work() -> Neighbours:
            return neighbourhood_of(embedding, options.sphereized).nearest(point, options.distance)

        self.background.run("projector-neighbours", work, partial(self._take_neighbours, asked))

    def _take_neighbours(self, asked: object, found: Neighbours) -> None:
        if asked == self._asked:
            self._found = found
            self.update()
