"""Which pictures are shown: each run's entry of each tag may hold several of them, which is known once it was read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tbtui.analysis.entry_steps import ChosenEntry
from tbtui.analysis.pictures import PictureHead
from tbtui.model.entries import EntryError
from tbtui.model.images import EncodedImages

HEAD_BYTES: Final = 300
BUDGETS: Final = tuple(16_000_000 >> 2 * halvings for halvings in range(6))
"""How many pixels a picture may have, by how many are shown at once: 64 MB of memory in all, at most."""


@dataclass(frozen=True, slots=True)
class ImageHeads:
    """What is known of an entry before its pictures are decoded."""

    width: int | None
    """As the writer says."""
    height: int | None
    pictures: tuple[PictureHead, ...]

    @property
    def nbytes(self) -> int:
        """About what is kept of the entry by keeping this."""
        return HEAD_BYTES * (1 + len(self.pictures))


class PicturePart(NamedTuple):
    """Which picture of an entry is wanted, which frame of it, and of how many pixels at most."""

    number: int
    frame: int
    most_pixels: int


class Slot(NamedTuple):
    """What stays where it is from step to step: one picture of a tag's entries in a run."""

    tag: str
    run: str
    number: int


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that is to be shown."""

    slot: Slot
    one: ChosenEntry
    count: int
    """How many pictures the entry holds; what is unknown counts as one."""
    head: PictureHead | None
    """None until the entry was read."""
    declared: tuple[int | None, int | None] = (None, None)
    problem: str = ""
    """Why the entry shows nothing."""


Heads = Callable[[ChosenEntry], ImageHeads | EntryError | None]


def image_heads(images: EncodedImages, head: Callable[[bytes], PictureHead]) -> ImageHeads:
    """The heads of the pictures of an entry."""
    return ImageHeads(images.width, images.height, tuple(map(head, images.pictures)))


def shown_pictures(
    chosen: Iterable[ChosenEntry], heads: Heads, before: Callable[[str, str], int]
) -> list[ShownPicture]:
    """All pictures of these entries; of those that are being read as many as ``before(tag, run)`` there were."""
    found: list[ShownPicture] = []
    for one in chosen:
        tag, run, known = one.entries.tag, one.run, heads(one)
        if isinstance(known, ImageHeads) and known.pictures:
            size, count = (known.width, known.height), len(known.pictures)
            found += [
                ShownPicture(Slot(tag, run, number), one, count, head, size)
                for number, head in enumerate(known.pictures)
            ]
        elif known is None:
            count = max(1, before(tag, run))
            found += [ShownPicture(Slot(tag, run, number), one, count, None) for number in range(count)]
        else:
            problem = (
                str(known) if isinstance(known, EntryError) else "This entry holds no picture: its batch is empty."
            )
            found.append(ShownPicture(Slot(tag, run, 0), one, 1, None, problem=problem))
    return found


def problem_of(shown: ShownPicture) -> str:
    """Why a picture cannot be shown; "" where nothing is known to be wrong."""
    return shown.problem or (shown.head.problem if shown.head else "")


def most_pixels(count: int) -> int:
    """How many pixels each of so many pictures may have. It changes seldom, so that few are decoded anew."""
    return BUDGETS[min(len(BUDGETS) - 1, math.ceil(math.log(max(1, count), 4)))]


def page_of(place: int, count: int, room: int) -> tuple[int, int]:
    """The first and the last but one of the pictures on the page that holds the chosen one."""
    first = place // room * room
    return first, min(count, first + room)


def place_of(shown: Sequence[ShownPicture], slot: Slot | None) -> int:
    """Where a slot stands; the first of its run, of its tag, or of all where it is gone."""
    if slot is None:
        return 0
    for same in (
        lambda one: one == slot,
        lambda one: (one.tag, one.run) == (slot.tag, slot.run),
        lambda one: one.run == slot.run,
        lambda one: one.tag == slot.tag,
    ):
        found = next((place for place, one in enumerate(shown) if same(one.slot)), None)
        if found is not None:
            return found
    return 0
