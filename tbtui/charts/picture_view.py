"""How pictures are looked at: fitted or pixel by pixel, nearer or farther, which part of them, how bright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from tbtui.analysis.pictures import Picture
from tbtui.analysis.resampling import Window, resampled
from tbtui.charts.cells import ColourArray
from tbtui.charts.half_block import packed

ZOOM_STEP: Final = 2**0.5
_NEAREST_SCALE: Final = 1 / 64
"""Pixels of a picture for each pixel of the screen, at most so few: one pixel is 64 columns wide then."""
_PAN: Final = 0.25
_MIDDLE: Final = 127.5


@dataclass(frozen=True, slots=True)
class PictureView:
    """One view for all pictures of a screen, so that they can be compared place by place."""

    actual: bool = False
    """One pixel of the picture is one of the screen (half a cell), before zooming; else it fits."""
    zoom: float = 1.0
    x: float = 0.5
    """What part of the picture's width lies left of the middle of the place."""
    y: float = 0.5
    nearest: bool = False
    """Pixels are left out, not averaged."""
    brightness: float = 0.0
    """Added, as a share of the whole range: from -1 to 1."""
    contrast: float = 1.0
    """Multiplies the distance from middle grey."""

    @property
    def adjusted(self) -> bool:
        """Whether colours are others than those of the picture."""
        return self.brightness != 0 or self.contrast != 1


class Placed(NamedTuple):
    """Which part of a picture is drawn, and on how many pixels of its place, from the left upper corner on."""

    window: Window
    width: int
    height: int
    scale: float
    """Pixels of the picture for each pixel of the screen."""

    def pixel_at(self, x: float, y: float) -> tuple[int, int]:
        """The pixel of the picture that is drawn at a pixel of the place."""
        return (
            int(self.window.left + (x + 0.5) * (self.window.right - self.window.left) / self.width // 1),
            int(self.window.top + (y + 0.5) * (self.window.bottom - self.window.top) / self.height // 1),
        )

    def place_of(self, x: int, y: int) -> tuple[int, int] | None:
        """The pixel of the place on which a pixel of the picture is drawn, by its middle; None where it is not seen."""
        left, top, right, bottom = self.window
        if not (left < x + 1 and x < right and top < y + 1 and y < bottom):
            return None
        across, down = (x + 0.5 - left) / (right - left), (y + 0.5 - top) / (bottom - top)
        return _within(across * self.width, self.width), _within(down * self.height, self.height)


def _within(place: float, size: int) -> int:
    return min(max(int(place), 0), size - 1)


def scale_of(view: PictureView, size: tuple[int, int], room: tuple[int, int]) -> float:
    """Pixels of a picture of this size for each pixel of the screen."""
    fitting = _fitting(size, room)
    base = 1.0 if view.actual else fitting
    return min(max(base / view.zoom, _NEAREST_SCALE), max(fitting, base))


def _fitting(size: tuple[int, int], room: tuple[int, int]) -> float:
    return max(size[0] / max(1, room[0]), size[1] / max(1, room[1]))


def placed(view: PictureView, size: tuple[int, int], room: tuple[int, int]) -> Placed:
    """Where a picture of (width, height) pixels is drawn in a place of ``room`` (width, height) pixels."""
    scale = scale_of(view, size, room)
    left, right, wide = _span(view.x, size[0], room[0], scale)
    top, bottom, high = _span(view.y, size[1], room[1], scale)
    return Placed(Window(left, top, right, bottom), wide, high, scale)


def _span(share: float, size: int, room: int, scale: float) -> tuple[float, float, int]:
    """Along one axis: the seen part of the picture, and on how many pixels of the place it is drawn."""
    seen = room * scale
    if seen >= size:
        return 0.0, float(size), max(1, min(room, round(size / scale)))
    low = min(max(share * size - seen / 2, 0.0), size - seen)
    return low, low + seen, room


def zoomed(
    view: PictureView,
    size: tuple[int, int],
    room: tuple[int, int],
    factor: float,
    at: tuple[float, float] | None = None,
) -> PictureView:
    """Nearer or farther by a factor; what lies at the pixel ``at`` of the place stays there, else the middle."""
    before = placed(view, size, room)
    scale = scale_of(replace(view, zoom=view.zoom * factor), size, room)
    base = 1.0 if view.actual else _fitting(size, room)
    nearer = replace(view, zoom=base / scale)
    if at is None:
        return nearer
    window = before.window
    middle = (
        _kept(at[0] + 0.5, (window.left, window.right), before.width, room[0], scale),
        _kept(at[1] + 0.5, (window.top, window.bottom), before.height, room[1], scale),
    )
    return _centred(nearer, middle, size, room, scale)


def _kept(at: float, seen: tuple[float, float], drawn: int, room: int, scale: float) -> float:
    """What must come to the middle of the room along one axis, so that what is seen at ``at`` stays there."""
    share = min(max(at / drawn, 0.0), 1.0)
    return seen[0] + share * (seen[1] - seen[0]) - (at - room / 2) * scale


def panned(view: PictureView, size: tuple[int, int], room: tuple[int, int], right: float, down: float) -> PictureView:
    """The view moved by so many pixels of the screen, as far as there is anything to see."""
    window, scale = placed(view, size, room).window, scale_of(view, size, room)
    middle = ((window.left + window.right) / 2 + right * scale, (window.top + window.bottom) / 2 + down * scale)
    return _centred(view, middle, size, room, scale)


def pan_step(room: tuple[int, int]) -> tuple[float, float]:
    """By how many pixels of the screen a key moves the view."""
    return max(1.0, room[0] * _PAN), max(1.0, room[1] * _PAN)


def _centred(
    view: PictureView, middle: tuple[float, float], size: tuple[int, int], room: tuple[int, int], scale: float
) -> PictureView:
    """The view with this place of the picture in its middle, moved so that no room is left empty."""
    shares = []
    for place, whole, space in zip(middle, size, room, strict=True):
        half = space * scale / 2
        shares.append(0.5 if 2 * half >= whole else min(max(place, half), whole - half) / whole)
    return replace(view, x=shares[0], y=shares[1])


def pixels_seen(picture: Picture, view: PictureView, place: Placed) -> ColourArray:
    """(height, width) int32: the colours of the pixels on which a picture is drawn."""
    window = Window(*(end / picture.reduction for end in place.window))
    pixels = resampled(picture.levels, window, place.width, place.height, nearest=view.nearest)
    if view.adjusted:
        pixels = (pixels - _MIDDLE) * np.float32(view.contrast) + np.float32(_MIDDLE + 255 * view.brightness)
    return packed(pixels)
