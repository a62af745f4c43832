"""Decodes pictures of entries one by one; videos stay open, since each of their frames builds upon the one before."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from tbtui.analysis.picture_slots import PicturePart
from tbtui.analysis.pictures import OpenPicture, Picture, PictureError, open_picture
from tbtui.model.entries import EntryError, Place
from tbtui.model.images import EncodedImages

_MOST_OPEN: Final = 8
_MOST_OPEN_BYTES: Final = 8 << 20


class PictureDecoder:
    """For one thread."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[Place, int], OpenPicture] = OrderedDict()

    def decode(self, images: EncodedImages, place: Place, part: PicturePart) -> Picture:
        """One picture of an entry; EntryError where it cannot be decoded."""
        if part.number >= len(images.pictures):
            raise EntryError(f"there is no picture {part.number + 1} in this entry")
        data = images.pictures[part.number]
        try:
            found = self._open.pop((place, part.number), None) or open_picture(data)
            picture = found.decode(part.frame, part.most_pixels)
        except PictureError as error:
            raise EntryError(str(error)) from error
        if found.frames > 1 and len(data) <= _MOST_OPEN_BYTES:
            self._open[place, part.number] = found
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        return picture
