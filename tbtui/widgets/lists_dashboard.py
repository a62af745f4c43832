"""A dashboard with two lists at its left, tags and runs, and at its right what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from tbtui.analysis.run_rows import run_rows
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.pane import Pane, filtered_title
from tbtui.widgets.run_list import RunList
from tbtui.widgets.tag_tree import TagTree


class ListsDashboard(Dashboard):
    """Both lists can be filtered; below 60 columns they give way to the main part, and ``b`` brings them back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "lists", "Lists", show=False, tooltip="Show or hide the lists"),
    ]
    DEFAULT_CSS = """
    ListsDashboard #side { width: 30; }
    ListsDashboard #tags-pane { height: 3fr; }
    ListsDashboard #runs-pane { height: 2fr; }
    ListsDashboard.low #side { width: 24; }
    ListsDashboard.lists-hidden #side { display: none; }
    ListsDashboard.narrow #side { display: none; }
    ListsDashboard.narrow.lists-hidden #side { display: block; width: 1fr; }
    ListsDashboard.narrow.lists-hidden #main { display: none; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """Tags and runs at the left."""
        self.tags = self.make_tags()
        self.runs = RunList(on_move=self._chose_run, actions=self, id="runs")
        self.tags_pane = Pane(
            self.tags, title="Tags", on_filter=self._filter_tags, on_keep=self.tags.tell, id="tags-pane"
        )
        self.runs_pane = Pane(
            self.runs, title="Runs", on_filter=self._filter_runs, on_keep=self.runs.tell, id="runs-pane"
        )
        side = Vertical(self.tags_pane, self.runs_pane, id="side")
        yield Horizontal(side, Vertical(*self.compose_main(), id="main"), id="body")

    def make_tags(self) -> TagTree:
        """The tree of tags."""
        raise NotImplementedError

    def compose_main(self) -> Iterable[Widget]:
        """What stands at the right of the lists."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Lists take less where there is little room."""
        self.set_class(self.size.height < 30 or self.size.width < 100, "low")
        self.call_after_refresh(self._focus_what_is_seen)

    def show_tags(self, selection: Selection, count: int) -> None:
        """Say how many tags there are, and by what they are filtered."""
        self.tags_pane.head(filtered_title("Tags", selection.tag_filter), f"{count:,}")

    def show_runs(
        self,
        snapshot: Snapshot,
        selection: Selection,
        values: Mapping[str, str] | None = None,
        *,
        grouped: bool = False,
    ) -> None:
        """Show the runs that pass the filter, each with a word on it where ``values`` has one."""
        rows = run_rows(snapshot, selection, values or {}, grouped=grouped)
        places = [place for place, row in enumerate(rows) if selection.run in row.runs]
        cursor = self.runs.cursor if self.runs.cursor in places else places[-1] if places else None
        self.runs.show_runs(rows, self.palette, cursor, "no run matches" if snapshot.runs else "no runs yet")
        listed = {name for row in rows for name in row.runs}
        shown = sum(map(selection.shows, listed))
        self.runs_pane.head(filtered_title("Runs", selection.run_filter), f"{shown} of {len(snapshot.runs)}")

    def _chose_run(self, row: int) -> None:
        self.tbtui.select(run=self.runs.rows[row].runs[0])

    def _filter_tags(self, pattern: str) -> None:
        self.tbtui.select(tag_filter=pattern)

    def _filter_runs(self, pattern: str) -> None:
        self.tbtui.select(run_filter=pattern)

    def step_back(self) -> bool:
        """Take the filters back."""
        selection = self.selection
        if selection.tag_filter:
            self.tags_pane.set_filter("")
            self.tbtui.select(tag_filter="")
        elif selection.run_filter:
            self.runs_pane.set_filter("")
            self.tbtui.select(run_filter="")
        else:
            return super().step_back()
        return True

    def action_lists(self) -> None:
        """Show or hide the lists."""
        self.toggle_class("lists-hidden")
        self.call_after_refresh(self._focus_what_is_seen)

    def _focus_what_is_seen(self) -> None:
        """Keys go to a pane that is seen: where one was hidden, to the first that is."""
        seen = self.focus_chain
        if seen and self.focused not in seen:
            self.set_focus(seen[0])
