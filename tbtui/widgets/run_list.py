"""The list of runs beside a chart: colour, name, and one value each; shows and hides runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType

from tbtui.analysis.run_rows import RunRow
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

HIDDEN_MARK = "□"


def run_mark(slot: int, shown: bool, palette: Palette) -> Piece:
    """What stands before a run's name: a square in its colour, or its letter where colours repeat."""
    stroke = palette.stroke(slot)
    return Piece(stroke.mark, stroke.colour) if shown else Piece(HIDDEN_MARK, palette.muted)


class RunActions(Protocol):
    """What can be done with runs; every dashboard can."""

    def toggle(self, *runs: str) -> None:
        """Show these runs in every chart, or hide them."""

    def only(self, *runs: str) -> None:
        """Show only these runs; again: all."""

    def all(self) -> None:
        """Show all runs that are listed; again: none."""

    def expand_group(self, group: str) -> None:
        """Draw and list the runs of a group one by one, or together again."""


class RunList(VirtualTable):
    """Runs with a cursor; what its keys do is given by its user."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_run", "Show/hide", tooltip="Show the run in charts, or hide it"),
        Binding("o", "only", "Only this", tooltip="Show only this run; again: all"),
        Binding("a", "all", "All", tooltip="Show all runs of the list; again: none"),
        Binding("left,h", "expand(0)", "Close group", show=False),
        Binding("right,l", "expand(1)", "Open group", show=False),
    ]

    def __init__(
        self,
        *,
        on_move: Callable[[int], None] | None = None,
        actions: RunActions,
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=on_move, on_choose=self._chosen, id=id)
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
            fold = ("▾ " if one.open else "▸ ") if one.group else "  " * one.depth
            name = Piece(fold + one.name, DEFAULT if one.shown else palette.muted, bold=one.group)
            return run_mark(one.slot, one.shown, palette), name, Piece(one.value, palette.muted)

        self.show(TableContent(tuple(columns), len(rows), row, empty=empty), cursor)

    def _chosen(self, number: int) -> None:
        row = self.rows[number]
        if row.group:
            self._do.expand_group(row.name)
        else:
            self._do.toggle(*row.runs)

    def action_toggle_run(self) -> None:
        """Show or hide the run or the group under the cursor."""
        if self.rows:
            self._do.toggle(*self.rows[self.cursor].runs)

    def action_only(self) -> None:
        """Show only the run or the group under the cursor."""
        if self.rows:
            self._do.only(*self.rows[self.cursor].runs)

    def action_all(self) -> None:
        """Show all runs of the list."""
        self._do.all()

    def action_expand(self, wanted: int) -> None:
        """Open or close the group under the cursor."""
        if self.rows:
            row = self.rows[self.cursor]
            if row.group and row.open != bool(wanted):
                self._do.expand_group(row.name)
