"""Histograms and other tensors of some kilobytes, many at once: only what stands around the numbers is looked at.

A record is taken when it is plainly one value: wall_time, step, a tag, and either a HistogramProto with its fields in
the order in which every writer writes them, or a tensor with its numbers in tensor_content. Anything else, however
valid, is left to the general path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from google.protobuf.message import DecodeError
from numpy.typing import NDArray

from tbtui.parsing.arrays import BoolArray, IntArray, distinct, unaligned
from tbtui.parsing.octet_strings import distinct_strings
from tbtui.parsing.protos import message_class
from tbtui.parsing.varints import varint_sizes, varint_stops, varint_values

SHORTEST: Final = 160
"""Shorter records are not worth it."""

_SUMMARY, _VALUE, _TAG, _HISTO, _TENSOR, _METADATA = 0x2A, 0x0A, 0x0A, 0x2A, 0x42, 0x4A
# The keys of min, max, num, sum and sum_squares, which are left out where they are zero; the limits and the counts.
_MOMENTS: Final = (0x09, 0x11, 0x19, 0x21, 0x29)
_LIMITS, _COUNTS = 0x32, 0x3A
_DTYPE, _SHAPE, _CONTENT = 0x08, 0x12, 0x22
_MOST_LENGTH_SIZE: Final = 5
# A tensor whose content is longer is no single number, whatever its dtype and shape say.
_LARGEST_NUMBER: Final = 16

_SummaryMetadata = message_class("SummaryMetadata")
_Tensor = message_class("Tensor")


@dataclass(frozen=True, slots=True, eq=False)
class EntryGroup:
    """Records of one tag that hold one entry each."""

    tag: bytes
    metadata: bytes
    """The SummaryMetadata that the records hold; b"" for none."""
    is_histo: bool
    members: IntArray
    """(n,) which of the records that were handed in, ascending."""


class _Fields(NamedTuple):
    """Length-delimited fields, one of each record."""

    begins: IntArray
    ends: IntArray
    good: BoolArray


class _Octets:
    """A buffer, as octets and as words at any octet."""

    def __init__(self, buffer: bytearray) -> None:
        self.octets = np.frombuffer(buffer, np.uint8)
        self.words = unaligned(buffer, np.dtype("<u8"))

    def field(self, at: IntArray, key: int | NDArray[np.int64]) -> _Fields:
        """The length-delimited field with this key at each place; not good where there is another."""
        inside = np.minimum(at, len(self.words) - 2)
        varints = self.words[inside + 1]
        stops = varint_stops(varints)
        lengths = varint_values(varints & (stops - np.uint64(1)), _MOST_LENGTH_SIZE)
        ends_soon = (stops > 0) & (stops < np.uint64(1 << (8 * _MOST_LENGTH_SIZE)))
        good = (self.octets[inside] == key) & ends_soon & (inside == at) & (lengths <= len(self.octets))
        begins = inside + 1 + varint_sizes(stops, _MOST_LENGTH_SIZE)
        return _Fields(begins, begins + np.where(good, lengths, 0), good)

    def is_at(self, at: IntArray, key: int) -> BoolArray:
        """Whether an octet stands at each place."""
        return np.asarray(self.octets[np.minimum(at, len(self.octets) - 1)] == key)


def match_entries(buffer: bytearray, suffixes: IntArray, ends: IntArray) -> list[EntryGroup]:
    """Records that are plainly one entry, by tag; ``suffixes`` tells where each one's summary begins in ``buffer``."""
    octets = _Octets(buffer)
    summary = octets.field(suffixes, _SUMMARY)
    value = octets.field(summary.begins, _VALUE)
    tag = octets.field(value.begins, _TAG)
    good = summary.good & value.good & tag.good & (summary.ends == ends) & (value.ends == ends) & (tag.ends < ends - 2)
    places = np.flatnonzero(good)
    is_histo = octets.is_at(tag.ends[places], _HISTO)
    payload = octets.field(tag.ends[places], np.where(is_histo, _HISTO, _TENSOR))
    metadata = octets.field(payload.ends, _METADATA)
    bare = payload.ends == ends[places]
    closed = payload.good & (bare | (metadata.good & (metadata.ends == ends[places])))
    heads, plain = _tensor_heads(octets, payload)
    plain = np.where(is_histo, _plain_histograms(octets, payload), plain)
    kept = np.flatnonzero(closed & plain)
    strings = [
        _valid(distinct_strings(buffer, tag.begins[places[kept]], tag.ends[places[kept]]), lambda _: True),
        _valid(_strings_or_none(buffer, metadata.begins[kept], metadata.ends[kept], bare[kept]), _is_metadata),
        _valid(_strings_or_none(buffer, payload.begins[kept], heads[kept], is_histo[kept]), _is_head),
    ]
    return _groups(strings, is_histo[kept], places[kept])


