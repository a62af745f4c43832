"""Templates as arrays, in which many records are looked up at once; and the book that they are collected in."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.parsing.arrays import IntArray
from tbtui.parsing.templates import LONGEST_SUFFIX, Template

WordArray: TypeAlias = NDArray[np.uint64]

_LEAST_TABLE_BITS: Final = 12
# A book takes no more templates than this: what matches none is left to the general path.
_MOST_TEMPLATES: Final = 1 << 16
# Odd numbers without a pattern, one for each word and one for the mask.
_MULTIPLIERS: Final = np.random.default_rng(0x7B).integers(0, 1 << 63, LONGEST_SUFFIX // 8 + 1, np.uint64) * 2 + 1


class TemplateBook:
    """The templates of one width that were learnt so far.

    Tags come again from buffer to buffer and from file to file: a book serves all threads of the process.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        """Bytes at the end of a record that are looked at; suffixes are at most so long."""
        self._lock = threading.Lock()
        self._templates: dict[tuple[bytes, bytes], Template] = {}
        self._lookup = TemplateLookup((), width)

    def add(self, templates: Iterable[Template]) -> bool:
        """Keep templates; False where all were known, or the book is full."""
        with self._lock:
            known = len(self._templates)
            for template in templates:
                if len(self._templates) == _MOST_TEMPLATES:
                    break
                self._templates.setdefault((template.mask, template.pattern), template)
            if len(self._templates) == known:
                return False
            self._lookup = TemplateLookup(tuple(self._templates.values()), self.width)
            return True

    @property
    def lookup(self) -> TemplateLookup:
        """All templates as they are now. Those of an earlier lookup keep their numbers in a later one."""
        return self._lookup


class TemplateLookup:
    """Templates as arrays in which many records are looked up at once; never changed once it is made.

    A record is first blanked out by a mask that templates of its length have, then looked up by a hash of what is left,
    then compared with the template that was found, word by word: the hash only finds, it does not decide.
    """

    def __init__(self, templates: tuple[Template, ...], width: int) -> None:
        self.templates = templates
        masks = {(one.length, one.mask): None for one in templates}
        groups = {key: place for place, key in enumerate(masks)}
        self._first_group = np.full(width + 1, -1, np.int64)
        self._next_group = np.full(len(groups) + 1, -1, np.int64)
        for (length, _), place in groups.items():
            self._next_group[place], self._first_group[length] = self._first_group[length], place
        self._masks = _table([mask for _, mask in groups], width)
        self._patterns = _table([one.pattern for one in templates], width)
        of_template = np.array([groups[one.length, one.mask] for one in templates], np.int64)
        self._telling = _telling_words(self._patterns, of_template)
        hashes = _hashes(self._patterns, of_template, self._telling)
        self._order = np.argsort(hashes, kind="stable")
        self._sorted = hashes[self._order]
        bits = max(_LEAST_TABLE_BITS, (4 * len(templates)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._table = np.zeros(1 << bits, np.int64)
        self._table[hashes >> self._shift] = np.arange(len(templates))

    def match(self, rows: WordArray, lengths: IntArray) -> IntArray:
        """(n, width / 8) words at the ends of records, and their suffixes' lengths -> (n,) template, -1 for none."""
        found = np.full(len(rows), -1, np.int64)
        groups = self._first_group[lengths]
        left = np.arange(len(rows)) if groups.min(initial=0) >= 0 else np.flatnonzero(groups >= 0)
        groups = groups[left] if len(left) < len(rows) else groups
        while left.size:
            whole = len(left) == len(rows)
            matched = self._match_masked(rows if whole else rows[left], groups)
            if whole and matched.min() >= 0:
                return matched
            found[left] = matched
            missed = matched < 0
            left, groups = left[missed], self._next_group[groups[missed]]
            left, groups = left[groups >= 0], groups[groups >= 0]
        return found

    def _match_masked(self, rows: WordArray, groups: IntArray) -> IntArray:
        masked = self._masks.take(groups, axis=0)
        masked &= rows
        hashes = _hashes(masked, groups, self._telling)
        candidates = self._table.take((hashes >> self._shift).view(np.int64))
        same = self._patterns.take(candidates, axis=0) == masked
        if not same.all():
            places = np.flatnonzero(~same.all(axis=1))
            slower = np.minimum(np.searchsorted(self._sorted, hashes[places]), len(self._sorted) - 1)
            candidates[places] = self._order[slower]
            still = (self._patterns[candidates[places]] == masked[places]).all(axis=1)
            candidates[places[~still]] = -1
        return candidates


def _telling_words(patterns: WordArray, groups: IntArray) -> Sequence[int]:
    """The words in which templates of one group differ: the others tell nothing about which of them it is."""
    firsts = np.zeros(groups.max(initial=0) + 1, np.int64)
    firsts[groups[::-1]] = np.arange(len(groups))[::-1]
    return np.flatnonzero((patterns != patterns[firsts[groups]]).any(axis=0)).tolist()


def _hashes(words: WordArray, groups: IntArray, telling: Sequence[int]) -> WordArray:
    found: WordArray = groups.astype(np.uint64) * _MULTIPLIERS[-1]
    for place in telling:
        found += words[:, place] * _MULTIPLIERS[place]
    found ^= found >> np.uint64(29)
    return found


def _table(rows: Sequence[bytes], width: int) -> WordArray:
    """(rows, width / 8) words."""
    return np.array([_words(row, width) for row in rows], np.uint64).reshape(-1, width // 8)


def _words(octets: bytes, width: int) -> WordArray:
    """The bytes at the end of ``width`` bytes, as little-endian words."""
    return np.frombuffer(octets.rjust(width, b"\0"), "<u8")
