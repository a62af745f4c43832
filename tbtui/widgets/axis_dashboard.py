"""What dashboards with curves over steps share: the keys of both axes, smoothing, follow and attempts."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.smoothing import MOST_WEIGHT, half_life_of_weight, weight_of_half_life
from tbtui.model.selection import Attempts, Average, Scale
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.x_axis_dashboard import XAxisDashboard, option_after

_WEIGHTS: Final = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, MOST_WEIGHT)
_SMOOTH: Final = Binding.Group("Smooth", compact=True)


class AxisDashboard(XAxisDashboard):
    """Charts of curves over the horizontal axis that all screens share."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "smooth(1)", "Smoother", group=_SMOOTH, tooltip="More smoothing"),
        Binding("S", "smooth(-1)", "Less smooth", group=_SMOOTH, tooltip="Less smoothing"),
        Binding("y", "y_scale", "Y scale", tooltip="Divide the y axis evenly, by log, or by symlog"),
        Binding("f", "follow", "Follow", tooltip="Stay with the newest point while zoomed to it", show=False),
        Binding("X", "x_scale", "X scale", tooltip="Divide the x axis evenly, by log, or by symlog", show=False),
        Binding("i", "outliers", "Outliers", tooltip="Choose the y range without outliers, or with them", show=False),
        Binding("t", "attempts", "Attempts", tooltip="Superseded points: faint, hidden, or every attempt", show=False),
    ]

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

    def action_x_scale(self) -> None:
        """Divide the x axis otherwise."""
        self.tbtui.select(x_scale=option_after(Scale, self.selection.x_scale))

    def action_y_scale(self) -> None:
        """Divide the y axis otherwise."""
        self.tbtui.select(y_scale=option_after(Scale, self.selection.y_scale))

    def action_outliers(self) -> None:
        """Choose the y range with or without outliers."""
        self.tbtui.select(ignore_outliers=not self.selection.ignore_outliers)

    def action_attempts(self) -> None:
        """Show superseded points otherwise."""
        self.tbtui.select(attempts=option_after(Attempts, self.selection.attempts))

    def action_average(self) -> None:
        """Average groups of runs otherwise."""
        self.tbtui.select(average=option_after(Average, self.selection.average))

    def action_follow(self) -> None:
        """Follow the newest point or stay."""
        self.tbtui.select(follow=not self.selection.follow)


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
