"""What dashboards with charts over steps share: the keys of axes, smoothing, zoom, pan, follow and attempts."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.ranges import Range
from tbtui.analysis.smoothing import MOST_WEIGHT, half_life_of_weight, weight_of_half_life
from tbtui.analysis.zoom import panned, zoomed
from tbtui.model.selection import Attempts, Average, Scale, XAxis
from tbtui.widgets.lists_dashboard import ListsDashboard
from tbtui.widgets.prompt import Prompt

_WEIGHTS: Final = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, MOST_WEIGHT)
_ZOOM: Final = Binding.Group("Zoom", compact=True)
_PAN: Final = Binding.Group("Pan", compact=True)
_SMOOTH: Final = Binding.Group("Smooth", compact=True)


def _after(options: Any, now: Any) -> Any:
    """The option behind the present one, going round."""
    found = list(options)
    return found[(found.index(now) + 1) % len(found)]


class AxisDashboard(ListsDashboard):
    """Charts over one horizontal axis that all screens share."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "smooth(1)", "Smoother", group=_SMOOTH, tooltip="More smoothing"),
        Binding("S", "smooth(-1)", "Less smooth", group=_SMOOTH, tooltip="Less smoothing"),
        Binding("x", "x_axis", "X axis", tooltip="Count steps, time since the start, or the time of day"),
        Binding("y", "y_scale", "Y scale", tooltip="Divide the y axis evenly, by log, or by symlog"),
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", group=_ZOOM, key_display="+", tooltip="About the cursor"),
        Binding("minus", "zoom(-1)", "Zoom out", group=_ZOOM, key_display="-"),
        Binding("left_square_bracket", "pan(-1)", "Pan left", group=_PAN, key_display="["),
        Binding("right_square_bracket", "pan(1)", "Pan right", group=_PAN, key_display="]"),
        Binding("0", "reset_axes", "Reset", tooltip="Show all of both axes", show=False),
        Binding("f", "follow", "Follow", tooltip="Stay with the newest point while zoomed to it", show=False),
        Binding("X", "x_scale", "X scale", tooltip="Divide the x axis evenly or by log", show=False),
        Binding("i", "outliers", "Outliers", tooltip="Choose the y range without outliers, or with them", show=False),
        Binding("t", "attempts", "Attempts", tooltip="Superseded points: faint, hidden, or every attempt", show=False),
    ]

    def seen_x(self) -> tuple[Range, Range] | None:
        """What of the x axis is seen, and all that there is; None while there is nothing."""
        raise NotImplementedError

    def action_smooth(self, direction: int) -> None:
        """Go to the next weight."""
        now = self.selection.smoothing
        steps = [weight for weight in _WEIGHTS if (weight > now if direction > 0 else weight < now)]
        if steps:
            self.tbtui.select(smoothing=min(steps) if direction > 0 else max(steps))

    def action_ask_smoothing(self) -> None:
        """Type a weight, or a half-life in points."""
        now = self.selection.smoothing
        half_life = f", a half-life of {half_life_of_weight(now):.3g} points" if now else ""
        hint = f"A weight below 1, or a half-life as 20p. Now {now:g}{half_life}"
        self.app.push_screen(Prompt("Smoothing", hint, "", _wrong_weight), self._take_smoothing)

    def _take_smoothing(self, text: str | None) -> None:
        if text:
            self.tbtui.select(smoothing=_weight(text))

    def action_x_axis(self) -> None:
        """Count something else on the x axis; what was seen of it is of no use then."""
        if self.selection.x_tag:
            self.tbtui.select(x_tag=None, x_range=None, cursor=None, mark=None)
        else:
            axis = _after(XAxis, self.selection.x_axis)
            self.tbtui.select(x_axis=axis, x_range=None, cursor=None, mark=None)

    def action_x_scale(self) -> None:
        """Divide the x axis otherwise."""
        self.tbtui.select(x_scale=_after(Scale, self.selection.x_scale))

    def action_y_scale(self) -> None:
        """Divide the y axis otherwise."""
        self.tbtui.select(y_scale=_after(Scale, self.selection.y_scale))

    def action_outliers(self) -> None:
        """Choose the y range with or without outliers."""
        self.tbtui.select(ignore_outliers=not self.selection.ignore_outliers)

    def action_attempts(self) -> None:
        """Show superseded points otherwise."""
        self.tbtui.select(attempts=_after(Attempts, self.selection.attempts))

    def action_average(self) -> None:
        """Average groups of runs otherwise."""
        self.tbtui.select(average=_after(Average, self.selection.average))

    def action_follow(self) -> None:
        """Follow the newest point or stay."""
        self.tbtui.select(follow=not self.selection.follow)

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


def _weight(text: str) -> float:
    """A weight as it stands, or that of a half-life: "0.9", "20p"."""
    if text.endswith("p"):
        return weight_of_half_life(float(text[:-1]))
    return float(text)


def _wrong_weight(text: str) -> str:
    try:
        weight = _weight(text.strip())
    except ValueError:
        return "A number below 1, or a number of points and p: 0.9, 20p"
    return "" if 0 <= weight <= MOST_WEIGHT else f"The weight lies between 0 and {MOST_WEIGHT}"
