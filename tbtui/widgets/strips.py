"""Cells and texts -> Textual's strips, with the fewest changes of style."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tbtui.charts.cells import DEFAULT, Cells, Colour, ansi_number
from tbtui.model.display import safe_text

_ELLIPSIS: Final = "…"
_GREY: Final = 8
"""Bright black, of the sixteen colours."""


class Piece(NamedTuple):
    """A text with its colours, as a part of one line. The text may come from a log: it is made safe when drawn."""

    text: str
    colour: Colour = DEFAULT
    background: Colour = DEFAULT
    bold: bool = False
    dim: bool = False
    reverse: bool = False
    italic: bool = False
    underlined: bool = False


# What stands for characters that an ASCII terminal does not have.
_ASCII: Final = {
    letter: plain
    for plain, letters in {
        "-": "─╌═━–", "|": "│║▏▕↕┃", ":": "┆┈", "+": "┌┐└┘├┤┬┴┼╔╗╚╝╭╮╰╯±┏┓┗┛┳┻", "#": "█■▅▆▇", "%": "▓", "=": "▒▤",
        ".": "░·", "'": "▀", "_": "▄▁▂▃", "o": "□●", "v": "▾▼▽↓", "^": "▲△↑▴", ">": "▸→›≥", "<": "◂←≤", "*": "★◆",
        "O": "○", "/": "↗", "\\": "↘", "x": "×", "f": "ƒ", "~": "…≈", "r": "ρ", "e": "ε", "2": "²",
    }.items()
    for letter in letters
}  # fmt: skip
_output: Final = {"ascii": False}


def draw_with_ascii() -> None:
    """Draw with ASCII characters from now on, everywhere."""
    _output["ascii"] = True


def drawable(text: str) -> str:
    """The text as this terminal can show it."""
    if not _output["ascii"] or text.isascii():
        return text
    return "".join(map(_ascii_letter, text))


def _ascii_letter(letter: str) -> str:
    code = ord(letter)
    if code < 0x80:
        return letter
    if 0x2800 <= code < 0x2900:
        return _ascii_dots(code - 0x2800)
    return _ASCII.get(letter, "?" * max(1, cell_len(letter)))


def _ascii_dots(bits: int) -> str:
    """A character that has its ink about where the dots are."""
    upper, middle, lower = bits & 0x09, bits & 0x36, bits & 0xC0
    if upper and lower:
        return ":" if not middle else "|"
    if upper:
        return "'" if not middle else '"'
    return ("," if lower else "-") if middle else ("." if lower else " ")


@lru_cache(maxsize=4096)
def _rich_colour(colour: Colour) -> Color | None:
    if colour == DEFAULT:
        return None
    number = ansi_number(colour)
    if number is not None:
        return Color.from_ansi(number)
    return Color.from_rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255)


@lru_cache(maxsize=8192)
def style_of(
    colour: Colour,
    background: Colour = DEFAULT,
    bold: bool = False,
    dim: bool = False,
    reverse: bool = False,
    italic: bool = False,
    underlined: bool = False,
) -> Style:
    """The style for these colours. One object for each, as rich remembers the escape sequence in it."""
    return Style(
        color=_rich_colour(colour),
        bgcolor=_rich_colour(background),
        bold=bold or None,
        dim=dim or None,
        reverse=reverse or None,
        italic=italic or None,
        underline=underlined or None,
    )


def strips_of(cells: Cells) -> list[Strip]:
    """A strip for each row of a picture."""
    return [
        _row_strip(text, front, back, cells.width)
        for text, front, back in zip(cells.lines(), cells.foreground, cells.background, strict=True)
    ]


def _row_strip(text: str, front: np.ndarray, back: np.ndarray, width: int) -> Strip:
    changes = np.flatnonzero((front[1:] != front[:-1]) | (back[1:] != back[:-1])) + 1
    bounds = [0, *changes.tolist(), width]
    segments = [
        Segment(drawable(text[low:high]), style_of(int(front[low]), int(back[low])))
        for low, high in zip(bounds, bounds[1:], strict=False)
        if high > low
    ]
    return Strip(segments, width)


def pieces_of(cells: Cells, row: int) -> tuple[Piece, ...]:
    """One row of a picture as a part of a line."""
    text, front, back = cells.lines()[row], cells.foreground[row], cells.background[row]
    changes = np.flatnonzero((front[1:] != front[:-1]) | (back[1:] != back[:-1])) + 1
    bounds = [0, *changes.tolist(), cells.width]
    return tuple(
        Piece(text[low:high], int(front[low]), int(back[low]))
        for low, high in zip(bounds, bounds[1:], strict=False)
        if high > low
    )


def fit(text: str, width: int, align: str = "left") -> str:
    """``text`` on exactly ``width`` columns; what does not fit loses its middle, as names differ at their ends.

    Sentences, ``align`` "begin", lose their end.
    """
    wide = cell_len(text)
    if wide > width:
        return set_cell_size(text, width - 1) + _ELLIPSIS if align == "begin" and width else _shortened(text, width)
    room = " " * (width - wide)
    return room + text if align == "right" else text + room


def _shortened(text: str, width: int) -> str:
    if width <= 1:
        return set_cell_size(text, width)
    tail = max(1, (width - 1) * 2 // 3) if width > 4 else 0
    end = text[len(text) - tail :] if tail else ""
    while cell_len(end) > width - 2 and end:
        end = end[1:]
    head = set_cell_size(text, width - 1 - cell_len(end))
    return set_cell_size(head + _ELLIPSIS + end, width)


def line(pieces: Sequence[Piece], width: int, background: Colour = DEFAULT) -> Strip:
    """Pieces one after the other on a line of exactly ``width`` columns; what is too long is cut at the end."""
    segments: list[Segment] = []
    left = width
    for piece in pieces:
        text = drawable(safe_text(piece.text))
        wide = cell_len(text)
        if wide > left:
            text, wide = set_cell_size(text, left), left
        ground = background if piece.background == DEFAULT else piece.background
        style = style_of(piece.colour, ground, *piece[3:])
        if segments and segments[-1].style is style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
        left -= wide
        if left <= 0:
            break
    if left > 0:
        segments.append(Segment(" " * left, style_of(DEFAULT, background)))
    return Strip(segments, width)


def without_grey(strip: Strip) -> Strip:
    """The strip with its grey texts in the colour of the line: of sixteen colours, grey is also that of the ground."""
    return Strip([Segment(text, _without_grey(style or Style())) for text, style, _ in strip], strip.cell_length)


def _without_grey(style: Style) -> Style:
    if not style.dim and (style.color is None or style.color.number != _GREY):
        return style
    return style.without_color + Style(bgcolor=style.bgcolor, dim=False)
