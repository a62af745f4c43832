"""What dashboards with charts over steps or time share: the keys of the horizontal axis, which all screens have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.ranges import Range
from tbtui.analysis.zoom import panned, zoomed
from tbtui.model.selection import XAxis
from tbtui.widgets.lists_dashboard import ListsDashboard

_ZOOM: Final = Binding.Group("Zoom", compact=True)
_PAN: Final = Binding.Group("Pan", compact=True)


def option_after(options: Iterable[Any], now: Any, by: int = 1) -> Any:
    """The option so many places behind the present one, going round."""
    found = list(options)
    return found[(found.index(now) + by) % len(found)]


class XAxisDashboard(ListsDashboard):
    """Charts over one horizontal axis that all screens share."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "x_axis", "X axis", tooltip="Count steps, time since the start, or the time of day"),
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", group=_ZOOM, key_display="+", tooltip="About the cursor"),
        Binding("minus", "zoom(-1)", "Zoom out", group=_ZOOM, key_display="-"),
        Binding("left_square_bracket", "pan(-1)", "Pan left", group=_PAN, key_display="["),
        Binding("right_square_bracket", "pan(1)", "Pan right", group=_PAN, key_display="]"),
        Binding("0", "reset_axes", "Reset", tooltip="Show all of both axes", show=False),
    ]

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the x axis is seen, and all that there is; None while there is nothing."""
        raise NotImplementedError

    def action_x_axis(self) -> None:
        """Count something else on the x axis; what was seen of it is of no use then."""
        if self.selection.x_tag:
            self.tbtui.select(x_tag=None, x_range=None, cursor=None, mark=None)
        else:
            axis = option_after(XAxis, self.selection.x_axis)
            self.tbtui.select(x_axis=axis, x_range=None, cursor=None, mark=None)

    def action_zoom(self, direction: int) -> None:
        """See less or more of the x axis."""
        self.zoom_at(self.selection.cursor, direction)

    def zoom_at(self, centre: float | None, direction: int) -> None:
        """See less or more of the x axis about a place."""
        ranges = self.seen_x()
        if ranges is not None:
            seen, whole = ranges
            self.see(zoomed(seen, whole, centre, direction), whole)

    def action_pan(self, direction: int) -> None:
        """See what lies to the left or right."""
        ranges = self.seen_x()
        if ranges is not None:
            seen, whole = ranges
            if self.selection.x_range is not None:
                self.see(panned(seen, whole, direction), whole)

    def see(self, wanted: Range | None, whole: Range) -> None:
        """See this part of the x axis; a part that ends with the newest point goes on with it."""
        self.tbtui.select(x_range=wanted, x_glued=wanted is not None and wanted[1] >= whole[1])

    def action_reset_axes(self) -> None:
        """See all of both axes."""
        self.tbtui.select(x_range=None, y_range=None, x_glued=False)
