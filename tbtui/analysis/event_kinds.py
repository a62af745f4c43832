"""What an event is called in the event browser: by the plugin of its values, or by the form of the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tbtui.model.entries import Metadata
from tbtui.parsing.data_compat import GRAPHS, META_GRAPH, NEVER_NUMBERS, RUN_GRAPH_TAG, RUN_METADATA, entry_plugin, text
from tbtui.parsing.records import META_GRAPH_TAG
from tbtui.parsing.tensors import single_number

SUMMARY: Final = "summary"
"""A summary of values of several kinds, or of none."""
EMPTY: Final = "empty"
UNDECODABLE: Final = "undecodable"

EVENT_KINDS: Final = {
    "graph_def": GRAPHS,
    "meta_graph_def": META_GRAPH,
    "tagged_run_metadata": RUN_METADATA,
    "session_log": "session",
    "file_version": "version",
    "log_message": "message",
}
"""The field of an event -> what it is called, for events that are no summaries."""

_EVENT_TAGS: Final = {"graph_def": RUN_GRAPH_TAG, "meta_graph_def": META_GRAPH_TAG}


def value_kind(value: Any, metadata: Mapping[str, Metadata]) -> str:
    """The plugin of a summary's value, as it was filed when it was read; ``metadata`` is what is known of the tags."""
    form = value.WhichOneof("what")
    said = metadata.get(value_tag(value))
    return entry_plugin(None if form == "simple_value" else form, said)


def is_number(value: Any, metadata: Mapping[str, Metadata]) -> bool:
    """Whether a value was filed as a point of a series, by the rules of ``parsing.records``."""
    form = value.WhichOneof("what")
    if form != "tensor":
        return bool(form == "simple_value")
    said = metadata.get(value_tag(value))
    return (said is None or said.plugin not in NEVER_NUMBERS) and single_number(value.tensor) is not None


def value_tag(value: Any) -> str:
    """The tag of a summary's value; catboost names it elsewhere."""
    return text(value.tag or value.node_name)


def event_tag(event: Any) -> str:
    """The tag under which an event that is no summary is filed; "" for none."""
    if event.WhichOneof("what") == "tagged_run_metadata":
        return text(event.tagged_run_metadata.tag)
    return _EVENT_TAGS.get(event.WhichOneof("what"), "")


def event_kind(event: Any, metadata: Mapping[str, Metadata]) -> str:
    """What an event is called."""
    what = event.WhichOneof("what")
    if what is None:
        return EMPTY
    if what != "summary":
        return EVENT_KINDS[what]
    kinds = {value_kind(value, metadata) for value in event.summary.value}
    return kinds.pop() if len(kinds) == 1 else SUMMARY
