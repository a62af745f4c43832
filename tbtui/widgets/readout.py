"""A line or two of named numbers; where there is no room for all, those that matter least are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.strip import Strip

from tbtui.charts.cells import DEFAULT, Colour
from tbtui.model.display import safe_text
from tbtui.widgets.lines import Lines
from tbtui.widgets.strips import Piece, fit, line


class Field(NamedTuple):
    """A number with its name, or a word without one."""

    name: str
    value: str
    keep: int = 0
    """Fields that are kept least go first."""
    colour: Colour = DEFAULT

    @property
    def width(self) -> int:
        """Cells that it takes with the gap behind it."""
        return cell_len(self.name) + bool(self.name) + cell_len(self.value) + 2


def fitting_fields(fields: Sequence[Field], width: int) -> list[Field]:
    """The fields that have room, in their order; one is always kept."""
    kept = list(fields)
    while len(kept) > 1 and sum(field.width for field in kept) - 2 > width:
        kept.remove(min(reversed(kept), key=lambda field: field.keep))
    return kept


class Readout(Lines):
    """Rows of fields."""

    DEFAULT_CSS = "Readout { height: 2; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Sequence[Field]] = ()

    def show(self, *rows: Sequence[Field]) -> None:
        """Show these rows."""
        if rows != self._rows:
            self._rows = rows
            self.repaint()

    def text(self) -> str:
        """The fields that have names, as plain text."""
        return ", ".join(f"{field.name} {field.value}" for row in self._rows for field in row if field.name)

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The rows."""
        found = [line(_pieces(fitting_fields(row, width), width), width) for row in self._rows[:height]]
        return found + [Strip.blank(width)] * (height - len(found))


def _pieces(fields: Sequence[Field], width: int) -> list[Piece]:
    pieces: list[Piece] = []
    left = width
    for field in fields:
        name = f"{field.name} " if field.name else ""
        room = left - cell_len(name)
        value = safe_text(field.value)
        pieces += [Piece(name, dim=True), Piece(fit(value, room) if cell_len(value) > room else value, field.colour)]
        pieces.append(Piece("  "))
        left -= field.width
    return pieces
