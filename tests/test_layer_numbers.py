"""The numbers of all layers: kept when a log grows, and read in turns."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tbtui.analysis.layer_numbers import layer_numbers, new_layer, taking_turns
from tbtui.model.entries import Entries, EntryPart, Metadata
from tests.histograms import entries_of, histogram


def test_mean_spread_zeros_and_drift() -> None:
    first, later = histogram((0, 0, 1), (1, 1, 1)), histogram((2, 2, 2))
    assert layer_numbers(first, first) == (0.5, 0.5, 0.5, 0)
    assert layer_numbers(later, first)[3] == pytest.approx(1.5)
    assert math.isnan(layer_numbers(later, None)[3])
    assert all(map(math.isnan, layer_numbers(histogram(), first)))


def test_the_first_is_read_first_and_then_all_layers_alike() -> None:
    layers = [new_layer(entries_of(range(5)), None), new_layer(entries_of(range(2)), None)]
    order = [(layers.index(layer), index) for layer, index in taking_turns(layers)]
    assert order[:4] == [(0, 0), (1, 0), (0, 4), (1, 1)]
    assert sorted(order) == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (1, 1)]


def test_what_was_read_is_not_read_again() -> None:
    layer = new_layer(entries_of(range(4)), None)
    layer.done[[0, 3]] = True
    assert list(layer.to_read()) == [2, 1]
    assert layer.counted() == (2, 4)


def parts_of(*parts: tuple[str, list[int]]) -> Entries:
    made = []
    for number, (path, steps) in enumerate(parts):
        column = np.array(steps, np.int64)
        made.append(EntryPart(number, path, (), column, column * 1.0, column, column, column * 0))
    return Entries("run", "histograms", "tag", Metadata("histograms"), tuple(made), decode=lambda place: None)


def test_what_is_known_is_kept_when_files_grow_and_others_come() -> None:
    before = new_layer(parts_of(("b", [0, 1])), None)
    before.numbers[:], before.done[:] = 7.0, True
    after = new_layer(parts_of(("b", [0, 1, 2]), ("c", [3])), before)
    assert after.done.tolist() == [True, True, False, False]
    assert after.numbers[:2].tolist() == [[7.0] * 4] * 2


def test_drift_is_measured_anew_when_another_histogram_has_become_the_first() -> None:
    before = new_layer(parts_of(("b", [5, 6])), None)
    before.done[:] = True
    assert not new_layer(parts_of(("a", [0]), ("b", [5, 6])), before).done.any()
