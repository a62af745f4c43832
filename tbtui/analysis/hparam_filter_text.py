"""The text of a filter of sessions -> its tree and back; what is wrong with a text is told in words."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Final

from tbtui.analysis.hparam_columns import ValueColumn
from tbtui.analysis.hparam_filter import (
    EVERYTHING,
    NAME,
    SESSION_FIELDS,
    AllOf,
    AnyOf,
    Condition,
    Interval,
    Node,
    Not,
    as_number,
    conjuncts,
)

_OPERATORS: Final = ("!=", "<=", ">=", "!~", "==", "=", "<", ">", "~")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][\w./:-]*")
_PLAIN_VALUE: Final = re.compile(r"[\w.+-](?:[\w.+/: -]*[\w.+-])?")
_WORD: Final = re.compile(r"[^\s&|()=<>~!,\"']+")
_VALUE: Final = re.compile(r"[^&|(),=<>~]+")
_PATTERN: Final = re.compile(r"[^\s&]+")
_QUOTES: Final = "\"'"
_MOST_DEPTH: Final = 50


class FilterError(ValueError):
    """What is wrong with the text of a filter."""


def field_names(columns: Iterable[ValueColumn]) -> dict[str, str]:
    """Written name -> field: titles, names, and names with their kind before them, which are never ambiguous."""
    found = {field: field for field in SESSION_FIELDS}
    columns = list(columns)
    for name_of in (attrgetter("title"), attrgetter("name"), attrgetter("key")):
        for column in columns:
            found.setdefault(name_of(column), column.key)
    found.pop("", None)
    return found


def written_names(names: Mapping[str, str]) -> dict[str, str]:
    """Field -> the first name that means it."""
    found: dict[str, str] = {}
    for name, field in names.items():
        found.setdefault(field, name)
    return found


def parse_filter(text: str, names: Mapping[str, str]) -> Node:
    """The tree of a text; ``names`` as from ``field_names``. FilterError tells what is wrong."""
    if not text.strip():
        return EVERYTHING
    parser = _Parser(text, names)
    node = parser.either()
    if not parser.at_end():
        raise FilterError(f"unexpected {parser.rest()!r}: join conditions with & or |")
    return node


class _Parser:
    """Recursive descent over the text."""

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self.text, self.names = text, names
        self.place = self.depth = 0
        self.longest = sorted(names, key=len, reverse=True)

    def at_end(self) -> bool:
        self.skip_blanks()
        return self.place >= len(self.text)

    def rest(self) -> str:
        return self.text[self.place :][:20].rstrip()

    def skip_blanks(self) -> None:
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1

    def taken(self, words: Iterable[str]) -> str:
        """The first of the words that stands here, behind which the parser goes on; "" for none."""
        self.skip_blanks()
        found = next((word for word in words if self.text.startswith(word, self.place)), "")
        self.place += len(found)
        return found

    def either(self) -> Node:
        parts = [self.both()]
        while self.taken(("||", "|")):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Node:
        parts = [self.single()]
        while self.taken(("&&", "&")):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else AllOf(tuple(inner for part in parts for inner in conjuncts(part)))

    def single(self) -> Node:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise FilterError("too many brackets")
        if self.at_end():
            raise FilterError("a condition is missing at the end, such as lr>0.01")
        if self.taken("!"):
            node: Node = Not(self.single())
        elif self.taken("("):
            node = self.either()
            if not self.taken(")"):
                raise FilterError("a closing bracket is missing")
        else:
            node = self.condition()
        self.depth -= 1
        return node

    def condition(self) -> Node:
        field, word = self.field()
        operator = self.taken(_OPERATORS)
        if not operator:
            return Condition(field, "") if field else Condition(NAME, "~", (re.escape(word),))
        if not field:
            raise FilterError(self.unknown(word))
        operator = "=" if operator == "==" else operator
        if operator.endswith("~"):
            return Condition(field, operator, (self.pattern(),))
        values = tuple(self.values(operator))
        return Condition(field, operator, values)

    def field(self) -> tuple[str, str]:
        """(the field, or "" for a word that is none, the word)."""
        quote = self.text[self.place]
        if quote in _QUOTES:
            word = self.quoted(quote)
            return self.names.get(word, ""), word
        for name in self.longest:
            end = self.place + len(name)
            if self.text.startswith(name, self.place) and not self.goes_on(end):
                self.place = end
                return self.names[name], name
        found = _WORD.match(self.text, self.place)
        if found is None:
            raise FilterError(f"a name is missing before {self.rest()!r}")
        self.place = found.end()
        return "", found.group()

    def goes_on(self, end: int) -> bool:
        """Whether a word does not end here."""
        return end < len(self.text) and _WORD.match(self.text, end) is not None

    def unknown(self, word: str) -> str:
        close = difflib.get_close_matches(word, self.names, 1)
        return f"there is no column {word!r}" + (f": did you mean {close[0]!r}?" if close else "")

    def quoted(self, quote: str) -> str:
        letters: list[str] = []
        self.place += 1
        while self.place < len(self.text):
            letter = self.text[self.place]
            self.place += 1
            if letter == quote:
                return "".join(letters)
            if letter == "\\" and self.place < len(self.text):
                letter = self.text[self.place]
                self.place += 1
            letters.append(letter)
        raise FilterError(f"a closing {quote} is missing")

    def word(self, pattern: re.Pattern[str], what: str) -> tuple[str, bool]:
        """A value, and whether it stood in quotes."""
        self.skip_blanks()
        quote = self.text[self.place : self.place + 1]
        if quote and quote in _QUOTES:
            return self.quoted(quote), True
        found = pattern.match(self.text, self.place)
        if found is None or not found.group().strip():
            raise FilterError(f"{what} is missing" + (f" before {self.rest()!r}" if self.rest() else " at the end"))
        self.place = found.end()
        return found.group().strip(), False

    def pattern(self) -> str:
        """A regular expression: up to a blank, an & or a bracket that it does not open; | belongs to it."""
        begin = self.place
        found, quoted = self.word(_PATTERN, "a regular expression")
        if not quoted and found.count(")") > found.count("("):
            found = found[: -(found.count(")") - found.count("("))]
            self.place = self.text.index(found, begin) + len(found)
        try:
            re.compile(found)
        except re.error as error:
            raise FilterError(f"{found!r} is no regular expression: {error.msg}") from None
        return found

    def values(self, operator: str) -> Iterable[str | Interval]:
        while True:
            found, quoted = self.word(_VALUE, "a value")
            if operator in ("=", "!="):
                yield found if quoted else interval_of(found) or found
            elif math.isnan(as_number(found)):
                raise FilterError(f"{operator} needs a number, and {found!r} is none: compare it with = or ~")
            else:
                yield found
                return
            if not self.taken(","):
                return


def interval_of(word: str) -> Interval | None:
    """``1e-4..1e-2``, ``..1`` or ``3..`` as an interval; None for every other word."""
    low, dots, high = word.partition("..")
    if not dots or not (low.strip() or high.strip()):
        return None
    ends = [as_number(low) if low.strip() else -math.inf, as_number(high) if high.strip() else math.inf]
    return None if any(map(math.isnan, ends)) else Interval(*ends)


def filter_text(node: Node, written: Mapping[str, str]) -> str:
    """The text that means this tree; ``written`` is the name of each field."""
    if isinstance(node, Condition):
        return _condition_text(node, written)
    if isinstance(node, Not):
        inner = filter_text(node.inner, written)
        return f"!({inner})"
    joint = " & " if isinstance(node, AllOf) else " | "
    return joint.join(_part_text(part, written) for part in node.parts)


def _part_text(node: Node, written: Mapping[str, str]) -> str:
    text = filter_text(node, written)
    return f"({text})" if isinstance(node, AllOf | AnyOf) else text


def _condition_text(condition: Condition, written: Mapping[str, str]) -> str:
    name = written.get(condition.field, condition.field)
    name = name if _PLAIN_NAME.fullmatch(name) else _quote(name)
    if condition.operator.endswith("~"):
        return f"{name}{condition.operator}{_quote(str(condition.values[0]))}"
    return f"{name}{condition.operator}{','.join(map(_value_text, condition.values))}"


def _value_text(value: str | Interval) -> str:
    if isinstance(value, Interval):
        low = "" if value.low == -math.inf else f"{value.low:.15g}"
        return f"{low}.." + ("" if value.high == math.inf else f"{value.high:.15g}")
    return value if _PLAIN_VALUE.fullmatch(value) and interval_of(value) is None else _quote(value)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
