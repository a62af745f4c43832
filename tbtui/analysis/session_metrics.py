"""The metrics of sessions: which there are, and what each session reached."""

from __future__ import annotations

import enum
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.listing import natural_key
from tbtui.analysis.memo import remembered
from tbtui.analysis.sessions import ROOT, Session, Sessions, below, parents
from tbtui.model.hparams import MetricInfo, MetricName
from tbtui.model.series import Series
from tbtui.model.snapshot import Snapshot

# Metrics that no experiment names are shown up to so many: the others can be chosen.
_MOST_UNNAMED: Final = 12
_YIELD_EVERY: Final = 64


class Reading(enum.Enum):
    """Which value of its scalars a metric is."""

    LAST = "last value"
    """As in TensorBoard."""
    LEAST = "least value"
    GREATEST = "greatest value"


class MetricPoint(NamedTuple):
    """The value of a metric, and where it was reached."""

    value: float
    step: int


@remembered
def metric_point(series: Series, reading: Reading) -> MetricPoint | None:
    """The value that counts: superseded points do not. Of the last step the last point; NaN is never best."""
    kept = np.flatnonzero(~series.superseded)
    if not kept.size:
        return None
    steps = series.steps[kept]
    if reading is Reading.LAST:
        place = len(steps) - 1 - int(np.argmax(steps[::-1]))
        return MetricPoint(float(series.values[kept[place]]), int(steps[place]))
    values = series.values[kept]
    if np.isnan(values).all():
        return MetricPoint(math.nan, int(steps[-1]))
    place = int(np.nanargmin(values) if reading is Reading.LEAST else np.nanargmax(values))
    return MetricPoint(float(values[place]), int(steps[place]))


@dataclass(frozen=True, slots=True)
class MetricNames:
    """The metrics that a log has."""

    usual: tuple[MetricInfo, ...]
    """What experiments name; of sessions that no experiment with metrics covers, their own scalars."""
    others: tuple[MetricInfo, ...]
    """All other scalars of sessions."""


def metric_names(found: Sessions, snapshot: Snapshot) -> MetricNames:
    """The metrics, those that experiments name first, in their order; the others by how many sessions have them.

    TensorBoard takes the first experiment that it meets for all runs. Here all count, as add_hparams writes one for
    each session.
    """
    named: dict[MetricName, MetricInfo] = {}
    for experiment in found.experiments.values():
        for info in experiment.metrics:
            named.setdefault(info.name, info)
    naming = {run for run, experiment in found.experiments.items() if experiment.metrics}
    unnamed: dict[MetricName, int] = {}
    others: dict[MetricName, int] = {}
    for session in found.sessions:
        covered = session.run in naming or any(parent in naming for parent in parents(session.run))
        counts = others if covered else unnamed
        for name in set(_own_metrics(session, snapshot)) - named.keys():
            counts[name] = counts.get(name, 0) + 1
    ranked = _ranked(unnamed)
    rest = [*ranked[_MOST_UNNAMED:], *(name for name in _ranked(others) if name not in unnamed)]
    usual = [*named.values(), *(MetricInfo(name) for name in ranked[:_MOST_UNNAMED])]
    return MetricNames(tuple(usual), tuple(MetricInfo(name) for name in rest))


def _ranked(counts: Mapping[MetricName, int]) -> list[MetricName]:
    return sorted(counts, key=lambda name: (-counts[name], natural_key(str(name))))


def _own_metrics(session: Session, snapshot: Snapshot) -> Iterator[MetricName]:
    for run in session.runs:
        group = _group_of(session.run, run)
        if group is not None:
            yield from (MetricName(group, tag) for tag in snapshot.runs[run].scalars)


def _group_of(session: str, run: str) -> str | None:
    """The metric group that a run stands for; None for a run that does not lie below the session."""
    if run == session:
        return ""
    if session == ROOT:
        return run
    return run[len(session) + 1 :] if run.startswith(session + "/") else None


def metric_values(
    sessions: Sequence[Session], name: MetricName, snapshot: Snapshot, reading: Reading
) -> tuple[float | None, ...]:
    """What each session reached; None where it has no such scalars."""
    found: list[float | None] = []
    for number, session in enumerate(sessions):
        run = snapshot.runs.get(below(session.run, name.group))
        series = run.scalars.get(name.tag) if run is not None else None
        point = metric_point(series, reading) if series is not None else None
        found.append(point.value if point is not None else None)
        if number % _YIELD_EVERY == 0:
            time.sleep(0)
    return tuple(found)
