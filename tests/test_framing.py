"""Framing: records whole, torn, damaged, and in any mixture."""

from __future__ import annotations

import random
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tbtui.parsing import crc32c
from tbtui.parsing.event_writer import frame as record
from tbtui.parsing.frames import Frames, Wait
from tbtui.parsing.tf_record import frame


def payloads(data: bytes, frames: Frames) -> list[bytes]:
    return [data[s : s + n] for s, n in zip(frames.starts.tolist(), frames.lengths.tolist(), strict=True)]


def framed(data: bytes, *, at_end: bool = True) -> Frames:
    return frame(bytearray(data), 0, len(data), at_end=at_end)


def test_crc_of_the_standard() -> None:
    assert crc32c.crc32c(b"123456789") == 0xE3069283


@given(st.lists(st.integers(0, 2**63 - 1), max_size=20))
def test_length_checksums_are_those_of_the_bytes(lengths: list[int]) -> None:
    found = crc32c.length_checksums(np.array(lengths, np.int64)).tolist()
    assert found == [crc32c.masked_crc32c(struct.pack("<Q", length)) for length in lengths]


@given(st.lists(st.binary(max_size=80), max_size=60))
def test_whole_records_come_back(bodies: list[bytes]) -> None:
    data = b"".join(map(record, bodies))
    frames = framed(data)
    assert payloads(data, frames) == bodies
    assert (frames.resume, frames.pending, frames.gaps) == (len(data), None, ())


@pytest.mark.parametrize("cycle", [[10], [10, 20, 30], list(range(5, 205)), [7] * 11 + [90]])
def test_cycles_of_lengths_are_followed(cycle: list[int]) -> None:
    bodies = [bytes([i % 251]) * cycle[i % len(cycle)] for i in range(3000)]
    bodies[1234] = b"odd one" * 9
    data = b"".join(map(record, bodies))
    assert payloads(data, framed(data)) == bodies


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=12), st.data())
def test_a_torn_file_gives_the_records_before(bodies: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(map(record, bodies))
    cut = data.draw(st.integers(0, len(whole)))
    frames = framed(whole[:cut])
    kept = payloads(whole, frames)
    assert kept == bodies[: len(kept)]
    assert not frames.gaps
    torn = frames.resume < cut
    assert torn == (frames.pending is not None)
    rest = frame(bytearray(whole[frames.resume :]), 0, len(whole) - frames.resume, at_end=True)
    assert kept + payloads(whole[frames.resume :], rest) == bodies


@settings(max_examples=300)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_damage_costs_only_what_it_hits(seed: int, flips: int) -> None:
    rng = random.Random(seed)
    bodies = [rng.randbytes(rng.randrange(0, 60)) for _ in range(30)]
    records = [record(body) for body in bodies]
    data = bytearray(b"".join(records))
    bounds = np.cumsum([0, *map(len, records)])
    hit = set()
    for _ in range(flips):
        place = rng.randrange(len(data))
        data[place] ^= 1 << rng.randrange(8)
        hit.add(int(np.searchsorted(bounds, place, "right")) - 1)
    frames = frame(bytearray(data) + bytearray(record(b"end")), 0, len(data) + 19, at_end=True)
    found = payloads(bytes(data), frames)
    good = [
        body
        for number, body in enumerate(bodies)
        if number not in hit or bytes(data[bounds[number] : bounds[number + 1]]) == records[number]
    ]
    assert [body for body in found[:-1] if body in good] == [body for body in good if body in found]
    assert len(found) - 1 >= len(good)
    assert all(body in found for body in good)
    assert bool(frames.gaps) == (len(good) < len(bodies))


def test_several_damaged_records_are_all_found() -> None:
    bodies = [bytes([i]) * 20 for i in range(200)]
    data = bytearray(b"".join(map(record, bodies)))
    for number in (0, 7, 8, 150, 198):
        data[number * 36 + 15] ^= 4
    frames = framed(bytes(data))
    assert len(frames.starts) == 195
    assert [gap.start // 36 for gap in frames.gaps] == [0, 7, 8, 150, 198]


def test_a_torn_record_that_was_written_over_is_left_for_the_next() -> None:
    """A writer was killed inside a record and another went on behind it: the next records lie inside its length."""
    data = record(b"first") + record(b"x" * 500)[:60] + b"".join(record(bytes([i]) * 50) for i in range(20))
    frames = framed(data)
    assert payloads(data, frames) == [b"first", *(bytes([i]) * 50 for i in range(20))]
    assert [(gap.start, gap.end) for gap in frames.gaps] == [(21, 81)]


@pytest.mark.parametrize(
    ("tail", "wait"),
    [
        (b"\0" * 5, Wait.HEADER),
        (b"\0" * 400, Wait.ZEROS),
        (record(b"half written")[:9] + b"\0" * 90, Wait.ZEROS),
        (record(b"half written")[:16] + b"\0" * 90, Wait.CHECKSUM),
        (record(b"half written")[:-1] + b"\0", Wait.CHECKSUM),
        (record(b"half written")[:14], Wait.DATA),
    ],
)
def test_an_end_that_may_still_be_written_is_waited_for(tail: bytes, wait: Wait) -> None:
    data = record(b"one") + tail
    frames = framed(data)
    assert payloads(data, frames) == [b"one"]
    assert not frames.gaps
    assert frames.pending is not None
    assert (frames.pending.offset, frames.pending.wait) == (19, wait)


def test_garbage_to_the_end_stays_open_and_ends_with_the_next_header() -> None:
    data = record(b"one") + b"\x8a\x13" * 300
    frames = framed(data)
    assert frames.damage is not None
    assert frames.damage.start == 19
    more = data[frames.resume :] + record(b"two")
    moved = type(frames.damage)(19 - frames.resume, 0, "")
    rest = frame(bytearray(more), 0, len(more), at_end=True, damage=moved)
    assert payloads(more, rest) == [b"two"]
    assert rest.damage is None
    assert [(gap.start + frames.resume, gap.end + frames.resume) for gap in rest.gaps] == [(19, len(data))]


@pytest.mark.parametrize("length", [2**31, 2**40, 2**63 - 1, 2**64 - 1])
def test_an_absurd_length_is_damage_even_with_a_right_checksum(length: int) -> None:
    header = struct.pack("<Q", length)
    data = record(b"one") + header + struct.pack("<I", crc32c.masked_crc32c(header)) + b"abcdefg" + record(b"two")
    frames = framed(data)
    assert payloads(data, frames) == [b"one", b"two"]
    assert len(frames.gaps) == 1
