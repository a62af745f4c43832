"""The whole content of one row of the event browser: its fields as lines that fold, and its bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tbtui.analysis.event_row import EventRow
from tbtui.analysis.labels import is_moment, moment_label
from tbtui.model.entries import EntryError
from tbtui.parsing.event_blocks import OpenFunction, open_same
from tbtui.parsing.event_records import LARGEST_WHOLE, Checked, read_whole
from tbtui.parsing.event_rows import FileRows
from tbtui.parsing.event_text import Field, event_fields
from tbtui.parsing.header_scan import OVERHEAD

# Of more messages of one name side by side than these, each begins closed: nodes of a graph, values of a summary.
_MOST_OPEN: Final = 12
# The fields by which messages of the same kind are told apart.
_NAMES: Final = frozenset({"name", "tag", "node_name", "key", "plugin_name", "title"})


@dataclass(frozen=True, eq=False)
class EventContent:
    """Everything that is shown of one row."""

    row: EventRow
    fields: Sequence[Field]
    """Empty for what is no record."""
    raw: bytes
    """The record as it stands in the file, with its header and checksums; of a large one the beginning."""
    checked: Checked | None
    problem: str
    """Why the content is not all there; "" where it is."""


def event_content(open_file: OpenFunction, rows: FileRows, row: EventRow) -> EventContent:
    """Read one row whole."""
    if row.offset < 0:
        return EventContent(row, (), b"", row.checked, row.summary)
    try:
        with open_same(open_file, rows) as file:
            if not row.is_record:
                raw = file.read(row.offset, min(row.length, LARGEST_WHOLE))
                return EventContent(row, (), raw, row.checked, row.summary)
            record = read_whole(file, row.offset, row.length)
            raw = file.read(row.offset, min(row.length, LARGEST_WHOLE) + OVERHEAD)
    except (EntryError, OSError) as error:
        return EventContent(row, (), b"", None, str(error))
    problem = ""
    if not record.whole:
        problem = f"The first {len(record.data):,} of {record.length:,} bytes are shown."
    elif record.checked is Checked.BAD:
        problem = "The data does not match its checksum: the file changed since it was read."
    return EventContent(row, event_fields(record.data), raw, record.checked, problem)


class FieldLine(NamedTuple):
    """One line of a tree of fields."""

    field: Field
    depth: int
    open: bool
    """Whether what it holds is shown below it."""


def field_lines(fields: Sequence[Field], turned: frozenset[int], depth: int = 0) -> Iterator[FieldLine]:
    """The lines that are seen; ``turned`` has the ids of the fields that are not open or closed as they begin."""
    counts = Counter(one.name for one in fields)
    for one in fields:
        is_open = bool(one.fields) and (id(one) in turned) != (counts[one.name] <= _MOST_OPEN)
        yield FieldLine(one, depth, is_open)
        if is_open:
            yield from field_lines(one.fields, turned, depth + 1)


def as_text(fields: Sequence[Field], depth: int = 0) -> Iterator[str]:
    """All fields as indented lines of text."""
    for one in fields:
        yield "  " * depth + f"{one.name}: {one.kind}{f' = {one.text}' if one.text else ''}"
        yield from as_text(one.fields, depth + 1)


def value_text(field: Field) -> str:
    """The value of a field; of a message its name and how many fields it holds; moments as dates too."""
    if field.fields:
        names = [one.text for one in field.fields if one.name in _NAMES and one.text]
        count = f"{len(field.fields):,} field{'' if len(field.fields) == 1 else 's'}"
        return f"{names[0]}, {count}" if names else count
    if field.name == "wall_time" and is_moment(float(field.text)):
        return f"{field.text} ({moment_label(float(field.text))})"
    return field.text


def hex_line(raw: bytes, offset: int, number: int, width: int) -> tuple[str, str, str]:
    """Line ``number`` of a dump, ``width`` bytes: their place in the file, the bytes, and what letters they are."""
    part = raw[number * width : (number + 1) * width]
    octets = "  ".join(part[at : at + 8].hex(" ") for at in range(0, len(part), 8))
    letters = "".join(chr(octet) if 0x20 <= octet < 0x7F else "·" for octet in part)
    return f"{offset + number * width:,}", octets, letters
