"""Records, one by one -> points and entries: the general path, which understands every event that protobuf does."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

from google.protobuf.message import DecodeError

from tbtui.model.entries import Metadata
from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.run import SessionStatus
from tbtui.parsing.data_compat import (
    FORMS,
    GRAPHS,
    HPARAMS,
    META_GRAPH,
    NEVER_NUMBERS,
    RUN_GRAPH_TAG,
    RUN_METADATA,
    metadata_of,
    text,
)
from tbtui.parsing.entry_batch import EntryGroup
from tbtui.parsing.portion import EntryBlock, Portion, Session
from tbtui.parsing.protos import Event, message_class
from tbtui.parsing.tables import EntryRows, ScalarRows
from tbtui.parsing.tensors import single_number
from tbtui.parsing.versions import known_version, remember_version

META_GRAPH_TAG: Final = "__meta_graph__"

# A pause after so many records lets the keys in: a Python loop in a thread otherwise keeps the interpreter 5 ms a turn.
_PAUSE: Final = 128

_ENTRIES_OF_EVENTS: Final = {
    "graph_def": (GRAPHS, RUN_GRAPH_TAG),
    "meta_graph_def": (META_GRAPH, META_GRAPH_TAG),
}


Value: Final = message_class("Value")


class RecordReader:
    """Adds events to a portion. One is made for each read of a file; records must come in file order."""

    def __init__(self, portion: Portion, known: Mapping[str, Metadata]) -> None:
        self.portion = portion
        self.known = dict(known)
        self.scalars = ScalarRows()
        self.entries = EntryRows()
        self._learnt: dict[str, int] = {}
        """The number of the record from which each tag's metadata comes, for those learnt in this buffer."""

    def add_all(self, records: Iterable[tuple[int, int, bytes]]) -> None:
        """Add (number, offset, data) of many records."""
        for count, (number, offset, data) in enumerate(records, 1):
            if count % _PAUSE == 0:
                time.sleep(0)
            self.add(number, offset, data, len(data))

    def add(self, number: int, offset: int, data: bytes, length: int) -> None:
        """Add one record: its number and offset in the file, its data (perhaps pruned) and the data's true length."""
        version = known_version(data)
        if version is not None:
            self.portion.add_version(*version)
            return
        try:
            event = Event.FromString(data)
        except DecodeError:
            self._problem(offset, length, "the record is no event")
            return
        kind = event.WhichOneof("what")
        if kind != "file_version":
            self.portion.count(kind or "empty", 1)
        if kind == "summary":
            self.portion.note_wall_time(event.wall_time)
            for index, value in enumerate(event.summary.value):
                self._add_value(number, event, value, (offset, length, index))
        elif kind is not None:
            self._add_other(number, event, kind, (offset, length, -1), data)

    def add_entries(self, group: EntryGroup, number: int, block: EntryBlock) -> None:
        """Add records of one tag that hold one entry each; ``number`` is the first one's place in the file."""
        value = Value(tag=group.tag)
        if group.metadata:
            value.metadata.ParseFromString(group.metadata)
        said = metadata_of(value, "histo" if group.is_histo else "tensor")
        if said is not None:
            self.learn(block.tag, said, number)
        self.entries.add_batch(block)

    def end_buffer(self) -> None:
        """Hand the points read so far to the portion, as one block."""
        block = self.scalars.block()
        if block is not None:
            self.portion.scalars.append(block)
        self.scalars = ScalarRows()
        self._learnt = {}

    def end(self) -> None:
        """Hand over what is left."""
        self.end_buffer()
        self.portion.entries.extend(self.entries.blocks())

    def _problem(self, offset: int, length: int, message: str) -> None:
        self.portion.problems.append(Problem(ProblemKind.UNDECODABLE, self.portion.path, offset, length, message))

    def learn(self, tag: str, metadata: Metadata, number: int) -> None:
        """Remember what the first event of a tag says of it; of those of one buffer, that with the least number."""
        first = self._learnt.get(tag)
        if tag not in self.known or (first is not None and number < first):
            self.known[tag] = self.portion.metadata[tag] = metadata
            self._learnt[tag] = number

    def known_at(self, tag: str, number: int) -> Metadata | None:
        """What the records before record ``number``, and it itself, say of a tag."""
        return None if self._learnt.get(tag, -1) > number else self.known.get(tag)

    def learn_from(self, number: int, data: bytes) -> None:
        """Learn what a record says of its tags, without adding it."""
        try:
            event = Event.FromString(data)
        except DecodeError:
            return
        for value in event.summary.value:
            said = metadata_of(value, value.WhichOneof("what"))
            if said is not None:
                self.learn(text(value.tag or value.node_name), said, number)

    def _add_value(self, number: int, event: Any, value: Any, place: tuple[int, int, int]) -> None:
        tag = text(value.tag or value.node_name)
        form = value.WhichOneof("what")
        if (tag not in self.known or tag in self._learnt) and (said := metadata_of(value, form)) is not None:
            self.learn(tag, said, number)
        metadata = self.known_at(tag, number)
        if form == "simple_value":
            self.scalars.add(tag, number, event.step, event.wall_time, value.simple_value, wide=False)
            return
        if form == "tensor" and (metadata is None or metadata.plugin not in NEVER_NUMBERS):
            single = single_number(value.tensor)
            if single is not None:
                wide = value.tensor.dtype != 1
                self.scalars.add(tag, number, event.step, event.wall_time, single, wide=wide)
                return
        if form in FORMS or form == "tensor" or (metadata is not None and metadata.plugin == HPARAMS):
            self.entries.add(tag, FORMS.get(form), event.step, event.wall_time, place)

    def _add_other(self, number: int, event: Any, kind: str, place: tuple[int, int, int], data: bytes) -> None:
        if kind == "session_log":
            self._add_session(number, event, place[0])
        elif kind == "file_version":
            version = text(event.file_version), text(event.source_metadata.writer)
            self.portion.add_version(*version)
            remember_version(data, version)
        elif kind == "tagged_run_metadata":
            tag = text(event.tagged_run_metadata.tag)
            self.entries.add(tag, RUN_METADATA, event.step, event.wall_time, place)
        elif kind in _ENTRIES_OF_EVENTS:
            plugin, tag = _ENTRIES_OF_EVENTS[kind]
            self.entries.add(tag, plugin, event.step, event.wall_time, place)

    def _add_session(self, number: int, event: Any, offset: int) -> None:
        log = event.session_log
        try:
            status = SessionStatus(log.status)
        except ValueError:
            status = SessionStatus.UNSPECIFIED
        message = text(log.msg or log.checkpoint_path)
        self.portion.sessions.append(Session(status, event.step, event.wall_time, offset, message))
        if status is SessionStatus.START and event.step > 0:
            self.scalars.restart(number, event.step)
