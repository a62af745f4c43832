"""The place where pictures are looked at: draws a wall of them, and tells of clicks, of the wheel and of drags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip

from tbtui.charts.half_block import Ink
from tbtui.charts.picture_wall import PictureWall, ink_for
from tbtui.widgets.chart import Chart
from tbtui.widgets.picture_strips import picture_strips


class PictureCanvas(Chart):
    """A wall of pictures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.go(-1,0)", "Left", show=False, tooltip="Another picture, or part of it when zoomed"),
        Binding("right,l", "screen.go(1,0)", "Right", show=False),
        Binding("up,k", "screen.go(0,-1)", "Up", show=False),
        Binding("down,j", "screen.go(0,1)", "Down", show=False),
        Binding("enter", "screen.alone", "Alone", tooltip="Show the chosen picture alone; again: all"),
        Binding("space", "screen.play", "Play", show=False, tooltip="Play the frames, or stop"),
        Binding("pageup,ctrl+u", "screen.page(-1)", "Page up", show=False, tooltip="More pictures than have room"),
        Binding("pagedown,ctrl+d", "screen.page(1)", "Page down", show=False),
    ]

    def __init__(
        self,
        *,
        on_point: Callable[[int, int], None],
        on_turn: Callable[[int, int, int], None],
        on_drag: Callable[[int, int], None],
        on_size: Callable[[], None],
        id: str | None = None,
    ) -> None:
        """``on_point(x, y)``: a click; ``on_turn(x, y, direction)``: the wheel; ``on_drag(dx, dy)``: cells dragged;

        ``on_size()``: there is more room, or less.
        """
        super().__init__(on_point=self._released, id=id)
        self._tell_point, self._tell_turn, self._tell_drag, self._tell_size = on_point, on_turn, on_drag, on_size
        self._held: tuple[int, int] | None = None
        self._dragged = False

    @property
    def wall(self) -> PictureWall | None:
        """The pictures that are shown; None while there are none."""
        return self.model if isinstance(self.model, PictureWall) else None

    def grounded_lines(self, width: int, height: int) -> list[Strip]:
        """The wall, in the colours that it is sent in, or the message."""
        if self.wall is None or self._palette is None:
            return super().grounded_lines(width, height)
        true_colours = ink_for(self._palette) in (Ink.HALF_BLOCKS, Ink.SPACES)
        cells = self.wall.draw(width, height, self._palette)
        return picture_strips(cells, self.base_style, true_colours=true_colours)

    def repaint(self) -> None:
        """Make the lines anew, and paint those that changed as a whole: few of their cells stay as they were."""
        self.painted += 1
        size = (self.size.width, self.size.height)
        if self._lines_size != size:
            self.refresh()
            return
        before, self._lines = self._lines, self.grounded_lines(*size)
        rows = [y for y, line in enumerate(self._lines) if line != before[y]]
        self.refresh(*(Region(0, y, size[0], 1) for y in rows), repaint=bool(rows))

    def get_line_filters(self) -> Sequence[LineFilter]:
        """None where pictures have colours of their own: there is nothing in them to replace, and it takes its time."""
        plain = self._palette is not None and self._palette.colours > 16
        return () if plain and self.wall is not None else super().get_line_filters()

    def on_resize(self) -> None:
        """More pictures may have room, or fewer."""
        self._tell_size()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin."""
        self._held, self._dragged = (event.x, event.y), False
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell by how many cells the mouse was dragged."""
        if self._held is None:
            return
        by = event.x - self._held[0], event.y - self._held[1]
        if by != (0, 0):
            self._held, self._dragged = (event.x, event.y), True
            self._tell_drag(*by)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over."""
        self._held = None
        self.release_mouse()

    def _released(self, x: int, y: int) -> None:
        """A click is one only where nothing was dragged."""
        if not self._dragged:
            self._tell_point(x, y)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Tell of the wheel."""
        event.stop()
        self._tell_turn(event.x, event.y, 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Tell of the wheel."""
        event.stop()
        self._tell_turn(event.x, event.y, -1)
