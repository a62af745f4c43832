"""Events: every record of the event files as it stands in them, newest first, damage and torn ends included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from tbtui.analysis.event_arrangement import Arranged, Arrangement, EventsView, Found, Seen
from tbtui.analysis.event_browser import EventBrowser
from tbtui.analysis.event_content import EventContent
from tbtui.analysis.event_filter import kind_counts
from tbtui.analysis.event_goal import goal_problem, parse_goal
from tbtui.analysis.event_row import EventRow
from tbtui.analysis.listing import listed_runs
from tbtui.model.selection import Selection, XAxis
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.checklist import Checklist
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.event_exports import event_exports
from tbtui.widgets.event_sheet import EventSheet
from tbtui.widgets.event_table import EventTable
from tbtui.widgets.event_window import EventWindow
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.run_list import RunList, RunRow


class EventsScreen(Dashboard):
    """The raw event browser."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "events",
        "Events",
        35,
        lambda snapshot: any(file.events or file.problems for run in snapshot.runs.values() for file in run.files),
        "Every record of every event file, decoded; with damage, and with what is still being written.",
    )
    AUTO_FOCUS = "EventTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", tooltip="Stay with the newest event, or with the one under the cursor"),
        Binding("K", "kinds", "Kinds", tooltip="Choose which kinds of events are listed"),
        Binding("t", "to_tag", "Its tag", tooltip="Open the tag of the event on its own screen; Esc returns"),
        Binding("at", "go_to", "Go to", key_display="@", tooltip="Go to a step or an offset in the file of the cursor"),
        Binding("b", "runs", "Runs", show=False, tooltip="Show or hide the list of runs"),
    ]
    CSS = """
    EventsScreen #runs-pane { width: 28; display: none; }
    EventsScreen.with-runs #runs-pane { display: block; }
    EventsScreen #events-pane { width: 1fr; }
    EventsScreen.narrow.with-runs #events-pane { display: none; }
    EventsScreen.narrow.with-runs #runs-pane { width: 1fr; }
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
            self.window, on_move=self._moved, on_choose=lambda _: self._read_event(self._open), on_sort=self._sort_by
        )
        self.runs = RunList(on_move=lambda _: None, actions=self, id="runs")
        self.runs_pane = Pane(self.runs, title="Runs", on_filter=self._filter_runs, id="runs-pane")
        self.pane = Pane(self.table, title="Events", on_filter=self._filter_tags, id="events-pane")
        yield Horizontal(self.runs_pane, self.pane, id="body")

    def on_mount(self) -> None:
        """A filter that was kept is in its line."""
        super().on_mount()
        self.pane.set_filter(self.view.tags)

    @property
    def view(self) -> EventsView:
        """How the rows are listed."""
        return self.options(EventsView())

    # What is shown

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Have the rows arranged anew where something changed; what is seen stays until that is done."""
        self._show_runs(snapshot, selection)
        view = self.view
        asked = (snapshot.number, selection.run_filter, selection.hidden_runs, view)
        if asked != self._asked:
            self._asked, self._stopped = asked, False
            self._ask("events", partial(self._browser.arrange, snapshot, selection, view), self._take)
        else:
            self._search_on()
        self._show_heads()

    def _show_runs(self, snapshot: Snapshot, selection: Selection) -> None:
        if self.has_class("with-runs"):
            rows = [
                RunRow(run.name, selection.slots.get(run.name, 0), selection.shows(run.name))
                for run in listed_runs(snapshot, selection)
            ]
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
            return "No event matches the filter.\nEsc takes it back."
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

    # Keys

    def _moved(self, number: int) -> None:
        """Who goes away from the newest event does not follow any more."""
        if self._follows and number != self.window.arrangement.newest:
            self._follows = False
            self._show_heads()

    def action_follow(self) -> None:
        """Go to the newest event and stay there, or let it go."""
        self._follows = not self._follows
        if self._follows:
            self.table.go_to(self.window.arrangement.newest)
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

    def action_kinds(self) -> None:
        """Count the kinds, and ask which of them are meant."""
        sources = self.window.arrangement.sources
        runs, files = {source.run for source in sources}, [source.rows for source in sources]
        self.background.run("event kinds", lambda: kind_counts(runs, files), self._ask_kinds)

    def _ask_kinds(self, counts: dict[str, int]) -> None:
        options = [(kind, f"{count:,}") for kind, count in counts.items()]
        self.app.push_screen(Checklist("Kinds of events", options, self.view.kinds), self._chose_kinds)

    def _chose_kinds(self, kinds: frozenset[str] | None) -> None:
        if kinds is not None:
            self.choose(self.view, kinds=kinds)

    def step_back(self) -> bool:
        """Stop searching, close the list of runs, take the filters back."""
        view = self.view
        if self.window.arrangement.left and not self._stopped:
            self._stopped = True
            self._show_heads()
        elif self.has_class("with-runs"):
            self.action_runs()
        elif view.filter.active:
            self.pane.set_filter("")
            self.choose(view, tags="", kinds=frozenset())
        else:
            return super().step_back()
        return True

    # One event

    @property
    def row(self) -> EventRow | None:
        """The row under the cursor, where it is at hand."""
        return self.window.get(self.table.cursor)

    def _read_event(self, then: Callable[[EventContent], None]) -> None:
        """Have the event under the cursor read whole."""
        row, number, now = self.row, self.table.cursor, self.window.arrangement

        def take(content: EventContent | None) -> None:
            if content is not None:
                self.window.put(number, content.row._replace(checked=content.checked))
                self.table.repaint()
                then(content)

        if row is not None:
            self.background.run("event content", lambda: self._browser.content(now, row), take)

    def _open(self, content: EventContent) -> None:
        self.app.push_screen(EventSheet(content, self.palette, self._step_sheet))

    def _step_sheet(self, by: int) -> None:
        """Show the event before or behind in the sheet that is open."""
        self.table.action_move(by)
        self._read_event(
            lambda content: self.app.screen.show(content) if isinstance(self.app.screen, EventSheet) else None
        )

    def action_to_tag(self) -> None:
        """Open the tag of the row on its own screen, at the row's step."""
        row = self.row
        name = self.tbtui.screen_of(row.plugin) if row and row.tag else None
        if row is None or name is None:
            what = f"No screen shows {row.plugin}." if row and row.tag else "This event has no tag."
            self.notify(what, markup=False, timeout=3)
            return
        selection = self.selection
        counts_steps = selection.x_axis is XAxis.STEP and selection.x_tag is None
        cursor = float(row.step) if row.step is not None and counts_steps else None
        self.tbtui.go(name, tag=row.tag, run=row.file[0], step=row.step, repeat=0, cursor=cursor)

    def action_go_to(self) -> None:
        """Ask for a step or an offset."""
        hint = "a step, or @ and an offset in bytes (1200 or @4096), in the file of the row under the cursor"
        if self.row is not None:
            self.app.push_screen(Prompt("Go to", hint, check=goal_problem), self._go_to)

    def _go_to(self, text: str | None) -> None:
        row, now = self.row, self.window.arrangement
        if not text or row is None:
            return
        goal = parse_goal(text)
        find = self._browser.place_of_offset if goal.is_offset else self._browser.place_of_step
        self.background.run(
            "event goal", lambda: find(now, row, goal.number), lambda found: self._went(now, goal.number, found)
        )

    def _went(self, arrangement: Arrangement, wanted: int, found: Found | None) -> None:
        if found is None or found.number is None:
            self.notify("Nothing in this file tells of a step.", timeout=4)
            return
        self.window.add(arrangement, found.rows)
        if arrangement.order is self.window.arrangement.order:
            self.table.go_to(found.number)
        if found.step is not None and found.step != wanted:
            self.notify(f"There is no step {wanted:,} in this file; the nearest is {found.step:,}.", timeout=4)

    # What can be taken along

    def copied_text(self) -> str:
        """The row under the cursor."""
        row = self.row
        return "" if row is None else f"{row.file[1]} @{row.offset} step {row.step} {row.kind} {row.tag} {row.summary}"

    def exports(self) -> Sequence[Export]:
        """The event under the cursor, as bytes or as text, and the list."""
        row = self.row
        return () if row is None else event_exports(self._browser, self.window.arrangement, row)
