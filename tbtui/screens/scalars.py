"""Scalars: tags of all runs as curves, what is read off them, and the tags of a group side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tbtui.analysis.labels import count_label
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range
from tbtui.analysis.scalar_sources import ScalarTags, selectable_tags, tag_marks
from tbtui.analysis.tag_tree import neighbours
from tbtui.analysis.value_table import value_row
from tbtui.analysis.zoom import within
from tbtui.charts.line_chart import LineChart, RoughLine, refine
from tbtui.charts.scalar_charts import ChartGrid
from tbtui.charts.scalar_view import (
    ScalarView,
    draw_charts,
    no_scalars,
    prefetch,
    scalar_view,
    state_line,
    whole_range,
)
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.chart import Box
from tbtui.widgets.chart_layouts import ChartLayouts
from tbtui.widgets.curve_exports import curve_exports
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.scalar_lists import ScalarChart, ScalarTagTree
from tbtui.widgets.tag_choices import TagChoices
from tbtui.widgets.value_pane import ValuePane

# Curves that take a look at so many points, one by one, are computed while a key waits; more of them in the background.
_AT_ONCE: Final = 120_000
_GRID_SIZES: Final = (1, 2, 4, 6, 9, 12, 16, 20, 25, 30, 36)


class ScalarsScreen(TagChoices):
    """Curves of scalars."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "scalars",
        "Scalars",
        20,
        lambda snapshot: any(run.scalars for run in snapshot.runs.values()),
        "Curves of all runs, smoothed as in TensorBoard, with every point kept.",
    )
    AUTO_FOCUS = "ScalarTagTree"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "grid", "Grid", tooltip="All tags of the group side by side"),
        Binding("G", "grid_size", "Grid size", show=False, tooltip="More charts at once, up to 36"),
        Binding("B", "board", "Leaderboard", show=False, tooltip="Best, last and mean of all runs, drawn or not"),
        Binding("ctrl+b", "best", "Best runs", show=False, tooltip="Draw only the first runs of the leaderboard"),
        Binding("d", "dim", "Dim", show=False, tooltip="Draw all runs but the chosen one faint"),
    ]
    CSS = """
    ScalarsScreen #chart-pane { height: 1fr; }
    ScalarsScreen #values-pane { height: 10; }
    ScalarsScreen.low #values-pane { height: 6; }
    ScalarsScreen.narrow #values-pane { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._view: ScalarView | None = None
        self._chart: LineChart | None = None
        self._drawn: LineChart | ChartGrid | None = None
        self._drawn_from: object = None
        self._prefetched: object = None
        self._tags = ScalarTags({}, (), {})
        self._layouts = ChartLayouts(self.update)

    def make_tags(self) -> ScalarTagTree:
        """Tags and groups of them."""
        return ScalarTagTree(on_tag=self._chose_tag, on_group=self._chose_group, id="tags")

    def compose_main(self) -> Iterable[Widget]:
        """The chart and its values."""
        self.chart = ScalarChart(
            on_point=self._clicked,
            on_wheel=self._wheel,
            on_side_wheel=self.action_pan,
            on_box=self._zoom_to_box,
            on_size=self.update,
            id="chart",
        )
        self.chart_pane = Pane(self.chart, title="Chart", id="chart-pane")
        self.values_pane = ValuePane(on_run=self._chose_run_named, actions=self, changed=self.update)
        yield self.chart_pane
        yield self.values_pane

    # What is shown

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tags, runs, the chart of the chosen tag or group, and what is read off it."""
        self._layouts.read(snapshot, self.background)
        self._tags = selectable_tags(snapshot, selection, self._layouts.categories)
        view = scalar_view(snapshot, selection, self._tags)
        self._show_lists(snapshot, selection, view)
        points = view.waiting_points
        if points > _AT_ONCE:
            self.background.run("curves", view.compute, lambda _: self.update())
            self.chart_pane.head(view.title, f"computing {count_label(points)} points")
            return
        view.compute()
        self._view = view
        self._show_charts(view, selection)
        self._show_values(view, selection)
        if not snapshot.progress.loading:
            self._refine()
            self._prefetch(snapshot, selection, view)

    def _show_lists(self, snapshot: Snapshot, selection: Selection, view: ScalarView) -> None:
        self.tags.show_tags(
            self._tags.written,
            selection.tag_filter,
            view.tag,
            "no tag matches" if self._tags.written else "no scalars",
            sections=self._tags.sections,
            marks=tag_marks(selection),
        )
        self.show_tags(selection, len(self._tags.written))
        self.show_runs(snapshot, selection, grouped=True)

    def _show_charts(self, view: ScalarView, selection: Selection) -> None:
        size = (self.chart.size.width, self.chart.size.height)
        if not all(size):
            return
        curves = [one.curve() for plots in view.plots for one in plots]
        drawn_from = (view.sources, selection, size, self.palette, curves)
        if drawn_from != self._drawn_from:
            self._chart, self._drawn = draw_charts(view, selection, self.palette, size)
            self._drawn_from = drawn_from
        self.chart.show(self._drawn, self.palette, view.empty or no_scalars(self.snapshot))
        rough = " · smoothing goes on" if self._rough() else ""
        self.chart_pane.head(view.title, state_line(view, selection) + rough if view.tag else "")

    def _rough(self) -> list[RoughLine]:
        """The lines that are drawn by samples so far."""
        if isinstance(self._drawn, ChartGrid):
            return [line for place in self._drawn.places if place.chart for line in place.chart.rough]
        return self._drawn.rough if self._drawn else []

    def _refine(self) -> None:
        """Smooth all points of what is drawn by samples so far, and draw it anew."""
        rough = self._rough()
        if rough:
            self.background.run("refine", partial(refine, rough), lambda _: self._refined())

    def _refined(self) -> None:
        self._drawn_from = None
        self.update()

    def _show_values(self, view: ScalarView, selection: Selection) -> None:
        tag = view.chosen[0].tag if view.chosen else view.tag or ""
        if self.values_pane.board:
            self.values_pane.show_board(self.snapshot, tag, selection, self.palette, self.background)
        else:
            self.values_pane.show_values(view.chosen, tag, selection, self.palette)

    def _prefetch(self, snapshot: Snapshot, selection: Selection, view: ScalarView) -> None:
        """Compute the charts of the tags to which the next key may go."""
        size, palette, tags = (self.chart.size.width, self.chart.size.height), self.palette, self._tags
        wanted = (snapshot.number, view.tag, replace(selection, cursor=None, mark=None, step=None, tag=None), size)
        if selection.grid or wanted == self._prefetched:
            return
        self._prefetched = wanted
        following = neighbours(self.tags.rows, view.tag)
        self.background.run("prefetch", partial(prefetch, snapshot, selection, following, tags, size, palette))

    # What the axes and the cursor need to know

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the x axis is seen, and all that there is."""
        whole = whole_range(self._view.chosen) if self._view else None
        return None if whole is None or self._chart is None else (self._chart.x_range, whole)

    def chart_seen(self) -> LineChart | None:
        """The chart of the chosen tag."""
        return self._chart

    def curves_seen(self) -> Sequence[Plotted]:
        """Its curves."""
        return self._view.chosen if self._view else ()

    def chart_columns(self) -> int:
        """How many cells wide its canvas is, about."""
        return max(2, self.chart.size.width - 8)

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The curves of the chosen chart."""
        view, drawn = self._view, self._drawn
        if view is None or drawn is None or not view.chosen:
            return ()
        size = (self.chart.size.width, self.chart.size.height)
        return curve_exports(view.chosen, view.tag or view.title, self.selection, drawn, size, self.palette)

    def copied_text(self) -> str:
        """The value of the chosen run at the cursor, or its last one."""
        one = self.chosen_curve()
        if one is None:
            return ""
        row = value_row(one, self.selection.cursor, None, None)
        return f"{one.name}\t{one.tag}\t{'' if row.step is None else row.step}\t{row.value!r}"

    # What is chosen

    @classmethod
    def tag_choice(cls, selection: Selection, tag: str) -> dict[str, Any]:
        """What to change in the selection so that this screen shows a tag."""
        return {"tag": tag, "group": None}

    def _chose_tag(self, tag: str) -> None:
        self.tbtui.select(**self.tag_choice(self.selection, tag))

    def _chose_group(self, group: str) -> None:
        self.tbtui.select(group=group)

    def _chose_run_named(self, run: str) -> None:
        self.tbtui.select(run=run)

    def action_next_row(self, by: int) -> None:
        """Choose the run above or below in the table of values."""
        self.values_pane.list.action_move(by)

    # Mouse

    def _clicked(self, x: int, y: int) -> None:
        """A click puts the cursor, or chooses a chart of the grid."""
        size = (self.chart.size.width, self.chart.size.height)
        if isinstance(self._drawn, ChartGrid):
            place = self._drawn.at(x, y, *size)
            if place is not None:
                self.tbtui.select(tag=self._drawn.places[place].title)
        elif self._chart is not None:
            self.put_cursor(self._chart.x_at(x, *size))

    def _wheel(self, x: int, direction: int) -> None:
        if self._chart is not None and not isinstance(self._drawn, ChartGrid):
            self.zoom_at(self._chart.x_at(x, self.chart.size.width, self.chart.size.height), direction)

    def _zoom_to_box(self, box: Box) -> None:
        """See what lies in the box: its part of x, and where it has some height its part of y."""
        size, ranges = (self.chart.size.width, self.chart.size.height), self.seen_x()
        if self._chart is None or ranges is None or isinstance(self._drawn, ChartGrid):
            return
        (low, high), whole = self._chart.x_between(box.left, box.right, *size), ranges[1]
        self.see(within((low, high), whole), whole)
        if box.bottom - box.top > 1:
            self.tbtui.select(y_range=self._chart.y_between(box.top, box.bottom, *size))

    # Keys

    def action_grid(self) -> None:
        """All tags of the group, or one."""
        self.tbtui.select(grid=not self.selection.grid)

    def action_grid_size(self) -> None:
        """Show more charts at once; behind the most, one."""
        larger = [size for size in _GRID_SIZES if size > self.selection.grid_size]
        self.tbtui.select(grid=True, grid_size=larger[0] if larger else _GRID_SIZES[0])

    def action_lists(self) -> None:
        """Show or hide the lists."""
        self.toggle_class("lists-hidden")

    def action_board(self) -> None:
        """The leaderboard of the tag, or values again."""
        self.values_pane.toggle_board()

    def action_best(self) -> None:
        """Draw only so many runs as lead the leaderboard."""
        if not self.values_pane.board:
            self.values_pane.toggle_board()

        def take(count: str | None) -> None:
            if count:
                self.only(*self.values_pane.best_runs(int(count)))

        self.app.push_screen(Prompt("Draw only the best", "How many runs", "3", _wrong_count), take)

    def action_dim(self) -> None:
        """Draw all runs but the chosen one faint, or not."""
        self.tbtui.select(dim_others=not self.selection.dim_others)

    def step_back(self) -> bool:
        """Take back range, cursor, grid, overlay, zoom, then the filters."""
        selection = self.selection
        steps: list[tuple[bool, dict[str, object]]] = [
            (selection.mark is not None, {"mark": None}),
            (selection.cursor is not None, {"cursor": None, "step": None}),
            (selection.grid, {"grid": False}),
            (bool(selection.marked_tags), {"marked_tags": ()}),
            (selection.x_range is not None, {"x_range": None, "x_glued": False}),
        ]
        for there, change in steps:
            if there:
                self.tbtui.select(**change)
                return True
        return super().step_back()


def _wrong_count(text: str) -> str:
    return "" if text.strip().isdecimal() and int(text) else "A number of runs, 1 or more"
