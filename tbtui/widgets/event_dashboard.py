"""The base of the event browser: rows of many files in one list, kept arranged, read and searched in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from tbtui.analysis.event_arrangement import Arranged, Arrangement, EventsView, Seen
from tbtui.analysis.event_browser import EventBrowser
from tbtui.analysis.run_rows import run_rows
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.event_table import EventTable
from tbtui.widgets.event_window import EventWindow
from tbtui.widgets.pane import Pane
from tbtui.widgets.run_list import RunList


class EventDashboard(Dashboard):
    """Rows of event files. A subclass says what can be done with one of them."""

    AUTO_FOCUS = "EventTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", tooltip="Stay with the newest event, or with the one under the cursor"),
        Binding("b", "runs", "Runs", show=False, tooltip="Show or hide the list of runs"),
    ]
    DEFAULT_CSS = """
    EventDashboard #runs-pane { width: 28; display: none; }
    EventDashboard.with-runs #runs-pane { display: block; }
    EventDashboard #events-pane { width: 1fr; }
    EventDashboard.narrow.with-runs #events-pane { display: none; }
    EventDashboard.narrow.with-runs #runs-pane { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._browser = EventBrowser()
        self._asked: object = None
        self._follows = True
        self._stopped = False
        """The search for what the filter lists was stopped."""

    def compose_body(self) -> Iterable[Widget]:
        """The runs, where they are wanted, and the rows."""
        self.window = EventWindow(self.background, self._browser, self._repaint)
        self.table = EventTable(
            self.window,
            on_move=self._moved,
            on_scroll=self._scrolled,
            on_choose=lambda _: self.open_event(),
            on_sort=self._sort_by,
        )
        self.runs = RunList(on_move=lambda _: None, actions=self, id="runs")
        self.runs_pane = Pane(self.runs, title="Runs", on_filter=self._filter_runs, id="runs-pane")
        self.pane = Pane(self.table, title="Events", on_filter=self._filter_tags, id="events-pane")
        yield Horizontal(self.runs_pane, self.pane, id="body")

    def on_mount(self) -> None:
        """A filter that was kept is in its line."""
        self.pane.set_filter(self.view.tags)

    @property
    def view(self) -> EventsView:
        """How the rows are listed."""
        return self.options(EventsView())

    def open_event(self) -> None:
        """Open the row under the cursor."""
        raise NotImplementedError

    # What is shown

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Have the rows arranged anew where something changed; what is seen stays until that is done."""
        self._show_runs(snapshot, selection)
        view = self.view
        asked = (snapshot.number, selection.run_filter, selection.hidden_runs, view)
        if asked != self._asked:
            self._asked = asked
            self._stopped = self._stopped and view.filter == self.window.arrangement.view.filter
            arrange = partial(self._browser.arrange, snapshot, selection, view, stopped=self._stopped)
            self._ask("events", arrange, self._take)
        else:
            self._search_on()
        self._show_heads()

    def _show_runs(self, snapshot: Snapshot, selection: Selection) -> None:
        if self.has_class("with-runs"):
            rows = run_rows(snapshot, selection, {}, grouped=False)
            self.runs.show_runs(rows, self.palette, None, "no run matches" if snapshot.runs else "no runs yet")
            self.runs_pane.head("Runs", f"{sum(row.shown for row in rows)} of {len(snapshot.runs)}")

    def _show_heads(self) -> None:
        view, now = self.view, self.window.arrangement
        kinds = f" · {', '.join(sorted(view.kinds))}" if view.kinds else ""
        title = f"Events /{view.tags}/" if view.tags else "Events"
        count = f"{now.count:,} of {now.rows:,}" if view.filter.active else f"{now.count:,}"
        searched = f"{'stopped at' if self._stopped else 'searched'} {now.searched}" if now.left else ""
        hint = "Esc stops" if now.left and not self._stopped else ""
        failed = f"{now.failed:,} files could not be searched" if now.failed else ""
        words = ("following" * self._follows, count, searched, failed, hint)
        self.pane.head(title + kinds, " · ".join(filter(None, words)))

    def _why_empty(self) -> str:
        snapshot, now = self.snapshot, self.window.arrangement
        if not snapshot.runs:
            return 'No event files yet.\nWaiting for a file whose name holds "tfevents".'
        if now.left:
            return "Searching …"
        if now.rows:
            return "No event of these kinds has a tag that matches.\nEsc takes the filter back, K chooses kinds."
        return "All runs are hidden or filtered out, or their files are empty.\nb shows the runs; a there shows all."

    # Arranging and reading, in the background

    def _ask(self, name: str, arrange: Callable[[], Arrangement], take: Callable[[Arranged, Seen], None]) -> None:
        """Have the rows arranged, and those read that will be seen."""
        table, browser = self.table, self._browser
        cursor, top = self.window.get(table.cursor), self.window.get(table.top)
        seen = Seen(table.cursor, table.top, table.room, cursor, top, self._follows)
        self.background.run(name, lambda: browser.arranged(arrange(), seen), lambda found: take(found, seen))

    def _search_on(self) -> None:
        now = self.window.arrangement
        if now.left and not self._stopped and self.is_current:
            self._ask("event search", partial(self._browser.search_on, now), partial(self._take_search, now))

    def _take_search(self, before: Arrangement, found: Arranged, seen: Seen) -> None:
        """What the search found, unless something else is shown by now."""
        if self.window.arrangement is before:
            self._take(found, seen)

    def _take(self, found: Arranged, seen: Seen) -> None:
        """Show an arrangement; who moved since it was asked for has moved in it as well."""
        cursor = None if found.cursor is None else found.cursor + self.table.cursor - seen.cursor
        top = None if found.top is None else found.top + self.table.top - seen.top
        self.window.show(found.arrangement, found.rows)
        if self._follows:
            cursor, top = found.arrangement.newest, None
        self.table.show_rows(self.palette, self.selection.slots, self._why_empty(), cursor, top)
        self._show_heads()
        self._search_on()

    def _repaint(self) -> None:
        self.table.repaint()

    # Where one is

    def _moved(self, number: int) -> None:
        """Who goes away from the newest event does not follow any more."""
        if self._follows and number != self.window.arrangement.newest:
            self._follows = False
            self._show_heads()

    def _scrolled(self) -> None:
        """Who looks at older events by the wheel does not follow either."""
        table, newest = self.table, self.window.arrangement.newest
        if self._follows and not table.top <= newest < table.top + table.room:
            self._follows = False
            self._show_heads()

    def action_follow(self) -> None:
        """Go to the newest event and stay there, or let it go."""
        self._follows = not self._follows
        if self._follows:
            self.table.go_to(self.window.arrangement.newest)
            self.table.scroll_to_cursor()
        self._show_heads()

    def _sort_by(self, key: str) -> None:
        """By time or by file; by the same once more, the other way round."""
        view = self.view
        if view.by_time == (key == "time"):
            self.choose(view, newest_first=not view.newest_first)
        else:
            self.choose(view, by_time=key == "time")

    def _filter_tags(self, pattern: str) -> None:
        self.choose(self.view, tags=pattern)

    def _filter_runs(self, pattern: str) -> None:
        self.tbtui.select(run_filter=pattern)

    def action_runs(self) -> None:
        """Show or hide the list of runs."""
        self.toggle_class("with-runs")
        (self.runs if self.has_class("with-runs") else self.table).focus()
        self._show_runs(self.snapshot, self.selection)
