"""How pictures are looked at, by keys and mouse: size, part, brightness, contrast, and the pixel that is read off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType

from tbtui.charts.picture_view import ZOOM_STEP, PictureView, Placed, pan_step, panned, zoomed
from tbtui.charts.picture_wall import Box, PictureWall, boxes
from tbtui.widgets.entry_dashboard import EntryDashboard
from tbtui.widgets.picture_canvas import PictureCanvas

_ZOOM: Final = Binding.Group("Zoom", compact=True)
_LIGHT: Final = Binding.Group("Brightness", compact=True)
_CONTRAST: Final = Binding.Group("Contrast", compact=True)
_MOST_STEPS: Final = 9
_BRIGHTNESS_STEP: Final = 0.1
_CONTRAST_STEP: Final = 1.25


@dataclass(frozen=True, slots=True)
class ImageOptions:
    """What is kept of the way in which pictures are looked at."""

    grid: bool = False
    actual: bool = False
    nearest: bool = False
    brightness: int = 0
    """In steps of a tenth of the whole range."""
    contrast: int = 0
    """In steps of a quarter more, or less."""


class _Sight(NamedTuple):
    """One picture as it is seen."""

    size: tuple[int, int]
    box: Box
    place: Placed


class PictureDashboard(EntryDashboard):
    """Pictures on a canvas. A subclass says which; moving on to another is its matter too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Zoom in", group=_ZOOM, key_display="+"),
        Binding("minus", "zoom(-1)", "Zoom out", group=_ZOOM, key_display="-"),
        Binding("z", "actual", "Actual size", tooltip="One pixel on half a cell, or all of the picture"),
        Binding("c", "cross", "Pixel", tooltip="Read a pixel off; the arrows in the picture move to others"),
        Binding("i", "brightness(1)", "Brighter", group=_LIGHT),
        Binding("I", "brightness(-1)", "Darker", group=_LIGHT),
        Binding("w", "contrast(1)", "More contrast", group=_CONTRAST),
        Binding("W", "contrast(-1)", "Less contrast", group=_CONTRAST),
        Binding("n", "nearest", "Nearest", show=False, tooltip="Leave pixels out rather than average them"),
        Binding("0", "reset", "Reset", show=False, tooltip="All of the picture, in its own colours"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._look = PictureView()
        self.cross: tuple[int, int] | None = None
        """The pixel that is read off, of all pictures."""

    def make_canvas(self) -> PictureCanvas:
        """The place for the pictures."""
        self.canvas = PictureCanvas(
            on_point=self._clicked, on_turn=self._turned, on_drag=self._dragged, on_size=self.update, id="canvas"
        )
        return self.canvas

    def chosen_number(self) -> int:
        """Which of the pictures on the wall is chosen."""
        raise NotImplementedError

    def choose_number(self, number: int) -> None:
        """Choose another picture on the wall."""
        raise NotImplementedError

    @property
    def image_options(self) -> ImageOptions:
        """How pictures are looked at."""
        return self.options(ImageOptions())

    @property
    def view(self) -> PictureView:
        """How pictures are drawn."""
        chosen = self.image_options
        return replace(
            self._look,
            actual=chosen.actual,
            nearest=chosen.nearest,
            brightness=chosen.brightness * _BRIGHTNESS_STEP,
            contrast=_CONTRAST_STEP**chosen.contrast,
        )

    @property
    def looks_closely(self) -> bool:
        """Whether a pixel is read off, or not all of a picture seen."""
        return self.cross is not None or self._look != PictureView()

    def view_words(self) -> list[str]:
        """How pictures are drawn, as far as it is not the usual way."""
        chosen, sight = self.image_options, self._sight()
        zoom = 1 / sight.place.scale if sight else 1.0
        return [
            word
            for word, on in (
                ("actual size" if zoom == 1 else f"{zoom:.3g} x actual size", chosen.actual or self._look.zoom != 1),
                (f"brightness {chosen.brightness:+d}", chosen.brightness),
                (f"contrast {chosen.contrast:+d}", chosen.contrast),
                ("nearest", chosen.nearest),
            )
            if on
        ]

    def _sight(self, number: int | None = None) -> _Sight | None:
        """The chosen picture, or another; None where none is seen."""
        wall, (width, height) = self.canvas.wall, self.canvas.size
        number = self.chosen_number() if number is None else number
        if wall is None or number >= len(wall.panels) or not (width and height):
            return None
        wall = replace(wall, view=self.view)
        picture, place = wall.panels[number].picture, wall.place(number, width, height)
        if picture is None or place is None:
            return None
        return _Sight((picture.width, picture.height), boxes(wall, width, height)[number], place)

    def _see(self, view: PictureView) -> None:
        if view != self._look:
            self._look = view
            self.update()

    # Keys

    def action_zoom(self, direction: int) -> None:
        """Nearer or farther, about the pixel that is read off or the middle."""
        sight = self._sight()
        if sight is not None:
            at = sight.place.place_of(*self.cross) if self.cross else None
            self._see(zoomed(self.view, sight.size, sight.box.room, ZOOM_STEP**direction, at))

    def action_actual(self) -> None:
        """One pixel of the picture for each of the screen, or all of the picture."""
        actual = not self.image_options.actual
        self._look = PictureView()
        if actual:
            self._centre_cross()
        self.choose(self.image_options, actual=actual)

    def _centre_cross(self) -> None:
        """Let the pixel that is read off lie in the middle, as far as the edges of the picture allow."""
        sight = self._sight()
        if sight is not None and self.cross is not None:
            x, y = ((place + 0.5) / size for place, size in zip(self.cross, sight.size, strict=True))
            self._look = replace(self._look, x=x, y=y)

    def action_nearest(self) -> None:
        """Leave pixels out where there are too many, or average them."""
        self.choose(self.image_options, nearest=not self.image_options.nearest)

    def action_brightness(self, by: int) -> None:
        """Brighter or darker."""
        self.choose(self.image_options, brightness=_limited(self.image_options.brightness + by))

    def action_contrast(self, by: int) -> None:
        """More or less contrast."""
        self.choose(self.image_options, contrast=_limited(self.image_options.contrast + by))

    def action_reset(self) -> None:
        """All of the picture, in its own colours."""
        self._look = PictureView()
        self.choose(ImageOptions(grid=self.image_options.grid))
        self.update()

    def action_cross(self) -> None:
        """Read off the pixel in the middle of what is seen, or none."""
        sight = self._sight()
        if self.cross is not None or sight is None:
            self.cross = None
        else:
            self.cross = sight.place.pixel_at(sight.place.width // 2, sight.place.height // 2)
        self.update()

    def action_go(self, right: int, down: int) -> None:
        """Move the pixel that is read off; where there is none, the part that is seen; else to another picture."""
        sight = self._sight()
        if sight is None:
            self.choose_beside(right, down)
        elif self.cross is not None:
            self._move_cross(sight, right, down)
        elif _is_part(sight):
            across, along = pan_step(sight.box.room)
            self._see(panned(self.view, sight.size, sight.box.room, right * across, down * along))
        else:
            self.choose_beside(right, down)

    def _move_cross(self, sight: _Sight, right: int, down: int) -> None:
        if self.cross is None:
            return
        step = max(1, round(sight.place.scale))
        wanted = (self.cross[0] + right * step, self.cross[1] + down * step)
        x, y = (min(max(place, 0), size - 1) for place, size in zip(wanted, sight.size, strict=True))
        self.cross = (x, y)
        if sight.place.place_of(x, y) is None:
            self._centre_cross()
        self.update()

    def choose_beside(self, right: int, down: int) -> None:
        """Choose the picture to the right or left, above or below."""
        wall, (width, height) = self.canvas.wall, self.canvas.size
        if wall is None:
            return
        now = self.chosen_number()
        places = boxes(wall, width, height)
        wanted = places[now].left + right * (places[0].width + 1), places[now].top + down * places[0].height
        found = next((number for number, box in enumerate(places) if (box.left, box.top) == wanted), None)
        if found is not None:
            self.choose_number(found)
        elif right:
            self.choose_number(now + right)

    # Mouse

    def _under(self, x: int, y: int) -> tuple[PictureWall, int] | None:
        wall = self.canvas.wall
        number = wall.at(x, y, *self.canvas.size) if wall else None
        return None if wall is None or number is None else (wall, number)

    def _clicked(self, x: int, y: int) -> None:
        """Choose the picture that was clicked; in the chosen one, read off the pixel."""
        found = self._under(x, y)
        if found is None:
            return
        wall, number = found
        if number != self.chosen_number():
            self.choose_number(number)
            return
        pixel = wall.pixel_at(number, x, y, *self.canvas.size)
        if pixel is not None:
            self.cross = pixel
            self.update()

    def _turned(self, x: int, y: int, direction: int) -> None:
        """The wheel goes nearer or farther; what lies under the mouse stays there."""
        found = self._under(x, y)
        sight = self._sight(found[1]) if found else None
        if sight is not None:
            at = float(x - sight.box.left), float(2 * (y - sight.box.top - 1))
            self._see(zoomed(self.view, sight.size, sight.box.room, ZOOM_STEP**direction, at))

    def _dragged(self, right: int, down: int) -> None:
        """What is seen goes with the mouse."""
        sight = self._sight()
        if sight is not None:
            self._see(panned(self.view, sight.size, sight.box.room, -right, -2 * down))

    def step_back(self) -> bool:
        """Take back the pixel, then the zoom."""
        steps: list[tuple[bool, Callable[[], None]]] = [
            (self.cross is not None, self.action_cross),
            (self._look != PictureView(), lambda: self._see(PictureView())),
        ]
        for there, undo in steps:
            if there:
                undo()
                return True
        return super().step_back()


def _limited(steps: int) -> int:
    return max(-_MOST_STEPS, min(steps, _MOST_STEPS))


def _is_part(sight: _Sight) -> bool:
    """Whether only a part of the picture is seen."""
    window = sight.place.window
    return (window.right - window.left, window.bottom - window.top) != tuple(map(float, sight.size))
