"""What the records of many files say of their tags, worked out once for all files that use the same templates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tbtui.model.entries import Metadata
from tbtui.parsing.arrays import IntArray
from tbtui.parsing.batches import Batch
from tbtui.parsing.data_compat import is_scalar


def metadata_of_files(batches: Sequence[Batch], files: IntArray, bounds: IntArray) -> list[dict[str, Metadata] | None]:
    """tag -> metadata for each file; None where a record may be no scalar, which the general path must decide.

    ``files`` is (records,): which file each is of; ``bounds`` tells where the records of each file begin and end.
    Files of one experiment meet the same templates in the same order: such files get the same dictionary.
    """
    if not batches:
        return [{} for _ in bounds[1:]]
    firsts, keys = zip(*(_first_uses(batch, files, len(bounds) - 1) for batch in batches), strict=True)
    places = np.concatenate(firsts)
    order = np.argsort(places, kind="stable")
    numbers = np.concatenate([key * len(batches) + number for number, key in enumerate(keys)])[order]
    limits = np.searchsorted(places[order], bounds).tolist()
    known: dict[bytes, dict[str, Metadata] | None] = {}
    found: list[dict[str, Metadata] | None] = []
    for low, high in zip(limits[:-1], limits[1:], strict=True):
        mine = numbers[low:high]
        signature = mine.tobytes()
        if signature not in known:
            known[signature] = _said(batches, mine.tolist())
        found.append(known[signature])
    return found


def _first_uses(batch: Batch, files: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """The record with which each template is first met in each file, and the number of the template."""
    size = len(batch.templates)
    pairs = files[batch.places] * size + batch.numbers
    first = np.full(count * size, -1, np.int64)
    first[pairs[::-1]] = batch.places[::-1]
    used = np.flatnonzero(first >= 0)
    return first[used], used % size


def _said(batches: Sequence[Batch], keys: Sequence[int]) -> dict[str, Metadata] | None:
    """What templates say of their tags in this order."""
    said: dict[str, Metadata] = {}
    for key in keys:
        number, batch = divmod(key, len(batches))
        for slot in batches[batch].templates[number].slots:
            if slot.metadata is not None:
                said.setdefault(slot.tag, slot.metadata)
            if not slot.by_form and not is_scalar(said.get(slot.tag)):
                return None
    return said
