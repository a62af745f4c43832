"""Lines become rows of a width, by cells; finds of a search are marked in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tbtui.analysis.text_rows import Look, Row, Span, TextLine, joined, pieces, row_of_source, rows_of, wrapped


def shown(line: TextLine, width: int, pattern: str = "") -> list[str]:
    return [joined(row.spans) for row in rows_of(line, width, re.compile(pattern) if pattern else None)]


def test_lines_break_at_spaces_and_go_on_below_their_bullet() -> None:
    line = TextLine((Span("one two "), Span("three", Look.BOLD)), 0, (Span("• "),), (Span("  "),))
    assert shown(line, 9) == ["• one two", "  three"]


def test_words_that_are_too_long_are_broken() -> None:
    assert shown(TextLine((Span("a abcdefghij"),)), 5) == ["a", "abcde", "fghij"]


def test_indented_lines_keep_their_blanks() -> None:
    assert shown(TextLine((Span("    return"),)), 6) == ["    re", "turn"]


def test_wide_characters_take_two_cells() -> None:
    assert shown(TextLine((Span("日本語abc"),)), 5) == ["日本", "語abc"]
    assert shown(TextLine((Span("日"),)), 1) == ["日"]


@pytest.mark.parametrize("text", ["seventeen letters ", "日本語 日本語 "])
def test_a_space_at_the_end_makes_no_row(text: str) -> None:
    assert shown(TextLine((Span(text),)), 17 if text.isascii() else 13) == [text.rstrip()]


def test_without_a_width_nothing_is_broken() -> None:
    assert shown(TextLine((Span("x" * 500),)), 0) == ["x" * 500]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Mn", "Me", "Cf")), max_size=60),
    st.integers(2, 20),
)
def test_nothing_but_spaces_is_lost_and_no_row_is_too_wide(text: str, width: int) -> None:
    parts = [text[begin:end] for begin, end in wrapped(text, width)]
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(part) <= width for part in parts)


def test_finds_are_marked_across_spans() -> None:
    (row,) = rows_of(TextLine((Span("lo"), Span("ss is", Look.BOLD))), 20, re.compile("loss"))
    assert row.hit
    assert row.spans == (Span("lo", Look.HIT), Span("ss", Look.BOLD | Look.HIT), Span(" is", Look.BOLD))


def test_a_row_knows_which_line_of_the_source_it_holds() -> None:
    line = TextLine((Span("first second third"),), 10, turns=(6, 13))
    assert [row.source for row in rows_of(line, 6)] == [10, 11, 12]


@pytest.mark.parametrize(("source", "row"), [(0, 0), (1, 2), (2, 3), (9, 0)])
def test_the_row_of_a_line_is_found_by_its_hit(source: int, row: int) -> None:
    rows = [Row((), 0), Row((), 1), Row((), 1, True), Row((), 2, True)]
    assert row_of_source(rows, source) == (2 if source == 0 else row)


def test_pieces_are_cut_at_their_bounds() -> None:
    spans = (Span("abc"), Span("def", Look.BOLD))
    assert pieces(spans, [1, 2, 5]) == [(Span("b"),), (Span("c"), Span("de", Look.BOLD))]
    assert pieces(spans, [0, 0, 6]) == [(), spans]
