"""Reads all histograms of a run for the matrix of its layers: in the background, a fifth of a second at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tbtui.analysis.histogram import Histogram, histogram_of
from tbtui.analysis.layer_numbers import Layer, layer_numbers, new_layer, taking_turns
from tbtui.model.entries import Entries, EntryError, Place
from tbtui.widgets.background import Background

_SECONDS_AT_ONCE: Final = 0.2
_YIELD_EVERY: Final = 16


class _Read(NamedTuple):
    layer: Layer
    entry: int
    numbers: tuple[float, float, float, float] | None
    """None where the entry cannot be read."""


class LayerReader:
    """Layers by run and tag. Everything but the reading happens on the UI thread."""

    def __init__(self, background: Background, changed: Callable[[], None]) -> None:
        """``changed`` is called when more was read."""
        self._background, self._changed = background, changed
        self._layers: dict[tuple[str, str], Layer] = {}
        self._firsts: dict[tuple[str, str], tuple[Place, Histogram | None]] = {}

    def layers(self, tags: Sequence[Entries]) -> list[Layer]:
        """The layers of these tags as far as they are known; the rest is read."""
        found = []
        for entries in tags:
            key = entries.run, entries.tag
            known = self._layers.get(key)
            if known is None or known.entries is not entries:
                known = self._layers[key] = new_layer(entries, known)
            found.append(known)
        if any(layer.counted()[0] < layer.counted()[1] for layer in found):
            self._background.run("layers", lambda: self._read(found), self._take)
        return found

    def _read(self, layers: Sequence[Layer]) -> list[_Read]:
        found = []
        until = time.monotonic() + _SECONDS_AT_ONCE
        for number, (layer, index) in enumerate(taking_turns(layers)):
            found.append(_Read(layer, index, self._numbers(layer, index)))
            if time.monotonic() > until:
                break
            if number % _YIELD_EVERY == _YIELD_EVERY - 1:
                time.sleep(0)
        return found

    def _numbers(self, layer: Layer, index: int) -> tuple[float, float, float, float] | None:
        histogram = _histogram(layer.entries, index)
        return None if histogram is None else layer_numbers(histogram, self._first(layer))

    def _first(self, layer: Layer) -> Histogram | None:
        """The histogram from which drift is measured; kept, as every other one is compared with it."""
        key, place = (layer.entries.run, layer.entries.tag), layer.first
        known = self._firsts.get(key)
        if place is None or (known is not None and known[0] == place):
            return None if known is None else known[1]
        index = next(index for index in range(len(layer.entries)) if layer.entries.place(index) == place)
        self._firsts[key] = place, _histogram(layer.entries, index)
        return self._firsts[key][1]

    def _take(self, found: Sequence[_Read]) -> None:
        for one in found:
            one.layer.done[one.entry] = True
            if one.numbers is not None:
                one.layer.numbers[one.entry] = one.numbers
        self._changed()


def _histogram(entries: Entries, index: int) -> Histogram | None:
    try:
        return histogram_of(entries[index])
    except EntryError:
        return None
