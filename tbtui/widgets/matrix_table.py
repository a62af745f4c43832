"""The matrix of all layers as a table: names, a row of colours for each, and its newest number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from tbtui.analysis.labels import value_label
from tbtui.charts.histogram_options import HistogramOptions, Measure
from tbtui.charts.palette import Palette
from tbtui.charts.statistics_matrix import MatrixRow, StatisticsMatrix
from tbtui.charts.ticks import Ticks
from tbtui.widgets.strips import Piece, pieces_of
from tbtui.widgets.table import Column, TableContent, VirtualTable

_NUMBER: Final = 9
_NAME: Final = (12, 34)
"""How wide the names are at least and at most."""
_WIDE: Final = 64


class MatrixTable(VirtualTable):
    """Rows of the matrix; their keys are those of every table, and Enter opens the histogram of a layer."""

    def __init__(
        self,
        *,
        on_move: Callable[[int], None],
        on_choose: Callable[[int], None],
        on_sort: Callable[[str], None],
        on_size: Callable[[], None],
        id: str | None = None,
    ) -> None:
        """As for every table; ``on_size`` is called when the size changed, as the rows are made for one width."""
        super().__init__(on_move=on_move, on_choose=on_choose, on_sort=on_sort, id=id)
        self._on_size = on_size
        self.matrix: StatisticsMatrix | None = None

    def on_resize(self) -> None:
        """Have the rows made for the new width."""
        self._on_size()

    def show_matrix(
        self, matrix: StatisticsMatrix, options: HistogramOptions, cursor_x: float | None, palette: Palette
    ) -> None:
        """Show these rows, with a mark above the step at the cursor."""
        tag = self.tag
        self.matrix = matrix
        numbers = self._numbers()
        inner = self.size.width - (len(matrix.rows) > self.size.height - 1)
        longest = max((len(row.tag) for row in matrix.rows), default=0)
        name = min(max(longest, _NAME[0]), _NAME[1], max(_NAME[0], inner // 3))
        heat = max(1, inner - name - 1 - len(numbers) * (_NUMBER + 1))
        columns = (
            Column("Layer", name, sort="name", keep=9),
            Column(heat_title(matrix, heat, cursor_x), heat, keep=8),
            *(Column(title, _NUMBER, "right", sort=key, keep=7) for title, key in numbers),
        )

        def row(number: int) -> Sequence[Piece | tuple[Piece, ...]]:
            one = matrix.rows[number]
            cells = pieces_of(one.draw(matrix.time.axis, heat, palette), 0)
            return Piece(one.tag), cells, *(Piece(number_text(one, key, options)) for _, key in numbers)

        cursor = next((place for place, one in enumerate(matrix.rows) if one.tag == tag), None)
        content = TableContent(
            columns, len(matrix.rows), row, options.sort, options.descending, "no layer matches the filter"
        )
        self.show(content, cursor)

    def _numbers(self) -> list[tuple[str, str]]:
        found = [("Last", "last"), ("Change", "change"), ("Greatest", "greatest")]
        return found if self.size.width >= _WIDE else found[:1]

    @property
    def tag(self) -> str | None:
        """The layer under the cursor."""
        rows = self.matrix.rows if self.matrix else ()
        return rows[self.cursor].tag if self.cursor < len(rows) else None


def number_text(row: MatrixRow, key: str, options: HistogramOptions) -> str:
    """A number of a row: shares in percent."""
    value = {"last": row.last, "change": row.change, "greatest": row.greatest}[key]
    if math.isnan(value):
        return "-"
    return value_label(100 * value, 3) + "%" if options.measure is Measure.ZEROS else value_label(value, 3)


def heat_title(matrix: StatisticsMatrix, width: int, cursor_x: float | None) -> str:
    """The horizontal axis above the rows: labels that fit, and a mark where the step cursor stands."""
    axis = matrix.time.axis
    ticks: Ticks = axis.ticks(axis.low, axis.high, max(2, width // 12))
    letters = [" "] * width

    def column(position: float) -> int:
        return round((position - axis.low) / (axis.high - axis.low) * (width - 1))

    for position, label in zip(ticks.positions, ticks.labels, strict=True):
        start = min(max(0, column(position) - len(label) // 2), max(0, width - len(label)))
        if all(letter == " " for letter in letters[max(0, start - 1) : start + len(label) + 1]):
            letters[start : start + len(label)] = label
    if cursor_x is not None and axis.low <= cursor_x <= axis.high:
        letters[column(cursor_x)] = "▾"
    return "".join(letters[:width])
