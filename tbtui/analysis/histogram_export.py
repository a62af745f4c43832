"""All buckets of a tag as CSV and JSON, step by step, and the numbers of all layers as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from tbtui.analysis.entry_steps import entry_order
from tbtui.analysis.layer_numbers import Layer
from tbtui.model.entries import Entries, EntryError

_YIELD_EVERY: Final = 16


def buckets_csv(found: Sequence[Entries]) -> bytes:
    """A line for each bucket as it was written; for an entry that cannot be read, one with the reason."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "tag", "step", "wall_time", "left", "right", "count", "error"))
    for entries in found:
        for step, wall_time, value in _read(entries):
            head = (entries.run, entries.tag, step, repr(wall_time))
            if isinstance(value, EntryError):
                writer.writerow((*head, "", "", "", str(value)))
            else:
                writer.writerows((*head, *map(repr, bucket), "") for bucket in value.tolist())
    return text.getvalue().encode("utf-8", "replace")


def buckets_json(found: Sequence[Entries]) -> bytes:
    """{"tag": ..., "runs": {run: [{"step", "wall_time", "buckets": [[left, right, count], ...]}, ...]}}.

    Numbers that JSON does not have are "NaN", "Infinity" and "-Infinity"; an unreadable entry has an "error" instead.
    """
    runs = {
        entries.run: [
            {"step": step, "wall_time": _number(wall_time), **_content(value)}
            for step, wall_time, value in _read(entries)
        ]
        for entries in found
    }
    tag = found[0].tag if found else ""
    return json.dumps({"tag": tag, "runs": runs}, ensure_ascii=False).encode("utf-8", "replace")


def layers_csv(layers: Sequence[Layer]) -> bytes:
    """A line for each histogram that was read so far."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "tag", "step", "wall_time", "mean", "std", "zeros", "drift"))
    for layer in layers:
        entries = layer.entries
        for index in entry_order(entries).indexes.tolist():
            if layer.done[index]:
                place = (entries.run, entries.tag, int(entries.steps[index]), repr(float(entries.wall_times[index])))
                writer.writerow((*place, *map(repr, layer.numbers[index].tolist())))
    return text.getvalue().encode("utf-8", "replace")


def _read(entries: Entries) -> Iterator[tuple[int, float, np.ndarray | EntryError]]:
    for number, index in enumerate(entry_order(entries).indexes.tolist()):
        try:
            value = entries[index]
        except EntryError as error:
            value = error
        if number % _YIELD_EVERY == _YIELD_EVERY - 1:
            # This runs beside the screen, which must be able to answer keys.
            time.sleep(0)
        yield int(entries.steps[index]), float(entries.wall_times[index]), value


def _content(value: np.ndarray | EntryError) -> dict[str, Any]:
    if isinstance(value, EntryError):
        return {"error": str(value)}
    return {"buckets": [[_number(number) for number in bucket] for bucket in value.tolist()]}


def _number(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
