"""The table of sessions: hparams and metrics as columns that scroll, groups that open, the best values marked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import ClassVar, Final, overload

from textual.binding import Binding, BindingType

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.hparam_filter import NAME, STATUS
from tbtui.analysis.session_view import Line, ShownSessions, table_lines
from tbtui.charts.cells import DEFAULT, Colour
from tbtui.charts.palette import Palette
from tbtui.model.display import safe_text
from tbtui.model.hparams import Status
from tbtui.model.selection import Selection
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent
from tbtui.widgets.wide_table import WideTable, column_width, separator

_LEAST, _MOST, _MOST_TITLE = 5, 18, 14
_LEAST_NAME, _MOST_NAME = 12, 34
_LONGEST: Final = 200
_SAMPLE: Final = 200
_CELLS: Final = 20_000
"""So many cells of a column, and of all columns, are looked at to tell how wide columns must be."""
_BEST: Final = "★"
_OPEN, _CLOSED = "▾", "▸"


class SessionCells(Sequence[Piece]):
    """The cells of one line, each made when it is seen: there may be hundreds of columns."""

    def __init__(self, count: int, cell: Callable[[int], Piece]) -> None:
        self._count, self._cell = count, cell

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Piece: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Piece]: ...

    def __getitem__(self, place: int | slice) -> Piece | Sequence[Piece]:
        if isinstance(place, slice):
            return [self._cell(one) for one in range(self._count)[place]]
        return self._cell(place)


class SessionList(WideTable):
    """Sessions and session groups; its keys are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.mark", "Mark", tooltip="Mark the session; two marked ones can be compared"),
        Binding("o", "screen.only", "In Scalars", tooltip="Draw the runs of the marked sessions alone, in Scalars"),
        Binding("s", "screen.sort_here", "Sort", tooltip="Sort by the column of the cursor; again: the other way"),
        Binding("a", "screen.mark_all", "Mark all", show=False, tooltip="Mark all that are listed; again: none"),
        Binding("p", "screen.pin", "Pin", show=False, tooltip="Keep the row at the top"),
    ]

    def __init__(
        self,
        *,
        on_move: Callable[[int], None],
        on_choose: Callable[[int], None],
        on_sort: Callable[[str], None],
        on_column: Callable[[str], None],
        id: str | None = None,
    ) -> None:
        super().__init__(on_move=on_move, on_choose=on_choose, on_sort=on_sort, on_column=on_column, id=id)
        self.lines_shown: Sequence[Line] = ()
        self._lines_for: object = None
        self._measured_for: object = None
        self._columns: list[tuple[Column, ValueColumn | None]] = []

    def show_sessions(
        self,
        shown: ShownSessions,
        opened: Collection[str],
        marks: Mapping[tuple[str, ...], str],
        selection: Selection,
        palette: Palette,
        *,
        column: str,
        cursor: Line | None,
        empty: str,
    ) -> None:
        """Show these rows.

        ``marks`` has a letter for the runs of each marked line, ``cursor`` is the line to stand on.
        """
        if self._lines_for != (shown, opened):
            self._lines_for, self.lines_shown = (shown, opened), table_lines(shown, opened)
        lines = self.lines_shown
        columns = self._columns_of(shown)
        cells = _Cells(shown, opened, marks, selection, palette, [value for _, value in columns])

        def row(number: int) -> SessionCells:
            return SessionCells(len(columns), lambda place: cells.piece(lines[number], place))

        sort = shown.view.sort or NAME
        heads = tuple(head for head, _ in columns)
        content = TableContent(heads, len(lines), row, sort, shown.view.descending, empty)
        place = lines.index(cursor) if cursor in lines else None
        self.show_wide(content, 3 if self.size.width >= 60 else 2, column, place)

    def show_nothing(self, why: str) -> None:
        """Show no rows, and why."""
        self.show(TableContent((Column("", 0),), 0, lambda _: (), empty=why))

    @property
    def column_key(self) -> str:
        """The key of the column of the cursor; "" where there is none."""
        columns = self.content.columns
        return columns[self.column].sort if self.column < len(columns) else ""

    def _columns_of(self, shown: ShownSessions) -> list[tuple[Column, ValueColumn | None]]:
        """The columns and what each shows; None for those that are no hparams and metrics.

        Their widths hang neither on the filter nor on the order: nothing jumps while one types.
        """
        measured_for = (shown.rows, shown.view.hidden, self.size.width)
        if measured_for != self._measured_for:
            self._measured_for, self._columns = measured_for, self._measured(shown)
        return self._columns

    def _measured(self, shown: ShownSessions) -> list[tuple[Column, ValueColumn | None]]:
        sample = range(min(_SAMPLE, len(shown.rows.names), max(10, _CELLS // max(1, len(shown.columns)))))
        names = [f"{shown.rows.names[row]}      " for row in sample]
        groups = [shown.rows.members[row] for row in sample if len(shown.rows.members[row]) > 1]
        names += [f"   {shown.table.sessions[member].run}" for group in groups for member in group]
        most = max(_LEAST_NAME, min(_MOST_NAME, self.size.width // 3))
        title = "Session group" if groups else "Session"
        width = column_width(title, names, _LEAST_NAME, most)
        found: list[tuple[Column, ValueColumn | None]] = [
            (Column("", 1), None),
            (Column(title, width, sort=NAME), None),
            (Column("Status", 7, sort=STATUS), None),
        ]
        before = ""
        for column in shown.columns:
            kind = _kind(column)
            if before not in ("", kind):
                found.append((separator(), None))
            before = kind
            cells = [column.label(row) for row in sample]
            width = column_width(column.title[: _MOST_TITLE - 1], cells, _LEAST, _MOST) + (
                column.is_metric or bool(column.varied)
            )
            align = "right" if column.is_numeric else "left"
            found.append((Column(safe_text(column.title), width, align, column.key), column))
        return found


def _status_colour(status: str, palette: Palette) -> Colour:
    """Green, red or blue, as the palette has them."""
    colours = {
        Status.SUCCESS.value: palette.runs[2],
        Status.FAILURE.value: palette.warning,
        Status.RUNNING.value: palette.runs[0],
    }
    return colours.get(status, palette.muted)


def _kind(column: ValueColumn) -> str:
    """Between two kinds stands a line: hparams that differ, metrics, hparams of some rows only, equal hparams."""
    if column.is_metric:
        return "metric"
    return "differs" if column.differs or column.varied else "partial" if column.is_partial else "same"


def _plain(text: str) -> str:
    """A text of a log on one line, every character with its width; of a long one the beginning."""
    return safe_text(text[:_LONGEST].replace("\n", " "))


class _Cells:
    """Makes single cells."""

    def __init__(
        self,
        shown: ShownSessions,
        opened: Collection[str],
        marks: Mapping[tuple[str, ...], str],
        selection: Selection,
        palette: Palette,
        columns: Sequence[ValueColumn | None],
    ) -> None:
        self._shown, self._opened, self._marks = shown, opened, marks
        self._selection, self._palette, self._columns = selection, palette, columns
        self._sessions = {column.key: column for column in shown.table.columns}

    def piece(self, line: Line, place: int) -> Piece:
        """One cell of one line."""
        if place == 0:
            return self._mark(line)
        if place == 1:
            return self._name(line)
        if place == 2:
            return self._status(line)
        column = self._columns[place]
        return Piece("│", self._palette.grid) if column is None else self._value(line, column)

    def _members(self, line: Line) -> tuple[int, ...]:
        return self._shown.rows.members[line.row] if line.session is None else (line.session,)

    def _mark(self, line: Line) -> Piece:
        """The letter of a marked line, else the colour that its run has in charts."""
        runs = tuple(self._shown.table.sessions[member].run for member in self._members(line))
        if runs in self._marks:
            return Piece(self._marks[runs], self._palette.warning, bold=True)
        if any(run in mark for mark in self._marks for run in runs):
            return Piece("•", self._palette.warning)
        if len(runs) > 1:
            return Piece(" ")
        return run_mark(self._selection.slots.get(runs[0], 0), self._selection.shows(runs[0]), self._palette)

    def _name(self, line: Line) -> Piece:
        if line.session is not None:
            return Piece(f"   {_plain(self._shown.table.sessions[line.session].run)}", self._palette.muted)
        name = self._shown.rows.names[line.row]
        shown = _plain(name)
        count = len(self._shown.rows.members[line.row])
        pin = f"{_BEST} " if name in self._shown.view.pinned else ""
        if count == 1:
            return Piece(pin + shown)
        return Piece(f"{pin}{_OPEN if name in self._opened else _CLOSED} {shown} ({count})")

    def _status(self, line: Line) -> Piece:
        found = {self._shown.table.sessions[member].status.value for member in self._members(line)}
        if len(found) > 1:
            return Piece("mixed", self._palette.muted)
        word = found.pop()
        return Piece(word, _status_colour(word, self._palette))

    def _value(self, line: Line, column: ValueColumn) -> Piece:
        if line.session is not None:
            return Piece(_plain(self._sessions[column.key].label(line.session)), self._palette.muted)
        text = _plain(column.label(line.row))
        if line.row in column.varied:
            return Piece(f"{text}…", self._palette.muted)
        best = line.row in self._shown.best.get(column.key, ())
        muted = not column.is_metric and not column.differs and not column.is_partial
        colour = self._palette.stroke(2).colour if best else self._palette.muted if muted else DEFAULT
        return Piece(f"{_BEST}{text}" if best else text, colour, bold=best)
