"""What the user has chosen to see: frozen, replaced whole, saved for each logdir."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class XAxis(enum.Enum):
    """What the horizontal axis counts."""

    STEP = "step"
    RELATIVE = "relative"
    WALL = "wall"


class Scale(enum.Enum):
    """How an axis is divided."""

    LINEAR = "linear"
    LOG = "log"
    SYMLOG = "symlog"


class Attempts(enum.Enum):
    """What becomes of points that a later attempt superseded."""

    FAINT = "faint"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Selection:
    """The view of a logdir."""

    hidden_runs: frozenset[str] = frozenset()
    run_filter: str = ""
    """Regular expression; runs that it does not find are not listed and not drawn."""
    tag_filter: str = ""
    run: str | None = None
    """The run that is drawn last and told of in detail."""
    tag: str | None = None
    """The scalar tag that the chart shows."""
    pinned_runs: frozenset[str] = frozenset()
    smoothing: float = 0.6
    x_axis: XAxis = XAxis.STEP
    y_scale: Scale = Scale.LINEAR
    ignore_outliers: bool = False
    attempts: Attempts = Attempts.FAINT
    follow: bool = True
    grid: bool = False
    step: int | None = None
    """The step that cursors of all screens stand on."""
    slots: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """run -> colour slot, in order of first appearance."""

    def shows(self, run: str) -> bool:
        """Whether a run is drawn, as far as it is not filtered out."""
        return run not in self.hidden_runs
