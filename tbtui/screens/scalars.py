"""Scalars: tags of all runs as curves, what is read off them, and the tags of a group side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tbtui.analysis.labels import count_label
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range
from tbtui.analysis.scalar_sources import ScalarTags, selectable_tags, tag_marks
from tbtui.analysis.tag_tree import neighbours
from tbtui.analysis.value_table import Reading, ValueRow, lower_is_better, read_off, sorted_rows, value_row
from tbtui.charts.line_chart import LineChart
from tbtui.charts.scalar_charts import ChartGrid
from tbtui.charts.scalar_view import ScalarView, draw_charts, no_scalars, scalar_view, state_line, whole_range
from tbtui.model.entries import Entries, EntryError
from tbtui.model.layout import LayoutChart
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.chart import Drawable
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.reading_dashboard import ReadingDashboard
from tbtui.widgets.scalar_lists import ScalarChart, ScalarTagTree
from tbtui.widgets.value_list import ValueList

# Curves of so many points in all are computed while a key waits; more of them in the background.
_AT_ONCE: Final = 120_000
_LAYOUTS: Final = "custom_scalars"
_GRID_SIZES: Final = (1, 2, 4, 6, 9, 12, 16, 20, 25, 30, 36)


class ScalarsScreen(ReadingDashboard):
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
        self._sort: tuple[str, bool] | None = None
        self._rows: list[ValueRow] = []
        self._view: ScalarView | None = None
        self._chart: LineChart | None = None
        self._drawn: Drawable | None = None
        self._drawn_from: object = None
        self._prefetched: object = None
        self._tags = ScalarTags({}, (), {}, 0)
        self._layouts: Mapping[str, Sequence[LayoutChart]] = {}
        self._layouts_read: tuple[Entries, ...] = ()

    def make_tags(self) -> ScalarTagTree:
        """Tags and groups of them."""
        return ScalarTagTree(on_tag=self._chose_tag, on_group=self._chose_group, id="tags")

    def compose_main(self) -> Iterable[Widget]:
        """The chart and its values."""
        self.chart = ScalarChart(on_point=self._clicked, on_wheel=self._wheel, id="chart")
        self.values = ValueList(on_move=self._chose_row, actions=self, id="values")
        self.values.on_sort = self._sort_by
        self.chart_pane = Pane(self.chart, title="Chart", id="chart-pane")
        self.values_pane = Pane(self.values, title="Values", id="values-pane")
        yield self.chart_pane
        yield self.values_pane

    # What is shown

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tags, runs, the chart of the chosen tag or group, and what is read off it."""
        self._read_layouts(snapshot)
        self._tags = selectable_tags(snapshot, selection, self._layouts)
        view = scalar_view(snapshot, selection, self._tags)
        self._show_lists(snapshot, selection, view)
        waiting = view.waiting
        points = sum(one.points for one in waiting)
        if points > _AT_ONCE:
            self.background.run("curves", lambda: [one.curve() for one in waiting], lambda _: self.update())
            self.chart_pane.head(view.title, f"computing {count_label(points)} points")
            return
        self._view = view
        self._show_charts(view, selection)
        self._show_values(view, selection)
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
        self.show_runs(snapshot, selection)

    def _show_charts(self, view: ScalarView, selection: Selection) -> None:
        width = self.chart.size.width
        curves = [one.curve() for plots in view.plots for one in plots]
        drawn_from = (view.sources, selection, width, self.palette, curves)
        if drawn_from != self._drawn_from:
            self._chart, self._drawn = draw_charts(view, selection, self.palette, width)
            self._drawn_from = drawn_from
        self.chart.show(self._drawn, self.palette, view.empty or no_scalars(self.snapshot))
        self.chart_pane.head(view.title, state_line(view, selection) if view.tag else "")

    def _show_values(self, view: ScalarView, selection: Selection) -> None:
        reference = self._reference(view, selection)
        rows = [value_row(one, selection.cursor, selection.mark, reference) for one in view.chosen]
        sort = self._sort or ("value", not lower_is_better(view.tag or ""))
        self._rows = sorted_rows(rows, sort[0], descending=sort[1])
        tags = len({one.tag for one in view.chosen}) > 1
        self.values.show_values(self._rows, selection, self.palette, sort, tags=tags)
        at = "at the last point" if selection.cursor is None else "at the cursor"
        if selection.cursor is not None and selection.mark is not None:
            at = "from mark to cursor"
        self.values_pane.head(f"Values {at}", f"{len(rows)} runs" if len(rows) != 1 else "1 run")

    def _reference(self, view: ScalarView, selection: Selection) -> Reading | None:
        found = [one for one in view.chosen if selection.reference in one.runs]
        x = float("inf") if selection.cursor is None else selection.cursor
        return read_off(found[0].curve().main, x) if found else None

    def _prefetch(self, snapshot: Snapshot, selection: Selection, view: ScalarView) -> None:
        """Compute the charts of the tags to which the next key may go."""
        width, palette, tags = self.chart.size.width, self.palette, self._tags
        wanted = (snapshot.number, view.tag, replace(selection, cursor=None, mark=None, step=None, tag=None), width)
        if selection.grid or wanted == self._prefetched:
            return
        self._prefetched = wanted
        following = neighbours(self.tags.rows, view.tag)

        def work() -> None:
            for tag in following:
                there = replace(selection, tag=tag)
                draw_charts(scalar_view(snapshot, there, tags), there, palette, width)

        self.background.run("prefetch", work, lambda _: None)

    def _read_layouts(self, snapshot: Snapshot) -> None:
        """Read layouts of charts that the runs brought along, when there are new ones."""
        found = tuple(entries for run in snapshot.runs.values() for entries in run.entries.get(_LAYOUTS, {}).values())
        if found != self._layouts_read:
            self._layouts_read = found
            self.background.run("layouts", lambda: _layouts_of(found), self._take_layouts)

    def _take_layouts(self, layouts: Mapping[str, Sequence[LayoutChart]]) -> None:
        self._layouts = layouts
        self.update()

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

    # What is chosen

    @classmethod
    def tag_choice(cls, selection: Selection, tag: str) -> dict[str, Any]:
        """What to change in the selection so that this screen shows a tag."""
        return {"tag": tag, "group": None}

    def _chose_tag(self, tag: str) -> None:
        self.tbtui.select(**self.tag_choice(self.selection, tag))

    def _chose_group(self, group: str) -> None:
        self.tbtui.select(group=group)

    def _chose_row(self, row: int) -> None:
        self.tbtui.select(run=self._rows[row].plotted.runs[0])

    def action_next_row(self, by: int) -> None:
        """Choose the run above or below in the table of values."""
        self.values.action_move(by)

    def _sort_by(self, key: str) -> None:
        """Sort the values by a column; by the same one again, the other way round."""
        descending = not self._sort[1] if self._sort and self._sort[0] == key else key != "name"
        self._sort = (key, descending)
        self.update()

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

    # Keys

    def action_grid(self) -> None:
        """All tags of the group, or one."""
        self.tbtui.select(grid=not self.selection.grid)

    def action_grid_size(self) -> None:
        """Show more charts at once; behind the most, one."""
        larger = [size for size in _GRID_SIZES if size > self.selection.grid_size]
        self.tbtui.select(grid=True, grid_size=larger[0] if larger else _GRID_SIZES[0])

    def action_dim(self) -> None:
        """Draw all runs but the chosen one faint, or not."""
        self.tbtui.select(dim_others=not self.selection.dim_others)

    def action_mark_tag(self) -> None:
        """Lay the tag under the cursor over the chart, or take it away."""
        tag = self._tag_under_cursor()
        if tag is not None:
            marked = self.selection.marked_tags
            rest = tuple(one for one in marked if one != tag)
            self.tbtui.select(marked_tags=rest if tag in marked else (*marked, tag))

    def action_pin_tag(self) -> None:
        """Pin the tag under the cursor, or let it go."""
        tag = self._tag_under_cursor()
        if tag is not None:
            pinned = self.selection.pinned_tags
            rest = tuple(one for one in pinned if one != tag)
            self.tbtui.select(pinned_tags=rest if tag in pinned else (*pinned, tag))

    def action_right_axis(self) -> None:
        """Measure the tag under the cursor by the second y axis, or by the first again."""
        tag = self._tag_under_cursor()
        if tag is not None:
            self.tbtui.select(right_tags=self.selection.right_tags ^ {tag})

    def _tag_under_cursor(self) -> str | None:
        rows = self.tags.rows
        return rows[self.tags.cursor].tag if rows else None

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


def _layouts_of(found: Sequence[Entries]) -> dict[str, list[LayoutChart]]:
    """Category -> charts of all layouts, each chart once; layouts that cannot be read are left to the Events screen."""
    categories: dict[str, dict[LayoutChart, None]] = {}
    for entries in found:
        try:
            layout = entries[-1]
        except EntryError:
            continue
        for title, charts in layout.categories:
            categories.setdefault(title, {}).update(dict.fromkeys(charts))
    return {title: list(charts) for title, charts in categories.items()}
