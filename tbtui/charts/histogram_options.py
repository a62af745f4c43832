"""How histograms are shown: what is chosen on their screen alone."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from tbtui.charts.colour_maps import ColourMap
from tbtui.charts.colour_scale import Brightness
from tbtui.model.selection import Scale


class Mode(enum.Enum):
    """In which form."""

    HEATMAP = "heat map"
    BANDS = "percentiles"
    BARS = "bars"
    OVERLAY = "overlay"
    RIDGES = "ridgeline"
    SURFACE = "surface"
    MATRIX = "all layers"

    @property
    def over_steps(self) -> bool:
        """Whether the horizontal axis counts steps or time, so that it can be zoomed."""
        return self in (Mode.HEATMAP, Mode.BANDS, Mode.MATRIX)


class Measure(enum.Enum):
    """The number that the matrix shows of each histogram."""

    MEAN = "mean"
    SPREAD = "spread (std)"
    ZEROS = "share of zeros, at most"
    DRIFT = "drift from the first step"


@dataclass(frozen=True)
class HistogramOptions:
    """The choices, as they are at first."""

    mode: Mode = Mode.HEATMAP
    side_by_side: bool = True
    """Every run has a picture of its own; else the chosen one is large, and bars have all runs on one chart."""
    by_count: bool = False
    """Amounts are counts, not shares of all values of a step."""
    brightness: Brightness = Brightness.LOG
    """How brightness grows with the amount."""
    heights: Brightness = Brightness.LINEAR
    """How the height of bars grows with the amount."""
    relief: Brightness = Brightness.ROOT
    """The same for ridges and the surface, which have no axis for it: there low ones count as much as the highest."""
    colour_map: ColourMap = ColourMap.VIRIDIS
    value_scale: Scale = Scale.LINEAR
    without_outliers: bool = False
    """The axis of values holds the middle 86 percent of each histogram only."""
    turn: int = -30
    """Degrees by which the surface is turned."""
    tilt: int = 35
    """Degrees by which one looks down on it."""
    measure: Measure = Measure.MEAN
    one_scale: bool = False
    """All rows of the matrix have one scale of colours; else each has its own."""
    sort: str = "name"
    descending: bool = False
