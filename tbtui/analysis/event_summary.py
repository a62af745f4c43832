"""An event in a few words: "graph 120 nodes, 56 kB", "session START", or what its values are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tbtui.analysis.event_kinds import value_tag
from tbtui.analysis.labels import bytes_label
from tbtui.analysis.value_summary import value_summary
from tbtui.model.run import SessionStatus
from tbtui.parsing.data_compat import text
from tbtui.parsing.wire import Window, WireError, count_fields

_SHOWN: Final = 6
"""So many values of a summary are told."""
_LONGEST_TEXT: Final = 120
_LEVELS: Final = {0: "unknown", 10: "debug", 20: "info", 30: "warning", 40: "error", 50: "fatal"}
_GRAPH_NODE: Final = 1


def event_summary(event: Any, kind: str, length: int, *, whole: bool) -> str:
    """The content of an event; ``length`` is that of its record, ``whole`` whether all of it was read."""
    what = event.WhichOneof("what")
    if what is None:
        return "holds nothing"
    if what != "summary":
        return _EVENTS[what](event, length, whole)
    values = event.summary.value
    if len(values) == 1:
        return value_summary(values[0], kind, length, whole=whole)
    if not values:
        return "a summary without values"
    shown = ", ".join(
        f"{value_tag(value).rpartition('/')[2]} {value_summary(value, kind, 0, whole=whole)}"
        for value in values[:_SHOWN]
    )
    return f"{len(values):,} values: {shown}{', …' if len(values) > _SHOWN else ''}"


def _graph(event: Any, length: int, whole: bool) -> str:
    if not whole:
        return f"graph {bytes_label(length)}"
    data = event.graph_def
    try:
        nodes = count_fields(Window(lambda place, size: data[place : place + size]), 0, len(data), _GRAPH_NODE)
    except WireError:
        return f"graph {bytes_label(length)} that cannot be decoded"
    return f"graph {nodes:,} node{'' if nodes == 1 else 's'}, {bytes_label(len(data))}"


def _session(event: Any, length: int, whole: bool) -> str:
    log = event.session_log
    known = {one.value: one.name for one in SessionStatus}
    more = text(log.msg or log.checkpoint_path)
    return f"session {known.get(log.status, f'status {log.status}')}{f': {more}' if more else ''}"


def _message(event: Any, length: int, whole: bool) -> str:
    log = event.log_message
    return f"{_LEVELS.get(log.level, f'level {log.level}')}: {text(log.message[: 4 * _LONGEST_TEXT])}"


def _version(event: Any, length: int, whole: bool) -> str:
    writer = text(event.source_metadata.writer)
    return text(event.file_version) + (f" by {writer}" if writer else "")


_EVENTS: Final[dict[str, Callable[[Any, int, bool], str]]] = {
    "graph_def": _graph,
    "meta_graph_def": lambda _event, length, _whole: f"meta graph {bytes_label(length)}",
    "tagged_run_metadata": lambda _event, length, _whole: f"run metadata {bytes_label(length)}",
    "session_log": _session,
    "log_message": _message,
    "file_version": _version,
}
