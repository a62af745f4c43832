"""Files that lie about what they hold cost no more memory than they have bytes."""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.event_writer import frame, simple_value, summary_event
from tbtui.parsing.logdir import open_logdir
from tbtui.parsing.wire import encode_varint
from tests.conftest import event_bytes

_MEGABYTE = 1 << 20


def _header(length: int) -> bytes:
    octets = struct.pack("<Q", length)
    return octets + struct.pack("<I", masked_crc32c(octets))


def _peak(path: Path) -> int:
    """Bytes that reading a logdir claims at most, after a first read of it warmed what is kept."""
    open_logdir(str(path))
    tracemalloc.start()
    try:
        open_logdir(str(path))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("length", [2**24, 2**31 - 1, 2**31, 2**40, 2**63 - 1, 2**64 - 1])
def test_an_absurd_record_length_claims_nothing(write: Callable[..., Path], tmp_path: Path, length: int) -> None:
    write("run/events.out.tfevents.1", event_bytes() + _header(length) + b"\0" * 50)
    assert _peak(tmp_path) < _MEGABYTE


@pytest.mark.parametrize("length", [2**20, 2**31 - 1, 2**62])
def test_an_absurd_field_length_claims_nothing(write: Callable[..., Path], tmp_path: Path, length: int) -> None:
    field = b"\x2a" + encode_varint(length) + b"abc"
    write("run/events.out.tfevents.1", event_bytes() + frame(field) * 20)
    assert _peak(tmp_path) < _MEGABYTE


def test_endless_damage_is_counted_and_not_listed_for_ever(write: Callable[..., Path], tmp_path: Path) -> None:
    good, bad = frame(b""), frame(b"abc")[:-1] + b"x"
    write("run/events.out.tfevents.1", event_bytes() + (good + bad) * 3000 + good)
    problems = open_logdir(str(tmp_path)).problems
    assert len(problems) == 1001
    assert str(problems[-1]).endswith("2,000 more problems, which are counted but not listed")


def test_a_tensor_with_an_absurd_shape_claims_nothing(write: Callable[..., Path], tmp_path: Path) -> None:
    value = simple_value("a", 0.0)
    value.tensor.dtype = 1
    value.tensor.float_val.append(1.0)
    for _ in range(3):
        value.tensor.tensor_shape.dim.add(size=1 << 20)
    write("run/events.out.tfevents.1", event_bytes(*[summary_event(1, 1.0, [value])] * 20))
    assert _peak(tmp_path) < _MEGABYTE
