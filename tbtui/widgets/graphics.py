"""One picture as true graphics, sixel or kitty's, over the canvas: by textual-image, where the user asks for it.

That library asks the terminal for its abilities while it is imported, so ``load`` must be called before the app runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from textual.containers import Container
from textual.widget import Widget

from tbtui.analysis.pictures import Picture
from tbtui.charts.half_block import unpacked
from tbtui.charts.picture_view import PictureView, pixels_seen, placed

BLOCKS: Final = "blocks"
"""Pictures are drawn with half blocks alone."""
_NAMES: Final = {"sixel": "SixelImage", "kitty": "TGPImage"}


def load(kind: str) -> Any:
    """The widget class of a kind of graphics; ImportError where textual-image is not installed."""
    from textual_image import widget

    return getattr(widget, _NAMES[kind])


def cell_pixels() -> tuple[int, int]:
    """Width and height of a cell of this terminal, as textual-image found them when it was imported."""
    from textual_image._terminal import get_cell_size

    return tuple(get_cell_size())


class Graphics(Container):
    """Lies over the canvas, where the one picture of it is drawn."""

    DEFAULT_CSS = "Graphics { layer: graphics; position: absolute; display: none; width: 0; height: 0; }"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._image = load(kind)()
        self._shown: object = None

    def compose(self) -> Iterable[Widget]:
        """The widget of textual-image."""
        self._image.styles.width = self._image.styles.height = "100%"
        yield self._image

    def hide(self) -> None:
        """Let the canvas be seen."""
        self._shown, self.display = None, False

    def show(self, picture: Picture, view: PictureView, room: tuple[int, int]) -> None:
        """Show a picture as the canvas draws it, in a room of (width, height) half cells, only finer."""
        if (picture, view, room) == self._shown:
            return
        self._shown = (picture, view, room)
        place = placed(view, (picture.width, picture.height), room)
        self.styles.width, self.styles.height = place.width, max(1, place.height // 2)
        self._image.image = fine_image(picture, view, room, cell_pixels())
        self.styles.offset = (0, 1)
        self.display = True


def fine_image(picture: Picture, view: PictureView, room: tuple[int, int], cell: tuple[int, int]) -> Any:
    """What is seen of a picture as an image of Pillow's, with as many pixels as ``cell`` (width, height) allows."""
    from PIL import Image

    place = placed(view, (picture.width, picture.height), room)
    fine = place._replace(width=place.width * cell[0], height=max(1, place.height // 2) * cell[1])
    return Image.fromarray(unpacked(pixels_seen(picture, view, fine)).astype(np.uint8))
