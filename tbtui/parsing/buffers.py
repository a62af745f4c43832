"""One buffer of a file -> points and entries: whole rounds of cycles, then batches, and what is left one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tbtui.model.problem import Problem, ProblemKind
from tbtui.model.run import HISTOGRAMS
from tbtui.parsing.arrays import BoolArray, IntArray
from tbtui.parsing.batch import match_records
from tbtui.parsing.batches import Batch
from tbtui.parsing.cycles import Cycle, Rounds, learn_cycle, period, take_rounds
from tbtui.parsing.data_compat import is_scalar, text
from tbtui.parsing.entry_batch import SHORTEST as SHORTEST_ENTRY
from tbtui.parsing.entry_batch import match_entries
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.portion import EntryBlock, Portion, ScalarBlock
from tbtui.parsing.prefixes import read_prefixes
from tbtui.parsing.records import RecordReader
from tbtui.parsing.templates import Slot, Template
from tbtui.parsing.tf_record import Frames, Gap, frame
from tbtui.parsing.wire import LARGEST_FIELD

INDEX_EVERY: Final = 1 << 10
"""Every so many records one is noted in the file's index."""

# How much is framed before a cycle is tried again: little after one was found, ever more while there is none.
_LEAST_PIECE: Final = 1 << 14
_MOST_PIECE: Final = 1 << 24
# Fewer records than this are not worth a cycle's fixed cost.
_LEAST_ROUNDS: Final = 1500
# Fewer records than this are read one by one before a batch of them is made.
_LEAST_ENTRIES: Final = 8
_NO_LENGTHS: Final = np.empty(0, np.int64)


