"""The table below a chart: every run's value at the cursor, its extremes, and what it has more than another run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.labels import moment_label, value_label
from tbtui.analysis.leaderboard import BoardRow
from tbtui.analysis.run_rows import RunRow
from tbtui.analysis.told_apart import told_apart
from tbtui.analysis.value_table import ValueRow, percent_label, signed_label, time_label
from tbtui.charts.cells import DEFAULT
from tbtui.charts.palette import Palette
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import RunList, run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent

_NUMBER: Final = 9


def _number(value: float) -> str:
    return value_label(value, 4)


# title, width, sort key, how much it is kept, text
_READING: Final[tuple[tuple[str, int, str, int, Callable[[ValueRow], str]], ...]] = (
    ("Value", _NUMBER, "value", 9, lambda row: _number(row.value)),
    ("Smoothed", _NUMBER, "smoothed", 8, lambda row: _number(row.smoothed)),
    ("Step", _NUMBER, "step", 7, lambda row: "" if row.step is None else f"{row.step:,}"),
    ("Time", 8, "time", 4, lambda row: time_label(row.relative)),
    ("Wall", 19, "wall", 1, lambda row: moment_label(row.wall_time) if row.wall_time == row.wall_time else ""),
    ("Min", _NUMBER, "min", 6, lambda row: _number(row.summary.least)),
    ("Max", _NUMBER, "max", 5, lambda row: _number(row.summary.greatest)),
    ("Last", _NUMBER, "last", 3, lambda row: _number(row.summary.last)),
    ("Mean", _NUMBER, "mean", 2, lambda row: _number(row.summary.mean)),
)
_RANGE: Final[tuple[tuple[str, int, str, int, Callable[[ValueRow], str]], ...]] = (
    ("Start", _NUMBER, "start", 9, lambda row: _number(row.part.start)),
    ("End", _NUMBER, "last", 8, lambda row: _number(row.summary.last)),
    ("Change", 9, "change", 7, lambda row: percent_label(row.part.change)),
    ("Min", _NUMBER, "min", 6, lambda row: _number(row.summary.least)),
    ("Max", _NUMBER, "max", 5, lambda row: _number(row.summary.greatest)),
    ("Mean", _NUMBER, "mean", 4, lambda row: _number(row.summary.mean)),
    ("Slope", _NUMBER, "slope", 3, lambda row: signed_label(row.part.slope)),
    ("Points", 7, "", 2, lambda row: f"{row.summary.points:,}"),
)
_BOARD: Final = (
    Column("Best", _NUMBER, "right", "best", 15),
    Column("At step", 10, "right", "best_step", 14),
    Column("Last", _NUMBER, "right", "last", 13),
    Column("Step", 10, "right", "last_step", 11),
    Column("Mean", _NUMBER, "right", "mean", 10),
    Column("Points", 8, "right", "points", 9),
)
_DELTA: Final = ("Delta", _NUMBER, "delta", 10, lambda row: signed_label(row.delta))


class ValueList(RunList):
    """Rows of values; each is a run, and the keys of runs work on it."""

    def show_values(
        self,
        rows: Sequence[ValueRow],
        selection: Selection,
        palette: Palette,
        sort: tuple[str, bool],
        *,
        tags: bool,
    ) -> None:
        """Show these rows; with a column for the tag where the chart has several."""
        self.rows = [RunRow(row.plotted.name, 0, True, runs=row.plotted.runs) for row in rows]
        ranged = selection.mark is not None and selection.cursor is not None
        numbers = list(_RANGE if ranged else _READING)
        if any(not math.isnan(row.delta) for row in rows) and not ranged:
            numbers.insert(1, _DELTA)
        columns = [Column("", 1, keep=20), Column("Run", 0, sort="name", keep=19, least=14)]
        if tags:
            columns.append(Column("Tag", 16, keep=12))
        columns += [Column(title, width, "right", key, keep) for title, width, key, keep, _ in numbers]

        shown = told_apart([one.name for one in rows])

        def row(number: int) -> Sequence[Piece]:
            one = rows[number]
            slot = selection.slots.get(one.plotted.runs[0], 0)
            star = " ◂" if one.plotted.name == selection.reference else ""
            pieces = [run_mark(slot, True, palette), Piece(shown[number] + star)]
            pieces += [Piece(one.plotted.tag, palette.muted)] if tags else []
            return pieces + [Piece(text(one)) for *_, text in numbers]

        names = [one.plotted.runs[0] for one in rows]
        cursor = names.index(selection.run) if selection.run in names else None
        self.show(TableContent(tuple(columns), len(rows), row, *sort, "no run to read off"), cursor)

    def show_board(
        self, rows: Sequence[BoardRow], best: float, selection: Selection, palette: Palette, sort: tuple[str, bool]
    ) -> None:
        """Show the standings of runs; those that reach ``best`` are starred, hidden runs are faint."""
        self.rows = [RunRow(row.run, 0, selection.shows(row.run), runs=(row.run,)) for row in rows]
        columns = (Column("", 1, keep=20), Column("Run", 0, sort="name", keep=19, least=14), *_BOARD)

        short = told_apart([one.run for one in rows])

        def row(number: int) -> Sequence[Piece]:
            run, one = rows[number]
            shown = selection.shows(run)
            star = " ★" if one.best == best else ""
            numbers = (_number(one.best), _step(one.best_step), _number(one.last), _step(one.last_step))
            texts = (*numbers, _number(one.mean), f"{one.points:,}")
            colour = DEFAULT if shown else palette.muted
            mark = run_mark(selection.slots.get(run, 0), shown, palette)
            return mark, Piece(short[number] + star, colour, bold=bool(star)), *(Piece(text, colour) for text in texts)

        names = [row.run for row in rows]
        cursor = names.index(selection.run) if selection.run in names else None
        self.show(TableContent(columns, len(rows), row, *sort, "no run holds this tag"), cursor)


def _step(step: int | None) -> str:
    return "" if step is None else f"{step:,}"
