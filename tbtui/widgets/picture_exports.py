"""Pictures as files: encoded anew as PNG, or as they stand in the log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tbtui.analysis.picture_slots import ShownPicture
from tbtui.analysis.pictures import MOST_PIXELS, PictureError, encode_png, open_picture
from tbtui.model.entries import EntryError
from tbtui.widgets.exports import Export, ExportError, file_name

_SUFFIXES: Final = {
    "PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "BMP": ".bmp", "WebP": ".webp", "TIFF": ".tiff", "SVG": ".svg",
}  # fmt: skip


def picture_exports(shown: ShownPicture, frame: int) -> Sequence[Export]:
    """The forms in which a picture can be written: as it is, and one frame as PNG where that is not the same."""
    if shown.head is None:
        return ()
    slot = shown.slot
    stem = f"{slot.run}-{slot.tag}-{shown.one.step}" + (f"-{slot.number}" if shown.count > 1 else "")
    name = shown.head.format
    found = [
        Export(f"{name or 'bytes'} as in the log", file_name(stem, _SUFFIXES.get(name, ".bin")), lambda: encoded(shown))
    ]
    if name and name != "PNG" and not shown.head.problem:
        which = f"frame {frame % shown.head.frames + 1}" if shown.head.frames > 1 else "picture"
        found.append(Export(f"the {which} as PNG", file_name(stem, ".png"), lambda: as_png(shown, frame)))
    return found


def encoded(shown: ShownPicture) -> bytes:
    """The bytes of a picture as they stand in the log; ExportError where they cannot be read."""
    try:
        pictures = shown.one.entries[shown.one.index].pictures
        return bytes(pictures[shown.slot.number])
    except EntryError as error:
        raise ExportError(str(error)) from error


def as_png(shown: ShownPicture, frame: int) -> bytes:
    """One frame of a picture, all its pixels, as a PNG file; ExportError where it cannot be decoded."""
    try:
        picture = open_picture(encoded(shown)).decode(frame, MOST_PIXELS)
    except PictureError as error:
        raise ExportError(str(error)) from error
    return encode_png(picture.levels[0])