class BufferReader:
    """Reads the buffers of one file, one after the other, into a portion."""

    def __init__(self, portion: Portion, records: RecordReader, events: int, cycle: Cycle | None) -> None:
        self.portion, self.records = portion, records
        self._first_number = events
        self.cycle = cycle
        """The round of records that may come next; None where none is known."""
        self._piece = _LEAST_PIECE

    @property
    def number(self) -> int:
        """How many records of the file stand before the next one."""
        return self._first_number + self.portion.events

    def read(self, buffer: bytearray, begin: int, end: int, base: int, *, at_end: bool, damage: Gap | None) -> Frames:
        """Read what lies from ``begin`` to ``end``; the file's offset of a place is that place plus ``base``.

        Returns the frames of the last piece, which tell where and why it ended.
        """
        while True:
            if damage is None:
                begin = self._take_rounds(buffer, begin, end, base)
            if self.cycle is not None and not at_end:
                # The rest is less than a round: with what follows in the file it will be one.
                return Frames(_NO_LENGTHS, _NO_LENGTHS, (), begin, self.cycle.size, None, None)
            piece_end = min(end, begin + self._piece)
            frames = frame(buffer, begin, piece_end, at_end=at_end and piece_end == end, damage=damage)
            self._read_frames(buffer, frames, base)
            stuck = frames.resume == begin or frames.need > piece_end - frames.resume
            if piece_end == end:
                return frames
            if stuck:
                self._piece = _MOST_PIECE
            begin, damage = frames.resume, frames.damage

    def _take_rounds(self, buffer: bytearray, begin: int, end: int, base: int) -> int:
        """Take what rounds there are of the cycle that was found; where it ended."""
        if self.cycle is None:
            return begin
        cycle, self.cycle = self.cycle, None
        rounds = take_rounds(buffer, begin, end, cycle)
        if rounds is None:
            self._piece = min(_MOST_PIECE, 4 * self._piece)
            return begin
        self._add_rounds(rounds, begin + base)
        taken = rounds.count * len(cycle.records)
        self._piece = _LEAST_PIECE if taken >= _LEAST_ROUNDS else min(_MOST_PIECE, 4 * self._piece)
        after = begin + rounds.count * cycle.size
        if end - after < cycle.size:
            self.cycle = cycle
        return after

    def _add_rounds(self, rounds: Rounds, offset: int) -> None:
        cycle, count = rounds.cycle, rounds.count
        self.records.end_buffer()
        places = [column.record for column in cycle.columns]
        steps, wall_times = rounds.steps, rounds.wall_times
        if places != list(range(len(cycle.records))):
            steps, wall_times = steps[places], wall_times[places]
        tags = tuple(column.slot.tag for column in cycle.columns)
        wide = frozenset(column.slot.tag for column in cycle.columns if column.slot.wide)
        lows = np.arange(len(tags)) * count
        block = ScalarBlock(
            tags,
            lows,
            lows + count,
            steps.reshape(-1),
            wall_times.reshape(-1),
            rounds.values.reshape(-1),
            wide,
            (),
            int(rounds.steps[-1, -1]),
            len(tags) * count,
        )
        self.portion.scalars.append(block)
        self._index_rounds(rounds, offset)
        taken = count * len(cycle.records)
        self.portion.events += taken
        self.portion.count("summary", taken)
        self.portion.note_wall_times(rounds.wall_times)

    def _index_rounds(self, rounds: Rounds, offset: int) -> None:
        cycle, number = rounds.cycle, self.number
        for taken in range(-number % INDEX_EVERY, rounds.count * len(cycle.records), INDEX_EVERY):
            turn, place = divmod(taken, len(cycle.records))
            at = offset + turn * cycle.size + cycle.records[place].data - HEADER
            self.portion.index.append((number + taken, at, float(rounds.wall_times[place, turn])))

    def _read_frames(self, buffer: bytearray, frames: Frames, base: int) -> None:
        for gap in frames.gaps:
            self._damage(Gap(gap.start + base, gap.end + base, gap.reason))
        if not frames.starts.size:
            return
        batches = match_records(buffer, frames.starts, frames.lengths)
        taken = np.full(len(frames.starts), -1, np.int64)
        accepted = [self._accept(batch, taken) for batch in batches]
        left = taken < 0
        self._take_entries(buffer, frames, base, left)
        self._read_one_by_one(buffer, frames, base, left)
        self._index(buffer, frames, base)
        self._find_cycle(buffer, frames, batches, accepted, taken)
        self.portion.events += len(frames.starts)
        self.records.end_buffer()

    def _accept(self, batch: Batch, taken: IntArray) -> BoolArray:
        """Add a batch to the points, but for records of templates that this file's metadata forbids to be scalars."""
        allowed = self._allowed(batch)
        kept = allowed[batch.numbers]
        if not kept.all():
            batch = batch.keep(kept)
        if not batch.places.size:
            return allowed
        taken[batch.places] = batch.numbers
        self.portion.count("summary", len(batch.places))
        self.portion.note_wall_times(batch.wall_times)
        self._add_slots(batch)
        return allowed

    def _add_slots(self, batch: Batch) -> None:
        numbers, used = self.number + batch.places, batch.used()
        for place, (has, values) in enumerate(batch.slots):
            kept = slice(None) if has is None else has
            tags = np.zeros(len(batch.templates), np.int64)
            for number in used:
                if place < len(batch.templates[number].slots):
                    slot = batch.templates[number].slots[place]
                    tags[number] = self.records.scalars.tags.number(slot.tag)
                    if slot.wide:
                        self.records.scalars.widen(slot.tag)
            self.records.scalars.add_batch(
                tags[batch.numbers[kept]], numbers[kept], batch.steps[kept], batch.wall_times[kept], values
            )

    def _allowed(self, batch: Batch) -> BoolArray:
        """(templates of the book,): which of them this file may use, and learn what they say of their tags.

        A tensor that says nothing of its tag is a scalar only if the tag is known to be none of the other kinds.
        """
        allowed = np.zeros(len(batch.templates), np.bool_)
        firsts = np.full(len(batch.templates), -1, np.int64)
        firsts[batch.numbers[::-1]] = batch.places[::-1]
        used = np.flatnonzero(firsts >= 0)
        for number in used[np.argsort(firsts[used], kind="stable")].tolist():
            slots = batch.templates[number].slots
            allowed[number] = self._admit(slots, self.number + int(firsts[number]))
        return allowed

    def _admit(self, slots: Sequence[Slot], number: int) -> bool:
        for slot in slots:
            if slot.metadata is not None:
                self.records.learn(slot.tag, slot.metadata, number)
            if not slot.by_form and not is_scalar(self.records.known.get(slot.tag)):
                return False
        return True

    def _take_entries(self, buffer: bytearray, frames: Frames, base: int, left: BoolArray) -> None:
        """Take what is plainly one histogram or tensor, and mark it as taken."""
        places = np.flatnonzero(left & (frames.lengths >= SHORTEST_ENTRY) & (frames.lengths <= LARGEST_FIELD))
        if len(places) < _LEAST_ENTRIES:
            return
        starts, lengths = frames.starts[places], frames.lengths[places]
        prefixes = read_prefixes(buffer, starts, lengths)
        plain = np.flatnonzero(prefixes.good)
        ends = starts[plain] + lengths[plain]
        for group in match_entries(buffer, ends - prefixes.suffixes[plain], ends):
            mine = plain[group.members]
            left[places[mine]] = False
            block = EntryBlock(
                text(group.tag),
                HISTOGRAMS if group.is_histo else None,
                prefixes.steps[mine],
                prefixes.wall_times[mine],
                starts[mine] + (base - HEADER),
                lengths[mine],
                np.zeros(len(mine), np.int64),
            )
            self.records.add_entries(group, self.number + int(places[mine[0]]), block)

    def _read_one_by_one(self, buffer: bytearray, frames: Frames, base: int, left: BoolArray) -> None:
        places = np.flatnonzero(left)
        if places.size:
            view, first = memoryview(buffer), self.number
            starts, lengths = frames.starts[places].tolist(), frames.lengths[places].tolist()
            self.records.add_all(
                (first + place, base + start - HEADER, bytes(view[start : start + length]))
                for place, start, length in zip(places.tolist(), starts, lengths, strict=True)
            )

    def _index(self, buffer: bytearray, frames: Frames, base: int) -> None:
        """Note the place of every thousandth record, and its wall_time where that comes first, as all writers do."""
        first = self.number
        for count in range(-first % INDEX_EVERY, len(frames.starts), INDEX_EVERY):
            start = int(frames.starts[count])
            wall_time = float("nan")
            if frames.lengths[count] >= 9 and buffer[start] == 0x09:
                wall_time = float(np.frombuffer(buffer, "<f8", 1, start + 1)[0])
            self.portion.index.append((first + count, base + start - HEADER, wall_time))

    def _find_cycle(
        self,
        buffer: bytearray,
        frames: Frames,
        batches: Sequence[Batch],
        accepted: Sequence[BoolArray],
        taken: IntArray,
    ) -> None:
        """Look whether the last records repeat the ones before, template for template; then the next ones may too."""
        keys = taken.copy()
        for number, batch in enumerate(batches):
            mine = batch.places[accepted[number][batch.numbers]]
            keys[mine] = taken[mine] * len(batches) + number
        length = period(keys) if frames.damage is None else 0
        if not length:
            return
        last = keys[-length:]
        templates = [batches[key % len(batches)].templates[key // len(batches)] for key in last.tolist()]
        self._learn_cycle(buffer, frames.starts[-length:], frames.lengths[-length:], templates)

    def _learn_cycle(
        self, buffer: bytearray, starts: IntArray, lengths: IntArray, templates: Sequence[Template]
    ) -> None:
        self.cycle = learn_cycle(buffer, starts, lengths, templates)

    def _damage(self, gap: Gap) -> None:
        self.portion.problems.append(
            Problem(ProblemKind.DAMAGE, self.portion.path, gap.start, gap.end - gap.start, gap.reason)
        )
