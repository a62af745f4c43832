"""Tables of a text: how wide their columns are in so much room, and the rows that they become."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tbtui.analysis.paced import paced
from tbtui.analysis.text_rows import Find, Look, Row, Span, Spans, TextLine, rows_of, spans_width

Cell: TypeAlias = tuple[Spans, ...]
"""The lines of one cell."""

_BAR: Final = " │ "
_CROSS: Final = "─┼─"
_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class TextTable:
    """Cells in rows; every row has as many as the first."""

    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[int, ...]
    """For each row the line of the source in which it begins."""
    aligns: tuple[str, ...] = ()
    """"left", "right" or "center" for each column."""
    header: bool = False
    """The first row holds titles."""
    first: Spans = ()
    """What stands before each row."""


def column_widths(natural: Sequence[int], room: int) -> list[int] | None:
    """Widths of columns that fit into ``room`` cells: the widest are narrowed to one width; None where none fit."""
    left = room - len(_BAR) * (len(natural) - 1)
    if sum(natural) <= left:
        return list(natural)
    if left < _LEAST * len(natural):
        return None
    low, high = _LEAST, max(natural)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(one, middle) for one in natural) <= left else (low, middle - 1)
    return [min(one, low) for one in natural]


def table_rows(table: TextTable, width: int, find: Find = None) -> Iterator[Row]:
    """The rows of a table on so many columns, 0 for as many as it needs; as plain lines where columns are too many."""
    natural = [max(map(_cell_width, column)) for column in zip(*table.rows, strict=True)]
    widths = column_widths(natural, width - spans_width(table.first)) if width else natural
    for number, (row, source) in enumerate(paced(zip(table.rows, table.sources, strict=True))):
        if widths is None:
            yield from rows_of(_one_line(row, source, table.first), width, find)
            continue
        yield from _drawn(table, row, source, widths, find)
        if table.header and not number:
            rule = _CROSS.join("─" * wide for wide in widths)
            yield Row((*table.first, Span(rule, Look.DIM)), source)


def _cell_width(cell: Cell) -> int:
    return max(map(spans_width, cell), default=0)


def _one_line(row: Sequence[Cell], source: int, first: Spans) -> TextLine:
    spans: list[Span] = []
    for number, cell in enumerate(row):
        spans += [Span(_BAR, Look.DIM)] if number else []
        for line in cell:
            spans += [*line, Span(" ")]
    return TextLine(tuple(spans), source, first, first)


def _drawn(table: TextTable, row: Sequence[Cell], source: int, widths: Sequence[int], find: Find) -> Iterator[Row]:
    columns = [
        [part for number, line in enumerate(cell) for part in rows_of(TextLine(line, number), max(1, wide), find)]
        for cell, wide in zip(row, widths, strict=True)
    ]
    for height in range(max(map(len, columns), default=0)):
        spans: list[Span] = list(table.first)
        seen: list[Row] = []
        for place, (parts, wide) in enumerate(zip(columns, widths, strict=True)):
            spans += [Span(_BAR, Look.DIM)] if place else []
            part = parts[height] if height < len(parts) else Row((), 0)
            spans += _aligned(part.spans, wide, table.aligns[place] if table.aligns else "left")
            seen.append(part)
        yield Row(tuple(spans), source + max(part.source for part in seen), any(part.hit for part in seen))


def _aligned(spans: Spans, width: int, align: str) -> list[Span]:
    left = width - spans_width(spans)
    before = {"right": left, "center": left // 2}.get(align, 0)
    return [Span(" " * before), *spans, Span(" " * (left - before))]


def titled(cell: Cell) -> Cell:
    """The cell as a title."""
    return tuple(tuple(span._replace(look=span.look | Look.BOLD) for span in line) for line in cell)
