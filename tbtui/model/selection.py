"""What the user has chosen to see: frozen, replaced whole, saved for each logdir."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any


class XAxis(enum.Enum):
    """What the horizontal axis counts."""

    STEP = "step"
    RELATIVE = "relative"
    WALL = "wall"
    RELATIVE_STEP = "relative-step"


class Scale(enum.Enum):
    """How an axis is divided."""

    LINEAR = "linear"
    LOG = "log"
    SYMLOG = "symlog"


class Attempts(enum.Enum):
    """What becomes of points that a later attempt superseded."""

    FAINT = "faint"
    HIDDEN = "hidden"
    SPLIT = "split"
    """Each attempt is a line of its own."""


class Average(enum.Enum):
    """What stands for a group of runs, and the band about it."""

    MEAN = "mean ± std"
    MEDIAN = "median, quartiles"


Range = tuple[float, float]

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Selection:
    """The view of a logdir."""

    screen: str | None = None
    """The dashboard that is seen; None before one was chosen."""
    hidden_runs: frozenset[str] = frozenset()
    run_filter: str = ""
    """Regular expression; runs that it does not find are not listed and not drawn."""
    tag_filter: str = ""
    run: str | None = None
    """The run that is drawn last and told of in detail."""
    reference: str | None = None
    """The run with which the others are compared."""
    difference: bool = False
    """Not the values of runs are drawn but what they have more than the reference."""
    tag: str | None = None
    """The scalar tag that the chart shows."""
    entry_tags: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Screen -> the tag that it shows, for screens of other things than scalars."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NONE)
    """Screen -> what is chosen on it alone, as values that JSON knows; the screen knows what they mean."""
    group: str | None = None
    """The group of tags that the grid shows; None for that of the tag."""
    marked_tags: tuple[str, ...] = ()
    """Tags that are laid over the chosen one."""
    right_tags: frozenset[str] = frozenset()
    """Tags that are measured by the second y axis."""
    pinned_tags: tuple[str, ...] = ()
    pinned_runs: frozenset[str] = frozenset()
    expressions: tuple[str, ...] = ()
    """Derived tags, as they were written."""
    run_groups: str = ""
    """Runs of one group are averaged: those for which a regular expression matches the same or, where this is a number,
    so many first parts of the path are the same; "" for no groups."""
    expanded_groups: frozenset[str] = frozenset()
    """Groups whose runs are listed and drawn one by one all the same."""
    average: Average = Average.MEAN
    smoothing: float = 0.6
    x_axis: XAxis = XAxis.STEP
    x_tag: str | None = None
    """A scalar tag that takes the place of the x axis."""
    x_interpolated: bool = False
    """Between its own points that tag counts by the straight line from one to the next; else equal steps are joined."""
    x_scale: Scale = Scale.LINEAR
    y_scale: Scale = Scale.LINEAR
    x_range: Range | None = None
    """In numbers of the x axis; None for all."""
    x_glued: bool = False
    """The range of x ended with the newest point when it was chosen."""
    y_range: Range | None = None
    """In values; None for what the curves need."""
    shared_y: bool = False
    """All charts of a grid have one y range."""
    ignore_outliers: bool = False
    attempts: Attempts = Attempts.FAINT
    follow: bool = True
    """A part of the x axis that ends with the newest point moves on with it."""
    dim_others: bool = False
    """All runs but the chosen one are drawn faint."""
    scatter: bool = False
    """Points are not joined by lines."""
    grid: bool = False
    grid_size: int = 4
    """How many charts the grid shows at once."""
    cursor: float | None = None
    """Where the cursor stands, in numbers of the x axis; None where there is none, or only a step."""
    step: int | None = None
    """The step on which the cursors of all screens stand; None for the newest."""
    repeat: int = 0
    """Of several entries at the step, the one that lies so many before the last is meant."""
    mark: float | None = None
    """Where a range that is being read off begins, in numbers of the x axis."""
    slots: Mapping[str, int] = field(default_factory=lambda: _NONE)
    """run -> colour slot, in order of first appearance."""

    @property
    def counts_steps(self) -> bool:
        """Whether the numbers of the x axis are steps."""
        return self.x_axis is XAxis.STEP and self.x_tag is None

    def shows(self, run: str) -> bool:
        """Whether a run is drawn, as far as it is not filtered out."""
        return run not in self.hidden_runs
