"""Shows a chart model: draws it when it is painted, and only when it or the size changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual import events
from textual.strip import Strip

from tbtui.charts.cells import Cells, wrapped
from tbtui.charts.palette import Palette
from tbtui.widgets.lines import Lines
from tbtui.widgets.strips import Piece, line, strips_of


class Drawable(Protocol):
    """A chart model."""

    def draw(self, width: int, height: int, palette: Palette) -> Cells:
        """The chart as cells."""


class Chart(Lines, can_focus=True):
    """One chart."""

    DEFAULT_CSS = "Chart { height: 1fr; width: 1fr; }"

    def __init__(
        self,
        *,
        on_point: Callable[[int, int], None] | None = None,
        on_wheel: Callable[[int, int], None] | None = None,
        id: str | None = None,
    ) -> None:
        """``on_point(x, y)`` is called for a click on a cell, ``on_wheel(x, direction)`` for a turn of the wheel."""
        super().__init__(id=id)
        self._on_point, self._on_wheel = on_point, on_wheel
        self.model: Drawable | None = None
        self._message = ""
        self._palette: Palette | None = None

    def show(self, model: Drawable | None, palette: Palette, message: str = "") -> None:
        """Show a model, or a message where there is none."""
        if model is not self.model or message != self._message or palette is not self._palette:
            self.model, self._message, self._palette = model, message, palette
            self.repaint()

    def make_lines(self, width: int, height: int) -> list[Strip]:
        """The chart as it is drawn for this size, or the message in its middle."""
        if self.model is not None and self._palette is not None:
            return strips_of(self.model.draw(width, height, self._palette))
        rows = [row for text in self._message.split("\n") for row in wrapped(text, max(1, width - 2))]
        top = max(0, (height - len(rows)) // 2)
        found = [Strip.blank(width)] * top + [line([Piece(row.center(width), dim=True)], width) for row in rows]
        return (found + [Strip.blank(width)] * height)[:height]

    def on_click(self, event: events.Click) -> None:
        """Tell of the cell that was clicked."""
        if self._on_point:
            self._on_point(event.x, event.y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell of the wheel."""
        if self._on_wheel:
            event.stop()
            self._on_wheel(event.x, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell of the wheel."""
        if self._on_wheel:
            event.stop()
            self._on_wheel(event.x, -1)
