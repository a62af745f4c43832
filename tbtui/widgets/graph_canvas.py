"""Shows a layered drawing through a window: boxes are chosen by arrows or clicks, the window follows or is moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType

from tbtui.charts.graph_chart import GraphChart
from tbtui.charts.graph_drawing import GraphDrawing
from tbtui.charts.palette import Palette
from tbtui.widgets.chart import Chart

_WHEEL: Final = 3
_ASIDE: Final = 8


class GraphCanvas(Chart):
    """``on_choose`` is told which box is gone to, ``on_open`` which one is entered, ``on_room`` of another size."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Go in", tooltip="Into the scope, or the menu of the node"),
        Binding("left,h", "step(-1, 0)", "Box at the left", show=False),
        Binding("right,l", "step(1, 0)", "Box at the right", show=False),
        Binding("up,k", "step(0, -1)", "Box above", show=False),
        Binding("down,j", "step(0, 1)", "Box below", show=False),
        Binding("shift+left,H", f"shift(-{_ASIDE}, 0)", "Look left", show=False),
        Binding("shift+right,L", f"shift({_ASIDE}, 0)", "Look right", show=False),
        Binding("shift+up,K,pageup,ctrl+u", "shift(0, -8)", "Look up", show=False),
        Binding("shift+down,J,pagedown,ctrl+d", "shift(0, 8)", "Look down", show=False),
        Binding("home", "edge(0)", "First box", show=False),
        Binding("end", "edge(1)", "Last box", show=False),
    ]

    def __init__(
        self,
        *,
        on_choose: Callable[[int], None],
        on_open: Callable[[int], None],
        on_room: Callable[[], None],
        id: str,
    ) -> None:
        super().__init__(id=id)
        self._choose, self._open, self._on_room = on_choose, on_open, on_room
        self.chart: GraphChart | None = None
        self.chosen: int | None = None
        self.window = (0, 0)
        """The column and the row of the plane that are seen first."""
        self._pulled: tuple[int, int] | None = None
        self._was_pulled = False

    def show_chart(self, chart: GraphChart | None, chosen: int | None, palette: Palette, message: str = "") -> None:
        """Show a chart with a box chosen, which is brought into sight; a message where there is none."""
        moved = chart is not self.chart or chosen != self.chosen
        if chart is not self.chart:
            self.window = (0, 0)
        self.chart, self.chosen = chart, chosen
        if chart is None:
            self.show(None, palette, message)
        elif moved or self._palette is not palette:
            self._palette = palette
            self._look(chart.offset(self.window, self.size, chosen))

    def _look(self, window: tuple[int, int]) -> None:
        if self.chart is not None and self._palette is not None:
            self.window = window
            self.show(GraphDrawing(self.chart, self.chosen, *window), self._palette)

    def on_resize(self) -> None:
        """The chosen box stays in sight."""
        if self.chart is not None:
            self._look(self.chart.offset(self.window, self.size, self.chosen))
        self._on_room()

    def action_step(self, across: int, down: int) -> None:
        """Go to the box that lies next in a direction; where there is none, look that way."""
        if self.chart is None or not self.chart.texts:
            return
        box = 0 if self.chosen is None else self.chart.beside(self.chosen, across, down)
        if box == self.chosen:
            self.action_shift(across * _ASIDE, down * _WHEEL)
        else:
            self._choose(box)

    def action_edge(self, last: int) -> None:
        """Go to the first or the last box."""
        if self.chart is not None and self.chart.texts:
            self._choose(len(self.chart.texts) - 1 if last else 0)

    def action_shift(self, across: int, down: int) -> None:
        """Look elsewhere; the chosen box stays."""
        if self.chart is not None:
            wanted = (self.window[0] + across, self.window[1] + down)
            window = self.chart.offset(wanted, self.size, None)
            if window != self.window:
                self._look(window)

    def action_open(self) -> None:
        """Enter the chosen box."""
        if self.chosen is not None:
            self._open(self.chosen)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The plane can be pulled about."""
        self._pulled, self._was_pulled = (event.screen_x, event.screen_y), False

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._pulled = None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the plane."""
        if self._pulled and event.button:
            x, y = self._pulled
            if (event.screen_x, event.screen_y) != (x, y):
                self._pulled, self._was_pulled = (event.screen_x, event.screen_y), True
                self.action_shift(x - event.screen_x, y - event.screen_y)

    def on_click(self, event: events.Click) -> None:
        """Choose the box that was clicked; the chosen one is entered."""
        if self._was_pulled or not isinstance(self.model, GraphDrawing):
            return
        box = self.model.box_at(event.x, event.y)
        if box is not None:
            (self._open if box == self.chosen else self._choose)(box)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Look up, or left with Shift."""
        event.stop()
        self.action_shift(-_ASIDE if event.shift else 0, 0 if event.shift else -_WHEEL)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Look down, or right with Shift."""
        event.stop()
        self.action_shift(_ASIDE if event.shift else 0, 0 if event.shift else _WHEEL)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        """Look left."""
        event.stop()
        self.action_shift(-_ASIDE, 0)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        """Look right."""
        event.stop()
        self.action_shift(_ASIDE, 0)
