"""The scrollbar of widgets that scroll by themselves."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tbtui.widgets.strips import drawable


def thumb_rows(top: int, room: int, count: int) -> range:
    """The rows of the bar that its thumb takes, as long as the share of ``count`` rows that is seen from ``top`` on."""
    size = max(1, room * room // count)
    first = round(top * (room - size) / max(1, count - room))
    return range(first, first + size)


def top_for_click(place: int, room: int, count: int) -> int:
    """The first row that is to be seen after a click on the bar."""
    return place * count // room - room // 2


def with_thumb(strip: Strip, style: Style, *, lit: bool) -> Strip:
    """The line with its cell of the bar."""
    return Strip([*strip, Segment(drawable("█") if lit else " ", style)], strip.cell_length + 1)
