"""One buffer of a file -> points and entries: whole rounds of cycles, then batches, and what is left one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from tbtui.model.problem import Problem, ProblemKind
from tbtui.parsing.batches import Batch
from tbtui.parsing.cycles import Cycle, learn_cycle, period
from tbtui.parsing.framed import INDEX_EVERY, FramedRecords
from tbtui.parsing.frames import Frames, Gap
from tbtui.parsing.header_scan import HEADER
from tbtui.parsing.portion import Portion, ScalarBlock
from tbtui.parsing.records import RecordReader
from tbtui.parsing.rounds import Rounds, take_rounds
from tbtui.parsing.tf_record import frame

# How much is framed before a cycle is tried again: little after one was found, ever more while there is none.
_LEAST_PIECE: Final = 1 << 14
_MOST_PIECE: Final = 1 << 24
# Fewer records than this are not worth a cycle's fixed cost.
_LEAST_ROUNDS: Final = 1500
_NO_LENGTHS: Final = np.empty(0, np.int64)


class BufferReader:
    """Reads the buffers of one file, one after the other, into a portion."""

    def __init__(self, portion: Portion, records: RecordReader, events: int, cycle: Cycle | None) -> None:
        self.portion, self.records = portion, records
        self._first_number = events
        self.cycle = cycle
        """The round of records that may come next; None where none is known."""
        self._piece = _LEAST_PIECE if cycle or not events else _MOST_PIECE

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
            elif self.cycle is None:
                self._piece = min(_MOST_PIECE, 4 * self._piece)
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
        if frames.starts.size:
            batches = FramedRecords(buffer, frames, self.number, base).read(self.records)
            if batches and frames.damage is None:
                self._find_cycle(buffer, frames, batches)
            self.portion.events += len(frames.starts)
            self.records.end_buffer()

    def _find_cycle(self, buffer: bytearray, frames: Frames, batches: Sequence[Batch]) -> None:
        """Look whether the last records repeat the ones before, template for template; then the next ones may too."""
        keys = np.full(len(frames.starts), -1, np.int64)
        for number, batch in enumerate(batches):
            keys[batch.places] = batch.numbers * len(batches) + number
        length = period(keys)
        if length:
            last = keys[-length:].tolist()
            templates = [batches[key % len(batches)].templates[key // len(batches)] for key in last]
            self.cycle = learn_cycle(buffer, frames.starts[-length:], frames.lengths[-length:], templates)

    def _damage(self, gap: Gap) -> None:
        self.portion.problems.append(
            Problem(ProblemKind.DAMAGE, self.portion.path, gap.start, gap.end - gap.start, gap.reason)
        )
