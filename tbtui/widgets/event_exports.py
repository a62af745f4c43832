"""What of the event browser can be written to a file: one event as bytes or as text, or the rows of the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from typing import Final

from tbtui.analysis.event_arrangement import Arrangement
from tbtui.analysis.event_browser import EventBrowser
from tbtui.analysis.event_content import as_text
from tbtui.analysis.event_row import EventRow
from tbtui.widgets.exports import Export, file_name

_MOST_ROWS: Final = 100_000
_PAGE: Final = 1000
_TITLES: Final = ("wall_time", "run", "file", "offset", "step", "kind", "tag", "values", "content", "bytes", "checksum")


def event_exports(browser: EventBrowser, arrangement: Arrangement, row: EventRow) -> Sequence[Export]:
    """The forms in which the event under the cursor, and the list, can be written."""
    stem = f"event-{row.file[0]}-{max(0, row.offset)}"
    count = f"the first {_MOST_ROWS:,}" if arrangement.count > _MOST_ROWS else f"{arrangement.count:,}"
    return (
        Export("The event as text", file_name(stem, ".txt"), partial(_text, browser, arrangement, row)),
        Export("Its record, byte for byte", file_name(stem, ".tfrecord"), partial(_record, browser, arrangement, row)),
        Export(f"CSV: {count} rows of the list", "events.csv", partial(_rows, browser, arrangement)),
    )


def _text(browser: EventBrowser, arrangement: Arrangement, row: EventRow) -> bytes:
    content = browser.content(arrangement, row)
    lines = [*filter(None, (content.problem,)), *as_text(content.fields)] if content else []
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _record(browser: EventBrowser, arrangement: Arrangement, row: EventRow) -> bytes:
    content = browser.content(arrangement, row)
    return content.raw if content else b""


def _rows(browser: EventBrowser, arrangement: Arrangement) -> bytes:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(_TITLES)
    for first in range(0, min(arrangement.count, _MOST_ROWS), _PAGE):
        found = browser.read(arrangement, first, _PAGE)
        table.writerows(_cells(found[number]) for number in sorted(found))
    return text.getvalue().encode("utf-8", "replace")


def _cells(row: EventRow) -> Sequence[object]:
    checked = row.checked.value if row.checked else ""
    place = (row.file[0], row.file_name, row.offset if row.offset >= 0 else "")
    return (
        repr(row.wall_time),
        *place,
        "" if row.step is None else row.step,
        row.kind,
        row.tag,
        row.values,
        row.summary,
        row.length,
        checked,
    )
