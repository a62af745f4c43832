"""Scalars: tags of all runs as curves, what is read off them, and the tags of a group side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tbtui.analysis.labels import value_label
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.plotted import Plotted
from tbtui.analysis.ranges import Range
from tbtui.analysis.scalar_sources import ScalarTags, chosen_tag, runs_without, selectable_tags, tag_marks, titled
from tbtui.analysis.tag_tree import neighbours
from tbtui.analysis.value_table import reading_place, value_row
from tbtui.charts.line_chart import LineChart, refine
from tbtui.charts.scalar_charts import ChartGrid, grid_room
from tbtui.charts.scalar_picture import ScalarPicture, picture_of, prefetch, scalar_picture
from tbtui.charts.scalar_view import ScalarView, no_scalars, scalar_view
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.chart_layouts import ChartLayouts
from tbtui.widgets.curve_exports import curve_exports
from tbtui.widgets.exports import Export
from tbtui.widgets.grid_dashboard import GridDashboard
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.scalar_lists import ScalarChart, ScalarTagTree
from tbtui.widgets.value_pane import ValuePane

# Curves that take a look at so many points, one by one, are computed while a key waits; more of them in the background.
_AT_ONCE: Final = 120_000
# So are the curves of more runs than this.
_MANY_RUNS: Final = 150


class ScalarsScreen(GridDashboard):
    """Curves of scalars."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "scalars",
        "Scalars",
        20,
        lambda snapshot: any(run.scalars for run in snapshot.runs.values()),
        "Curves of all runs, smoothed as in TensorBoard, with every point kept.",
        short="Scal",
    )
    AUTO_FOCUS = "ScalarTagTree"
    BINDINGS: ClassVar[list[BindingType]] = [
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
        self._picture: ScalarPicture | None = None
        self._made_of: object = None
        self._prefetched: object = None
        self._tags = ScalarTags({}, (), {})
        self._layouts = ChartLayouts(self.update)

    def make_tags(self) -> ScalarTagTree:
        """Tags and groups of them."""
        return ScalarTagTree(on_tag=self._chose_tag, on_group=self._chose_group, id="tags")

    def compose_main(self) -> Iterable[Widget]:
        """The chart and its values."""
        self.chart = ScalarChart(
            on_point=self.clicked,
            on_wheel=self.wheel,
            on_side_wheel=self.action_pan,
            on_box=self.zoom_to_box,
            on_size=self.update,
            id="chart",
        )
        self.chart_pane = Pane(self.chart, title="Chart", id="chart-pane")
        self.values_pane = ValuePane(on_run=self._chose_run_named, actions=self, changed=self.update)
        yield self.chart_pane
        yield self.values_pane

    # What is shown

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tags, runs, the chart of the chosen tag or group, and what is read off it.

        What takes long is computed in the background; until then the picture before it stays.
        """
        self._layouts.read(snapshot, self.background)
        self._tags = selectable_tags(snapshot, selection, self._layouts.categories)
        size = self.chart_size
        made_of = (snapshot.number, self._layouts.categories, selection, self.palette, size)
        view = self._quick_view(snapshot, selection)
        self._show_lists(snapshot, selection, view.tag if view else chosen_tag(selection, self._tags))
        if not all(size):
            return
        if view is not None:
            self._take((made_of, scalar_picture(view, selection, self.palette, size)))
        elif made_of != self._made_of:
            work = partial(picture_of, snapshot, selection, self._tags, self.palette, size)
            self.background.run("picture", lambda: (made_of, work()), self._take)

    def _quick_view(self, snapshot: Snapshot, selection: Selection) -> ScalarView | None:
        """The view, where drawing it takes no time worth speaking of."""
        if len(drawn_runs(snapshot, selection)) > _MANY_RUNS:
            return None
        room = grid_room(selection.grid_size, *self.chart_size)
        view = scalar_view(snapshot, selection, self._tags, room)
        return view if view.waiting_points <= _AT_ONCE else None

    def _take(self, made: tuple[object, ScalarPicture]) -> None:
        """Show a picture."""
        self._made_of, picture = made
        self._picture, selection = picture, self.selection
        self.chart.show(picture.drawn, self.palette, picture.view.empty or no_scalars(self.snapshot))
        rough = picture.rough
        title = titled(self.snapshot, picture.view.title)
        self.chart_pane.head(title, self._said_below(picture) + (" · smoothing goes on" if rough else ""))
        self._show_values(picture, selection)
        if self.snapshot.progress.loading:
            return
        if rough:
            self.background.run("refine", partial(refine, rough), lambda _: self._refined())
        self._prefetch(self.snapshot, selection, picture.view)

    def _said_below(self, picture: ScalarPicture) -> str:
        """How the chart is drawn; what the cursor reads off where there is no room for the table."""
        one = self.chosen_curve()
        if self.selection.cursor is None or one is None or self.values_pane.display:
            return picture.state
        row = value_row(one, self.selection.cursor, None, None)
        return f"{one.name} {value_label(row.value, 4)} {reading_place(self.selection)}"

    def _refined(self) -> None:
        """All points were smoothed: draw up the picture anew."""
        self._made_of = None
        self.update()

    def _show_lists(self, snapshot: Snapshot, selection: Selection, tag: str | None) -> None:
        self.tags.show_tags(
            self._tags.written,
            selection.tag_filter,
            tag,
            "no tag matches" if self._tags.written else "no scalars",
            sections=self._tags.sections,
            marks=tag_marks(selection),
        )
        self.show_tags(selection, len(self._tags.written))
        lacking = runs_without(snapshot, tag) if tag and tag in self._tags.written else {}
        self.show_runs(snapshot, selection, lacking, grouped=True)

    def _show_values(self, picture: ScalarPicture, selection: Selection) -> None:
        chosen = picture.view.chosen
        tag = chosen[0].tag if chosen else picture.view.tag or ""
        if self.values_pane.board:
            self.values_pane.show_board(self.snapshot, tag, selection, self.palette, self.background)
        else:
            self.values_pane.show_values(picture.rows, tag, selection, self.palette)

    def _prefetch(self, snapshot: Snapshot, selection: Selection, view: ScalarView) -> None:
        """Compute the charts of the tags to which the next key may go."""
        size, palette, tags = self.chart_size, self.palette, self._tags
        wanted = (snapshot.number, view.tag, replace(selection, cursor=None, mark=None, step=None, tag=None), size)
        if selection.grid or wanted == self._prefetched:
            return
        self._prefetched = wanted
        following = neighbours(self.tags.rows, view.tag)
        self.background.run("prefetch", partial(prefetch, snapshot, selection, following, tags, palette, size))

    # What the axes and the cursor need to know

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the x axis is seen, and all that there is."""
        picture = self._picture
        if picture is None or picture.whole is None or picture.chart is None:
            return None
        return picture.chart.x_range, picture.whole

    def chart_seen(self) -> LineChart | None:
        """The chart of the chosen tag."""
        return self._picture.chart if self._picture else None

    def grid_seen(self) -> ChartGrid | None:
        """All charts, where there are several."""
        drawn = self._picture.drawn if self._picture else None
        return drawn if isinstance(drawn, ChartGrid) else None

    def curves_seen(self) -> Sequence[Plotted]:
        """Its curves."""
        return self._picture.view.chosen if self._picture else ()

    def chart_columns(self) -> int:
        """How many cells wide its canvas is, about."""
        return max(2, self.chart.size.width - 8)

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The curves of the chosen chart."""
        picture = self._picture
        if picture is None or picture.drawn is None or not picture.view.chosen:
            return ()
        view, drawn = picture.view, picture.drawn
        return curve_exports(view.chosen, view.tag or view.title, self.selection, drawn, self.chart_size, self.palette)

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

    # Keys

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
