"""A text of a log as the rows that are shown: rendered as markdown or as it was written, as far as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from typing import Final, TypeAlias

from tbtui.analysis.labels import count_label
from tbtui.analysis.listing import matcher
from tbtui.analysis.markdown import Block, markdown_blocks
from tbtui.analysis.markdown_inline import inline_spans
from tbtui.analysis.paced import paced
from tbtui.analysis.text_rows import Find, Look, Row, Span, TextLine, rows_of
from tbtui.analysis.text_source import clean, element_lines, plain_lines
from tbtui.analysis.text_tables import Cell, TextTable, table_rows
from tbtui.model.texts import Text

MOST_AT_FIRST: Final = 200_000
"""So many characters of a text are shown before more are asked for."""
_MOST_MARKDOWN: Final = 1_000_000

Rows: TypeAlias = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How texts are shown."""

    width: int
    """Columns; 0 where lines are not wrapped."""
    plain: bool = False
    pattern: str = ""
    """What a search looks for; "" for nothing."""
    whole: bool = False
    """However long it is."""


def document(text: Text, setting: Setting) -> Rows:
    """The rows of a text."""
    shown = text if setting.whole else text.cut(MOST_AT_FIRST)
    return laid_out(
        [*_notes_before(text), *_blocks(shown, setting), *_notes_behind(shown, whole=setting.whole)], setting
    )


def laid_out(blocks: Sequence[Block], setting: Setting) -> Rows:
    """The rows of lines and tables, with what is searched for marked."""
    find = matcher(setting.pattern) if setting.pattern else None
    return tuple(row for block in paced(blocks) for row in _laid_out(block, setting.width, find))


def _laid_out(block: Block, width: int, find: Find) -> Iterator[Row]:
    return rows_of(block, width, find) if isinstance(block, TextLine) else table_rows(block, width, find)


def note(text: str, source: int = 0) -> TextLine:
    """A line that is not of the log."""
    return TextLine((Span(text, Look.DIM),), source)


def _notes_before(text: Text) -> Iterator[TextLine]:
    if not text.strings:
        yield note(f"This tensor of the shape {list(text.shape)} holds no strings.")
    elif not any(text.strings):
        yield note("An empty text." if len(text.strings) == 1 else "Nothing but empty texts.")
    elif all(string.isspace() for string in text.strings):
        yield note("Nothing but white space.")
    if text.repeated > 1:
        yield note(f"One string stands for all {text.repeated:,} elements of the shape {list(text.shape)}.")


def _notes_behind(shown: Text, *, whole: bool) -> Iterator[TextLine]:
    if shown.left_out:
        more = "" if whole else "M shows all, "
        yield note(f"… {count_label(shown.left_out)} characters more: {more}e writes all to a file")


def _blocks(text: Text, setting: Setting) -> Iterator[Block]:
    if setting.plain:
        yield from plain_lines(text)
    elif sum(map(len, text.strings)) > _MOST_MARKDOWN:
        yield note("Too long to be rendered: shown as it was written.")
        yield from plain_lines(text)
    elif len(text.strings) == 1:
        yield from markdown_blocks(clean(text.strings[0]))
    elif text.strings:
        yield from _tables(text)


def _tables(text: Text) -> Iterator[Block]:
    """A vector as numbered rows; a matrix as a table; of more dimensions a table for each place in the first ones."""
    lines = element_lines(text)
    sources = list(accumulate(map(len, lines[:-1]), initial=0))
    cells = [tuple(map(inline_spans, cell)) for cell in paced(lines)]
    if len(text.shape) == 1:
        rows = tuple((_number(place), cell) for place, cell in enumerate(cells))
        yield TextTable(rows, tuple(sources), ("right", "left"))
        return
    height, width = text.shape[-2:]
    for number, place in enumerate(product(*map(range, text.shape[:-2]))):
        if place:
            yield note(f"[{', '.join(map(str, place))}]", sources[number * height * width])
        begins = [number * height * width + row * width for row in range(height)]
        yield TextTable(
            tuple(tuple(cells[begin : begin + width]) for begin in begins), tuple(sources[begin] for begin in begins)
        )


def _number(place: int) -> Cell:
    return ((Span(f"{place:,}", Look.DIM),),)
