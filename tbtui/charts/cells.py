"""A picture in cells: for each place of the terminal one character and two colours."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.model.display import safe_text

Colour: TypeAlias = int
"""0xRRGGBB; DEFAULT for the terminal's own; ``ansi(n)`` for one of its sixteen."""

DEFAULT: Final[Colour] = -1

CodeArray: TypeAlias = NDArray[np.uint32]
ColourArray: TypeAlias = NDArray[np.int32]

WORD_GAP: Final = " · "
"""Between words that say different things."""
_SPACE: Final = ord(" ")


def ansi(number: int) -> Colour:
    """One of the sixteen colours that every terminal has."""
    return -2 - number


def ansi_number(colour: Colour) -> int | None:
    """The number of a colour made by ``ansi``; None for others."""
    return -2 - colour if colour <= -2 else None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A (height, width) picture; three arrays of one shape. Characters are one column wide."""

    characters: CodeArray
    """(h, w) uint32 code points."""
    foreground: ColourArray
    """(h, w) int32."""
    background: ColourArray
    """(h, w) int32."""

    @classmethod
    def blank(cls, width: int, height: int) -> Cells:
        """Spaces in the terminal's own colours; the arrays may be written to."""
        shape = (max(0, height), max(0, width))
        return cls(
            np.full(shape, _SPACE, np.uint32), np.full(shape, DEFAULT, np.int32), np.full(shape, DEFAULT, np.int32)
        )

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.characters.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.characters.shape[1])

    def write(self, row: int, column: int, text: str, colour: Colour = DEFAULT) -> None:
        """Put a text, perhaps from a log, into a row; what lies outside is cut off."""
        if not 0 <= row < self.height:
            return
        cut = cell_text(text)[max(0, -column) : max(0, self.width - column)]
        start = max(0, column)
        self.characters[row, start : start + len(cut)] = [ord(letter) for letter in cut]
        self.foreground[row, start : start + len(cut)] = colour

    def put(self, row: int, column: int, inner: Cells) -> None:
        """Lay a picture over a part of this one; what lies outside is cut off."""
        target = np.s_[row : row + inner.height, column : column + inner.width]
        height, width = self.characters[target].shape
        for mine, other in (
            (self.characters, inner.characters),
            (self.foreground, inner.foreground),
            (self.background, inner.background),
        ):
            mine[target] = other[:height, :width]

    def lines(self) -> list[str]:
        """The characters alone, a string for each row."""
        return [row.astype("<u4").tobytes().decode("utf-32-le") for row in self.characters]


def cell_text(text: str) -> str:
    """A text as one character a cell: safe to be shown, with "?" for what is wider or has no width. Both are rare."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _is_narrow(letter) else "?" for letter in safe_text(text))


def _is_narrow(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) not in "WF" and unicodedata.category(letter) not in ("Mn", "Me", "Cf")


def shortened(text: str, width: int) -> str:
    """A text that fits into so many cells: its end tells more than its beginning."""
    narrow = cell_text(text)
    return narrow if len(narrow) <= width else "…"[:width] + narrow[len(narrow) - max(0, width - 1) :]


def cut(text: str, width: int) -> str:
    """A text that fits into so many cells: its beginning, and a sign where more follows."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"[:width]


def whole_words(words: Sequence[str], width: int, measure: Callable[[str], int] = len) -> str:
    """As many of the words as have room with dots between them, the first in any case."""
    text = words[0] if words else ""
    for word in words[1:]:
        longer = text + WORD_GAP + word
        if measure(longer) > width:
            break
        text = longer
    return text


def wrapped(text: str, width: int) -> list[str]:
    """A text as lines of at most so many cells, broken between words; words that are longer are broken themselves."""
    lines = [""]
    for word in cell_text(text).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
        while len(lines[-1]) > max(1, width):
            lines[-1:] = [lines[-1][: max(1, width)], lines[-1][max(1, width) :]]
    return lines
