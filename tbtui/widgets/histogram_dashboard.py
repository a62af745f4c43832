"""The keys of histograms: in which form they are shown, on which axes and scales, and what the arrows do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType

from tbtui.analysis.listing import drawn_runs
from tbtui.charts.colour_maps import SEQUENTIAL
from tbtui.charts.colour_scale import Brightness
from tbtui.charts.histogram_options import HistogramOptions, Measure, Mode
from tbtui.model.selection import Scale
from tbtui.widgets.dashboard import Command
from tbtui.widgets.entry_dashboard import EntryDashboard
from tbtui.widgets.x_axis_dashboard import XAxisDashboard, option_after

_USUAL: Final = HistogramOptions()
_MODE: Final = Binding.Group("Mode", compact=True)
_TURN, _TILT = 10, 5
_TILTS: Final = (5, 85)


class HistogramDashboard(EntryDashboard, XAxisDashboard):
    """Histograms in several modes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mode(1)", "Mode", group=_MODE, tooltip="Heat map, bands, bars, overlay, ridges, surface, matrix"),
        Binding("M", "mode(-1)", "Mode before", group=_MODE),
        Binding("g", "side_by_side", "Side by side", tooltip="Every run by itself, or the chosen one large"),
        Binding("y", "value_scale", "Value axis", tooltip="Divide the axis of values evenly or by symlog"),
        Binding("percent_sign", "amounts", "Counts", key_display="%", tooltip="Shares of a step, or counts; in the "
                "matrix: each layer by its own colours, or all by the same"),
        Binding("B", "growth", "Brightness", show=False, tooltip="Brightness or height: linear, square root, log"),
        Binding("C", "colours", "Colours", show=False, tooltip="Another colour map"),
        Binding("i", "outliers", "Outliers", show=False, tooltip="The axis of values without outliers, or with them"),
        Binding("u", "measure", "Measure", tooltip="Of the matrix: mean, spread, zeros or drift"),
    ]  # fmt: skip

    @property
    def chosen_options(self) -> HistogramOptions:
        """How histograms are shown."""
        return self.options(_USUAL)

    def change(self, **changes: Any) -> None:
        """Show them otherwise."""
        self.choose(self.chosen_options, **changes)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys belong to some modes."""
        mode = self.chosen_options.mode if self.composed else Mode.HEATMAP
        if action == "measure":
            return mode is Mode.MATRIX
        if action in ("side_by_side", "value_scale", "outliers"):
            return mode is not Mode.MATRIX
        if action == "growth":
            return mode not in (Mode.MATRIX, Mode.BANDS)
        return super().check_action(action, parameters)

    def commands(self) -> Iterable[Command]:
        """Every mode and every measure by its name."""
        yield from super().commands()
        for mode in Mode:
            yield Command(f"Histograms: {mode.value}", "Show histograms in this form", partial(self.show_mode, mode))
        for one in Measure:
            there = partial(self.change, mode=Mode.MATRIX, measure=one)
            yield Command(f"All layers: {one.value}", "A number of every layer over all steps", there)

    def show_mode(self, mode: Mode) -> None:
        """Show histograms in this form."""
        self.change(mode=mode)
        self.refresh_bindings()

    def action_mode(self, by: int) -> None:
        """Go to the next mode."""
        self.show_mode(option_after(Mode, self.chosen_options.mode, by))

    def action_side_by_side(self) -> None:
        """Every run by itself, or the chosen one large."""
        self.change(side_by_side=not self.chosen_options.side_by_side)

    def action_value_scale(self) -> None:
        """Divide the axis of values otherwise."""
        self.change(value_scale=option_after((Scale.LINEAR, Scale.SYMLOG), self.chosen_options.value_scale))

    def action_amounts(self) -> None:
        """Shares or counts; in the matrix one scale of colours for each layer, or for all."""
        options = self.chosen_options
        if options.mode is Mode.MATRIX:
            self.change(one_scale=not options.one_scale)
        else:
            self.change(by_count=not options.by_count)

    def action_growth(self) -> None:
        """Let brightness, or height, grow otherwise with the amount."""
        options = self.chosen_options
        kinds = {Mode.HEATMAP: "brightness", Mode.RIDGES: "relief", Mode.SURFACE: "relief"}
        name = kinds.get(options.mode, "heights")
        self.change(**{name: option_after(Brightness, getattr(options, name))})

    def action_colours(self) -> None:
        """Use another colour map."""
        self.change(colour_map=option_after(SEQUENTIAL, self.chosen_options.colour_map))

    def action_outliers(self) -> None:
        """Choose the axis of values with or without outliers."""
        self.change(without_outliers=not self.chosen_options.without_outliers)

    def action_measure(self) -> None:
        """Show another number in the matrix."""
        self.change(measure=option_after(Measure, self.chosen_options.measure))

    def action_across(self, by: int) -> None:
        """Go some steps on, or turn the surface."""
        options = self.chosen_options
        if options.mode is not Mode.SURFACE:
            self.action_step(by)
            return
        by = max(-3, min(3, by))
        self.change(turn=(options.turn + by * _TURN + 180) % 360 - 180)

    def action_along(self, by: int) -> None:
        """Choose the run above or below, or tilt the surface."""
        options = self.chosen_options
        if options.mode is Mode.SURFACE:
            self.change(tilt=max(_TILTS[0], min(_TILTS[1], options.tilt - by * _TILT)))
            return
        names = [run.name for run in drawn_runs(self.snapshot, self.selection)]
        names = [name for name in names if any(one.run == name for one in self.chosen)]
        if self.chosen:
            place = names.index(self.chosen[0].run) + by
            self.tbtui.select(run=names[max(0, min(len(names) - 1, place))])
