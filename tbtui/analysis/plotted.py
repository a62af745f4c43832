"""What a chart of scalars shows of a snapshot and a selection: the curves of its tags, by runs or groups of runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import numpy as np

from tbtui.analysis.curves import Curve, make_curve, relation_curve, x_values
from tbtui.analysis.expressions import Expression, ExpressionError, derive, parse_expression
from tbtui.analysis.joins import difference, join_at_steps
from tbtui.analysis.listing import drawn_runs
from tbtui.analysis.memo import remembered
from tbtui.analysis.run_groups import average_curve, averaged_runs, run_groups
from tbtui.analysis.stretch import Stretch
from tbtui.model.layout import Margin
from tbtui.model.run import Run
from tbtui.model.selection import Attempts, Average, Selection, XAxis
from tbtui.model.series import Series
from tbtui.model.snapshot import Snapshot

# It is not worth asking whether the steps of so few points rise.
_SURELY_FEW: Final = 1000


@dataclass(frozen=True, slots=True)
class ChartSource:
    """The tags of one chart."""

    title: str
    tags: tuple[str, ...]
    margins: tuple[Margin, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plotted:
    """One curve of a chart, computed when it is asked for."""

    name: str
    """The run, or the group of runs."""
    tag: str
    runs: tuple[str, ...]
    """The run, or those that are averaged."""
    series: Series | None
    """None for averages."""
    over: Series | None
    """The series that takes the place of the x axis, if one does."""
    points: int
    """How many points must be gone through one by one to compute the curve; 0 where it holds them as they are."""
    known: Callable[[], bool]
    """Whether the curve is at hand."""
    curve: Callable[[], Curve]


@lru_cache(maxsize=64)
def known_expression(text: str, tags: frozenset[str]) -> Expression | None:
    """The expression, or None where it means nothing for these tags."""
    try:
        return parse_expression(text, tags)
    except ExpressionError:
        return None


@remembered
def _derived(run: Run, text: str) -> Series | None:
    expression = known_expression(text, frozenset(run.scalars))
    return derive(expression, run.scalars) if expression else None


def series_of(run: Run, tag: str, selection: Selection) -> Series | None:
    """A scalar tag of a run, written or derived."""
    written = run.scalars.get(tag)
    if written is None and tag in selection.expressions:
        return _derived(run, tag)
    return written


def plotted(snapshot: Snapshot, selection: Selection, source: ChartSource) -> list[Plotted]:
    """The curves of a chart, the chosen run's last so that it lies on top."""
    runs = drawn_runs(snapshot, selection)
    reference = snapshot.runs.get(selection.reference or "") if selection.difference else None
    found = [one for tag in source.tags for one in _of_tag(runs, tag, selection, reference)]
    found += [one for margin in source.margins for one in _of_margin(runs, margin, selection)]
    return sorted(found, key=lambda one: selection.run in one.runs)


def _of_tag(runs: Sequence[Run], tag: str, selection: Selection, reference: Run | None) -> Iterator[Plotted]:
    against = series_of(reference, tag, selection) if reference is not None else None
    singles: dict[str, Plotted] = {}
    for run in runs:
        series = series_of(run, tag, selection)
        over = series_of(run, selection.x_tag, selection) if selection.x_tag else None
        if series is None or not len(series) or (over is None and selection.x_tag):
            continue
        if against is not None:
            series = difference(series, against)
        singles[run.name] = _single(series, over, selection)
    for group in run_groups(singles, selection.run_groups):
        members = [singles[name] for name in group.runs]
        if len(members) == 1 or group.name in selection.expanded_groups:
            yield from members
        else:
            yield _averaged(group.name, members, selection)


def _single(series: Series, over: Series | None, selection: Selection) -> Plotted:
    name, tag, points = (series.run,), series.tag, len(series)
    if over is None and (points < _SURELY_FEW or series.rising):
        points = 0
    weight, attempts = selection.smoothing, selection.attempts
    if over is not None:
        relation = (series, over, weight, selection.x_interpolated)
        known, curve = partial(relation_curve.knows, *relation), partial(relation_curve, *relation)
    else:
        key = (series, selection.x_axis, weight, attempts)
        known, curve = partial(make_curve.knows, *key), partial(make_curve, *key)
    return Plotted(series.run, tag, name, series, over, points, known, curve)


def _averaged(name: str, members: Sequence[Plotted], selection: Selection) -> Plotted:
    pairs = tuple((one.series, one.over) for one in members)
    key = (pairs, selection.x_axis, selection.x_interpolated, selection.smoothing, selection.average)
    first = members[0].series
    assert first is not None, "only single curves are averaged"
    return Plotted(
        name + averaged_runs(len(members)),
        members[0].tag,
        tuple(run for one in members for run in one.runs),
        None,
        None,
        sum(len(one.series) for one in members if one.series is not None),
        partial(_average.knows, first, *key),
        partial(_average, first, *key),
    )


@remembered
def _average(
    first: Series,
    pairs: tuple[tuple[Series | None, Series | None], ...],
    x_axis: XAxis,
    interpolated: bool,
    weight: float,
    average: Average,
) -> Curve:
    """The average of several series, each over the x axis or over another series; kept with the first of them."""
    curves = [
        relation_curve(series, over, 0.0, interpolated)
        if over is not None
        else make_curve(series, x_axis, 0.0, Attempts.HIDDEN)
        for series, over in pairs
        if series is not None
    ]
    return average_curve(curves, weight, average)


def _of_margin(runs: Sequence[Run], margin: Margin, selection: Selection) -> Iterator[Plotted]:
    for run in runs:
        found = [run.scalars.get(tag) for tag in (margin.value, margin.lower, margin.upper)]
        value, lower, upper = found
        if value is not None and lower is not None and upper is not None:
            key = (value, lower, upper, selection.x_axis, selection.smoothing)
            points = sum(len(series) for series in (value, lower, upper))
            known, curve = partial(_margin.knows, *key), partial(_margin, *key)
            yield Plotted(run.name, margin.value, (run.name,), value, None, points, known, curve)


@remembered
def _margin(value: Series, lower: Series, upper: Series, x_axis: XAxis, weight: float) -> Curve:
    """A value with the band between two other tags, joined at equal steps."""
    _, (places, low, high) = join_at_steps([value, lower, upper])
    band = (lower.values[low], upper.values[high])
    x, raw = x_values(value, x_axis)[places], value.written_values[places]
    order = np.argsort(x, kind="stable")
    order = order[np.isfinite(x[order])]
    edges = (band[0][order], band[1][order])
    return Curve((Stretch(x[order], raw[order], weight, places[order], band=edges),))
