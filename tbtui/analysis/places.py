"""Where numbers of an axis lie among the sorted x of a curve, which are whole steps or floats."""

from __future__ import annotations

import math
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
XArray: TypeAlias = NDArray[Any]
"""int64 or float64, ascending."""

# The least and the greatest float that an int64 holds.
_LEAST, _GREATEST = float(-(2**63)), float(2**63 - 1024)


def places(x: XArray, at: FloatArray, side: Literal["left", "right"] = "left") -> IntArray:
    """Before which of the ascending ``x`` each number of ``at`` comes, as searchsorted has it; none may be NaN.

    Whole steps are compared as they are: turning a million of them into floats takes longer than all the rest.
    """
    if x.dtype.kind != "i":
        return np.searchsorted(x, at, side)
    whole = np.ceil(at) if side == "left" else np.floor(at)
    return np.searchsorted(x, np.clip(whole, _LEAST, _GREATEST).astype(np.int64), side)


def place(x: XArray, at: float, side: Literal["left", "right"] = "left") -> int:
    """The same for one number."""
    if x.dtype.kind != "i":
        return int(x.searchsorted(at, side))
    if not _LEAST <= at <= _GREATEST:
        return 0 if at < 0 else len(x)
    return int(x.searchsorted(math.ceil(at) if side == "left" else math.floor(at), side))
