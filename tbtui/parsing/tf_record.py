"""TFRecord framing, without I/O: where records begin and end, what is truncated, what is damaged, where it goes on.

A record is ``u64 length, u32 masked CRC of those 8 bytes, data, u32 masked CRC of the data``, little-endian
(tensorflow/core/lib/io/record_writer.h). Truncation is an ordinary result: the rest of the record is not written yet.
Damage is stepped over: a wrong data checksum costs its record, a wrong length costs what lies before the next header
whose own checksum is right.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from tbtui.parsing.arrays import IntArray, unaligned
from tbtui.parsing.crc32c import damaged_records, length_checksums
from tbtui.parsing.frames import Frames, Gap, Pending, Wait
from tbtui.parsing.header_scan import HEADER, OVERHEAD
from tbtui.parsing.record_chain import MAX_LENGTH, Chain, Stop, follow, headers_of

# So many places are searched at once for a header: few at first, as the next record is near as a rule.
_LEAST_SEARCH, _MOST_SEARCH = 1 << 8, 1 << 16
_NONE: Final = np.empty(0, np.int64)


def find_header(buffer: bytearray, position: int, size: int) -> int | None:
    """The first place from ``position`` on where a length matches its checksum; None where there is none."""
    words, checksums = unaligned(buffer, np.dtype("<u8")), unaligned(buffer, np.dtype("<u4"))
    low, last, block = position, size - HEADER + 1, _LEAST_SEARCH
    while low < last:
        high = min(low + block, last)
        places = low + np.flatnonzero(words[low:high] <= MAX_LENGTH)
        hits = np.flatnonzero(length_checksums(words[places].astype(np.int64)) == checksums[places + 8])
        if hits.size:
            return int(places[hits[0]])
        low, block = high, min(4 * block, _MOST_SEARCH)
    return None


class _Framer:
    """One walk over one buffer: which records it found, what it stepped over, and why it ended."""

    def __init__(self, buffer: bytearray, begin: int, size: int, at_end: bool, damage: Gap | None) -> None:
        self.buffer, self.begin, self.size, self.at_end, self.damage = buffer, begin, size, at_end, damage
        self.starts: list[IntArray] = [_NONE]
        self.lengths: list[IntArray] = [_NONE]
        self.gaps: list[Gap] = []
        self.resume, self.need = begin, 0
        self.pending: Pending | None = None

    @cached_property
    def zeros_from(self) -> int:
        """Where the zeros at the end of the buffer begin; its end where it ends in something else."""
        if self.begin >= self.size or self.buffer[self.size - 1]:
            return self.size
        return self.begin + len(self.buffer[self.begin : self.size].rstrip(b"\0"))

    def run(self) -> None:
        headers = headers_of(self.buffer, self.resume, self.size)
        going = True
        while going:
            if self.damage and not self._search(self.damage):
                return
            going = self._accept(follow(self.buffer, self.resume, self.size, headers))

    def _search(self, damage: Gap) -> bool:
        """Go to the next header; where there is none, the next buffer goes on searching."""
        found = find_header(self.buffer, self.resume, self.size)
        if found is None:
            self.resume = max(self.resume, self.size - HEADER + 1)
            return False
        self.gaps.append(Gap(damage.start, found, damage.reason))
        self.damage, self.resume = None, found
        return True

    def _begin_search(self, start: int, reason: str) -> bool:
        self.damage, self.resume = Gap(start, start, reason), start + 1
        return True

    def _accept(self, chain: Chain) -> bool:
        """Keep the good records of a chain; True when there may be more behind it."""
        self.resume = chain.end
        if not chain.starts.size:
            return self._stopped(chain)
        damaged = damaged_records(self.buffer, chain.starts, chain.lengths)
        if not damaged.any():
            self._keep(chain.starts, chain.lengths)
            return self._stopped(chain)
        self._keep(chain.starts[~damaged], chain.lengths[~damaged])
        doubtful = bool(damaged[-1]) and chain.stop is not Stop.DATA
        for index in np.flatnonzero(damaged[:-1] if doubtful else damaged):
            self._skip(int(chain.starts[index]), int(chain.lengths[index]))
        return self._last_is_damaged(chain) if doubtful else self._stopped(chain)

    def _keep(self, starts: IntArray, lengths: IntArray) -> None:
        self.starts.append(starts)
        self.lengths.append(lengths)

    def _skip(self, start: int, length: int) -> None:
        end = start - HEADER + length + OVERHEAD
        self.gaps.append(Gap(start - HEADER, end, "the data of a record does not match its checksum"))

    def _last_is_damaged(self, chain: Chain) -> bool:
        """A damaged record with no good header behind it: still being written, or its length misleads."""
        start, length = int(chain.starts[-1]), int(chain.lengths[-1])
        header = start - HEADER
        if chain.stop is Stop.HEADER and not self.at_end:
            self.resume, self.need = header, OVERHEAD + length + HEADER
            return False
        if self.at_end and self.zeros_from <= chain.end:
            self.resume, self.pending = header, Pending(header, Wait.CHECKSUM, 0)
            return False
        if chain.stop is Stop.HEADER:
            self._skip(start, length)
            return self._stopped(chain)
        return self._begin_search(header, "a record does not match its checksum and none follows it")

    def _stopped(self, chain: Chain) -> bool:
        """The end of a chain: the end of the buffer, a header that is not there yet, or one that is wrong."""
        left = self.size - self.resume
        if chain.stop is Stop.HEADER:
            if self.at_end and left:
                self.pending = Pending(self.resume, Wait.HEADER, HEADER - left)
            return False
        if chain.stop is Stop.DATA:
            self.need = chain.need
            self.pending = Pending(self.resume, Wait.DATA, chain.need - left) if self.at_end else None
            return False
        if self.zeros_from <= self.resume + HEADER:
            self.pending = Pending(self.resume, Wait.ZEROS, 0)
            return False
        return self._begin_search(self.resume, "the length of a record does not match its checksum")


def frame(buffer: bytearray, begin: int, end: int, *, at_end: bool, damage: Gap | None = None) -> Frames:
    """Frame and check what lies from ``begin``, where a record's header stands, to ``end`` in ``buffer``.

    ``at_end`` says that the file ends there too; ``damage`` is what the last buffer ended in, if it did. The checksums
    of the records are overwritten by the check, their data is not.
    """
    framer = _Framer(buffer, begin, end, at_end, damage)
    framer.run()
    return Frames(
        np.concatenate(framer.starts),
        np.concatenate(framer.lengths),
        tuple(sorted(framer.gaps, key=lambda gap: gap.start)),
        framer.resume,
        framer.need,
        framer.pending,
        framer.damage,
    )
