"""Headers are found wherever they stand, and a chain never leaves the path that the lengths tell."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.parsing.event_writer import frame
from tbtui.parsing.header_scan import HEADER, find_headers
from tbtui.parsing.record_chain import Stop, follow

_LENGTHS = st.sampled_from([0, 1, 3, 40, 41, 42, 43, 255, 256, 257, 512, 1000, 4096, 65_280, 65_535, 65_536, 70_000])


def _lengths(data: bytes) -> list[int]:
    buffer = bytearray(data)
    chain = follow(buffer, 0, len(data), find_headers(buffer, 0, len(data)))
    assert (chain.end, chain.stop) == (len(data), Stop.HEADER)
    assert [bytes(buffer[start - HEADER : start - HEADER + 8]) for start in chain.starts.tolist()] == [
        length.to_bytes(8, "little") for length in chain.lengths.tolist()
    ]
    return chain.lengths.tolist()


@given(st.lists(_LENGTHS, max_size=40), st.sampled_from([b"\0", b"\1", b"\xff", b"\0\0\0\7"]))
def test_records_of_any_length_and_content_are_followed(lengths: list[int], content: bytes) -> None:
    data = b"".join(frame((content * length)[:length]) for length in lengths)
    assert _lengths(data) == lengths


@given(st.lists(st.binary(max_size=300), max_size=30), st.integers(0, 2**32))
def test_records_inside_the_data_of_records_are_not_taken(bodies: list[bytes], seed: int) -> None:
    rng = random.Random(seed)
    records = [frame(body) for body in bodies]
    nested = [frame(rng.randbytes(rng.randrange(9)) + b"".join(rng.sample(records, len(records) // 2))), *records]
    assert _lengths(b"".join(nested)) == [len(record) - 16 for record in nested]


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("length", [40, 256, 300, 5000, 70_000])
def test_all_short_ones_are_found_at_once_however_they_lie(length: int, first: int) -> None:
    """Records of one length may all lie so that no aligned word of their headers is zero."""
    data = frame(b"\1" * (first + 1)) + b"".join(frame(bytes([number % 251 + 1]) * length) for number in range(200))
    found = len(find_headers(bytearray(data), 0, len(data)).positions)
    assert found == (201 if length < 1 << 16 else 1)
    assert _lengths(data) == [first + 1, *[length] * 200]
