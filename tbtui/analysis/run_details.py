"""What is told of one run in detail: files, first and last event, sessions, attempts, hparams, problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from tbtui.analysis.labels import bytes_label, count_label, duration_label, many_label, moment_label
from tbtui.analysis.life import Life, life_of, usual_interval
from tbtui.model.run import EventFile, Run, SessionStatus

_MOST_ATTEMPT_TAGS = 8
_LIFE_WORDS = {
    Life.STALLED: ": silent for longer than usual, and no end was told",
    Life.ENDED: ": silent for a day or more, and no end was told",
}


class Detail(NamedTuple):
    """One line: a heading, or a name and what it is."""

    name: str
    value: str = ""
    heading: bool = False
    warning: bool = False


def run_details(run: Run, now: float, hparams: Sequence[Detail] = ()) -> list[Detail]:
    """All lines on a run at the moment ``now``; ``hparams`` are those on its hyperparameters, which take reading."""
    return [
        *_overview(run, now),
        *hparams,
        *_contents(run),
        *_attempts(run),
        *_sessions(run),
        *(line for file in run.files for line in _file(file)),
        *_problems(run),
    ]


def wrapped(lines: Iterable[Detail], width: int) -> list[Detail]:
    """The lines with values on as many lines as they need where ``width`` cells are too few for one."""
    found: list[Detail] = []
    for line in lines:
        parts = [""] if line.heading else wrap(line.value, max(8, width), break_on_hyphens=False) or [""]
        found += [line._replace(name=line.name if part is parts[0] else "", value=part) for part in parts]
    return found


def _overview(run: Run, now: float) -> Iterator[Detail]:
    yield Detail("path", run.path)
    life = life_of(run, now)
    yield Detail("state", life.value + _LIFE_WORDS.get(life, ""))
    firsts = [file.first_wall_time for file in run.files if file.first_wall_time == file.first_wall_time]
    lasts = [file.last_wall_time for file in run.files if file.last_wall_time == file.last_wall_time]
    if firsts:
        yield Detail("first event", moment_label(min(firsts)))
        yield Detail("last event", moment_label(max(lasts)))
        yield Detail("duration", duration_label(max(lasts) - min(firsts), 1))
    interval = usual_interval(run)
    if interval:
        yield Detail("interval", f"{duration_label(interval, 1 if interval >= 10 else 0.001)} between points")


def _contents(run: Run) -> Iterator[Detail]:
    yield Detail("Holds", heading=True)
    for plugin, tags in run.series.items():
        points = sum(tags.points(tag) for tag in tags)
        yield Detail(plugin, f"{many_label(len(tags), 'tag')}, {many_label(points, 'point')}")
    for plugin, entry_tags in run.entries.items():
        entries = sum(len(entries) for entries in entry_tags.values())
        yield Detail(plugin, f"{many_label(len(entry_tags), 'tag')}, {many_label(entries, 'entry', 'entries')}")
    if not run.series and not run.entries:
        yield Detail("nothing", "no summaries so far")


def _attempts(run: Run) -> Iterator[Detail]:
    """Tags that a restart cut, and files that were written side by side."""
    cut = [(tag, series) for tags in run.series.values() for tag, series in tags.items() if series.superseded.any()]
    if run.concurrent or cut:
        yield Detail("Attempts", heading=True)
    if run.concurrent:
        names = sorted({run.files[place].name for pair in run.concurrent for place in pair})
        yield Detail("side by side", f"{len(names)} files were written at the same time: " + ", ".join(names))
    for tag, series in cut[:_MOST_ATTEMPT_TAGS]:
        void = int(series.superseded.sum())
        attempts = len(series.attempt_starts) + 1
        yield Detail(tag, f"{many_label(attempts, 'attempt')}, {count_label(void)} superseded")
    if len(cut) > _MOST_ATTEMPT_TAGS:
        yield Detail("", f"and {len(cut) - _MOST_ATTEMPT_TAGS} more tags")


def _sessions(run: Run) -> Iterator[Detail]:
    if run.sessions:
        yield Detail("Sessions", heading=True)
    for mark in run.sessions:
        name = SessionStatus(mark.status).name.lower()
        message = f", {mark.message}" if mark.message else ""
        yield Detail(name, f"step {mark.step:,} at {moment_label(mark.wall_time)}{message}")


def _file(file: EventFile) -> Iterator[Detail]:
    yield Detail(file.name, heading=True)
    yield Detail("size", f"{bytes_label(file.size)}, {many_label(file.events, 'event')}")
    yield Detail("written", moment_label(file.modified))
    if file.version:
        yield Detail("version", " by ".join(filter(None, (file.version, file.writer))))
    if file.gone:
        yield Detail("gone", "the file was deleted; what was read of it is kept", warning=True)
    if file.waiting:
        missing = f", {many_label(file.waiting.missing, 'byte')} missing" if file.waiting.missing else ""
        yield Detail("waiting", f"record at byte {file.waiting.offset:,}: {file.waiting.reason}{missing}")


def _problems(run: Run) -> Iterator[Detail]:
    if run.problems:
        yield Detail("Problems", heading=True)
    for problem in run.problems:
        place = "" if problem.offset is None else f"byte {problem.offset:,}: "
        extent = f" ({many_label(problem.length, 'byte')})" if problem.length else ""
        yield Detail(problem.kind.value, place + problem.message + extent, warning=True)
