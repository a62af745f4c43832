"""Many small scalar records at once, with numpy: found by their templates, taken by typed gathers.

What this path takes, the general path in ``records`` would have taken in the same way; what it does not understand it
leaves to it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from tbtui.parsing.arrays import IntArray, unaligned
from tbtui.parsing.batches import Batch, slot_columns
from tbtui.parsing.prefixes import SHORTEST, Prefixes, read_prefixes
from tbtui.parsing.template_book import TemplateBook, WordArray
from tbtui.parsing.templates import LONGEST_SUFFIX, Template, learn

# Suffixes are looked at through windows of these widths; most scalars need the first.
_WIDTHS: Final = (40, 80, 160, LONGEST_SUFFIX)
FRONT: Final = LONGEST_SUFFIX
"""Bytes that must stand before the first record of a buffer, whatever they hold: windows reach back over them."""
BACK: Final = 160
"""Bytes that must stand behind the last record, for the same reason."""

_LONGEST: Final = LONGEST_SUFFIX + 19
# So many records of unknown layouts are looked at one by one, round after round: most files have few layouts.
_STUDIED: Final = (16, 64, 256, 1024, 4096, 4096)
# A pause after so many lets the keys in.
_PAUSE: Final = 32

_books: Final = {width: TemplateBook(width) for width in _WIDTHS}


def match_records(buffer: bytearray, starts: IntArray, lengths: IntArray) -> list[Batch]:
    """The records whose layout is known or can be learnt, by the width of their templates.

    ``starts`` and ``lengths`` tell where their data lies in ``buffer``, with FRONT bytes before and BACK behind.
    """
    places = np.flatnonzero((lengths >= SHORTEST) & (lengths <= _LONGEST))
    if not places.size:
        return []
    if len(places) < len(starts):
        starts, lengths = starts[places], lengths[places]
    prefixes = read_prefixes(buffer, starts, lengths)
    ends = starts + lengths
    found: list[Batch] = []
    narrower, left = 0, np.count_nonzero(prefixes.good)
    for width in _WIDTHS:
        if not left:
            break
        fits = np.flatnonzero(prefixes.good & (prefixes.suffixes > narrower) & (prefixes.suffixes <= width))
        narrower, left = width, left - len(fits)
        if fits.size:
            found.append(_match_width(buffer, ends[fits], places[fits], prefixes.keep(fits), width))
    return found


def _match_width(buffer: bytearray, ends: IntArray, places: IntArray, prefixes: Prefixes, width: int) -> Batch:
    rows = np.ascontiguousarray(unaligned(buffer, np.dtype(f"V{width}"))[ends - width])
    words = rows.view("<u8").reshape(-1, width // 8)
    numbers, templates = _match_and_learn(buffer, ends, prefixes.suffixes, words, _books[width])
    kept = numbers >= 0
    if not kept.all():
        prefixes, places, ends, numbers = prefixes.keep(kept), places[kept], ends[kept], numbers[kept]
    slots = slot_columns(buffer, templates, numbers, ends)
    return Batch(templates, places, numbers, prefixes.steps, prefixes.wall_times, slots)


def _match_and_learn(
    buffer: bytearray, ends: IntArray, suffixes: IntArray, words: WordArray, book: TemplateBook
) -> tuple[IntArray, tuple[Template, ...]]:
    """Look records up, study some that no template matches, and look the rest up again, as long as that helps.

    Returns the number of each record's template, and the templates that are numbered.
    """
    lookup = book.lookup
    numbers = lookup.match(words, suffixes)
    for most in _STUDIED:
        unknown = np.flatnonzero(numbers < 0)
        some = unknown[:most]
        if not some.size or not book.add(_studied(buffer, ends[some].tolist(), suffixes[some].tolist())):
            break
        lookup = book.lookup
        numbers[unknown] = lookup.match(words[unknown], suffixes[unknown])
    return numbers, lookup.templates


def _studied(buffer: bytearray, ends: Sequence[int], suffixes: Sequence[int]) -> Iterator[Template]:
    """The templates of these records, of those that have one."""
    for count, (end, suffix) in enumerate(zip(ends, suffixes, strict=True), 1):
        if count % _PAUSE == 0:
            time.sleep(0)
        # A wall_time of our own stands for what is cut off.
        template = learn(b"\x09" + bytes(8) + buffer[end - suffix : end])
        if template is not None:
            yield template
