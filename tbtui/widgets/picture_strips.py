"""Pictures as strips: thousands of colours in a frame, hardly one twice, which the usual way would take 100 ms for.

rich and Textual remember the styles that they have rendered, which helps while there are a few hundred. A photograph
has as many as it has cells, so each of its styles is made without their detours, with its escape sequence in it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tbtui.charts.cells import Cells, ColourArray
from tbtui.widgets.strips import drawable, style_of

_MANY_STYLES: Final = 1000
"""From so many changes of colour on a picture goes the fast way; below, what is remembered is faster."""
_MOST_COLOURS: Final = 1 << 15
_DIGITS: Final = [str(number) for number in range(256)]

_known: dict[int, tuple[Color, str]] = {}


def picture_strips(cells: Cells, base: Style, *, true_colours: bool) -> list[Strip]:
    """A strip for each row; where a cell has the terminal's own colours it gets those of ``base``."""
    front, back = cells.foreground, cells.background
    change = _changes(front, back)
    fast = true_colours and int(change.sum()) > _MANY_STYLES
    if fast:
        front, back = _coarse(front), _coarse(back)
        change = _changes(front, back)
    if len(_known) > _MOST_COLOURS:
        _known.clear()
    strips = []
    for row, text in enumerate(cells.lines()):
        firsts = [0, *(np.flatnonzero(change[row]) + 1).tolist()]
        fronts, backs = front[row, firsts].tolist(), back[row, firsts].tolist()
        parts = [text[low:high] for low, high in zip(firsts, [*firsts[1:], len(text)], strict=True)]
        make = _true_segments if fast else _usual_segments
        strips.append(Strip(make(parts, fronts, backs, base), len(text)))
    return strips


def _changes(front: ColourArray, back: ColourArray) -> NDArray[np.bool_]:
    """(h, w - 1): whether the next cell has other colours."""
    return np.asarray((front[:, 1:] != front[:, :-1]) | (back[:, 1:] != back[:, :-1]))


def _coarse(colours: ColourArray) -> ColourArray:
    """Colours with 64 steps of red, green and blue, which the eye hardly tells apart: more of them are alike."""
    return np.where(colours < 0, colours, (colours & 0xFCFCFC) | (colours >> 6 & 0x030303))


def _usual_segments(parts: list[str], fronts: list[int], backs: list[int], base: Style) -> list[Segment]:
    return [
        Segment(drawable(part), _based(base, front, back))
        for part, front, back in zip(parts, fronts, backs, strict=True)
    ]


def _true_segments(parts: list[str], fronts: list[int], backs: list[int], base: Style) -> list[Segment]:
    """One style for each part, that knows its escape sequence already."""
    known, from_color, segments = _known, Style.from_color, []
    for part, front, back in zip(parts, fronts, backs, strict=True):
        if front < 0 or back < 0:
            segments.append(Segment(drawable(part), _based(base, front, back)))
            continue
        upper, upper_code = known.get(front) or _colour(front)
        lower, lower_code = known.get(back) or _colour(back)
        style = from_color(upper, lower)
        style._ansi = f"38;2;{upper_code};48;2;{lower_code}"
        segments.append(Segment(part, style))
    return segments


def _colour(colour: int) -> tuple[Color, str]:
    """A colour as rich and as terminals call it."""
    red, green, blue = colour >> 16, colour >> 8 & 255, colour & 255
    made = Color("", ColorType.TRUECOLOR, None, ColorTriplet(red, green, blue))
    _known[colour] = found = made, f"{_DIGITS[red]};{_DIGITS[green]};{_DIGITS[blue]}"
    return found


@lru_cache(maxsize=8192)
def _based(base: Style, front: int, back: int) -> Style:
    return base + style_of(front, back)
