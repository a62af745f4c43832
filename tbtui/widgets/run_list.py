"""The list of runs beside a chart: colour, name, and one value each; shows and hides runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, Protocol

from textual.binding import Binding, BindingType

from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable


class RunRow(NamedTuple):
    """One run of the list."""

    name: str
    slot: int
    shown: bool
    value: str = ""


SHOWN_MARK, HIDDEN_MARK = "■", "□"


def run_mark(slot: int, shown: bool, palette: Palette) -> Piece:
    """What stands before a run's name: a square in its colour, or its letter where colours repeat."""
    stroke = palette.stroke(slot)
    mark = (stroke.letter if stroke.pattern else SHOWN_MARK) if shown else HIDDEN_MARK
    return Piece(mark, stroke.colour if shown else palette.muted)


class RunActions(Protocol):
    """What can be done with runs; every dashboard can."""

    def toggle(self, run: str) -> None:
        """Show a run in every chart, or hide it."""

    def only(self, run: str) -> None:
        """Show only this run; again: all."""

    def all(self) -> None:
        """Show all runs that are listed; again: none."""


class RunList(VirtualTable):
    """Runs with a cursor; what its keys do is given by its user."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_run", "Show/hide", tooltip="Show the run in charts, or hide it"),
        Binding("o", "only", "Only this", tooltip="Show only this run; again: all"),
        Binding("a", "all", "All", tooltip="Show all runs of the list; again: none"),
    ]

    def __init__(
        self,
        *,
        on_move: Callable[[int], None] | None = None,
        actions: RunActions,
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=on_move, on_choose=self._toggle_row, id=id)
        self._do = actions
        self.rows: Sequence[RunRow] = ()

    def show_runs(self, rows: Sequence[RunRow], palette: Palette, cursor: int | None, empty: str) -> None:
        """Show these runs."""
        self.rows = rows
        widest = max((len(row.value) for row in rows), default=0)
        columns = [Column("", 1, keep=2), Column("", 0, keep=3)]
        if widest:
            columns.append(Column("", widest, "right", keep=1))

        def row(number: int) -> Sequence[Piece]:
            one = rows[number]
            name = Piece(one.name, DEFAULT if one.shown else palette.muted)
            return run_mark(one.slot, one.shown, palette), name, Piece(one.value, palette.muted)

        self.show(TableContent(tuple(columns), len(rows), row, empty=empty), cursor)

    def _toggle_row(self, number: int) -> None:
        self._do.toggle(self.rows[number].name)

    def action_toggle_run(self) -> None:
        """Show or hide the run under the cursor."""
        if self.rows:
            self._do.toggle(self.rows[self.cursor].name)

    def action_only(self) -> None:
        """Show only the run under the cursor."""
        if self.rows:
            self._do.only(self.rows[self.cursor].name)

    def action_all(self) -> None:
        """Show all runs of the list."""
        self._do.all()
