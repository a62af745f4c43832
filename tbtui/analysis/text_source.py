"""A text of a log as plain lines: its strings one after the other, fit to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from tbtui.analysis.paced import paced
from tbtui.analysis.text_rows import Look, Span, TextLine
from tbtui.model.display import safe_lines
from tbtui.model.texts import Text

_AT_ONCE: Final = 1 << 18
_WORDS: Final = 200


def clean(string: str) -> str:
    """The string with "\\n" as its only line end; tabs become spaces, all other controls replacement characters."""
    plain = string.replace("\r\n", "\n").replace("\r", "\n")
    if len(plain) <= _AT_ONCE:
        return safe_lines(plain)
    parts = (plain[begin : begin + _AT_ONCE] for begin in range(0, len(plain), _AT_ONCE))
    return "".join(safe_lines(part) for part in paced(parts, every=1))


def element_lines(text: Text) -> list[list[str]]:
    """For each string of the text its lines."""
    return [clean(string).split("\n") for string in text.strings]


def source_lines(text: Text) -> list[str]:
    """All lines of the text; every string begins a new one."""
    return [line for lines in element_lines(text) for line in lines]


def first_words(text: Text) -> str:
    """What a list shows of the text, on one line."""
    begin = " ".join(string[:_WORDS] for string in text.strings[:_WORDS])
    return " ".join(begin.split())[:_WORDS]


def labels(text: Text) -> Iterator[str]:
    """The place of each string in the shape, as "[0, 1]"; "" for a single one."""
    if len(text.strings) <= 1:
        yield from ("" for _ in text.strings)
        return
    for place in product(*map(range, text.shape)):
        yield f"[{', '.join(map(str, place))}]"


def plain_lines(text: Text) -> Iterator[TextLine]:
    """The text as it was written, each string of a tensor with its place before it."""
    source = 0
    for label, lines in zip(labels(text), element_lines(text), strict=True):
        before = (Span(f"{label} ", Look.DIM),) if label else ()
        indent = (Span(" " * (len(label) + 1)),) if label else ()
        for number, line in enumerate(lines):
            yield TextLine((Span(line),), source, indent if number else before, indent)
            source += 1


def markdown_source(text: Text) -> str:
    """The text as a markdown file: a single string as it was written, a tensor of them as a table of two columns."""
    if len(text.strings) == 1:
        return text.strings[0]
    rows = [f"| {label} | {_in_cell(string)} |\n" for label, string in zip(labels(text), text.strings, strict=True)]
    return "".join(["| place | text |\n| --- | --- |\n", *rows])


def _in_cell(string: str) -> str:
    return string.replace("|", "\\|").replace("\n", "<br>")
