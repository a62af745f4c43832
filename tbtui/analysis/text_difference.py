"""What differs between two texts: line by line, and word by word in lines that changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tbtui.analysis.paced import paced
from tbtui.analysis.text_document import Rows, Setting, laid_out, note
from tbtui.analysis.text_rows import Look, Span, Spans, TextLine
from tbtui.analysis.text_source import source_lines
from tbtui.model.texts import Text

# difflib takes quadratic time: of longer differences only so many lines are compared, of longer lines no words.
_MOST_LINES: Final = 2_000
_LONGEST_LINE: Final = 1_000
_CONTEXT: Final = 3
_WORDS: Final = re.compile(r"\w+|\s+|.")
# Lines that have less in common than this are not the same line changed.
_ALIKE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be taken from one text and added to it to come to the other."""

    lines: tuple[TextLine, ...]
    """Marked with "-" and "+"; equal lines only near to others. Their source is the line of the second text."""
    added: int
    removed: int


def difference(before: Sequence[str], after: Sequence[str]) -> Difference:
    """The difference between the lines of two texts."""
    if list(before) == list(after):
        return Difference((note("The two texts are equal."),), 0, 0)
    begin, end = _common(before, after)
    old, new = before[begin : len(before) - end], after[begin : len(after) - end]
    shown: list[TextLine] = list(_equal(after[:begin], 0, first=True, last=False))
    cut = max(len(old), len(new)) > _MOST_LINES
    added = removed = 0
    groups = SequenceMatcher(None, old[:_MOST_LINES], new[:_MOST_LINES]).get_opcodes()
    for kind, low, high, new_low, new_high in paced(groups):
        if kind == "equal":
            shown += _equal(new[new_low:new_high], begin + new_low, first=False, last=False)
            continue
        added, removed = added + new_high - new_low, removed + high - low
        shown += _changed(old[low:high], new[new_low:new_high], begin + new_low)
    if cut:
        shown.append(note(f"… the first {_MOST_LINES:,} lines behind the first difference were compared", len(after)))
    else:
        shown += _equal(after[len(after) - end :], len(after) - end, first=False, last=True)
    return Difference(tuple(shown), added, removed)


def difference_rows(before: Text, after: Text, setting: Setting) -> Rows:
    """The difference as rows."""
    return laid_out(difference(source_lines(before), source_lines(after)).lines, setting)


def _common(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """How many lines are equal at the beginning and at the end."""
    most = min(len(before), len(after))
    begin = next((place for place in range(most) if before[place] != after[place]), most)
    most -= begin
    end = next((place for place in range(most) if before[-1 - place] != after[-1 - place]), most)
    return begin, end


def _equal(lines: Sequence[str], source: int, *, first: bool, last: bool) -> Iterator[TextLine]:
    """Equal lines next to changes; those between are counted. ``first`` and ``last``: at the ends of the text."""
    head = 0 if first else _CONTEXT
    tail = 0 if last else _CONTEXT
    hidden = len(lines) - head - tail
    if hidden <= 1:
        hidden, head = 0, len(lines)
    for number, line in enumerate(lines[:head]):
        yield _line("  ", (Span(line),), Look.PLAIN, source + number)
    if hidden:
        yield note(f"⋯ {hidden:,} equal lines", source + head)
        for number, line in enumerate(lines[len(lines) - tail :] if tail else ()):
            yield _line("  ", (Span(line),), Look.PLAIN, source + len(lines) - tail + number)


def _changed(old: Sequence[str], new: Sequence[str], source: int) -> Iterator[TextLine]:
    """Lines that were replaced: what went, then what came; of lines that only changed the words are marked."""
    pairs = [_words(one, other) for one, other in zip(old, new, strict=False)]
    olds = [pair[0] for pair in pairs] + [(Span(line, Look.REMOVED),) for line in old[len(pairs) :]]
    news = [pair[1] for pair in pairs] + [(Span(line, Look.ADDED),) for line in new[len(pairs) :]]
    for spans in olds:
        yield _line("- ", spans, Look.REMOVED, source)
    for number, spans in enumerate(news):
        yield _line("+ ", spans, Look.ADDED, source + number)


def _line(mark: str, spans: Spans, look: Look, source: int) -> TextLine:
    before = (Span(mark, look),)
    return TextLine(spans, source, before, before)


def _words(old: str, new: str) -> tuple[Spans, Spans]:
    """Both lines with the words marked that the other one does not have."""
    whole = (Span(old, Look.REMOVED),), (Span(new, Look.ADDED),)
    if max(len(old), len(new)) > _LONGEST_LINE:
        return whole
    olds, news = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return whole
    left: list[Span] = []
    right: list[Span] = []
    for kind, low, high, new_low, new_high in matcher.get_opcodes():
        mark = Look.PLAIN if kind == "equal" else Look.BOLD | Look.UNDERLINED
        left.append(Span("".join(olds[low:high]), Look.REMOVED | mark))
        right.append(Span("".join(news[new_low:new_high]), Look.ADDED | mark))
    return tuple(left), tuple(right)
