"""What is told of one row of the sessions: how it went, where its hparams come from, and all values in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tbtui.analysis.hparam_columns import hparam_label
from tbtui.analysis.labels import duration_label, moment_label
from tbtui.analysis.run_details import Detail
from tbtui.analysis.session_table import Aggregate
from tbtui.analysis.session_view import Best, Line, ShownSessions
from tbtui.analysis.sessions import Session
from tbtui.model.hparams import Experiment, RunHParams, Source

_LONGEST: Final = 2_000
"""Characters of a value that are shown."""


def line_details(shown: ShownSessions, line: Line) -> list[Detail]:
    """All lines on a row of the table, or on a session below its group."""
    members = shown.rows.members[line.row] if line.session is None else (line.session,)
    sessions = [shown.table.sessions[member] for member in members]
    details = _group(shown, line, sessions) if len(sessions) > 1 else [*_session(sessions[0])]
    details += _problems(sessions)
    details += _values(shown, line)
    for experiment in shown.table.found.experiments.values():
        details += _experiment(experiment)
    problems = shown.table.found.problems
    if problems:
        details.append(Detail("Problems", heading=True))
    return details + [Detail("", problem, warning=True) for problem in problems]


def _session(session: Session) -> Iterator[Detail]:
    yield Detail("session", session.run)
    if session.group != session.run:
        yield Detail("group", session.group)
    yield Detail("status", session.status.value)
    if session.started:
        yield Detail("started", moment_label(session.started))
    if session.started and session.ended > session.started:
        yield Detail("took", duration_label(session.ended - session.started, 1))
    yield from _origin(session.source, session.origin)
    if len(session.runs) > 1:
        yield Detail("runs", ", ".join(session.runs))
    for name, text in (("model", session.model_uri), ("monitor", session.monitor_url)):
        if text:
            yield Detail(name, text)


def _origin(source: Source, origin: str) -> Iterator[Detail]:
    yield Detail("read from", source.value if source is Source.PLUGIN else f"{source.value} {origin}")


def _group(shown: ShownSessions, line: Line, sessions: list[Session]) -> list[Detail]:
    metric = shown.metric
    view = shown.view
    how = view.aggregate.value
    if view.aggregate is not Aggregate.AVERAGE and metric is not None:
        how = f"those of the session with the {how} of {metric.title}"
    return [
        Detail("group", shown.rows.names[line.row]),
        Detail("sessions", ", ".join(f"{one.run} {one.status.value}" for one in sessions)),
        Detail("metrics", how),
    ]


def _problems(sessions: list[Session]) -> list[Detail]:
    return [Detail("problem", problem, warning=True) for one in sessions for problem in one.problems]


def _values(shown: ShownSessions, line: Line) -> list[Detail]:
    columns = shown.rows.columns.values() if line.session is None else shown.table.columns
    place = line.row if line.session is None else line.session
    hparams = [Detail("HParams", heading=True)]
    last = "last values" if shown.view.value is Best.LAST else "best values"
    metrics = [Detail(f"Metrics, {last}", heading=True)]
    for column in columns:
        value = column.values[place]
        if value is None:
            continue
        text = repr(value) if column.is_metric and isinstance(value, float) else hparam_label(value)[:_LONGEST]
        varies = " and others" if place in column.varied and line.session is None else ""
        about = f"  ({column.description})" if column.description else ""
        (metrics if column.is_metric else hparams).append(Detail(column.title, text + varies + about))
    return [*hparams, *(metrics if len(metrics) > 1 else [])]


def _experiment(experiment: Experiment) -> Iterator[Detail]:
    told = [("name", experiment.name), ("about", experiment.description), ("user", experiment.user)]
    if experiment.created:
        told.append(("created", moment_label(experiment.created)))
    told = [(name, text) for name, text in told if text]
    if told:
        yield Detail("Experiment", heading=True)
        yield from (Detail(name, text) for name, text in told)


def run_hparam_details(said: RunHParams) -> list[Detail]:
    """The hparams of one run, for the details of the run; nothing for a run without."""
    if said.start is None:
        return []
    details = [Detail("HParams", heading=True)]
    details += [Detail(name or '""', hparam_label(value)[:_LONGEST]) for name, value in said.start.hparams.items()]
    details += _origin(said.source, said.origin)
    if said.end is not None:
        details.append(Detail("session end", said.end.status.value))
    return details + [Detail("problem", problem, warning=True) for problem in said.problems]
