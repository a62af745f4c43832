"""A picture of something in space: keys and the mouse turn it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tbtui.widgets.chart import Chart

_TURN = Binding.Group("Turn", compact=True)


class OrbitChart(Chart):
    """The arrows turn what is shown, with shift they move it; so does dragging."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.orbit(-1, 0)", "Turn left", group=_TURN, key_display="←"),
        Binding("right,l", "screen.orbit(1, 0)", "Turn right", group=_TURN, key_display="→"),
        Binding("up,k", "screen.orbit(0, 1)", "From above", group=_TURN, key_display="↑"),
        Binding("down,j", "screen.orbit(0, -1)", "From below", group=_TURN, key_display="↓"),
        Binding("shift+left,H,left_square_bracket", "screen.pan(-1, 0)", "Move left", show=False),
        Binding("shift+right,L,right_square_bracket", "screen.pan(1, 0)", "Move right", show=False),
        Binding("shift+up,K", "screen.pan(0, -1)", "Move up", show=False),
        Binding("shift+down,J", "screen.pan(0, 1)", "Move down", show=False),
    ]

    def __init__(
        self,
        *,
        on_drag: Callable[[int, int], None],
        on_point: Callable[[int, int], None] | None = None,
        on_wheel: Callable[[int, int], None] | None = None,
        id: str | None = None,
    ) -> None:
        """``on_drag(columns, rows)`` is called while the mouse is dragged."""
        super().__init__(on_point=on_point, on_wheel=on_wheel, id=id)
        self._on_drag = on_drag
        self._drags = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A drag may begin."""
        self._drags = False

    def on_click(self, event: events.Click) -> None:
        """What ends a drag is no click."""
        if self._drags:
            event.prevent_default()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell of a drag with the left button."""
        if event.button == 1 and (event.delta_x or event.delta_y):
            event.stop()
            self._drags = True
            self._on_drag(event.delta_x, event.delta_y)
