"""Derived tags: expressions such as ``train/loss - val/loss`` or ``log(loss)``, parsed by hand, never run as code.

Tags hold "/", "-" and blanks, so a tag is the longest known tag at its place; a name in quotes is a tag too.
Operands are joined at equal steps; of several points at one step the last counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.analysis.joins import join_at_steps
from tbtui.analysis.smoothing import smooth
from tbtui.model.series import Part, Series

FloatArray: TypeAlias = NDArray[np.float64]
Values: TypeAlias = Mapping[str, FloatArray]
Node: TypeAlias = "Callable[[Values], FloatArray]"


class ExpressionError(ValueError):
    """What is wrong with an expression, and where."""


@dataclass(frozen=True, eq=False)
class Expression:
    """A derived tag."""

    text: str
    tags: tuple[str, ...]
    """The tags that it is made of, each once."""
    evaluate: Node
    """From the values of its tags, arrays of one length, to its own."""


def _ratio(left: FloatArray, right: FloatArray) -> FloatArray:
    return left / right


def _difference(values: FloatArray) -> FloatArray:
    """From point to point; the first point has none."""
    return np.diff(values, prepend=np.nan) if values.size else values


# name -> (how many arguments, what it computes)
_FUNCTIONS: Final[dict[str, tuple[int, Callable[..., FloatArray]]]] = {
    "abs": (1, np.abs),
    "exp": (1, np.exp),
    "log": (1, np.log),
    "log10": (1, np.log10),
    "log2": (1, np.log2),
    "sqrt": (1, np.sqrt),
    "diff": (1, _difference),
    "cumsum": (1, np.nancumsum),
    "cummin": (1, np.fmin.accumulate),
    "cummax": (1, np.fmax.accumulate),
    "min": (2, np.fmin),
    "max": (2, np.fmax),
    "ratio": (2, _ratio),
    "smooth": (2, lambda values, weight: smooth(values, float(np.clip(weight.flat[0], 0, 0.99999)))),
}
FUNCTION_NAMES: Final = tuple(_FUNCTIONS)

_OPERATORS: Final[dict[str, tuple[int, Callable[[FloatArray, FloatArray], FloatArray]]]] = {
    "+": (1, np.add),
    "-": (1, np.subtract),
    "*": (2, np.multiply),
    "/": (2, np.divide),
    "^": (4, np.power),
}
_UNARY: Final = 3
_NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_MOST_DEPTH: Final = 50


def parse_expression(text: str, tags: Collection[str]) -> Expression:
    """The expression that ``text`` means where these tags are known; ExpressionError tells what is wrong."""
    parser = _Parser(text, sorted(tags, key=len, reverse=True))
    node = parser.expression(0)
    parser.skip_blanks()
    if parser.place < len(text):
        raise ExpressionError(f"unexpected {text[parser.place :][:20]!r}")
    if not parser.used:
        raise ExpressionError("an expression needs at least one tag")
    return Expression(text, tuple(parser.used), node)


class _Parser:
    """A precedence climber over the text."""

    def __init__(self, text: str, tags: Sequence[str]) -> None:
        self.text, self.tags = text, tags
        self.place = self.depth = 0
        self.used: dict[str, None] = {}

    def skip_blanks(self) -> None:
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1

    def expression(self, least: int) -> Node:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise ExpressionError("too many brackets")
        left = self.operand()
        while True:
            self.skip_blanks()
            operator = self.text[self.place : self.place + 1]
            strength, compute = _OPERATORS.get(operator, (-1, np.add))
            if strength < max(least, 0):
                self.depth -= 1
                return left
            self.place += 1
            left = _combined(compute, left, self.expression(strength + (operator != "^")))

    def operand(self) -> Node:
        self.skip_blanks()
        rest = self.text[self.place :]
        if not rest:
            raise ExpressionError("something is missing at the end")
        if rest[0] == "-":
            self.place += 1
            inner = self.expression(_UNARY)
            return lambda values: np.negative(inner(values))
        if rest[0] == "(":
            self.place += 1
            return self.closed(self.expression(0))
        if rest[0] in "\"'`":
            return self.quoted(rest[0])
        return self.known_tag() or self.number() or self.function()

    def closed(self, node: Node) -> Node:
        self.skip_blanks()
        if self.text[self.place : self.place + 1] != ")":
            raise ExpressionError("a closing bracket is missing")
        self.place += 1
        return node

    def quoted(self, quote: str) -> Node:
        end = self.text.find(quote, self.place + 1)
        if end < 0:
            raise ExpressionError(f"a closing {quote} is missing")
        name, self.place = self.text[self.place + 1 : end], end + 1
        if name not in self.tags:
            raise ExpressionError(f"there is no tag {name!r}")
        return self.tag(name)

    def tag(self, name: str) -> Node:
        self.used[name] = None
        return lambda values: values[name]

    def known_tag(self) -> Node | None:
        """The longest known tag that stands here as a whole word, unless it is a function that is called."""
        for name in self.tags:
            end = self.place + len(name)
            if name and self.text.startswith(name, self.place) and not self._goes_on(name, end):
                self.place = end
                return self.tag(name)
        return None

    def _goes_on(self, name: str, end: int) -> bool:
        following = self.text[end : end + 1]
        if name in _FUNCTIONS and self.text[end:].lstrip().startswith("("):
            return True
        return (following.isalnum() or following == "_") and (name[-1].isalnum() or name[-1] == "_")

    def number(self) -> Node | None:
        found = _NUMBER.match(self.text, self.place)
        if found is None:
            return None
        self.place = found.end()
        value = np.array([float(found.group())])
        return lambda values: value

    def function(self) -> Node:
        found = _NAME.match(self.text, self.place)
        if found is None or found.group() not in _FUNCTIONS:
            word = self.text[self.place :].split()[0]
            raise ExpressionError(f"there is no tag or function {word[:40]!r}")
        name = found.group()
        self.place = found.end()
        arguments = self.arguments()
        count, compute = _FUNCTIONS[name]
        if len(arguments) != count:
            raise ExpressionError(f"{name} takes {count} argument{'' if count == 1 else 's'}, not {len(arguments)}")
        return lambda values: compute(*(argument(values) for argument in arguments))

    def arguments(self) -> list[Node]:
        self.skip_blanks()
        if self.text[self.place : self.place + 1] != "(":
            raise ExpressionError("a function needs its arguments in brackets")
        found: list[Node] = []
        while True:
            self.place += 1
            found.append(self.expression(0))
            self.skip_blanks()
            if self.text[self.place : self.place + 1] != ",":
                self.closed(found[-1])
                return found


def _combined(compute: Callable[[FloatArray, FloatArray], FloatArray], left: Node, right: Node) -> Node:
    return lambda values: compute(left(values), right(values))


def derive(expression: Expression, operands: Mapping[str, Series]) -> Series | None:
    """The series of a derived tag in one run; None where the run lacks one of its tags."""
    if any(tag not in operands for tag in expression.tags):
        return None
    used = [operands[tag] for tag in expression.tags]
    steps, indexes = join_at_steps(used)
    values = {tag: series.values[place] for tag, series, place in zip(expression.tags, used, indexes, strict=True)}
    with np.errstate(all="ignore"):
        computed = np.broadcast_to(np.asarray(expression.evaluate(values), np.float64), steps.shape)
    wall_times = used[0].wall_times[indexes[0]]
    return Series(used[0].run, expression.text, (Part(0, steps, wall_times, computed),))
