"""Whether a run is alive, and how fast it goes."""

from __future__ import annotations

import enum
import math
from typing import Final

import numpy as np

from tbtui.analysis.labels import DAY
from tbtui.analysis.memo import remembered
from tbtui.model.run import Run, SessionStatus
from tbtui.model.series import Series

_LEAST_PATIENCE: Final = 60.0
_PATIENCE_INTERVALS: Final = 5.0
_RECENT_POINTS: Final = 64
# An evaluation now and then makes a longer pause: nine of ten pauses are shorter than what is taken as usual.
_USUAL_PERCENTILE: Final = 90.0
_SESSION_END_TAG: Final = "_hparams_/session_end_info"
_HPARAMS: Final = "hparams"
# Points that are written so many seconds behind the end were written with it.
_END_MARGIN: Final = 1.0


class Life(enum.Enum):
    """The state of a run."""

    LIVE = "live"
    """It grew within a minute, or five times its usual interval."""
    FINISHED = "finished"
    """It said that it ended: SessionLog STOP or the end of an hparams session."""
    STALLED = "stalled"
    """It is silent for longer than it takes between points, and did not say that it ended."""
    ENDED = "ended"
    """The same, for a day and more."""
    GONE = "gone"
    """All its files were deleted."""
    EMPTY = "empty"
    """Nothing was read of it."""


def life_of(run: Run, now: float) -> Life:
    """The state of a run at the moment ``now`` (seconds since the epoch)."""
    if not any(file.events for file in run.files):
        return Life.EMPTY
    if all(file.gone for file in run.files):
        return Life.GONE
    if run.sessions and run.sessions[-1].status is SessionStatus.STOP:
        return Life.FINISHED
    end = _hparams_end(run)
    if end is not None and _last_wall_time(run) <= end + _END_MARGIN:
        return Life.FINISHED
    patience = max(_LEAST_PATIENCE, _PATIENCE_INTERVALS * usual_interval(run))
    if now - run.modified <= patience:
        return Life.LIVE
    if end is not None:
        return Life.FINISHED
    # Copies are as new as their copying, so the last event counts too.
    last = _last_wall_time(run)
    return Life.ENDED if now - run.modified > DAY or now - last > DAY else Life.STALLED


def _hparams_end(run: Run) -> float | None:
    """The wall_time at which the end of an hparams session was told: some writers tell of it when they begin."""
    ends = run.entries.get(_HPARAMS, {}).get(_SESSION_END_TAG)
    return float(ends.wall_times[-1]) if ends else None


def _last_wall_time(run: Run) -> float:
    return max((file.last_wall_time for file in run.files if not math.isnan(file.last_wall_time)), default=math.nan)


def _busiest(run: Run) -> Series | None:
    longest = [(table, tag) for table in run.series.values() if (tag := table.longest()) is not None]
    table, tag = max(longest, key=lambda pair: pair[0].points(pair[1]), default=(None, ""))
    return table[tag] if table is not None else None


@remembered
def usual_interval(run: Run) -> float:
    """Seconds between the latest points of the tag that is written most often; 0 where that cannot be told."""
    series = _busiest(run)
    if series is None or len(series) < 2:
        return 0.0
    walls = series.parts[-1].wall_times[-_RECENT_POINTS:]
    gaps = np.diff(walls)
    gaps = gaps[np.isfinite(gaps) & (gaps >= 0)]
    return float(np.percentile(gaps, _USUAL_PERCENTILE)) if gaps.size else 0.0


@remembered
def steps_per_second(run: Run) -> float | None:
    """How fast the busiest tag's steps rose over its latest points; None where time or steps stand still."""
    series = _busiest(run)
    if series is None:
        return None
    part = series.parts[-1]
    steps, walls = part.steps[-_RECENT_POINTS:], part.wall_times[-_RECENT_POINTS:]
    if len(steps) < 2:
        return None
    passed, done = float(walls[-1] - walls[0]), float(steps[-1]) - float(steps[0])
    if not (passed > 0 and math.isfinite(passed) and done > 0):
        return None
    return done / passed
