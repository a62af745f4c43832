"""What a dashboard of sessions reads and shows as rows; its cursor and marks, what is compared and taken along."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.hparam_columns import Value, ValueColumn
from tbtui.analysis.run_details import Detail
from tbtui.analysis.session_details import line_details
from tbtui.analysis.session_difference import Difference, differences
from tbtui.analysis.session_export import csv_table, json_table, latex_table, row_text
from tbtui.analysis.session_table import SessionTable
from tbtui.analysis.session_view import Best, HParamsView, Line, ShownSessions, read_table, shown_sessions
from tbtui.model.hparams import Status
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.exports import Export
from tbtui.widgets.prompt import Choice

_CLOCK_SECONDS: Final = 15.0
_LETTERS: Final = "AB"
_MORE: Final = "•"
_MOST_PROBLEMS: Final = 5
_NO_HPARAMS: Final = (
    "This log tells of no hparams.",
    "They come from the hparams plugin (add_hparams, hp.hparams),",
    "from a text summary with a tag such as args or config, or from hparams.yaml.",
)

Mark = tuple[str, ...]
"""The runs of the sessions that a marked line stands for."""


class SessionDashboard(Dashboard):
    """Rows of sessions with a cursor and marks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "compare", "A/B", tooltip="What differs between the two marked rows, or the marked one and this"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.sessions: SessionTable | None = None
        """What was read last; None before anything was."""
        self.shown: ShownSessions | None = None
        self.opened: frozenset[str] = frozenset()
        """Groups whose sessions are listed."""
        self.marks: tuple[Mark, ...] = ()
        self.line: Line | None = None
        """The line of the cursor."""
        self.comparing = False
        self._read_for: object = None
        self._view: tuple[object, HParamsView] | None = None

    @property
    def view(self) -> HParamsView:
        """What is chosen on this screen."""
        saved = self.selection.options.get(self.DESCRIPTOR.name)
        if self._view is None or self._view[0] is not saved:
            self._view = (saved, self.options(HParamsView()))
        return self._view[1]

    def on_mount(self) -> None:
        """A session that stands still stops to run by itself: look at the clock now and then."""
        self.set_interval(_CLOCK_SECONDS, self._tick)

    def _tick(self) -> None:
        table = self.sessions
        if self.is_current and table and any(one.status is Status.RUNNING for one in table.sessions):
            self._read_for = None
            self.update()

    # Reading

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Have the sessions read where they are new; meanwhile show those of before."""
        view = self.view
        wanted = (snapshot.number, view.chosen, view.value, (view.low, view.high) if view.value is Best.BEST else None)
        if wanted != self._read_for:
            self._read_for = wanted
            self.background.run("sessions", partial(_read, snapshot, view, self.sessions), self._take)
        if self.sessions is None:
            self.show_waiting(snapshot)
            return
        if self.shown is None or self.shown.table is not self.sessions or self.shown.view != view:
            before = self._runs_of_line()
            self.shown = shown_sessions(self.sessions, view)
            self.line = self._line_of(before)
        self.show_sessions(self.shown, selection)

    def _take(self, table: SessionTable) -> None:
        if table is not self.sessions:
            self.sessions = table
            self.update()

    def show_waiting(self, snapshot: Snapshot) -> None:
        """Say that nothing was read so far."""
        raise NotImplementedError

    def show_sessions(self, shown: ShownSessions, selection: Selection) -> None:
        """Show these rows."""
        raise NotImplementedError

    def why_nothing(self) -> str:
        """Why no row is listed, and what helps."""
        if self.sessions is None:
            return "Reading hparams ..."
        if self.sessions.sessions:
            return "No session passes the filter.\n/ changes it, Esc takes it back."
        if self.snapshot.progress.loading:
            return "Still loading: no hparams so far."
        return "\n".join([*_NO_HPARAMS, *self.sessions.found.problems[:_MOST_PROBLEMS]])

    # Where the cursor stands

    def members(self, line: Line) -> tuple[int, ...]:
        """Which of the sessions a line stands for."""
        if line.session is not None:
            return (line.session,)
        return self.shown.rows.members[line.row] if self.shown else ()

    def runs_of(self, line: Line) -> Mark:
        """The runs of the sessions that a line stands for."""
        table = self.sessions
        return tuple(table.sessions[member].run for member in self.members(line)) if table else ()

    def _runs_of_line(self) -> Mark:
        if self.line is None or self.shown is None:
            return ()
        table = self.shown.table
        rows = (self.line.session,) if self.line.session is not None else self.shown.rows.members[self.line.row]
        return tuple(table.sessions[row].run for row in rows)

    def _line_of(self, runs: Mark) -> Line | None:
        """The line that stands for these runs now, or for the first of them; the first line where there is none."""
        if self.shown is None or not self.shown.order:
            return None
        for row in self.shown.order:
            there = self.runs_of(Line(row))
            if there == runs or not runs:
                return Line(row)
            if runs[0] in there:
                is_open = self.shown.rows.names[row] in self.opened
                return Line(row, self.members(Line(row))[there.index(runs[0])]) if is_open else Line(row)
        return Line(self.shown.order[0])

    def put_line(self, line: Line) -> None:
        """Move the cursor to a line: its run becomes the chosen one on all screens."""
        self.line = line
        run = self.runs_of(line)[0]
        if run == self.selection.run:
            self.update()
        else:
            self.tbtui.select(run=run)

    # Marks

    def mark_letters(self) -> dict[Mark, str]:
        """What each marked line has before its name: A and B are compared."""
        return {mark: _LETTERS[place] if place < len(_LETTERS) else _MORE for place, mark in enumerate(self.marks)}

    def action_mark(self) -> None:
        """Mark the line of the cursor, or let it go."""
        if self.line is not None:
            mark = self.runs_of(self.line)
            rest = tuple(one for one in self.marks if one != mark)
            self.marks = rest if mark in self.marks else (*self.marks, mark)
            self.update()

    def action_mark_all(self) -> None:
        """Mark all rows that are listed; where they are all marked already, none."""
        if self.shown is not None:
            listed = tuple(self.runs_of(Line(row)) for row in self.shown.order)
            self.marks = () if set(listed) <= set(self.marks) else listed
            self.update()

    def marked_runs(self) -> tuple[str, ...]:
        """All runs of the marked sessions, or of the line of the cursor where none is marked."""
        marks = self.marks or ((self._runs_of_line(),) if self.line is not None else ())
        sessions = {one.run: one for one in self.sessions.sessions} if self.sessions else {}
        found = [run for mark in marks for name in mark if name in sessions for run in sessions[name].runs]
        return tuple(dict.fromkeys(found))

    def action_only(self) -> None:
        """Draw exactly the runs of the marked sessions, in Scalars; Esc returns from there."""
        runs = self.marked_runs()
        if not runs:
            self.notify("There is no session here.", timeout=3)
            return
        hidden = frozenset(self.snapshot.runs) - frozenset(runs)
        tag = self._tag_to_show(runs)
        self.tbtui.go("scalars", tag=tag, hidden_runs=hidden, run_filter="", run=runs[0], grid=False)

    def _tag_to_show(self, runs: Sequence[str]) -> str | None:
        """A tag of these runs with a curve: that of the judging metric before the chosen one, before any other."""
        metric = self.shown.metric if self.shown else None
        tables = [self.snapshot.runs[run].scalars for run in runs if run in self.snapshot.runs]
        longest = [tag for table in tables for tag in table if len(table[tag]) > 1][:1]
        for tag in (metric.tag if metric else "", self.selection.tag, *longest):
            if tag and any(tag in table and len(table[tag]) > 1 for table in tables):
                return tag
        return None

    # A/B

    def action_compare(self) -> None:
        """Show what differs between A and B, or the details again."""
        if not self.comparing and self.pair() is None:
            self.notify("Mark one row or two with space: they are compared.", timeout=4)
            return
        self.comparing = not self.comparing
        self.update()

    def pair(self) -> tuple[Mark, Mark] | None:
        """The two marked rows, or the marked one and that of the cursor."""
        if len(self.marks) >= 2:
            return self.marks[0], self.marks[1]
        here = self._runs_of_line()
        return (self.marks[0], here) if self.marks and here and here != self.marks[0] else None

    def differences(self) -> list[Difference]:
        """What A and B have, side by side."""
        pair = self.pair()
        if pair is None or self.sessions is None:
            return []
        first, second = pair
        columns = self.sessions.columns
        return differences((one, self._value_of(one, first), self._value_of(one, second)) for one in columns)

    def _value_of(self, column: ValueColumn, mark: Mark) -> Value:
        """The value of a row where one stands for the mark, else of the first of its sessions."""
        assert self.sessions is not None, "there are columns only of what was read"
        if self.shown is not None and len(mark) > 1:
            for row, there in enumerate(self.shown.rows.members):
                if tuple(self.sessions.sessions[member].run for member in there) == mark:
                    return self.shown.rows.columns[column.key].values[row]
        place = next((place for place, one in enumerate(self.sessions.sessions) if one.run == mark[0]), None)
        return None if place is None else column.values[place]

    # What can be taken along

    def exports(self) -> Sequence[Export]:
        """The rows that are shown, in three forms."""
        shown = self.shown
        if shown is None or not shown.order:
            return ()
        return (
            Export("CSV: the rows and columns that are shown", "hparams.csv", partial(csv_table, shown)),
            Export("JSON: the rows with all their sessions", "hparams.json", partial(json_table, shown)),
            Export("LaTeX: a booktabs table", "hparams.tex", partial(latex_table, shown)),
        )

    def copied_text(self) -> str:
        """The row of the cursor as name=value."""
        return row_text(self.shown, self.line.row) if self.shown is not None and self.line is not None else ""

    # The menu of a row

    def open_menu(self) -> None:
        """Ask what to do with the line of the cursor."""
        if self.line is None:
            return
        entries = self.menu(self.line)
        titles = [(title, about) for title, about, _ in entries]
        name = " ".join(self.runs_of(self.line))
        self.app.push_screen(Choice(name, titles), lambda place: None if place is None else entries[place][2]())

    def menu(self, line: Line) -> list[tuple[str, str, Callable[[], None]]]:
        """(title, about, what it does) of what can be done with a line."""
        raise NotImplementedError

    def details(self) -> list[Detail]:
        """What is told of the line of the cursor."""
        return line_details(self.shown, self.line) if self.shown is not None and self.line is not None else []


def _read(snapshot: Snapshot, view: HParamsView, before: SessionTable | None) -> SessionTable:
    """The sessions, with what the next frame needs of them; those of before where nothing is new."""
    table = read_table(snapshot, time.time(), view)
    if before is not None and table.tells_the_same(before):
        return before
    shown_sessions(table, view)
    return table
