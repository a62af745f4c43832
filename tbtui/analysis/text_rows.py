"""Styled lines of text and the rows into which they are broken: by cells, so that wide characters come out right."""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

from rich.cells import cell_len, split_graphemes


class Look(enum.Flag):
    """What a stretch of text is, for its user to choose colours."""

    PLAIN = 0
    BOLD = enum.auto()
    ITALIC = enum.auto()
    UNDERLINED = enum.auto()
    DIM = enum.auto()
    HEADING = enum.auto()
    CODE = enum.auto()
    HIT = enum.auto()
    """What a search has found."""
    ADDED = enum.auto()
    REMOVED = enum.auto()


class Span(NamedTuple):
    """A stretch of one look. Its text holds no controls."""

    text: str
    look: Look = Look.PLAIN


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a text, however long."""

    spans: Spans
    source: int = 0
    """Which line of the source it begins in."""
    first: Spans = ()
    """What stands before it: a bullet, a bar."""
    rest: Spans = ()
    """What stands before the rows in which it goes on; as wide as ``first``."""
    turns: tuple[int, ...] = ()
    """Where in its text further lines of the source begin."""
    ruled: bool = False
    """A rule over the whole width."""


class Row(NamedTuple):
    """What is shown on one line of the terminal."""

    spans: Spans
    source: int
    """The last line of the source that it holds something of."""
    hit: bool = False


Find: TypeAlias = "re.Pattern[str] | None"

_AT_ONCE: Final = 4096


def joined(spans: Sequence[Span]) -> str:
    """The text of the spans."""
    return spans[0].text if len(spans) == 1 else "".join(span.text for span in spans)


def pieces(spans: Sequence[Span], bounds: Sequence[int]) -> list[Spans]:
    """The spans cut at ascending places of their text: what lies between each of ``bounds`` and the next."""
    found: list[list[Span]] = [[] for _ in bounds[1:]]
    place = piece = 0
    for text, look in spans:
        end = place + len(text)
        while piece < len(found):
            low, high = max(bounds[piece], place), min(bounds[piece + 1], end)
            if low < high:
                found[piece].append(Span(text[low - place : high - place], look))
            if bounds[piece + 1] > end:
                break
            piece += 1
        place = end
    return [tuple(one) for one in found]


def with_hits(spans: Spans, find: Find) -> Spans:
    """The spans with what is found marked."""
    if find is None or not spans:
        return spans
    text = joined(spans)
    found = [match.span() for match in find.finditer(text) if match.end() > match.start()]
    if not found:
        return spans
    bounds = [0, *(end for pair in found for end in pair), len(text)]
    return tuple(
        span._replace(look=span.look | Look.HIT) if number % 2 else span
        for number, piece in enumerate(pieces(spans, bounds))
        for span in piece
    )


def _reach(text: str, room: int) -> Callable[[int], int]:
    """Begin -> the furthest end so that the part between them takes no more than ``room`` cells."""
    if text.isascii():
        return lambda begin: begin + room
    starts: list[int] = []
    widths: list[int] = []
    for base in range(0, len(text), _AT_ONCE):
        for start, _, wide in split_graphemes(text[base : base + _AT_ONCE])[0]:
            starts.append(base + start)
            widths.append(wide)
    totals = [0, *accumulate(widths)]
    starts.append(len(text))

    def reach(begin: int) -> int:
        here = bisect_right(starts, begin) - 1
        return starts[min(max(here + 1, bisect_right(totals, totals[here] + room) - 1), len(starts) - 1)]

    return reach


def wrapped(text: str, room: int) -> list[tuple[int, int]]:
    """(begin, end) of each row of at most ``room`` cells: broken at the last space that fits, else within a word.

    The space at which a row ends belongs to no row.
    """
    if len(text) <= room and text.isascii():
        return [(0, len(text))]
    reach, begin, found = _reach(text, room), 0, []
    while (end := reach(begin)) < len(text):
        space = text.rfind(" ", begin + 1, end + 1)
        if space > 0 and not text[begin:space].isspace():
            found.append((begin, space))
            begin = space + 1
        else:
            found.append((begin, end))
            begin = end
    return found if found and begin == len(text) else [*found, (begin, len(text))]


def rows_of(line: TextLine, width: int, find: Find = None) -> Iterator[Row]:
    """The rows of a line on so many columns; one row for a width of 0."""
    if line.ruled:
        yield Row((*_narrowed(line.first, width), Span("─" * max(1, width - spans_width(line.first)))), line.source)
        return
    spans = with_hits(line.spans, find)
    if not width:
        hit = any(Look.HIT in span.look for span in spans) if find else False
        yield Row((*line.first, *spans), line.source + len(line.turns), hit)
        return
    first, rest = _narrowed(line.first, width), _narrowed(line.rest, width)
    text = joined(spans) if spans else ""
    ranges = wrapped(text, max(1, width - spans_width(first)))
    bounds = [end for pair in ranges for end in pair]
    for number, (part, (_, end)) in enumerate(zip(pieces(spans, bounds)[::2], ranges, strict=True)):
        hit = any(Look.HIT in span.look for span in part) if find else False
        yield Row((*(rest if number else first), *part), line.source + bisect_right(line.turns, end - 1), hit)


def row_of_source(rows: Sequence[Row], source: int) -> int:
    """The row that holds a line of the source; of several, one with a find."""
    of_line = [number for number, row in enumerate(rows) if row.source >= source]
    return next((number for number in of_line if rows[number].hit), of_line[0] if of_line else 0)


def spans_width(spans: Spans) -> int:
    """Cells that they take."""
    return sum(cell_len(span.text) for span in spans)


def _narrowed(spans: Spans, width: int) -> Spans:
    """What stands before a line, as far as it leaves room for the line itself."""
    if not width or spans_width(spans) <= width // 2:
        return spans
    return pieces(spans, [0, width // 2])[0]
