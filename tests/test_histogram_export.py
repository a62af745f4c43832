"""Histograms and the numbers of layers as files: everything that was written, and why something is missing."""

from __future__ import annotations

import numpy as np

from tbtui.analysis.histogram_export import buckets_csv, buckets_json, layers_csv
from tbtui.model.entries import Entries, EntryError, EntryPart, Metadata
from tests.histograms import layer_of


def exported() -> Entries:
    """Two entries: one histogram, one that cannot be read."""

    def decode(place: object) -> np.ndarray:
        if getattr(place, "offset", 0):
            raise EntryError("file at byte 9: torn")
        return np.array([[0.0, np.inf, 3.0], [1.0, 2.0, np.nan]])

    column = np.array([4, 7], np.int64)
    part = EntryPart(0, "file", (), column, column * 0.5, np.array([0, 9]), column, column * 0)
    return Entries("run", "histograms", "a,b", Metadata("histograms"), (part,), decode)


def test_all_buckets_as_csv_with_the_reason_where_there_are_none() -> None:
    assert buckets_csv([exported()]).decode().splitlines() == [
        "run,tag,step,wall_time,left,right,count,error",
        'run,"a,b",4,2.0,0.0,inf,3.0,',
        'run,"a,b",4,2.0,1.0,2.0,nan,',
        'run,"a,b",7,3.5,,,,file at byte 9: torn',
    ]


def test_all_buckets_as_json() -> None:
    text = buckets_json([exported()]).decode()
    assert '"buckets": [[0.0, "Infinity", 3.0], [1.0, 2.0, "NaN"]]' in text
    assert '"error": "file at byte 9: torn"' in text
    assert text.startswith('{"tag": "a,b", "runs": {"run": [')


def test_the_numbers_of_layers_as_csv() -> None:
    layer = layer_of([1, 2])
    layer.done[1] = False
    assert layers_csv([layer]).decode().splitlines() == [
        "run,tag,step,wall_time,mean,std,zeros,drift",
        "run,tag,0,0.0,1.0,1.0,1.0,1.0",
    ]
