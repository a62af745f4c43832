"""Tensors: what no other screen shows, as what it is: plugin, type, shape, and the values summed up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.widget import Widget

from tbtui.analysis.curves import make_curve
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.other_tags import OtherTag, by_label, has_other_tags, other_tags
from tbtui.analysis.tensor_summary import TensorSummary, summarise_series, summarise_tensor
from tbtui.charts.line_chart import LineChart, line_chart
from tbtui.charts.lines import Line
from tbtui.charts.scalar_charts import chart_view
from tbtui.model.entries import Entries
from tbtui.model.run import Run
from tbtui.model.selection import Attempts, Selection, XAxis
from tbtui.model.series import Series
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import is_known_plugin
from tbtui.widgets.entry_dashboard import EntryDashboard
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.tensor_content import TensorContent, content_counts, content_title
from tbtui.widgets.tensor_exports import series_exports, tensor_exports
from tbtui.widgets.tensor_table import TensorRow, TensorTable

_MOST_READ: Final = 200
"""Of so many runs the tensor is read."""
_UNSMOOTHED: Final = 0.0


class TensorsScreen(EntryDashboard):
    """Entries of plugins that are not TensorBoard's own, and numbers that are none of its scalars."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "tensors",
        "Tensors",
        120,
        has_other_tags,
        "Tensors and numbers of plugins that have no screen of their own: type, shape, and what they hold.",
        short="Tens",
    )
    CSS = """
    TensorsScreen #table-pane { height: 2fr; }
    TensorsScreen #content-pane { height: 3fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._others: Mapping[str, OtherTag] = {}
        self._chart: LineChart | None = None
        self._drawn_from: object = None

    def compose_main(self) -> Iterable[Widget]:
        """A table of runs, and below it the content of the chosen one."""
        self.table = TensorTable(lambda run: self.tbtui.select(run=run), id="tensors")
        self.content = TensorContent()
        self.table_pane = Pane(self.table, title="Tensors", id="table-pane")
        self.content_pane = Pane(self.content, title="Content", id="content-pane")
        yield self.table_pane
        yield self.content_pane

    # Which tags there are

    @classmethod
    def shows_plugin(cls, plugin: str) -> bool:
        """Whether this screen is the one for tags of a plugin: for all that TensorBoard does not know."""
        return plugin != "scalars" and not is_known_plugin(plugin)

    def tags_of(self, snapshot: Snapshot) -> Mapping[str, int]:
        """Plugins and below each its tags."""
        counts = other_tags(snapshot)
        self._others = by_label(counts)
        return {label: counts[one] for label, one in self._others.items()}

    def entries_in(self, run: Run) -> Entries | None:
        """The tensors that a run holds of the shown tag."""
        other = self._others.get(self.tag or "")
        return other.entries_in(run) if other else None

    def _shown_tag(self, tags: Mapping[str, int], selection: Selection) -> str | None:
        """The chosen tag, which another screen may have named without its plugin."""
        wanted = selection.entry_tags.get(self.DESCRIPTOR.name)
        if wanted not in tags:
            named = [label for label, one in self._others.items() if one.tag == wanted]
            if named:
                return named[0]
        return super()._shown_tag(tags, selection)

    def convert(self, value: Any, entries: Entries) -> TensorSummary:
        """What is kept of a tensor is what is told of it."""
        return summarise_tensor(value)

    # What is shown

    def show_entries(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show tensors of all drawn runs at the step, or numbers as curves."""
        other = self._others.get(self.tag or "")
        if other is not None and other.is_series:
            self._show_series(other, snapshot, selection)
        else:
            self._show_tensors(snapshot, selection)

    def _show_tensors(self, snapshot: Snapshot, selection: Selection) -> None:
        read = self.chosen[:_MOST_READ]
        self.values.want([(one.entries, one.index) for one in read])
        rows = [
            TensorRow(one.run, selection.slots.get(one.run, 0), one.step, self.values.get(one.entries, one.index))
            for one in read
        ]
        left_out = len(self.chosen) - len(read)
        more = f"{left_out:,} more runs are not read" if left_out else ""
        self._show_table(rows, " · ".join(filter(None, (self.step_line(), more))))
        if rows:
            self._show_content(rows[0])
        else:
            self.content.show_drawable(None, self.palette, self.why_nothing(snapshot))
            self.content_pane.head("Content")

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The tensor of the chosen run, or the numbers of all runs that are drawn."""
        other = self._others.get(self.tag or "")
        if other is not None and other.is_series:
            drawn = drawn_runs(self.snapshot, self.selection)
            return series_exports(other.tag, [series for run in drawn if (series := other.series_in(run)) is not None])
        one = self.chosen[0] if self.chosen else None
        found = self.values.get(one.entries, one.index) if one else None
        return tensor_exports(one, found) if one and isinstance(found, TensorSummary) else ()

    def copied_text(self) -> str:
        """What is told of the chosen run's tensor."""
        row = self.table.chosen
        if row is None or not isinstance(row.found, TensorSummary):
            return ""
        found = row.found
        return " · ".join((self.tag or "", row.run, found.dtype, content_title(found), *content_counts(found)))

    # Tables

    def _show_table(self, rows: Sequence[TensorRow], subtitle: str) -> None:
        """The rows in the order of the runs, with the cursor on the first that was given: that of the chosen run."""
        places = {name: place for place, name in enumerate(self.snapshot.runs)}
        run = rows[0].run if rows else None
        self.table.show_tensors(sorted(rows, key=lambda row: places[row.run]), self.palette, run)
        self.table_pane.head(self.tag or "Tensors", subtitle)

    def _show_content(self, row: TensorRow) -> None:
        found = row.found
        if isinstance(found, TensorSummary):
            self.content.show_summary(found, row.slot, self.palette)
            self.content_pane.head(content_title(found), " · ".join((row.run, *content_counts(found))))
        else:
            self.content.show_drawable(None, self.palette, "reading …" if found is None else str(found))
            self.content_pane.head("Content", row.run)

    def _show_series(self, other: OtherTag, snapshot: Snapshot, selection: Selection) -> None:
        """Numbers as curves; they are computed in the background, while what was shown stays."""
        runs = sorted(drawn_runs(snapshot, selection), key=lambda run: run.name == selection.run)
        found = [series for run in runs if (series := other.series_in(run)) is not None]
        key = (selection.x_axis, _UNSMOOTHED, selection.attempts)
        if not all(summarise_series.knows(one) and make_curve.knows(one, *key) for one in found):
            self.background.run("tensor series", lambda: _compute(found, key), lambda _: self.update())
            self.table_pane.head(self.tag or "Tensors", "computing …")
            return
        slots = selection.slots
        rows = [TensorRow(one.run, slots.get(one.run, 0), one.last_step, summarise_series(one)) for one in found[::-1]]
        self._show_table(rows, "all points")
        size = (self.content.size.width, self.content.size.height)
        drawn_from = (tuple(found), selection, self.palette, size)
        if drawn_from != self._drawn_from:
            lines = [Line(one.run, make_curve(one, *key), self.palette.stroke(slots.get(one.run, 0))) for one in found]
            self._chart = line_chart(lines, chart_view(selection, None), size) if lines else None
            self._drawn_from = drawn_from
        self.content.show_drawable(self._chart, self.palette, self.why_nothing(snapshot))
        self.content_pane.head(other.tag, f"over {selection.x_axis.value}")


def _compute(found: Sequence[Series], key: tuple[XAxis, float, Attempts]) -> None:
    """Compute what is then at hand."""
    for series in found:
        summarise_series(series)
        make_curve(series, *key)
