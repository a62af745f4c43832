"""A pager: styled rows of text that are scrolled by keys, with the finds of a search marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip

from tbtui.analysis.text_rows import Look, Row, Span, pieces, spans_width
from tbtui.charts.cells import DEFAULT, Colour
from tbtui.charts.palette import Palette
from tbtui.widgets.lines import Lines
from tbtui.widgets.scrollbar import thumb_rows, top_for_click, with_thumb
from tbtui.widgets.strips import Piece, line

_WHEEL: Final = 3
_SIDEWAYS: Final = 8
# Of a line that is not wrapped no more characters are looked at than can be seen, several to a cell.
_TO_A_CELL: Final = 4


class TextView(Lines, can_focus=True):
    """Rows of text. ``on_width`` is called when the rows must be made for another width."""

    DEFAULT_CSS = """
    TextView {
        height: 1fr; width: 1fr;
        .text--scrollbar { color: $panel-lighten-2; }
        &:ansi .text--scrollbar { color: ansi_bright_black; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"text--scrollbar"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
        Binding("pagedown,ctrl+d,space", "page(1)", "Page down", show=False),
        Binding("home", "edge(0)", "First line", show=False),
        Binding("end", "edge(1)", "Last line", show=False),
        Binding("left,h", "sideways(-1)", "Left", show=False, tooltip="Where lines are not wrapped"),
        Binding("right,l", "sideways(1)", "Right", show=False),
    ]

    def __init__(self, *, on_width: Callable[[], None], id: str | None = None) -> None:
        super().__init__(id=id)
        self._on_width = on_width
        self.rows: Sequence[Row] = ()
        self.top = 0
        """The first row that is seen."""
        self.left = 0
        """How many cells of each row are out of sight at its left."""
        self._marked: int | None = None
        self._palette: Palette | None = None

    @property
    def text_width(self) -> int:
        """Columns for the text; 0 before there is any room."""
        return max(0, self.size.width - 1)

    def show(self, rows: Sequence[Row], palette: Palette, *, top: int | None = None, marked: int | None = None) -> None:
        """Show these rows, scrolled to ``top`` where it is given; the finds of row ``marked`` stand out."""
        self.rows, self._palette, self._marked = rows, palette, marked
        if top is not None:
            self.top, self.left = top, 0
        self._stay_inside()
        self.repaint()

    def _stay_inside(self) -> None:
        self.top = max(0, min(self.top, len(self.rows) - self.size.height))
        self.left = max(0, min(self.left, self._widest() - self.text_width))

    def _widest(self) -> int:
        seen = self.rows[self.top : self.top + max(1, self.size.height)]
        return max((spans_width(row.spans) for row in seen), default=0)

    def on_resize(self) -> None:
        """Rows of another width are needed."""
        self._on_width()

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The rows that are seen."""
        count = len(self.rows)
        inner = max(0, width - 1)
        numbers = range(self.top, min(count, self.top + height))
        found = [self._strip(self.rows[number], inner, marked=number == self._marked) for number in numbers]
        found += [Strip.blank(inner)] * (height - len(found))
        thumb = thumb_rows(self.top, height, count) if count > height else range(0)
        style = self.get_component_rich_style("text--scrollbar")
        return [with_thumb(strip, style, lit=y in thumb) for y, strip in enumerate(found)]

    def _strip(self, row: Row, width: int, *, marked: bool) -> Strip:
        if self._palette is None:
            return Strip.blank(width)
        reach = self.left + width
        spans = pieces(row.spans, [0, _TO_A_CELL * reach])[0]
        strip = line([_piece(span, self._palette, marked=marked) for span in spans], reach)
        return strip.crop(self.left, reach) if self.left else strip

    def go_to(self, top: int) -> None:
        """Scroll so that a row is the first one."""
        before = self.top
        self.top = top
        self._stay_inside()
        if self.top != before:
            self.repaint()

    def action_move(self, by: int) -> None:
        """Scroll by some rows."""
        self.go_to(self.top + by)

    def action_page(self, by: int) -> None:
        """Scroll by some pages."""
        self.go_to(self.top + by * max(1, self.size.height - 1))

    def action_edge(self, last: int) -> None:
        """Scroll to the beginning or the end."""
        self.go_to(len(self.rows) if last else 0)

    def action_sideways(self, by: int) -> None:
        """Look at what lies left or right."""
        before = self.left
        self.left += by * _SIDEWAYS
        self._stay_inside()
        if self.left != before:
            self.repaint()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self.go_to(self.top - _WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self.go_to(self.top + _WHEEL)

    def on_click(self, event: events.Click) -> None:
        """The scrollbar jumps."""
        count, height = len(self.rows), self.size.height
        if event.x == self.size.width - 1 and count > height:
            self.go_to(top_for_click(event.y, height, count))


def _piece(span: Span, palette: Palette, *, marked: bool) -> Piece:
    """A span in the colours of its look."""
    look = span.look
    found = Look.HIT in look
    return Piece(
        span.text,
        palette.runs[1] if found and marked else _colour(look, palette),
        bold=Look.BOLD in look or (found and marked),
        reverse=found,
        italic=Look.ITALIC in look,
        underlined=Look.UNDERLINED in look,
    )


def _colour(look: Look, palette: Palette) -> Colour:
    for one, colour in (
        (Look.REMOVED, palette.warning),
        (Look.ADDED, palette.runs[2]),
        (Look.DIM, palette.muted),
        (Look.HEADING, palette.runs[0]),
        (Look.CODE, palette.runs[1]),
    ):
        if one in look:
            return colour
    return DEFAULT