_Strings = tuple[IntArray, list[bytes]]


def _strings_or_none(buffer: bytearray, begins: IntArray, ends: IntArray, none: BoolArray) -> _Strings:
    """The strings, empty ones where there is none."""
    return distinct_strings(buffer, np.where(none, 0, begins), np.where(none, 0, ends))


def _valid(strings: _Strings, check: Callable[[bytes], bool]) -> _Strings:
    """The strings with the numbers of those that are not valid replaced by -1."""
    numbers, found = strings
    good = np.array([check(string) for string in found] or [False], np.bool_)
    return np.where((numbers >= 0) & good[np.maximum(numbers, 0)], numbers, -1), found


def _groups(strings: list[_Strings], is_histo: BoolArray, places: IntArray) -> list[EntryGroup]:
    (tags, tag_strings), (metadata, metadata_strings), (heads, _) = strings
    taken = np.flatnonzero((tags >= 0) & (metadata >= 0) & (heads >= 0))
    keys = ((tags * len(metadata_strings) + metadata) * 2 + is_histo)[taken]
    groups = []
    for key in distinct(keys).tolist():
        members = places[taken[keys == key]]
        tag, said = divmod(key // 2, len(metadata_strings))
        groups.append(EntryGroup(tag_strings[tag], metadata_strings[said], bool(key % 2), members))
    return groups


def _plain_histograms(octets: _Octets, payload: _Fields) -> BoolArray:
    """Whether a HistogramProto holds moments, limits and counts in their order, and nothing else."""
    at = payload.begins
    for key in _MOMENTS:
        at = at + 9 * octets.is_at(at, key)
    limits = octets.field(at, _LIMITS)
    counts = octets.field(limits.ends, _COUNTS)
    whole = ((limits.ends - limits.begins) % 8 == 0) & ((counts.ends - counts.begins) % 8 == 0)
    return np.asarray(payload.good & limits.good & counts.good & whole & (counts.ends == payload.ends))


def _tensor_heads(octets: _Octets, payload: _Fields) -> tuple[IntArray, BoolArray]:
    """Where tensor_content begins, and whether it ends the tensor and holds more than a single number."""
    shape = payload.begins + 2
    shape_size = octets.octets[np.minimum(shape + 1, len(octets.octets) - 1)].astype(np.int64)
    content_at = np.where(octets.is_at(shape, _SHAPE), shape + 2 + shape_size, shape)
    content = octets.field(content_at, _CONTENT)
    long = content.ends - content.begins > _LARGEST_NUMBER
    plain = octets.is_at(payload.begins, _DTYPE) & content.good & long & (content.ends == payload.ends)
    return content_at, np.asarray(plain)


@lru_cache(maxsize=4096)
def _is_head(octets: bytes) -> bool:
    """Whether these bytes are the dtype and shape of a tensor and nothing else."""
    try:
        tensor = _Tensor.FromString(octets)
    except DecodeError:
        return False
    return {field.name for field, _ in tensor.ListFields()} <= {"dtype", "tensor_shape"}


@lru_cache(maxsize=4096)
def _is_metadata(octets: bytes) -> bool:
    try:
        _SummaryMetadata.FromString(octets)
    except DecodeError:
        return False
    return True
