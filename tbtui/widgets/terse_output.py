"""Says the same to the terminal in fewer bytes: colours are named where they change, not anew for each piece of text.

Every piece that Textual paints begins with all of its colours and ends with a reset: over a slow link these are most of
what is sent. The text itself and everything that is not about colours pass as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

_STYLE: Final = re.compile(r"\x1b\[([0-9;]*)m")
# Moves of the cursor and modes; what erases does so in the present colours and is not among these.
_NO_TEXT: Final = re.compile(r"(?:\x1b\[[0-9;?<>=]*[ -/]*[A-Hdfhlqrsu])*")
# Codes that switch an attribute on -> the code that switches it off; bold and dim share theirs.
_OFF: Final = {1: 22, 2: 22, 3: 23, 4: 24, 5: 25, 6: 25, 7: 27, 8: 28, 9: 29, 21: 24, 53: 55}
_COLOUR_WORDS: Final = {"5": 3, "2": 5}
"""How many numbers a colour takes, by the second of them."""


class Style(NamedTuple):
    """What a terminal draws text with."""

    front: str = ""
    """The code of the colour, as "38;5;12"; "" for the terminal's own."""
    back: str = ""
    flags: frozenset[int] = frozenset()
    """Codes of the attributes that are on: bold, dim, reverse ..."""


PLAIN: Final = Style()


@lru_cache(maxsize=4096)
def styled(style: Style, codes: str) -> Style:
    """The style that holds after an escape sequence with these codes."""
    words = codes.split(";") if codes else ["0"]
    place = 0
    while place < len(words):
        code = int(words[place] or 0)
        length = _COLOUR_WORDS.get(words[place + 1], 1) if code in (38, 48) and place + 1 < len(words) else 1
        style = _with_code(style, code, ";".join(words[place : place + length]))
        place += length
    return style


def _with_code(style: Style, code: int, whole: str) -> Style:
    if code == 0:
        return PLAIN
    if code in (39, 49):
        return style._replace(front="") if code == 39 else style._replace(back="")
    if code == 38 or 30 <= code <= 37 or 90 <= code <= 97:
        return style._replace(front=whole)
    if code == 48 or 40 <= code <= 47 or 100 <= code <= 107:
        return style._replace(back=whole)
    if code in _OFF:
        return style._replace(flags=style.flags | {code})
    return style._replace(flags=frozenset(flag for flag in style.flags if _OFF[flag] != code))


@lru_cache(maxsize=8192)
def change(now: Style, then: Style) -> str:
    """The shortest escape sequence that leads from one style to another; "" where they are the same."""
    if now == then:
        return ""
    if then == PLAIN:
        return "\x1b[0m"
    gone = {_OFF[flag] for flag in now.flags - then.flags}
    kept = {flag for flag in now.flags & then.flags if _OFF[flag] not in gone}
    codes = [str(code) for code in sorted(gone) + sorted(then.flags - kept)]
    if now.front != then.front:
        codes.append(then.front or "39")
    if now.back != then.back:
        codes.append(then.back or "49")
    return f"\x1b[{';'.join(codes)}m"


def _two_colours(codes: str) -> Style | None:
    """The style of a pixel, which pictures have thousands of, hardly one twice; None for other codes."""
    front, middle, back = codes.partition(";48;2;")
    if not middle or not front.startswith("38;2;") or front.count(";") != 4 or back.count(";") != 2:
        return None
    return Style(front, middle[1:] + back)


def _colour_change(now: Style, then: Style) -> str:
    """``change`` from one pixel to another; "" where more than colours changes."""
    if now.flags or then.flags or not (then.front and then.back):
        return ""
    if now.front == then.front:
        return f"\x1b[{then.back}m"
    return f"\x1b[{then.front}m" if now.back == then.back else f"\x1b[{then.front};{then.back}m"


def terse(data: str) -> str:
    """What draws the same as ``data``, which begins with a plain style; it ends with a plain style too."""
    pieces = _STYLE.split(data)
    found = []
    now = then = PLAIN
    for place, piece in enumerate(pieces):
        if place % 2:
            then = PLAIN if piece == "0" else (then is PLAIN and _two_colours(piece)) or styled(then, piece)
        elif piece:
            if then != now and not _NO_TEXT.fullmatch(piece):
                found.append(_colour_change(now, then) or change(now, then))
                now = then
            found.append(piece)
    found.append(change(now, then))
    return "".join(found)
