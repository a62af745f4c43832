"""Runs: a table of all runs, and everything that is known of one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from tbtui.analysis.labels import age_label, bytes_label, count_label, value_label
from tbtui.analysis.life import Life
from tbtui.analysis.listing import listed_runs
from tbtui.analysis.run_details import Detail, run_details, wrapped
from tbtui.analysis.run_hparams import files_of_runs, run_hparams
from tbtui.analysis.run_rows import RunRow
from tbtui.analysis.run_table import RunFacts, facts_of, sorted_facts
from tbtui.analysis.session_details import run_hparam_details
from tbtui.charts.cells import DEFAULT, Colour
from tbtui.model.run import Run
from tbtui.model.selection import Selection
from tbtui.model.snapshot import Snapshot
from tbtui.widgets.dashboard import Dashboard
from tbtui.widgets.host import Descriptor
from tbtui.widgets.pane import Pane, filtered_title
from tbtui.widgets.run_list import RunActions, RunList, run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_CLOCK_SECONDS: Final = 15.0
_WIDE: Final = 110
_EMPTY: Final = 'No event files yet. Waiting for a file whose name holds "tfevents".'
_LEAST_NAME, _MOST_NAME = 12, 24
_COLUMNS: Final = (
    Column("State", 8, sort="life", keep=8),
    Column("Tags", 5, "right", "tags", keep=2),
    Column("Points", 7, "right", "points", keep=5),
    Column("Step", 9, "right", "step", keep=7),
    Column("Steps/s", 8, "right", "speed", keep=4),
    Column("Written", 8, "right", "age", keep=6),
    Column("Size", 8, "right", "size", keep=1),
)
_PROBLEMS: Final = Column("Problems", 8, "right", "problems", keep=8)
"""Shown where there are any."""
_LIFE_COLOURS: Final[dict[Life, Colour]] = {Life.LIVE: 0x2FC98F, Life.STALLED: 0xE69F00, Life.GONE: 0xFF5F5F}


class RunsTable(RunList):
    """The table of runs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", tooltip="Go to the run's curves, or to what else it holds"),
        Binding("p", "pin", "Pin", tooltip="Keep the run at the top of every list"),
    ]

    def __init__(self, on_open: Callable[[int], None], on_move: Callable[[int], None], actions: RunActions) -> None:
        super().__init__(on_move=on_move, actions=actions, id="runs")
        self.on_choose = on_open

    def action_pin(self) -> None:
        """Pin the run of the cursor, or let it go."""
        screen = self.screen
        if isinstance(screen, RunsScreen) and self.rows:
            screen.pin(self.cursor)


