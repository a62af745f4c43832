"""The picture of an embedding: the arrows go from point to point, with shift they turn or move it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.widgets.orbit_chart import OrbitChart

_GO = Binding.Group("Point", compact=True)


class PointChart(OrbitChart, inherit_bindings=False):
    """Points with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "screen.go_beside(-1, 0)", "Point at the left", group=_GO, key_display="←"),
        Binding("right,l", "screen.go_beside(1, 0)", "Point at the right", group=_GO, key_display="→"),
        Binding("up,k", "screen.go_beside(0, -1)", "Point above", group=_GO, key_display="↑"),
        Binding("down,j", "screen.go_beside(0, 1)", "Point below", group=_GO, key_display="↓"),
        Binding("shift+left,H,left_square_bracket", "screen.turn(-1, 0)", "Turn or move left", show=False),
        Binding("shift+right,L,right_square_bracket", "screen.turn(1, 0)", "Turn or move right", show=False),
        Binding("shift+up,K", "screen.turn(0, -1)", "Turn or move up", show=False),
        Binding("shift+down,J", "screen.turn(0, 1)", "Turn or move down", show=False),
        Binding("n", "screen.next_hit(1)", "Next found", show=False, tooltip="The next point that was found"),
        Binding("N", "screen.next_hit(-1)", "Found before", show=False, tooltip="The point found before"),
    ]
