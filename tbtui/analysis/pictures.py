"""Encoded pictures -> pixels: what a file says of its size is looked at before anything is decoded.

Pillow decodes, and is imported when the first picture is opened. Only the formats that TensorBoard shows are given to
it, one decoder each: others of its decoders start programs, or allocate all that a header claims.
"""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

RgbArray: TypeAlias = NDArray[np.uint8]

MOST_PIXELS: Final = 40_000_000
"""Pictures with more pixels than this are not decoded: they would take 200 MB and more."""
_SMALLEST_LEVEL: Final = 64
_LEAST_SECONDS: Final = 0.02
_USUAL_SECONDS: Final = 0.1

# What files begin with, of the formats that are decoded and of those that writers are known to try.
_DECODED: Final = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"\xff\xd8\xff": "JPEG",
    b"BM": "BMP",
}
_OTHERS: Final = {b"RIFF": "WebP", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"<svg": "SVG", b"<?xml": "SVG"}


class PictureError(ValueError):
    """Why a picture cannot be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded picture, or one frame of several. What is transparent lies on white, as in TensorBoard."""

    width: int
    """Pixels, as in the file."""
    height: int
    format: str
    mode: str
    """How Pillow calls its channels: "RGB", "L" for grey, "P" for a table of colours, "I;16" ..."""
    frames: int
    frame: int
    seconds: float
    """How long the frame is to be seen."""
    reduction: int
    """Each pixel of the first level stands for so many in both directions: more than 1 where room is short."""
    levels: tuple[RgbArray, ...]
    """(h, w, 3) uint8 each; every level has half the width and height of the one before, by averaging."""
    encoded: int
    """Bytes of the file."""

    @property
    def nbytes(self) -> int:
        """Bytes of all levels."""
        return sum(level.nbytes for level in self.levels)

    @property
    def whole(self) -> bool:
        """Whether every pixel of the file is here."""
        return self.reduction == 1

    def pixel(self, x: int, y: int) -> tuple[int, int, int] | None:
        """Red, green and blue of a pixel of the file (of the average that holds it, where reduced); None beside it."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return None
        height, width = self.levels[0].shape[:2]
        found = self.levels[0][min(height - 1, y // self.reduction), min(width - 1, x // self.reduction)]
        return int(found[0]), int(found[1]), int(found[2])


@dataclass(frozen=True, slots=True)
class PictureHead:
    """What the header of a picture says, or why it cannot be shown."""

    encoded: int
    """Bytes of the file."""
    format: str = ""
    """"" where it is none that is known."""
    width: int = 0
    height: int = 0
    frames: int = 1
    problem: str = ""


def picture_head(data: bytes) -> PictureHead:
    """The header of a picture; nothing is decoded."""
    try:
        found = open_picture(data)
    except PictureError as error:
        return PictureHead(len(data), _known_format(data), problem=str(error))
    return PictureHead(len(data), found.format, *found.size, found.frames)


def _known_format(data: bytes) -> str:
    starts = (_DECODED | _OTHERS).items()
    return next((name for start, name in starts if data.startswith(start)), "")


def format_of(data: bytes) -> str:
    """The format of a picture by its first bytes; PictureError where it is none that can be decoded."""
    name = _known_format(data)
    if name in _DECODED.values():
        return name
    if name:
        raise PictureError(f"the picture is {name}; PNG, JPEG, GIF and BMP are shown (e writes its bytes)")
    if not data:
        raise PictureError("the picture has no bytes")
    raise PictureError(f"{len(data):,} bytes that are no picture; they begin with {data[:8].hex(' ')}")


def open_picture(data: bytes) -> OpenPicture:
    """A picture whose header was read and nothing else; PictureError where that fails or is too large."""
    name = format_of(data)
    image = _guarded(name, lambda: _decoder(name)(io.BytesIO(data)))
    _check_size(name, image)
    return OpenPicture(name, image, data)


class OpenPicture:
    """A picture that is open: the frames of a GIF are decoded one after the other. For one thread at a time."""

    def __init__(self, name: str, image: ImageFile, data: bytes) -> None:
        self.format, self._image, self._data = name, image, data
        self.size: tuple[int, int] = image.size
        """Width and height in pixels."""
        self._mode: str = image.mode
        self._frames = 0

    @property
    def frames(self) -> int:
        """How many frames there are; those before the first damage."""
        if not self._frames:
            try:
                count = int(getattr(self._image, "n_frames", 1))
            except Exception:  # Pillow raises whatever its parsers stumble over; the frames before it can be shown
                count = self._image.tell() + 1
            self._frames = max(1, count)
        return self._frames

    def decode(self, frame: int, most_pixels: int) -> Picture:
        """One frame with at most ``most_pixels``, reduced by a whole number where it has more; PictureError."""
        frames = self.frames
        place = frame % frames
        pixels, reduction = _guarded(self.format, lambda: self._pixels(place, most_pixels))
        seconds = float(self._image.info.get("duration") or 0) / 1000
        return Picture(
            *self.size, self.format, self._mode, frames, place,
            max(_LEAST_SECONDS, seconds) if seconds else _USUAL_SECONDS,
            reduction, _levels(pixels), len(self._data),
        )  # fmt: skip

    def _pixels(self, frame: int, most_pixels: int) -> tuple[Any, int]:
        """The frame as an RGB image, and by what it was reduced."""
        image = self._image
        if self.frames > 1:
            image.seek(frame)
            _check_size(self.format, image)
        elif image.format == "JPEG":
            # A draft is for good, so each begins with a file of its own.
            image = _decoder(self.format)(io.BytesIO(self._data))
        width, height = self.size
        wanted = max(1, math.ceil(math.sqrt(width * height / most_pixels)))
        if wanted > 1:
            image.draft("RGB", (max(1, width // wanted), max(1, height // wanted)))
        drafted = max(1, round(width / image.size[0]))
        plain, rest = _as_rgb(image), math.ceil(wanted / drafted)
        return (plain.reduce(rest) if rest > 1 else plain), drafted * rest


def _decoder(name: str) -> Any:
    """Pillow's class for a format, alone: its ``open`` would try all of its formats."""
    from PIL import BmpImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin

    return {
        "PNG": PngImagePlugin.PngImageFile,
        "GIF": GifImagePlugin.GifImageFile,
        "JPEG": JpegImagePlugin.JpegImageFile,
        "BMP": BmpImagePlugin.BmpImageFile,
    }[name]