class RunsScreen(Dashboard):
    """All runs with what is known of each; which of them are drawn is chosen here for all screens."""

    DESCRIPTOR: ClassVar[Descriptor] = Descriptor(
        "runs", "Runs", 10, lambda _: True, "All runs: alive or not, how far, how fast, and what is wrong with them."
    )
    AUTO_FOCUS = "RunsTable"
    CSS = """
    RunsScreen #body { layout: vertical; }
    RunsScreen #body.wide { layout: horizontal; }
    RunsScreen #list { height: 3fr; }
    RunsScreen #details { height: 2fr; }
    RunsScreen .wide #list { width: 2fr; height: 1fr; }
    RunsScreen .wide #details { width: 1fr; height: 1fr; }
    RunsScreen.narrow #details { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[RunFacts] = []
        self._sort, self._descending = "name", False
        self._hparams: tuple[str, Sequence[Detail]] = ("", ())
        """The run whose hparams were read last, and what is told of them."""
        self._hparams_of: Run | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The table and the details."""
        self.table = RunsTable(self._open, self._moved, self)
        self.table.on_sort = self._sort_by
        self.details = VirtualTable(id="lines")
        self.list_pane = Pane(self.table, title="Runs", on_filter=self._filter, id="list")
        self.detail_pane = Pane(self.details, title="Details", id="details")
        yield Container(self.list_pane, self.detail_pane, id="body")

    def on_mount(self) -> None:
        """Ages grow by themselves: look at the clock now and then."""
        self.set_interval(_CLOCK_SECONDS, self._tick)

    def _tick(self) -> None:
        if self.is_current and self._facts:
            self.show(self.snapshot, self.selection)

    def on_resize(self) -> None:
        """Details stand at the side where there is room for them, else below."""
        self.query_one("#body").set_class(self.size.width >= _WIDE, "wide")
        self.call_after_refresh(self.update)

    def show(self, snapshot: Snapshot, selection: Selection) -> None:
        """Show the runs that pass the filter, and the details of the chosen one."""
        now = time.time()
        runs = listed_runs(snapshot, selection)
        facts = [facts_of(run, now) for run in runs]
        if self._sort != "name" or self._descending:
            facts = sorted_facts(facts, self._sort, descending=self._descending)
        self._facts, slots = facts, selection.slots
        self.table.rows = [
            RunRow(one.run.name, slots.get(one.run.name, 0), selection.shows(one.run.name), runs=(one.run.name,))
            for one in facts
        ]
        names = [one.run.name for one in facts]
        cursor = names.index(selection.run) if selection.run in names else None
        empty = _EMPTY if not snapshot.runs else "No run matches the filter."
        columns = _columns(names, any(one.problems for one in facts))
        self.table.show(TableContent(columns, len(facts), self._row, self._sort, self._descending, empty), cursor)
        hidden = sum(not row.shown for row in self.table.rows)
        where = ", ".join(self.tbtui.config.roots.values())
        title = filtered_title(f"Runs in {where}", selection.run_filter)
        self.list_pane.head(title, f"{len(facts)} of {len(snapshot.runs)}, {hidden} hidden")
        self._show_details(now)

    def _row(self, number: int) -> Sequence[Piece]:
        one, row = self._facts[number], self.table.rows[number]
        muted = DEFAULT if row.shown else self.palette.muted
        pin = "★ " if one.run.name in self.selection.pinned_runs else ""
        return (
            run_mark(row.slot, row.shown, self.palette),
            Piece(pin + one.run.name, muted),
            Piece(one.life.value, self._life_colour(one)),
            Piece(count_label(one.tags), muted),
            Piece(count_label(one.points), muted),
            Piece("" if one.last_step is None else f"{one.last_step:,}", muted),
            Piece("" if one.speed is None else value_label(one.speed, 3), muted),
            Piece(age_label(one.age), muted),
            Piece(bytes_label(one.size), muted),
            Piece(str(one.problems) if one.problems else "", self.palette.warning),
        )

    def _life_colour(self, one: RunFacts) -> Colour:
        return _LIFE_COLOURS.get(one.life, self.palette.muted)

    def _show_details(self, now: float) -> None:
        if not self._facts:
            self.details.show(TableContent((Column("", 0),), 0, lambda _: ()))
            self.detail_pane.head("Details")
            return
        run = self._facts[self.table.cursor].run
        self._read_hparams(run)
        name, hparams = self._hparams
        details = run_details(run, now, hparams if name == run.name else ())
        width = min(16, max((len(line.name) for line in details if not line.heading), default=0))
        lines = wrapped(details, self.details.size.width - width - 2)

        def row(number: int) -> Sequence[Piece]:
            return self._detail(lines[number])

        self.details.show(TableContent((Column("", width), Column("", 0, keep=1)), len(lines), row))
        self.detail_pane.head(run.name)

    def _read_hparams(self, run: Run) -> None:
        """Have the hparams of a run read, from wherever they lie; what was read before is shown until then."""
        if run is self._hparams_of:
            return
        self._hparams_of = run
        self.background.run("run hparams", partial(_hparam_details, self.snapshot, run), self._take_hparams)

    def _take_hparams(self, found: tuple[str, Sequence[Detail]]) -> None:
        if found != self._hparams:
            self._hparams = found
            self._show_details(time.time())

    def _detail(self, detail: Detail) -> Sequence[Piece]:
        if detail.heading:
            return Piece(""), Piece(detail.name, bold=True)
        colour = self.palette.warning if detail.warning else DEFAULT
        return Piece(detail.name, self.palette.muted), Piece(detail.value, colour)

    def _moved(self, row: int) -> None:
        self.tbtui.select(run=self._facts[row].run.name)

    def _open(self, row: int) -> None:
        """Go to the first screen that shows something of a run, and show the run there."""
        run = self._facts[row].run
        plugins = (*run.series, *run.entries)
        screens = filter(None, map(self.tbtui.screen_of, plugins))
        name = next(screens, None)
        if name is None:
            self.notify("Nothing in this run can be shown so far.", timeout=3)
        else:
            self.tbtui.go(name, run=run.name, hidden_runs=self.selection.hidden_runs - {run.name})

    def step_back(self) -> bool:
        """Take the filter back."""
        if not self.selection.run_filter:
            return False
        self.list_pane.set_filter("")
        self.tbtui.select(run_filter="")
        return True

    def _filter(self, pattern: str) -> None:
        self.tbtui.select(run_filter=pattern)

    def _sort_by(self, key: str) -> None:
        """Sort by a column; by the same one again, the other way round."""
        self._descending = not self._descending if key == self._sort else key not in ("name", "life")
        self._sort = key
        self.show(self.snapshot, self.selection)

    def pin(self, row: int) -> None:
        """Pin a run, or let it go."""
        pinned = self.selection.pinned_runs
        self.tbtui.select(pinned_runs=pinned ^ {self._facts[row].run.name})


def _columns(names: Sequence[str], problems: bool) -> tuple[Column, ...]:
    """The columns for runs of these names: others give way to names of a usual length."""
    least = max(_LEAST_NAME, min(_MOST_NAME, max(map(len, names), default=0)))
    run = Column("Run", 0, sort="name", keep=9, least=least)
    return (Column("", 1, keep=10), run, *_COLUMNS, *((_PROBLEMS,) if problems else ()))


def _hparam_details(snapshot: Snapshot, run: Run) -> tuple[str, Sequence[Detail]]:
    """The run's name and what is told of its hparams."""
    said = run_hparams(run, files_of_runs(snapshot).get(run.name), snapshot.open)
    return run.name, run_hparam_details(said)
