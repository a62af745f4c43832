"""The array types of the parsers, and typed views of a buffer at any byte."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
UInt32Array: TypeAlias = NDArray[np.uint32]


def unaligned(buffer: bytearray | memoryview, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A view in which element i is the ``dtype`` that begins at byte i of ``buffer``; no copy, stride one."""
    count = max(0, len(buffer) - dtype.itemsize + 1)
    return np.ndarray((count,), dtype, buffer, strides=(1,))


def all_finite(values: FloatArray) -> bool:
    """Whether there is neither NaN nor Inf; a finite sum proves it faster than a look at each value."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(values.sum())) or bool(np.isfinite(values).all())


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view of ``array``."""
    view = array.view()
    view.flags.writeable = False
    return view


def distinct(values: IntArray) -> IntArray:
    """The different values, ascending; np.unique would import numpy.ma for it, 20 ms at the first call."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]
