"""What each run says of its hparams: by the hparams plugin, else in a text summary, else in a file beside the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from tbtui.analysis.memo import remembered
from tbtui.model.entries import Entries, EntryError
from tbtui.model.hparams import Experiment, HParam, PluginData, RunHParams, SessionEnd, SessionStart, Source
from tbtui.model.run import Run
from tbtui.model.side_file import SideFile, SideKind
from tbtui.model.snapshot import Snapshot
from tbtui.parsing.data_compat import HPARAMS, TEXT, text
from tbtui.parsing.hparam_text import MOST_BYTES, parse_hparam_text, parse_yaml_hparams, tag_rank
from tbtui.parsing.hparams import EXPERIMENT_TAG, SESSION_END_TAG, SESSION_START_TAG, HParamsError, parse_plugin_data

_MOST_FILES_KEPT: Final = 1 << 13
_NOTHING: Final[Mapping[str, Entries]] = MappingProxyType({})

Content = TypeVar("Content", Experiment, SessionStart, SessionEnd)


@remembered
def log_holds_hparams(snapshot: Snapshot) -> bool:
    """Whether any run says anything of hparams; nothing is read for it."""
    return bool(snapshot.beside(SideKind.HPARAMS)) or any(
        HPARAMS in run.entries or any(tag_rank(tag) is not None for tag in run.entries.get(TEXT, _NOTHING))
        for run in snapshot.runs.values()
    )


class _Said(NamedTuple):
    """What was read of one tag or file."""

    content: Any = None
    """None where nothing could be read."""
    problem: str = ""


@remembered
def plugin_hparams(run: Run) -> RunHParams:
    """What the summaries of the hparams plugin say. Reads a record only where a tag was written more than once."""
    found = run.entries.get(HPARAMS, _NOTHING)
    problems: list[str] = []
    experiment = _content(found.get(EXPERIMENT_TAG), Experiment, problems)
    start = _content(found.get(SESSION_START_TAG), SessionStart, problems)
    end = _content(found.get(SESSION_END_TAG), SessionEnd, problems)
    end_written = float(found[SESSION_END_TAG].wall_times[-1]) if end is not None else 0.0
    if start is not None and end_written < float(found[SESSION_START_TAG].wall_times[-1]):
        end, end_written = None, 0.0
    origin = SESSION_START_TAG if start is not None else ""
    return RunHParams(experiment, start, end, end_written, Source.PLUGIN, origin, tuple(problems))


def _content(entries: Entries | None, kind: type[Content], problems: list[str]) -> Content | None:
    if entries is None or not len(entries):
        return None
    said = _last_said(entries)
    if said.problem:
        problems.append(said.problem)
    if not isinstance(said.content, PluginData):
        return None
    if said.content.version:
        problems.append(f"{_where(entries)}: version {said.content.version} of the hparams data is not known here")
    if not isinstance(said.content.content, kind):
        problems.append(f"{_where(entries)}: the tag holds something else than its name says")
        return None
    return said.content.content


@remembered
def _last_said(entries: Entries) -> _Said:
    """What the last record of a tag says: a job that was started again is told of anew."""
    try:
        return _Said(entries[-1] if len(entries) > 1 else parse_plugin_data(entries.metadata.content))
    except EntryError as error:
        return _Said(problem=str(error))
    except HParamsError as error:
        return _Said(problem=f"{_where(entries)}: {error}")


def _where(entries: Entries) -> str:
    place = entries.place(-1)
    return f"{place.path} at byte {place.offset:,}"


def run_hparams(run: Run, beside: SideFile | None, open_file: Callable[[str], Any]) -> RunHParams:
    """All that is known of a run; ``beside`` is the file that holds hparams for it. Reads: for the background."""
    said = plugin_hparams(run)
    if said.start is not None:
        return said
    values, origin, problems = text_hparams(run)
    source = Source.TEXT
    if not values and beside is not None:
        found = _file_values(beside, open_file)
        values, origin, source = found.content or {}, beside.path, Source.FILE
        problems += (found.problem,) if found.problem else ()
    start = SessionStart(MappingProxyType(values)) if values else None
    if start is None and said.end is not None:
        problems += (f"{_where(run.entries[HPARAMS][SESSION_END_TAG])}: the end of a session whose start is not told",)
    return RunHParams(said.experiment, start, said.end, said.end_written, source, origin, (*said.problems, *problems))


def text_hparams(run: Run) -> tuple[dict[str, HParam], str, tuple[str, ...]]:
    """(values, tag, problems) of text summaries whose tags promise hparams.

    The values of the most promising tag keep their names; those of others have their tag before them.
    """
    tags = run.entries.get(TEXT, _NOTHING)
    ranked = sorted((rank, tag) for tag in tags if (rank := tag_rank(tag)) is not None)
    values: dict[str, HParam] = {}
    problems, origins = [], []
    for _, tag in ranked:
        said = _text_said(tags[tag])
        if said.problem:
            problems.append(said.problem)
        elif said.content:
            short = tag.removesuffix("/text_summary")
            prefix = f"{short}/" if values else ""
            values.update((prefix + name, value) for name, value in said.content.items())
            origins.append(short)
    return values, ", ".join(origins), tuple(problems)


@remembered
def _text_said(entries: Entries) -> _Said:
    """What a text says, the last one of its tag; a text that is no hparams after all says nothing."""
    if not len(entries):
        return _Said()
    try:
        found = entries[-1]
    except EntryError as error:
        return _Said(problem=str(error))
    try:
        return _Said(parse_hparam_text(_whole(found)))
    except HParamsError:
        return _Said()


def _whole(found: Any) -> str:
    """The strings of a decoded text as one, whether they come alone or in a value that holds them."""
    parts = getattr(found, "strings", found)
    if not isinstance(parts, list | tuple):
        return ""
    return "\n".join(part if isinstance(part, str) else text(part) for part in parts)


@lru_cache(maxsize=_MOST_FILES_KEPT)
def _file_values(beside: SideFile, open_file: Callable[[str], Any]) -> _Said:
    if beside.size > MOST_BYTES:
        return _Said(problem=f"{beside.path}: {beside.size:,} bytes are more than hparams have")
    try:
        with open_file(beside.path) as file:
            data = file.read(0, MOST_BYTES)
        return _Said(parse_yaml_hparams(text(data)))
    except OSError as error:
        return _Said(problem=f"{beside.path}: cannot be read: {error.strerror or error}")
    except HParamsError as error:
        return _Said(problem=f"{beside.path}: {error}")


@remembered
def files_of_runs(snapshot: Snapshot) -> dict[str, SideFile]:
    """run -> the file with its hparams: beside its event files, or above them where no run lies beside the file."""
    beside = {file.run: file for file in snapshot.beside(SideKind.HPARAMS)}
    above = {name: file for name, file in beside.items() if name not in snapshot.runs}
    found = {name: file for name, file in beside.items() if name in snapshot.runs}
    for name in snapshot.runs if above else ():
        parent = name
        while name not in found and "/" in parent:
            parent = parent.rpartition("/")[0]
            if parent in above:
                found[name] = above[parent]
    return found
