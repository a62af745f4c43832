"""Many small scalar records at once, with numpy: found by their templates, taken by typed gathers.

What this path takes, the general path in ``records`` would have taken in the same way; what it does not understand it
leaves to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import BoolArray, FloatArray, IntArray, unaligned
from tbtui.parsing.templates import LONGEST_SUFFIX, Template, TemplateBook, learn
from tbtui.parsing.varints import varint_stops, varint_values

# Suffixes are looked at through windows of these widths; most scalars need the first.
_WIDTHS: Final = (24, 40, 64, 128, LONGEST_SUFFIX)
FRONT: Final = LONGEST_SUFFIX
"""Bytes that must stand before the first record of a buffer, whatever they hold: windows reach back over them."""
BACK: Final = 160
"""Bytes that must stand behind the last record, for the same reason."""

SHORTEST: Final = 14
"""Shorter records hold no summary."""
_LONGEST: Final = LONGEST_SUFFIX + 19
_PREFIX: Final = np.dtype("V20")
# Records of unknown layouts that are looked at one by one in each round, and how many rounds there are.
_STUDIED: Final = 256
_ROUNDS: Final = 8

_books: Final = {width: TemplateBook(width) for width in _WIDTHS}


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Records that match templates."""

    templates: tuple[Template, ...]
    places: IntArray
    """(n,) which records of the buffer, ascending."""
    numbers: IntArray
    """(n,) the template of each."""
    steps: IntArray
    wall_times: FloatArray
    ends: IntArray
    """(n,) where each record's data ends in the buffer."""


@dataclass(frozen=True, slots=True, eq=False)
class Prefixes:
    """What stands before the suffixes of records."""

    good: BoolArray
    """Whether a record begins with wall_time and step as every writer writes them."""
    steps: IntArray
    wall_times: FloatArray
    suffixes: IntArray
    """How long the suffix of each record is."""


def match_records(buffer: bytearray, starts: IntArray, lengths: IntArray) -> list[Batch]:
    """The records whose layout is known or can be learnt, by the width of their templates.

    ``starts`` and ``lengths`` tell where their data lies in ``buffer``, with FRONT bytes before and BACK behind.
    """
    small = (lengths >= SHORTEST) & (lengths <= _LONGEST)
    places = np.flatnonzero(small)
    if not places.size:
        return []
    if len(places) < len(starts):
        starts, lengths = starts[places], lengths[places]
    prefixes = read_prefixes(buffer, starts, lengths)
    found = []
    narrower = 0
    for width in _WIDTHS:
        fits = prefixes.good & (prefixes.suffixes > narrower) & (prefixes.suffixes <= width)
        narrower = width
        mine = np.flatnonzero(fits)
        if mine.size:
            found.append(_match_width(buffer, starts[mine] + lengths[mine], places[mine], mine, prefixes, width))
    return found


def read_prefixes(buffer: bytearray, starts: IntArray, lengths: IntArray) -> Prefixes:
    """The prefixes of records of at least SHORTEST bytes."""
    rows = np.ascontiguousarray(unaligned(buffer, _PREFIX)[starts])
    octets = rows.view(np.uint8).reshape(-1, _PREFIX.itemsize)
    wall_times = np.ndarray((len(rows),), "<f8", rows, 1, (_PREFIX.itemsize,)).copy()
    varints = np.ndarray((len(rows),), "<u8", rows, 10, (_PREFIX.itemsize,)).copy()
    begins = octets[:, 0] == 0x09
    key = octets[:, 9]
    absent = key == 0x2A
    stops = varint_stops(varints)
    steps, sizes = _varint_values(varints, stops)
    sizes += 10
    if absent.any():
        steps[absent], sizes[absent] = 0, 9
        good = begins & ((key == 0x10) & (stops != 0) | absent)
    else:
        good = begins & (key == 0x10) & (stops != 0)
    return Prefixes(good, steps, wall_times, lengths - sizes)


def _varint_values(words: NDArray[np.uint64], stops: NDArray[np.uint64]) -> tuple[IntArray, IntArray]:
    """Varints at the beginning of words, whose last octet has its highest bit at ``stops`` -> value and size."""
    words &= stops - np.uint64(1)
    most = int(stops.max(initial=0))
    size = max(1, (most.bit_length() + 7) // 8)
    sizes = np.ones(len(words), np.int64)
    for octet in range(1, size):
        sizes += stops > np.uint64(0x80 << (8 * (octet - 1)))
    return varint_values(words, size), sizes


def _match_width(
    buffer: bytearray, ends: IntArray, places: IntArray, mine: IntArray, prefixes: Prefixes, width: int
) -> Batch:
    book = _books[width]
    suffixes = prefixes.suffixes[mine]
    rows = np.ascontiguousarray(unaligned(buffer, np.dtype(f"V{width}"))[ends - width])
    words = rows.view("<u8").reshape(-1, width // 8)
    numbers, templates = _match_and_learn(buffer, ends, suffixes, words, book)
    kept = numbers >= 0
    if not kept.all():
        mine, places, ends, numbers = mine[kept], places[kept], ends[kept], numbers[kept]
    return Batch(templates, places, numbers, prefixes.steps[mine], prefixes.wall_times[mine], ends)


def _match_and_learn(
    buffer: bytearray, ends: IntArray, suffixes: IntArray, words: NDArray[np.uint64], book: TemplateBook
) -> tuple[IntArray, tuple[Template, ...]]:
    """Look records up, study some that no template matches, and look the rest up again, as long as that helps.

    Returns the number of each record's template, and the templates that are numbered.
    """
    lookup = book.lookup
    templates = lookup.match(words, suffixes)
    for _ in range(_ROUNDS):
        unknown = np.flatnonzero(templates < 0)
        # A wall_time of our own stands for what is cut off.
        studied = (
            b"\x09" + bytes(8) + buffer[ends[at] - suffixes[at] : ends[at]] for at in unknown[:_STUDIED].tolist()
        )
        if not unknown.size or not book.add(filter(None, map(learn, studied))):
            break
        lookup = book.lookup
        templates[unknown] = lookup.match(words[unknown], suffixes[unknown])
    return templates, lookup.templates


def slot_values(buffer: bytearray, batch: Batch, number: int) -> tuple[BoolArray | None, NDArray[Any]]:
    """The values of slot ``number`` of each record, and which records have that slot; None for all of them.

    float64 where any of them is, else float32.
    """
    slots = [template.slots[number] if number < len(template.slots) else None for template in batch.templates]
    from_end = np.array([slot.from_end if slot else 0 for slot in slots], np.int64)[batch.numbers]
    wide = np.array([bool(slot and slot.wide) for slot in slots], np.bool_)[batch.numbers]
    has = from_end > 0
    everywhere = bool(has.all())
    at = batch.ends - from_end if everywhere else (batch.ends - from_end)[has]
    wide = wide if everywhere else wide[has]
    if not wide.any():
        values: NDArray[Any] = unaligned(buffer, np.dtype("<f4"))[at]
    elif wide.all():
        values = unaligned(buffer, np.dtype("<f8"))[at]
    else:
        values = np.empty(len(at), np.float64)
        values[~wide] = unaligned(buffer, np.dtype("<f4"))[at[~wide]]
        values[wide] = unaligned(buffer, np.dtype("<f8"))[at[wide]]
    return (None if everywhere else has), values
