"""The two faces of PR curves and what is chosen of each: one step's curves at a threshold, or all steps in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from tbtui.analysis.pr_curves import place_of, summarise_pr
from tbtui.analysis.pr_over_steps import MEASURES
from tbtui.model.pr_curves import PrCurve
from tbtui.widgets.prompt import Prompt
from tbtui.widgets.zooming_dashboard import ZoomingDashboard


@dataclass(frozen=True)
class PrOptions:
    """How curves are shown."""

    threshold: float = 0.5
    over_steps: bool = False
    measure: str = "average_precision"
    """What is seen over steps."""
    iso: bool = True
    """Lines of equal F1."""
    sort: str = "run"
    descending: bool = False


class PrDashboard(ZoomingDashboard):
    """Keys of PR curves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "over_steps", "Over steps", tooltip="All steps in a few numbers, or one step's curves"),
        Binding("F", "best", "Best F1", tooltip="Put the threshold where the chosen run's F1 is best"),
        Binding("T", "type", "Threshold", show=False, tooltip="Type a threshold"),
        Binding("y", "measure", "Measure", show=False, tooltip="What is seen over steps"),
        Binding("i", "iso", "Iso-F1", show=False, tooltip="Lines of equal F1, or none"),
    ]

    @property
    def pr_options(self) -> PrOptions:
        """How curves are shown."""
        found = self.options(PrOptions())
        return found if found.measure in MEASURES else PrOptions(over_steps=found.over_steps)

    def chosen_curve(self) -> PrCurve | None:
        """The curve of the chosen run, or of the first that has one; None where there is none."""
        found = (self.values.get(one.entries, one.index) for one in self.chosen)
        return next((curve for curve in found if isinstance(curve, PrCurve)), None)

    def put_threshold(self, threshold: float) -> None:
        """Read all curves off at another threshold."""
        self.choose(self.pr_options, threshold=min(max(threshold, 0.0), 1.0))

    def action_move(self, cells: int) -> None:
        """Move the marks of all curves, or the step."""
        curve = self.chosen_curve()
        if self.pr_options.over_steps:
            self.action_step(cells)
        elif curve is not None and len(curve) > 1:
            place = place_of(curve, self.pr_options.threshold) - cells
            self.put_threshold(place / (len(curve) - 1))

    def action_best(self) -> None:
        """Go to the best F1 of the chosen run."""
        curve = self.chosen_curve()
        if curve is None or not self._sees_curves("The threshold is"):
            return
        best = summarise_pr(curve).best_threshold
        if best >= 0:
            self.put_threshold(best)
        else:
            self.notify("This curve has no F1.", timeout=3)

    def _sees_curves(self, what: str) -> bool:
        """Whether curves are seen; where they are not, say what cannot be seen without them."""
        if self.pr_options.over_steps:
            self.notify(f"{what} seen with the curves of one step: t shows them.", timeout=3)
        return not self.pr_options.over_steps

    def action_type(self) -> None:
        """Ask for a threshold."""
        if self._sees_curves("The threshold is"):
            hint = f"From 0 to 1. Now {self.pr_options.threshold:.4g}"
            self.app.push_screen(Prompt("Threshold", hint, "", _wrong_threshold), self._typed)

    def _typed(self, text: str | None) -> None:
        if text:
            self.put_threshold(float(text))

    def action_over_steps(self) -> None:
        """Show all steps, or the curves of one."""
        options = self.pr_options
        self.x_range = None
        self.choose(options, over_steps=not options.over_steps)

    def action_measure(self) -> None:
        """See another number over steps."""
        names, options = list(MEASURES), self.pr_options
        after = names[(names.index(options.measure) + 1) % len(names)] if options.over_steps else options.measure
        self.choose(options, measure=after, over_steps=True)

    def action_iso(self) -> None:
        """Show lines of equal F1, or none."""
        if self._sees_curves("Lines of equal F1 are"):
            self.choose(self.pr_options, iso=not self.pr_options.iso)


def _wrong_threshold(text: str) -> str:
    try:
        return "" if 0 <= float(text) <= 1 else "A threshold lies between 0 and 1"
    except ValueError:
        return "A number from 0 to 1"
