"""All that the Histograms screen draws of a scene: runs side by side as far as there is room, or one of them large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tbtui.analysis.histogram_stack import HistogramStack, amounts_in_bins
from tbtui.charts.axes import LEAST_HEIGHT, LEAST_WIDTH
from tbtui.charts.colour_scale import ColourScale, WithBar, beside_bar
from tbtui.charts.heatmap import Heatmap
from tbtui.charts.histogram_options import HistogramOptions, Mode
from tbtui.charts.histogram_pictures import all_bars, heat_edges, run_pictures
from tbtui.charts.histogram_scene import HistogramScene, RunHistograms, histogram_scene
from tbtui.charts.palette import Palette
from tbtui.charts.percentile_bands import PercentileBands
from tbtui.charts.picture import Picture
from tbtui.charts.ridgeline import Ridgeline
from tbtui.charts.scalar_charts import ChartGrid, GridPlace
from tbtui.model.selection import Selection

_MOST_PANELS: Final = 16
_WITH_BAR: Final = (Mode.HEATMAP, Mode.OVERLAY, Mode.SURFACE)


class Size(NamedTuple):
    """Of a picture, in cells."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class HistogramPlan:
    """What is to be drawn, before anything is computed for it."""

    scene: HistogramScene
    size: Size
    """Of the whole picture, as is ``panel`` of each run's own."""
    panel: Size

    @property
    def side_by_side(self) -> bool:
        """Whether each run has a picture of its own with a title."""
        return len(self.scene.runs) > 1 and not self.together

    @property
    def together(self) -> bool:
        """Whether all runs are on one chart."""
        return self.scene.options.mode is Mode.BARS and not self.scene.options.side_by_side

    def unknown(self) -> tuple[list[HistogramStack], tuple[float, ...]]:
        """The stacks that are not yet on the grid that the picture needs, and its edges."""
        if self.scene.options.mode is not Mode.HEATMAP:
            return [], ()
        edges = heat_edges(self.scene, *self.panel)
        by_count = self.scene.options.by_count
        stacks = [run.stack for run in self.scene.runs]
        return [one for one in stacks if not amounts_in_bins.knows(one, edges, by_count)], edges


class Hit(NamedTuple):
    """What lies under the mouse."""

    run: RunHistograms
    x: float | None
    """The place on the axis over time; None where the picture has none."""
    entry: int | None
    """Which of the run's entries, where the picture shows them one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class HistogramView:
    """The pictures, drawn as one."""

    plan: HistogramPlan
    pictures: tuple[Picture, ...]
    scale: ColourScale | None

    @property
    def picture(self) -> Picture:
        """All of it."""
        inner = self.grid if self.plan.side_by_side else self.pictures[0]
        return WithBar(inner, self.scale) if self.scale else inner

    @property
    def grid(self) -> ChartGrid:
        """The runs side by side."""
        return ChartGrid(
            tuple(
                GridPlace(run.name, picture, run.chosen, f"{run.entry.step:,}", run.colour)
                for run, picture in zip(self.plan.scene.runs, self.pictures, strict=True)
            )
        )

    def at(self, x: int, y: int) -> Hit | None:
        """What lies under a cell of the picture."""
        scene, (width, height) = self.plan.scene, self.plan.size
        if self.plan.together:
            return None
        inner = beside_bar(width) if self.scale else width
        number, corner, size = 0, (0, 0), Size(inner, height)
        if self.plan.side_by_side:
            found = self.grid.at(x, y, inner, height) if x < inner else None
            if found is None or found >= len(scene.runs):
                return None
            left, top, wide, high = self.grid.inside(found, inner, height)
            number, corner, size = found, (left, top), Size(wide, high)
        return _hit(scene, scene.runs[number], self.pictures[number], (x - corner[0], y - corner[1]), size)


def _hit(scene: HistogramScene, run: RunHistograms, picture: Picture, at: tuple[int, int], size: Size) -> Hit:
    if isinstance(picture, Heatmap | PercentileBands):
        return Hit(run, picture.x_at(at[0], *size), None)
    if isinstance(picture, Ridgeline):
        number = picture.slice_at(at[1], *size)
        if number is not None:
            return Hit(run, None, int(run.stack.indexes[picture.slices[number].place]))
    return Hit(run, None, None)


def runs_with_room(count: int, chosen: int, options: HistogramOptions, size: Size) -> range:
    """Which of so many runs have room in a picture of that size; the chosen one is always among them."""
    if not options.side_by_side and options.mode is not Mode.BARS:
        return range(chosen, chosen + 1)
    most = min(count, _MOST_PANELS)
    shown = _panels(most, _for_panels(options, size)) if options.side_by_side else most
    first = min(max(0, chosen - shown + 1), count - shown)
    return range(first, first + shown)


def _panels(most: int, size: Size) -> int:
    """How many pictures fit side by side, of ``most`` that are wanted."""
    for count in range(most, 1, -1):
        grid = _empty_grid(count)
        columns, rows = grid.shape(*size)
        _, _, width, height = grid.inside(0, *size)
        if columns * rows >= count and width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
            return count
    return 1


def _empty_grid(count: int) -> ChartGrid:
    return ChartGrid((GridPlace("", None, False, ""),) * count)


def _for_panels(options: HistogramOptions, size: Size) -> Size:
    """What the bar of the colours leaves of a picture."""
    return Size(beside_bar(size.width) if options.mode in _WITH_BAR else size.width, size.height)


def histogram_plan(
    runs: Sequence[RunHistograms], options: HistogramOptions, selection: Selection, palette: Palette, size: Size
) -> HistogramPlan:
    """How large the pictures are of these runs, which have room; there is at least one."""
    panel = _for_panels(options, size)
    if len(runs) > 1 and options.side_by_side:
        panel = Size(*_empty_grid(len(runs)).inside(0, *panel)[2:])
    return HistogramPlan(histogram_scene(runs, options, selection, palette), size, panel)


def histogram_view(plan: HistogramPlan) -> HistogramView:
    """Compute what the plan needs."""
    if plan.together:
        return HistogramView(plan, (all_bars(plan.scene),), None)
    found = run_pictures(plan.scene, *plan.panel)
    return HistogramView(plan, tuple(found.pictures), found.scale)
