"""A tensor of a plugin that nothing else is known of: its type, its shape, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class RawTensor:
    """Numbers or strings, never both."""

    dtype: str
    """As it was written: "bfloat16", "string"."""
    shape: tuple[int, ...]
    numbers: NDArray[Any] | None
    """An array of the shape (bfloat16 as float32), which may be a view of one number for all places."""
    strings: tuple[bytes, ...] = ()
    """Row-major."""
