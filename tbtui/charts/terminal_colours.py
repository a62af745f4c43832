"""The sixteen colours that every terminal has, as they usually look, and which of them is nearest to another."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tbtui.charts.cells import ansi

ANSI_COLOURS: Final = np.array(
    [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]
)  # fmt: skip
"""(16, 3) 0-255, those of xterm; users change them, so that only their hues can be relied on."""

# Below so much difference between its parts a colour has no hue to speak of.
_LEAST_CHROMA: Final = 48
_GREYS: Final = np.array([8, 7, 15])
_GREY_LIMITS: Final = np.array([110, 200])
_HUES: Final = np.arange(9, 15)


def nearest_ansi(colours: NDArray[np.float32]) -> NDArray[np.int32]:
    """(..., 3) 0-255 -> (...) colours made by ``ansi``: the bright one of the same hue, or a grey where there is none.

    How dark a colour is cannot be told with sixteen; black becomes dark grey, as the ground may be black.
    """
    low, high = colours.min(axis=-1), colours.max(axis=-1)
    chroma = high - low
    hue = (colours - low[..., None]) / np.maximum(chroma, 1)[..., None]
    pure = (ANSI_COLOURS[_HUES] >= 200).astype(np.float32)
    vivid = _HUES[np.argmin(((hue[..., None, :] - pure) ** 2).sum(axis=-1), axis=-1)]
    grey = _GREYS[np.searchsorted(_GREY_LIMITS, colours.mean(axis=-1))]
    found: NDArray[np.int32] = (ansi(0) - np.where(chroma < _LEAST_CHROMA, grey, vivid)).astype(np.int32)
    return found
