"""The border that text from logs crosses before it is shown: control and bidi characters do not pass it.

A tag with an escape sequence could otherwise write the clipboard or clear the screen, and one with a direction
override could show a name that it does not have.
"""

from __future__ import annotations

from typing import Final

# C0 and C1 controls; direction marks, embeddings, overrides and isolates; line and paragraph separators; zero-width
# characters and the byte order mark, which make two names look like one. The zero-width joiner stays: emoji need it.
_HIDDEN: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x00AD,
    0x061C,
    0x180E,
    0x200B,
    0x200C,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xD800, 0xE000),
    *range(0xE000, 0xE100),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
)
_REPLACEMENT: Final = "�"
_TABLE: Final = dict.fromkeys(_HIDDEN, _REPLACEMENT)
_MULTILINE: Final = _TABLE | {0x0A: "\n", 0x09: "    ", 0x0D: ""}


def safe_text(text: str) -> str:
    """``text`` on one line; every character that is not to be seen becomes a replacement character."""
    return text.translate(_TABLE)


def safe_lines(text: str) -> str:
    """``text`` with its line ends kept; tabs become spaces, all other controls replacement characters."""
    return text.translate(_MULTILINE)
