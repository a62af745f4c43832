"""Events: every record of the event files as it stands in them, newest first, damage and torn ends included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.event_arrangement import Arrangement, Found
from tbtui.analysis.event_content import EventContent
from tbtui.analysis.event_filter import kind_counts
from tbtui.analysis.event_goal import goal_problem, parse_goal
from tbtui.analysis.event_row import EventRow
from tbtui.model.selection import XAxis
from tbtui.widgets.checklist import Checklist, Switch
from tbtui.widgets.event_dashboard import EventDashboard
from tbtui.widgets.event_exports import event_exports
from tbtui.widgets.event_sheet import EventSheet
from tbtui.widgets.exports import Export
from tbtui.widgets.host import Descriptor
from tbtui.widgets.prompt import Prompt


class EventsScreen(EventDashboard):
    """The raw event browser."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "events",
        "Events",
        35,
        lambda snapshot: any(file.events or file.problems for run in snapshot.runs.values() for file in run.files),
        "Every record of every event file, decoded; with damage, and with what is still being written.",
        short="Evts",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("K", "kinds", "Kinds", tooltip="Choose which kinds of events are listed"),
        Binding("t", "to_tag", "Its tag", tooltip="Open the tag of the event on its own screen; Esc returns"),
        Binding("at", "go_to", "Go to", key_display="@", tooltip="Go to a step or an offset in the file of the cursor"),
    ]
    # Keys

    def action_kinds(self) -> None:
        """Count the kinds, and ask which of them are meant."""
        sources = self.window.arrangement.sources
        runs, files = {source.run for source in sources}, [source.rows for source in sources]
        self.background.run("event kinds", lambda: kind_counts(runs, files), self._ask_kinds)

    def _ask_kinds(self, counts: dict[str, int]) -> None:
        meant = self.view.kinds
        switches = [Switch(kind, kind, f"{count:,}", kind in meant or not meant) for kind, count in counts.items()]
        self.app.push_screen(Checklist("Kinds of events", switches, partial(self._chose_kinds, frozenset(counts))))

    def _chose_kinds(self, known: frozenset[str], kinds: frozenset[str]) -> None:
        """All of them, and none, mean that nothing is left out."""
        self.choose(self.view, kinds=frozenset() if kinds in (known, frozenset()) else kinds)

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

    def open_event(self) -> None:
        """Show the event under the cursor whole."""
        self._read_event(self._open)

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
