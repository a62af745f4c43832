"""Tensors as files: numbers as numpy's .npy, strings as JSON, numbers over steps as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import numpy as np

from tbtui.model.entries import Entries
from tbtui.model.raw_tensor import RawTensor
from tbtui.model.series import Series


def npy_file(entries: Entries, index: int) -> bytes:
    """All numbers of a tensor in their shape; bfloat16 as float32. EntryError where it cannot be read."""
    tensor: RawTensor = entries[index]
    file = io.BytesIO()
    np.save(file, np.asarray(tensor.numbers), allow_pickle=False)
    return file.getvalue()


def strings_file(entries: Entries, index: int) -> bytes:
    """All strings of a tensor as a flat JSON list; what is no UTF-8 is replaced. EntryError as for numbers."""
    tensor: RawTensor = entries[index]
    texts = [string.decode("utf-8", "replace") for string in tensor.strings]
    return json.dumps(texts, ensure_ascii=False, indent=1).encode()


def series_csv(found: Sequence[Series]) -> bytes:
    """Every point of these series; numbers are written so that they read back the same."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "tag", "step", "wall_time", "value"))
    for one in found:
        columns = (one.steps, one.wall_times, one.written_values)
        for point in zip(*(column.tolist() for column in columns), strict=True):
            writer.writerow((one.run, one.tag, *point))
    return text.getvalue().encode("utf-8", "replace")
