"""What a tensor, or numbers over steps, can be written to a file as."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.tensor_files import npy_file, series_csv, strings_file
from tbtui.analysis.tensor_summary import TensorSummary
from tbtui.model.series import Series
from tbtui.widgets.exports import Export, file_name


def tensor_exports(one: ChosenEntry, found: TensorSummary) -> Sequence[Export]:
    """The whole tensor, not its summary."""
    stem = f"{one.entries.tag}-{one.run}-{one.step}"
    if found.is_text:
        return (Export("JSON: all strings", file_name(stem, ".json"), partial(strings_file, one.entries, one.index)),)
    return (
        Export("NPY: all numbers, for numpy.load", file_name(stem, ".npy"), partial(npy_file, one.entries, one.index)),
    )


def series_exports(tag: str, found: Sequence[Series]) -> Sequence[Export]:
    """Every point of the runs that are shown."""
    return (Export("CSV: every point", file_name(tag, ".csv"), partial(series_csv, found)),) if found else ()