def _guarded(name: str, work: Any) -> Any:
    """What ``work`` returns; PictureError for whatever Pillow raises on files that are damaged."""
    try:
        return work()
    except PictureError:
        raise
    except Exception as error:  # Pillow raises whatever its parsers stumble over
        cause = error.__cause__ or error
        cut = isinstance(cause, (EOFError, IndexError, struct.error))
        reason = "it ends too early" if cut else str(error) or type(error).__name__
        raise PictureError(f"{name} that cannot be decoded: {reason}") from error


def _check_size(name: str, image: ImageFile) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise PictureError(
            f"{name} of {width:,} x {height:,} pixels: too large to be decoded (at most {MOST_PIXELS:,} pixels)"
        )
    if width < 1 or height < 1:
        raise PictureError(f"{name} of {width:,} x {height:,} pixels: nothing to show")


def _as_rgb(image: ImageFile) -> Any:
    """The image with three channels of eight bits."""
    from PIL import Image

    if image.mode.startswith("I"):
        # Sixteen bits of grey, whatever Pillow holds them in.
        grey = (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
        return Image.fromarray(grey).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")


def _levels(image: Any) -> tuple[RgbArray, ...]:
    levels = [np.asarray(image)]
    while max(image.size) > _SMALLEST_LEVEL:
        image = image.reduce(2)
        levels.append(np.asarray(image))
    return tuple(levels)


def encode_png(pixels: RgbArray) -> bytes:
    """(h, w, 3) uint8 -> a PNG file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
