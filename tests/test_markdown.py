"""Markdown of a log becomes rows: what it means is seen, HTML and targets of links are text, nothing hostile passes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tbtui.analysis.text_document import Setting, document
from tbtui.analysis.text_rows import Look, joined
from tbtui.model.display import safe_text
from tbtui.model.texts import Text


def rows(
    text: str | Text, width: int = 40, *, plain: bool = False, pattern: str = "", whole: bool = False
) -> list[str]:
    made = Text((), (text,), len(text)) if isinstance(text, str) else text
    return [joined(row.spans) if row.spans else "" for row in document(made, Setting(width, plain, pattern, whole))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Head\n\nbody **bold**\ngoes on", ["Head", "", "body bold goes on"]),
        ("hard  \nbreak", ["hard", "break"]),
        ("- a\n- b\n  - c", ["• a", "• b", "  ◦ c"]),
        ("3. x\n4. y", ["3. x", "4. y"]),
        ("> a\n> > b", ["│ a", "│ ", "│ │ b"]),
        ("```py\nx = 1\n\ny\n```", ["  x = 1", "  ", "  y"]),
        ("[doc](http://a.b/c)", ["doc (http://a.b/c)"]),
        ("<http://a.b>", ["http://a.b"]),
        ("![cat](c.png)", ["[image: cat] (c.png)"]),
        ("<b>x</b><script>alert(1)</script>", ["<b>x</b><script>alert(1)</script>"]),
        ("a\n\n---\n\nb", ["a", "", "─" * 40, "", "b"]),
        ("-", ["• "]),
    ],
)
def test_markdown_is_rendered(text: str, expected: list[str]) -> None:
    assert rows(text) == expected


def test_tables_have_columns() -> None:
    assert rows("| a | bb |\n|---|---:|\n| `x` | 1 |\n| long | 22 |") == [
        "a    │ bb", "─────┼───", "x    │  1", "long │ 22",
    ]  # fmt: skip


def test_tables_that_are_too_wide_wrap_in_their_cells() -> None:
    found = rows("| a | b |\n|---|---|\n| " + "word " * 8 + "| x |", 20)
    assert all(cell_len(row) <= 20 for row in found)
    assert sum("word" in row for row in found) > 2


def test_looks_follow_from_the_markup() -> None:
    found = document(Text((), ("# h\n\n*i* **b** `c`",), 0), Setting(40))
    looks = {span.text: span.look for row in found for span in row.spans}
    assert Look.HEADING in looks["h"]
    assert (looks["i"], looks["b"], looks["c"]) == (Look.ITALIC, Look.BOLD, Look.CODE)


def test_vectors_are_numbered_and_matrices_are_tables() -> None:
    assert rows(Text((2,), ("a", "*b*"), 0)) == ["0 │ a", "1 │ b"]
    assert rows(Text((2, 2), ("h1", "h2", "1", "2"), 0)) == ["h1 │ h2", "1  │ 2 "]
    assert rows(Text((2, 1, 1), ("a", "b"), 0)) == ["[0]", "a", "[1]", "b"]
    assert rows(Text((2,), ("a\nb", "c"), 0), plain=True) == ["[0] a", "    b", "[1] c"]


def test_what_is_missing_is_said() -> None:
    assert rows("") == ["An empty text."]
    assert "no strings" in rows(Text((0,), (), 0), 60)[0]
    assert "all 3 elements" in rows(Text((3,), ("x",), 1), 60)[0]


def test_long_texts_are_cut_until_all_is_asked_for() -> None:
    text = "word\n" * 60_000
    cut = rows(text, 60, plain=True)
    assert len(cut) == 40_002
    assert "100k characters more" in cut[-1]
    assert len(rows(text, 60, plain=True, whole=True)) == 60_001


def test_plain_is_as_it_was_written() -> None:
    assert rows("# a\n\n\t*b*\r\nc", plain=True) == ["# a", "", "    *b*", "c"]


@given(st.text(st.characters(), max_size=200), st.integers(12, 60))
@settings(max_examples=150)
def test_nothing_hostile_passes(text: str, width: int) -> None:
    for row in rows(text, width) + rows(text, width, plain=True):
        assert safe_text(row) == row


HARD = {
    "brackets": "[" * 50_000,
    "stars": "*a **a " * 8_000,
    "quotes": "> " * 20_000 + "deep",
    "lists": "- " * 20_000 + "deep",
    "table": "|a" * 20_000 + "\n" + "|-" * 20_000,
}


@pytest.mark.parametrize("name", list(HARD))
def test_what_parsers_find_hard_is_shown_all_the_same(name: str) -> None:
    found = rows(HARD[name], 60)
    assert sum(row.count("a") + row.count("[") + row.count("deep") for row in found)
