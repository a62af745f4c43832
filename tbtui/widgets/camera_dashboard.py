"""What dashboards with pictures of space share: a camera, and the keys and the mouse that move it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.camera import Camera
from tbtui.widgets.entry_dashboard import EntryDashboard

_DEGREES: Final = 7.5
_DEGREES_A_CELL: Final = 3.0
_ZOOM: Final = 1.2
_PAN: Final = 0.15
_ZOOM_GROUP: Final = Binding.Group("Zoom", compact=True)


class CameraDashboard(EntryDashboard):
    """A picture that is seen by a camera. Where one looks is not kept with the logdir."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", group=_ZOOM_GROUP, key_display="+"),
        Binding("minus", "zoom(-1)", "Zoom out", group=_ZOOM_GROUP, key_display="-"),
        Binding("0", "reset", "Reset", tooltip="All of it, from where one looked at the start"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.camera = Camera()

    def look(self, camera: Camera) -> None:
        """Look from elsewhere."""
        if camera != self.camera:
            self.camera = camera
            self.update()

    def action_orbit(self, right: int, up: int) -> None:
        """Go round."""
        self.look(self.camera.turned(right * _DEGREES, up * _DEGREES))

    def action_pan(self, right: int, down: int) -> None:
        """Move the picture."""
        self.look(self.camera.panned(right * _PAN, down * _PAN))

    def action_zoom(self, direction: int) -> None:
        """Nearer or farther."""
        self.look(self.camera.zoomed(_ZOOM**direction, self.zoom_centre()))

    def zoom_centre(self) -> tuple[float, float]:
        """What stays where it is: how far it lies right of and below the middle of the picture, as pans."""
        return 0.0, 0.0

    def action_reset(self) -> None:
        """Look from where one looked at the start."""
        self.look(Camera())

    def dragged(self, columns: int, rows: int) -> None:
        """Turn along with the mouse; cells are twice as high as wide."""
        self.look(self.camera.turned(-columns * _DEGREES_A_CELL, rows * 2 * _DEGREES_A_CELL))

    def wheel(self, x: int, direction: int) -> None:
        """Nearer or farther."""
        self.action_zoom(direction)

    def step_back(self) -> bool:
        """Back to the usual view, then to what is filtered."""
        if self.camera != Camera():
            self.action_reset()
            return True
        return super().step_back()
