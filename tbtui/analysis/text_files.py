"""Texts of a log as the contents of files; each is read when its content is made. EntryError where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from tbtui.analysis.entry_steps import ChosenEntry, entry_order
from tbtui.analysis.text_difference import difference
from tbtui.analysis.text_rows import joined
from tbtui.analysis.text_source import markdown_source, source_lines
from tbtui.model.entries import Entries
from tbtui.model.texts import Text


def markdown_file(one: ChosenEntry) -> bytes:
    """The text as it was written."""
    return markdown_source(one.entries[one.index]).encode("utf-8", "replace")


def plain_file(one: ChosenEntry) -> bytes:
    """The text without control characters."""
    return _encoded(source_lines(one.entries[one.index]))


def steps_file(entries: Entries) -> bytes:
    """All texts of a tag and run, each below its step."""
    return "\n".join(_sections(entries)).encode("utf-8", "replace")


def _sections(entries: Entries) -> Iterator[str]:
    order = entry_order(entries)
    for step, index in zip(order.steps.tolist(), order.indexes.tolist(), strict=True):
        yield f"<!-- {entries.tag}, {entries.run}, step {step} -->\n\n{markdown_source(entries[index])}\n"


def difference_file(base: ChosenEntry, one: ChosenEntry) -> bytes:
    """The lines in which two texts differ."""
    return _encoded(difference_lines(base.entries[base.index], one.entries[one.index]))


def difference_lines(before: Text, after: Text) -> list[str]:
    """The difference between two texts as plain lines that begin with "-", "+" or blanks."""
    lines = difference(source_lines(before), source_lines(after)).lines
    return [joined((*line.first, *line.spans)) for line in lines]


def _encoded(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
