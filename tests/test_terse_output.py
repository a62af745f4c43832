"""The terse form draws the same characters in the same styles, in fewer bytes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style as RichStyle

from tbtui.widgets.terse_output import PLAIN, Style, styled, terse

_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m|(\x1b\[[0-9;? ]*[Hhlq])|(\x1b\[K|.)", re.DOTALL)


def drawn(data: str) -> tuple[list[tuple[str, Style]], Style]:
    """Every character and control sequence with the style it is drawn in, and the style at the end."""
    style, found = PLAIN, []
    for match in _SEQUENCE.finditer(data):
        if match[1] is not None:
            style = styled(style, match[1])
        else:
            found.append((match[2] or match[3], PLAIN if match[2] else style))
    return found, style


colours = st.sampled_from(["#ff0000", "#00ff00", "red", "bright_blue", "color(200)", None])
flags = st.booleans() | st.none()
styles = st.builds(RichStyle, color=colours, bgcolor=colours, bold=flags, dim=flags, reverse=flags, underline=flags)
texts = st.text("ab ⣿", min_size=1, max_size=4)
painted = st.builds(lambda style, text: style.render(text, color_system=ColorSystem.TRUECOLOR), styles, texts)
moves = st.sampled_from(["\x1b[3;4H", "\x1b[?2026h", "\x1b[K", "\x1b[2 q", "plain", ""])


@given(st.lists(painted | moves, max_size=12))
def test_the_same_is_drawn(pieces: list[str]) -> None:
    data = "".join(pieces)
    short = terse(data)
    assert drawn(short)[0] == drawn(data)[0]
    assert drawn(short)[1] == PLAIN


def test_a_colour_is_said_once() -> None:
    style = RichStyle(color="#112233", bgcolor="#000000")
    row = "".join(style.render(text, color_system=ColorSystem.TRUECOLOR) for text in "abc")
    assert terse(row) == "\x1b[38;2;17;34;51;48;2;0;0;0mabc\x1b[0m"


def test_only_what_changes_is_said() -> None:
    one, other = RichStyle(color="red", bgcolor="black", bold=True), RichStyle(color="red", bgcolor="blue")
    row = one.render("a", color_system=ColorSystem.STANDARD) + other.render("b", color_system=ColorSystem.STANDARD)
    assert terse(row) == "\x1b[1;31;40ma\x1b[22;44mb\x1b[0m"
