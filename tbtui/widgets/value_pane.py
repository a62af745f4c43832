"""The pane below a chart: the values of its curves at the cursor, over a range, or the leaderboard of its tag."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.labels import count_label, many_label
from tbtui.analysis.leaderboard import BoardRow, ranked, standing
from tbtui.analysis.listing import listed_runs
from tbtui.analysis.plotted import series_of
from tbtui.analysis.value_table import ValueRow, lower_is_better, reading_place, sorted_rows
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.model.series import Series
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.background import Background
from tbtui.widgets.pane import Pane
from tbtui.widgets.run_list import RunActions
from tbtui.widgets.value_list import ValueList

# Standings of so many points in all are computed while a key waits; more of them in the background.
_AT_ONCE: Final = 500_000


class ValuePane(Pane):
    """Shows what is read off; tells of the run of each row that is gone to."""

    def __init__(self, *, on_run: Callable[[str], None], actions: RunActions, changed: Callable[[], None]) -> None:
        """``changed`` is called when what is shown must be shown anew."""
        self.list = ValueList(on_move=self._moved, actions=actions, id="values")
        self.list.on_sort = self._sort_by
        super().__init__(self.list, title="Values", id="values-pane")
        self._on_run, self._update = on_run, changed
        self._sort: tuple[str, bool] | None = None
        self._tag = ""
        self.board = False
        """Whether the leaderboard is shown."""

    def toggle_board(self) -> None:
        """Show the leaderboard, or values again."""
        self.board, self._sort = not self.board, None
        self._update()

    def show_values(self, rows: Sequence[ValueRow], tag: str, selection: Selection, palette: Palette) -> None:
        """The value of each curve at the cursor, or its numbers over the range that is marked."""
        self._tag = tag
        sort = self._sort or ("value", not lower_is_better(tag))
        ordered = sorted_rows(rows, sort[0], descending=sort[1])
        several = len({one.plotted.tag for one in rows}) > 1
        self.list.show_values(ordered, selection, palette, sort, tags=several)
        self.head(f"Values {reading_place(selection)}", many_label(len(rows), "run"))

    def show_board(
        self, snapshot: Snapshot, tag: str, selection: Selection, palette: Palette, background: Background
    ) -> None:
        """The standing of every listed run, drawn or not; where that takes long, it comes a little later."""
        self._tag = tag
        sort = self._sort or ("best", not lower_is_better(tag))
        lower = not sort[1] if sort[0] == "best" else lower_is_better(tag)
        found = [series_of(run, tag, selection) for run in listed_runs(snapshot, selection)]
        series = [one for one in found if one is not None and len(one)]
        waiting = [one for one in series if not standing.knows(one, lower)]
        if sum(map(len, waiting)) > _AT_ONCE:
            background.run("board", lambda: [standing(one, lower) for one in waiting], lambda _: self._update())
            self.head("Leaderboard", f"computing {count_label(sum(map(len, waiting)))} points")
        else:
            self._show_standings(series, lower, sort, selection, palette)

    def _show_standings(
        self, series: Sequence[Series], lower: bool, sort: tuple[str, bool], selection: Selection, palette: Palette
    ) -> None:
        rows = [BoardRow(one.run, standing(one, lower)) for one in series]
        known = [row.standing.best for row in rows if not math.isnan(row.standing.best)]
        best = (min(known) if lower else max(known)) if known else math.nan
        self.list.show_board(ranked(rows, sort[0], descending=sort[1]), best, selection, palette, sort)
        good = "low is good" if lower else "high is good"
        self.head(
            f"Leaderboard of {self._tag}, {good}", f"{many_label(len(rows), 'run')} · > < sort, best again turns round"
        )

    def best_runs(self, count: int) -> list[str]:
        """The runs of the first rows of the leaderboard."""
        return [row.runs[0] for row in self.list.rows[:count]]

    def _moved(self, row: int) -> None:
        self._on_run(self.list.rows[row].runs[0])

    def _sort_by(self, key: str) -> None:
        """Sort by a column; by the same one again, the other way round."""
        self._sort = (key, not self._sort[1] if self._sort and self._sort[0] == key else key != "name")
        self._update()
