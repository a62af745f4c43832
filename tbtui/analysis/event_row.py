"""One row of the event browser: a record decoded as far as a glance needs, or a place that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from google.protobuf.message import DecodeError

from tbtui.analysis.event_kinds import UNDECODABLE, event_kind, event_tag, value_kind, value_tag
from tbtui.analysis.event_summary import event_summary
from tbtui.model.entries import EntryError, Metadata
from tbtui.parsing.event_records import Checked, RawRecord, glance
from tbtui.parsing.event_rows import FileKey, FileRows, Notice, NoticeKind
from tbtui.parsing.files import OpenFile
from tbtui.parsing.protos import Event

# Graphs up to this size are read for their row, so that it can tell how many nodes they have.
_LARGEST_GRAPH: Final = 1 << 20
_WORDS: Final = {
    NoticeKind.DAMAGE: "damage: {length:,} bytes stepped over, {message}",
    NoticeKind.PENDING: "not all there yet: {message} ({length:,} bytes so far)",
    NoticeKind.UNREADABLE: "{message}",
}


class EventRow(NamedTuple):
    """What the table shows of one row."""

    file: FileKey
    """The first of it is the run."""
    file_name: str
    offset: int
    """Where it begins; -1 where that is not known."""
    length: int
    """Bytes of the record's data; of what is no record, all of its bytes."""
    wall_time: float
    step: int | None
    kind: str
    plugin: str
    """Of its first value; "" where it has none."""
    tag: str
    """Of its first value; "" where it has none."""
    values: int
    """How many values its summary has."""
    summary: str
    checked: Checked | None
    """None where there is nothing to check."""
    is_record: bool


def notice_row(rows: FileRows, notice: Notice) -> EventRow:
    """The row of damage, or of an end that is not read yet."""
    words = _WORDS[notice.kind].format(length=notice.length, message=notice.message)
    nowhere = notice.kind is NoticeKind.UNREADABLE
    checked = Checked.BAD if notice.kind is NoticeKind.DAMAGE else None
    return _row(rows, -1 if nowhere else notice.offset, notice.length, notice.kind.value, words, checked)


def lost_row(rows: FileRows, offset: int, length: int, reason: str) -> EventRow:
    """The row of a record that can no longer be read."""
    words = reason.removeprefix(f"{rows.file.path}: ")
    return _row(rows, offset, length, NoticeKind.UNREADABLE.value, words, None)


def _row(rows: FileRows, offset: int, length: int, kind: str, words: str, checked: Checked | None) -> EventRow:
    name, nan = rows.file.name, float("nan")
    return EventRow(rows.key, name, offset, length, nan, None, kind, "", "", 0, words, checked, False)


def record_row(rows: FileRows, file: OpenFile, offset: int, length: int, metadata: Mapping[str, Metadata]) -> EventRow:
    """The row of the record at ``offset``; ``metadata`` is what is known of the tags of the run."""
    try:
        record = glance(file, offset, length)
        event = _event(record)
        if event is not None and not record.whole and event.WhichOneof("what") == "graph_def":
            record = glance(file, offset, length, _LARGEST_GRAPH)
            event = _event(record)
    except (EntryError, OSError) as error:
        return lost_row(rows, offset, length, str(error))
    if event is None:
        return lost_row(rows, offset, length, "the record is no event")._replace(
            kind=UNDECODABLE, checked=record.checked, is_record=True
        )
    return _event_row(rows, record, event, offset, metadata)


def _event(record: RawRecord) -> Any | None:
    try:
        return Event.FromString(record.data)
    except DecodeError:
        return None


def _event_row(
    rows: FileRows, record: RawRecord, event: Any, offset: int, metadata: Mapping[str, Metadata]
) -> EventRow:
    kind = event_kind(event, metadata)
    values = event.summary.value if event.WhichOneof("what") == "summary" else ()
    plugin, tag = (value_kind(values[0], metadata), value_tag(values[0])) if values else (kind, event_tag(event))
    return EventRow(
        rows.key,
        rows.file.name,
        offset,
        record.length,
        event.wall_time,
        event.step,
        kind,
        plugin,
        tag,
        len(values),
        event_summary(event, kind, record.length, whole=record.whole),
        record.checked,
        True,
    )
