"""The sessions of a log: runs with hparams, how each of them ended, and which runs hold its curves."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tbtui.analysis.life import Life, life_of
from tbtui.analysis.listing import natural_key
from tbtui.analysis.run_hparams import files_of_runs, run_hparams
from tbtui.model.hparams import Experiment, HParam, RunHParams, Source, Status
from tbtui.model.run import Run
from tbtui.model.snapshot import Snapshot

ROOT: Final = "."
_YIELD_EVERY: Final = 32


@dataclass(frozen=True, slots=True)
class Session:
    """One training with its hparams."""

    run: str
    group: str
    """The session group: its own run where it stands alone."""
    status: Status
    hparams: Mapping[str, HParam]
    runs: tuple[str, ...]
    """The runs that hold its curves: its own, those below it, and the one above it where that alone has curves."""
    started: float
    """Seconds since the epoch; 0 where it is not said."""
    ended: float
    source: Source
    origin: str
    """The tag or file from which the hparams were read."""
    model_uri: str
    monitor_url: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sessions:
    """All that a log says of hparams."""

    sessions: tuple[Session, ...]
    experiments: Mapping[str, Experiment]
    """run -> the experiment that it tells of."""
    problems: tuple[str, ...]
    """What could not be read of runs that are no sessions for it."""


def read_sessions(snapshot: Snapshot, now: float) -> Sessions:
    """The sessions in the order of their runs' names. Reads texts and files: for the background."""
    said: dict[str, RunHParams] = {}
    beside = files_of_runs(snapshot)
    for number, (name, run) in enumerate(snapshot.runs.items()):
        said[name] = run_hparams(run, beside.get(name), snapshot.open)
        if number % _YIELD_EVERY == 0:
            time.sleep(0)
    names = _session_runs(said)
    curves = _runs_of(names, snapshot)
    sessions = [_session(snapshot.runs[name], said[name], curves[name], now) for name in names]
    experiments = {name: one.experiment for name, one in said.items() if one.experiment is not None}
    others = [problem for name, one in said.items() if name not in curves for problem in one.problems]
    return Sessions(tuple(sessions), experiments, tuple(others))


def _session_runs(said: Mapping[str, RunHParams]) -> list[str]:
    """The runs that are sessions. A text or file says nothing new of a job that has called add_hparams below it."""
    plugin = {name for name, one in said.items() if one.start is not None and one.source is Source.PLUGIN}
    told = {parent for name in plugin for parent in parents(name)}
    found = [name for name, one in said.items() if one.start is not None and (name in plugin or name not in told)]
    return sorted(found, key=natural_key)


def parents(name: str) -> Iterable[str]:
    """The names of the directories above a run, the nearest first; the root run last."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name
    if name != ROOT:
        yield ROOT


def nearest(name: str, among: Mapping[str, object] | frozenset[str]) -> str | None:
    """The run itself or the nearest one above it that is among these (TensorBoard's _find_longest_parent_path)."""
    if name in among:
        return name
    return next((parent for parent in parents(name) if parent in among), None)


def below(run: str, group: str) -> str:
    """The name of the run that holds the metrics of a group (metrics.run_tag_from_session_and_metric)."""
    if not group:
        return run
    return group if run == ROOT else f"{run}/{group}"


def _runs_of(names: Sequence[str], snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """session -> its runs, for all sessions."""
    sessions = frozenset(names)
    found: dict[str, list[str]] = {name: [name] for name in names}
    for run in snapshot.runs:
        session = nearest(run, sessions)
        if session is not None and session != run:
            found[session].append(run)
    alone = _only_children(names)
    for name, runs in found.items():
        above = snapshot.runs.get(alone.get(name, ""))
        if above is None or above.name in sessions or any(_has_curves(snapshot.runs[run]) for run in runs):
            continue
        if _has_curves(above):
            runs.append(above.name)
    return {name: tuple(runs) for name, runs in found.items()}


def _only_children(names: Sequence[str]) -> dict[str, str]:
    """session -> the directory that it lies in, where no other session lies there: add_hparams makes such runs."""
    directory = {name: next(iter(parents(name)), "") for name in names}
    counts: dict[str, int] = {}
    for above in directory.values():
        counts[above] = counts.get(above, 0) + 1
    return {name: above for name, above in directory.items() if above and counts[above] == 1}


def _has_curves(run: Run) -> bool:
    return any(tags.points(tag) > 1 for tags in run.series.values() for tag in tags)


def _session(run: Run, said: RunHParams, runs: tuple[str, ...], now: float) -> Session:
    start = said.start
    assert start is not None, "runs without a start are no sessions"
    return Session(
        run.name,
        start.group or run.name,
        _status(run, said, now),
        start.hparams,
        runs,
        start.started,
        said.end.ended if said.end is not None else 0.0,
        said.source,
        said.origin,
        start.model_uri,
        start.monitor_url,
        said.problems,
    )


def _status(run: Run, said: RunHParams, now: float) -> Status:
    """What the session said of its end, unless it plainly goes on."""
    if life_of(run, now) is Life.LIVE:
        return Status.RUNNING
    return said.end.status if said.end is not None else Status.UNKNOWN
