"""Shows a chart model: draws it when it is painted, and only when it or the size changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual import events
from textual.strip import Strip

from tbtui.charts.cells import wrapped
from tbtui.charts.palette import Palette
from tbtui.charts.picture import Picture
from tbtui.widgets.lines import Lines
from tbtui.widgets.strips import Piece, fit, line, strips_of


def _centred(text: str, width: int) -> str:
    """A line in the middle; of one that is too long the end is seen, which tells more than its beginning."""
    return text.center(width) if len(text) < width else fit(text, width)


class Box(NamedTuple):
    """Two corners in cells of the widget, both inside the box."""

    left: int
    top: int
    right: int
    bottom: int


class Chart(Lines, can_focus=True):
    """One chart. The mouse can click on it, turn its wheel over it, and drag a box on it."""

    DEFAULT_CSS = """
    Chart {
        height: 1fr; width: 1fr;
        .chart--box { background: $primary 40%; }
        &:ansi .chart--box { text-style: reverse; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"chart--box"}

    def __init__(
        self,
        *,
        on_point: Callable[[int, int], None] | None = None,
        on_wheel: Callable[[int, int], None] | None = None,
        on_side_wheel: Callable[[int], None] | None = None,
        on_box: Callable[[Box], None] | None = None,
        on_size: Callable[[], None] | None = None,
        id: str | None = None,
    ) -> None:
        """``on_point(x, y)`` is called for a click on a cell, ``on_wheel(x, direction)`` for a turn of the wheel,
        ``on_side_wheel(direction)`` for one to the side or with shift, ``on_box`` when a box was dragged, ``on_size``
        when the chart has another size."""
        super().__init__(id=id)
        self._on_point, self._on_wheel = on_point, on_wheel
        self._on_side_wheel, self._on_box, self._on_size = on_side_wheel, on_box, on_size
        self.model: Picture | None = None
        self._message = ""
        self._palette: Palette | None = None
        self._from: tuple[int, int] | None = None
        self._box: Box | None = None

    def show(self, model: Picture | None, palette: Palette, message: str = "") -> None:
        """Show a model, or a message where there is none."""
        if model is not self.model or message != self._message or palette is not self._palette:
            self.model, self._message, self._palette = model, message, palette
            self.repaint()

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The chart as it is drawn for this size, or the message in its middle."""
        if self.model is not None and self._palette is not None:
            return self._with_box(strips_of(self.model.draw(width, height, self._palette)))
        rows = [row for text in self._message.split("\n") for row in wrapped(text, max(1, width - 2))]
        top = max(0, (height - len(rows)) // 2)
        found = [Strip.blank(width)] * top + [line([Piece(_centred(row, width), dim=True)], width) for row in rows]
        return (found + [Strip.blank(width)] * height)[:height]

    def _with_box(self, strips: list[Strip]) -> list[Strip]:
        """The box that is being dragged, over the chart."""
        if self._box is None:
            return strips
        style = self.get_component_rich_style("chart--box")
        left, top, right, bottom = self._box
        for y in range(max(0, top), min(len(strips), bottom + 1)):
            before, inside, after = strips[y].divide([left, right + 1, strips[y].cell_length])
            strips[y] = Strip.join([before, inside.apply_style(style), after])
        return strips

    def on_resize(self) -> None:
        """Tell of the size: what is shown may be made for it."""
        if self._on_size:
            self._on_size()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A box begins here, perhaps."""
        if self._on_box and self.model is not None:
            self._from = (event.x, event.y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show the box."""
        if self._from is None:
            return
        x = min(max(event.x, 0), self.size.width - 1)
        y = min(max(event.y, 0), self.size.height - 1)
        self._box = Box(*(min(pair) for pair in zip(self._from, (x, y), strict=True)),
                        *(max(pair) for pair in zip(self._from, (x, y), strict=True)))  # fmt: skip
        self.repaint()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The box is done, or it was a click."""
        if self._from is None:
            return
        self.release_mouse()
        box, began, self._box, self._from = self._box, self._from, None, None
        if box is not None and box.right - box.left > 1 and self._on_box:
            self._on_box(box)
        elif self._on_point:
            self._on_point(*began)
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """Tell of the cell that was clicked; where boxes can be dragged, the button's release has done so."""
        if self._on_point and not self._on_box:
            self._on_point(event.x, event.y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell of the wheel."""
        self._wheel(event, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell of the wheel."""
        self._wheel(event, -1)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Tell of the wheel to the side."""
        self._side_wheel(event, -1)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Tell of the wheel to the side."""
        self._side_wheel(event, 1)

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        if event.shift:
            self._side_wheel(event, -direction)
        elif self._on_wheel:
            event.stop()
            self._on_wheel(event.x, direction)

    def _side_wheel(self, event: events.MouseEvent, direction: int) -> None:
        if self._on_side_wheel:
            event.stop()
            self._on_side_wheel(direction)
