"""A table of tensors, one for each run: type, shape, and the values summed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeVar

from tbtui.analysis.labels import count_label, shape_label, value_label
from tbtui.analysis.tensor_summary import TensorSummary
from tbtui.charts.palette import Palette
from tbtui.model.entries import EntryError
from tbtui.widgets.run_list import run_mark
from tbtui.widgets.strips import Piece
from tbtui.widgets.table import Column, TableContent, VirtualTable

_Cell = TypeVar("_Cell")

_NUMBER: Final = 9
_COUNT: Final = 5
_COLUMNS: Final = (
    Column("", 1, keep=20),
    Column("Run", 0, keep=19, least=16, share=2),
    Column("Step", 9, "right", keep=14),
    Column("Type", 8, keep=15),
    Column("Shape", 12, keep=16),
    Column("Min", _NUMBER, "right", keep=13),
    Column("Max", _NUMBER, "right", keep=12),
    Column("Mean", _NUMBER, "right", keep=11),
    Column("Std", _NUMBER, "right", keep=10),
    Column("Zeros", _COUNT, "right", keep=6),
    Column("NaN", _COUNT, "right", keep=8),
    Column("Inf", _COUNT, "right", keep=7),
    Column("Values", 0, "begin", keep=9, least=14, share=3),
)
_SHAPE: Final = 4
_OF_NUMBERS: Final = slice(5, 12)


class TensorRow(NamedTuple):
    """One run and what it holds."""

    run: str
    slot: int
    step: int | None
    found: TensorSummary | EntryError | None
    """None while it is being read."""


class TensorTable(VirtualTable):
    """Rows of tensors; moving to one chooses its run."""

    def __init__(self, on_run: Callable[[str], None], id: str | None = None) -> None:
        super().__init__(on_move=lambda row: on_run(self.rows[row].run), id=id)
        self.rows: Sequence[TensorRow] = ()

    @property
    def chosen(self) -> TensorRow | None:
        """The row under the cursor; None while there is none."""
        return self.rows[self.cursor] if self.rows else None

    def show_tensors(self, rows: Sequence[TensorRow], palette: Palette, run: str | None) -> None:
        """Show these rows, with the cursor on a run."""
        self.rows = rows
        names = [row.run for row in rows]
        cursor = names.index(run) if run in names else None

        def row(number: int) -> Sequence[Piece]:
            one = rows[number]
            pieces = [run_mark(one.slot, True, palette), Piece(one.run), *_cells(one, palette)]
            return _without_numbers(pieces) if texts else pieces

        texts = bool(rows) and all(isinstance(one.found, TensorSummary) and one.found.is_text for one in rows)
        columns = tuple(_without_numbers(_COLUMNS)) if texts else _COLUMNS
        self.show(TableContent(columns, len(rows), row), cursor)


def _without_numbers(columns: Sequence[_Cell]) -> Sequence[_Cell]:
    """Strings have no least and no mean: the room is theirs."""
    return [*columns[: _OF_NUMBERS.start], *columns[_OF_NUMBERS.stop :]]


def _cells(one: TensorRow, palette: Palette) -> Sequence[Piece]:
    step = Piece("" if one.step is None else f"{one.step:,}")
    found = one.found
    if not isinstance(found, TensorSummary):
        blank = [Piece("")] * (len(_COLUMNS) - _SHAPE)
        words = Piece("reading …", dim=True) if found is None else Piece(str(found), palette.warning)
        return step, *blank, words
    about = (step, Piece(found.dtype, palette.muted), Piece(shape_label(found.shape), palette.muted))
    if found.is_text:
        texts = " ".join(f'"{text}"' for text in found.strings[:4])
        return *about, *[Piece("")] * 7, Piece(texts or "no strings")
    numbers = (found.least, found.greatest, found.mean, found.spread)
    return (
        *about,
        *(Piece(value_label(number, 4) if number == number else "–") for number in numbers),
        Piece(count_label(found.zeros), palette.muted),
        Piece(count_label(found.nan), palette.warning if found.nan else palette.muted),
        Piece(count_label(found.infinite), palette.warning if found.infinite else palette.muted),
        Piece(", ".join(found.first) + (", …" if found.count > len(found.first) else ""), palette.muted),
    )
