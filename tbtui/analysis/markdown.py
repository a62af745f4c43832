"""Markdown (CommonMark with tables and ~~strikes~~) -> styled lines and tables, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tbtui.analysis.markdown_inline import DEEPEST, Inline, parser
from tbtui.analysis.paced import paced
from tbtui.analysis.text_rows import Look, Span, Spans, TextLine
from tbtui.analysis.text_tables import Cell, TextTable, titled
from tbtui.model.display import safe_text

if TYPE_CHECKING:
    from markdown_it.token import Token

Block: TypeAlias = TextLine | TextTable

_BULLETS: Final = ("•", "◦", "▪")


def markdown_blocks(text: str, source: int = 0) -> Iterator[Block]:
    """The blocks of a text whose first line is line ``source``; blank lines stand between them.

    Lists and quotes that lie too deep in each other are shown as they were written.
    """
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    if any(token.level >= DEEPEST - 2 for token in tokens):
        yield from (TextLine((Span(safe_text(line)),), source + number) for number, line in enumerate(text.split("\n")))
    else:
        yield from _Builder(env, source).blocks(paced(tokens))


@dataclass
class _Level:
    """A list item or a quote that is open."""

    first: Spans
    rest: Spans
    begun: bool = False
    """Something stands behind ``first`` already."""


class _Builder:
    """Tokens of blocks -> lines and tables."""

    def __init__(self, env: dict[str, Any], source: int) -> None:
        self._inline = Inline(env)
        self._base = self._source = source
        self._levels: list[_Level] = []
        self._lists: list[int | None] = []
        """For each open list the number of its next item; None where it has bullets."""
        self._heading = Look.PLAIN
        self._gap = False
        self._table: list[list[Cell]] | None = None
        self._sources: list[int] = []
        self._aligns: list[str] = []

    def blocks(self, tokens: Iterable[Token]) -> Iterator[Block]:
        """All of them, in order."""
        for token in tokens:
            if token.map:
                self._source = self._base + token.map[0]
            take = getattr(self, f"_on_{token.type}", None)
            if take is not None:
                yield from take(token) or ()

    def _blank(self) -> Iterator[Block]:
        """The line between blocks, where one is due."""
        if self._gap:
            before = tuple(span for level in self._levels if level.begun for span in level.rest)
            yield TextLine((), self._source, before)
        self._gap = False

    def _before(self) -> tuple[Spans, Spans]:
        """What stands before the next line, and before the rows in which it goes on."""
        first: list[Span] = []
        rest: list[Span] = []
        for level in self._levels:
            first += level.rest if level.begun else level.first
            rest += level.rest
            level.begun = True
        return tuple(first), tuple(rest)

    # Paragraphs and headings

    def _on_heading_open(self, token: Token) -> None:
        self._heading = Look.HEADING | Look.BOLD | (Look.UNDERLINED if token.tag in ("h1", "h2") else Look.PLAIN)

    def _on_heading_close(self, token: Token) -> None:
        self._heading, self._gap = Look.PLAIN, True

    def _on_paragraph_close(self, token: Token) -> None:
        self._gap = not token.hidden

    def _on_inline(self, token: Token) -> Iterator[Block]:
        if self._table is not None:
            self._table[-1].append((self._inline.lines(token.content)[0][0],))
            return
        yield from self._blank()
        source = self._source
        for spans, turns in self._inline.lines(token.content):
            dressed = tuple(span._replace(look=span.look | self._heading) for span in spans) if self._heading else spans
            yield TextLine(dressed, source, *self._before(), turns)
            source += len(turns) + 1

    # Code and rules

    def _on_fence(self, token: Token) -> Iterator[Block]:
        yield from self._blank()
        inside = 1 if token.type == "fence" else 0
        for number, line in enumerate(token.content.removesuffix("\n").split("\n")):
            first, rest = self._before()
            indent = Span("  ")
            span = Span(safe_text(line), Look.CODE)
            yield TextLine((span,), self._source + inside + number, (*first, indent), (*rest, indent))
        self._gap = True

    _on_code_block = _on_fence

    def _on_hr(self, token: Token) -> Iterator[Block]:
        yield from self._blank()
        yield TextLine((), self._source, self._before()[0], ruled=True)
        self._gap = True

    # Lists and quotes

    def _on_bullet_list_open(self, token: Token) -> None:
        self._lists.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrs.get("start", 1)))

    def _on_bullet_list_close(self, token: Token) -> None:
        self._lists.pop()
        self._gap = True

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> Iterator[Block]:
        yield from self._blank()
        number = self._lists[-1]
        bullets = sum(one is None for one in self._lists) - 1
        mark = f"{number}. " if number is not None else f"{_BULLETS[bullets % len(_BULLETS)]} "
        if number is not None:
            self._lists[-1] = number + 1
        self._levels.append(_Level((Span(mark, Look.DIM),), (Span(" " * len(mark)),)))

    def _on_list_item_close(self, token: Token) -> Iterator[Block]:
        if not self._levels[-1].begun:
            yield TextLine((), self._source, *self._before())
        self._levels.pop()

    def _on_blockquote_open(self, token: Token) -> Iterator[Block]:
        yield from self._blank()
        bar = (Span("│ ", Look.DIM),)
        self._levels.append(_Level(bar, bar))

    def _on_blockquote_close(self, token: Token) -> None:
        self._levels.pop()
        self._gap = True

    # Tables

    def _on_table_open(self, token: Token) -> Iterator[Block]:
        yield from self._blank()
        self._table, self._sources, self._aligns = [], [], []

    def _on_tr_open(self, token: Token) -> None:
        assert self._table is not None, "rows lie in tables"
        self._table.append([])
        self._sources.append(self._source)

    def _on_th_open(self, token: Token) -> None:
        self._aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:") or "left")

    def _on_table_close(self, token: Token) -> Iterator[Block]:
        rows = self._table or []
        self._table, self._gap = None, True
        first, _ = self._before()
        heads = [tuple(map(titled, rows[0]))] if rows else []
        body = (*heads, *(tuple(row) for row in rows[1:]))
        yield TextTable(body, tuple(self._sources), tuple(self._aligns), header=True, first=first)
