"""The strings of an images entry (plugins/image/metadata.py of TensorBoard): width, height, then encoded pictures."""

from __future__ import annotations

import math
from typing import Any, Final

from numpy.typing import NDArray

from tbtui.model.images import EncodedImages
from tbtui.parsing.tensors import TensorError

_BEFORE_PICTURES: Final = 2


def parse_images(elements: NDArray[Any] | list[bytes]) -> EncodedImages:
    """The pictures among an entry's strings; TensorError where they are no strings, or too few."""
    if not isinstance(elements, list):
        raise TensorError(f"images are strings, not numbers ({elements.dtype})")
    if len(elements) < _BEFORE_PICTURES:
        held = "no string" if not elements else "one string"
        raise TensorError(f"images are a width, a height and pictures, and this holds {held}")
    width, height, *pictures = elements
    return EncodedImages(_number(width), _number(height), tuple(pictures))


def _number(text: bytes) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if math.isfinite(number) else None
