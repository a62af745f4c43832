"""A dashboard of entries with a chart of its own x axis: zoom, pan, reset."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.ranges import Range
from tbtui.analysis.zoom import panned, zoomed
from tbtui.widgets.entry_dashboard import EntryDashboard

_ZOOM: Final = Binding.Group("Zoom", compact=True)
_PAN: Final = Binding.Group("Pan", compact=True)


class ZoomingDashboard(EntryDashboard):
    """The range that is seen concerns this screen alone, and is not kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", group=_ZOOM, key_display="+", tooltip="About the cursor"),
        Binding("minus", "zoom(-1)", "Zoom out", group=_ZOOM, key_display="-"),
        Binding("left_square_bracket", "pan(-1)", "Pan left", group=_PAN, key_display="["),
        Binding("right_square_bracket", "pan(1)", "Pan right", group=_PAN, key_display="]"),
        Binding("0", "reset_axes", "Reset", show=False, tooltip="Show all again"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.x_range: Range | None = None
        """What is seen of the x axis; None for all."""

    def whole_x(self) -> Range | None:
        """All of the x axis; None while there is nothing."""
        raise NotImplementedError

    def centre_x(self) -> float | None:
        """About what is zoomed; None for the middle."""
        raise NotImplementedError

    def zoom_about(self, centre: float | None, direction: int) -> None:
        """See less or more about a place."""
        whole = self.whole_x()
        if whole is not None:
            self.see(zoomed(self.x_range or whole, whole, centre, direction))

    def see(self, x_range: Range | None) -> None:
        """See this part of the x axis."""
        if x_range != self.x_range:
            self.x_range = x_range
            self.update()

    def action_zoom(self, direction: int) -> None:
        """See less or more."""
        self.zoom_about(self.centre_x(), direction)

    def action_pan(self, direction: int) -> None:
        """See what lies to the left or right."""
        whole = self.whole_x()
        if whole is not None and self.x_range is not None:
            self.see(panned(self.x_range, whole, direction))
        elif whole is not None:
            self.notify("All of it is seen: + shows a part, which can be moved.", timeout=3)

    def action_reset_axes(self) -> None:
        """See all."""
        self.see(None)

    def step_back(self) -> bool:
        """Take the zoom back."""
        if self.x_range is None:
            return super().step_back()
        self.see(None)
        return True
