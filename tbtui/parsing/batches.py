"""Batches: many scalar records that match templates, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import BoolArray, FloatArray, IntArray, unaligned
from tbtui.parsing.templates import Template


class SlotColumn(NamedTuple):
    """One value of each record of a batch."""

    has: BoolArray | None
    """(n,) which records have that value; None for all of them."""
    values: NDArray[Any]
    """The values of those: float64 where any of them is, else float32."""

    def keep(self, kept: BoolArray) -> SlotColumn:
        """The same of some of the records."""
        if self.has is None:
            return SlotColumn(None, self.values[kept])
        return SlotColumn(self.has[kept], self.values[kept[self.has]])


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Records that match templates; those of one template are in file order."""

    templates: tuple[Template, ...]
    places: IntArray
    """(n,) which records of the buffer."""
    numbers: IntArray
    """(n,) the template of each."""
    steps: IntArray
    wall_times: FloatArray
    slots: tuple[SlotColumn, ...]
    """The first values of all records, then the second ones of those that have two, and so on."""

    def keep(self, kept: BoolArray) -> Batch:
        """The batch with some of its records only."""
        return Batch(
            self.templates,
            self.places[kept],
            self.numbers[kept],
            self.steps[kept],
            self.wall_times[kept],
            tuple(slot.keep(kept) for slot in self.slots),
        )

    def used(self) -> list[int]:
        """The numbers of the templates that its records have."""
        return np.flatnonzero(np.bincount(self.numbers)).tolist()


def slot_columns(
    buffer: bytearray, templates: tuple[Template, ...], numbers: IntArray, ends: IntArray
) -> tuple[SlotColumn, ...]:
    """The values of records whose data ends at ``ends`` in ``buffer`` and that match these templates."""
    used = np.flatnonzero(np.bincount(numbers)).tolist()
    most = max((len(templates[number].slots) for number in used), default=0)
    return tuple(_slot_column(buffer, templates, used, numbers, ends, slot) for slot in range(most))


def _slot_column(
    buffer: bytearray, templates: tuple[Template, ...], used: list[int], numbers: IntArray, ends: IntArray, slot: int
) -> SlotColumn:
    from_end, wide = np.zeros(len(templates), np.int64), np.zeros(len(templates), np.bool_)
    for number in used:
        if slot < len(templates[number].slots):
            from_end[number], wide[number] = templates[number].slots[slot].from_end, templates[number].slots[slot].wide
    back = from_end[numbers]
    has = back > 0
    if has.all():
        return SlotColumn(None, _values(buffer, ends - back, wide[numbers]))
    return SlotColumn(has, _values(buffer, (ends - back)[has], wide[numbers[has]]))


def _values(buffer: bytearray, at: IntArray, wide: BoolArray) -> NDArray[Any]:
    if not wide.any():
        return unaligned(buffer, np.dtype("<f4"))[at]
    if wide.all():
        return unaligned(buffer, np.dtype("<f8"))[at]
    values = np.empty(len(at), np.float64)
    values[~wide] = unaligned(buffer, np.dtype("<f4"))[at[~wide]]
    values[wide] = unaligned(buffer, np.dtype("<f8"))[at[wide]]
    return values
