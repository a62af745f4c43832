"""TensorProto -> array, or list of bytes for strings; every dtype of tensor.proto and types.proto that holds data."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tbtui.model.entries import PayloadError

STRING: Final = 7
BFLOAT16: Final = 14
_HALF: Final = 19

# DataType of types.proto -> how one element is stored in tensor_content, and the repeated field that may hold it.
_DTYPES: Final[dict[int, tuple[str, str]]] = {
    1: ("<f4", "float_val"),
    2: ("<f8", "double_val"),
    3: ("<i4", "int_val"),
    4: ("u1", "int_val"),
    5: ("<i2", "int_val"),
    6: ("i1", "int_val"),
    8: ("<c8", "scomplex_val"),
    9: ("<i8", "int64_val"),
    10: ("?", "bool_val"),
    11: ("i1", "int_val"),
    12: ("u1", "int_val"),
    13: ("<i4", "int_val"),
    BFLOAT16: ("<u2", "half_val"),
    15: ("<i2", "int_val"),
    16: ("<u2", "int_val"),
    17: ("<u2", "int_val"),
    18: ("<c16", "dcomplex_val"),
    _HALF: ("<f2", "half_val"),
    22: ("<u4", "uint32_val"),
    23: ("<u8", "uint64_val"),
}
_REFERENCE_TYPES: Final = 100
_MOST_FILLED: Final = 1 << 24
"""So many elements a single value may stand for."""
_MOST_AXES: Final = 32
"""numpy before 2 takes no more."""
_NAMES: Final = {
    1: "float32", 2: "float64", 3: "int32", 4: "uint8", 5: "int16", 6: "int8", 7: "string", 8: "complex64", 9: "int64",
    10: "bool", 11: "qint8", 12: "quint8", 13: "qint32", 14: "bfloat16", 15: "qint16", 16: "quint16", 17: "uint16",
    18: "complex128", 19: "float16", 20: "resource", 21: "variant", 22: "uint32", 23: "uint64",
}  # fmt: skip


class TensorError(PayloadError):
    """A tensor whose dtype, shape and data do not fit together."""


def dtype_of(tensor: Any) -> int:
    """Its DataType; a reference type (101...) counts as the type that it refers to, as TensorBoard takes it."""
    dtype: int = tensor.dtype
    return dtype - _REFERENCE_TYPES if dtype > _REFERENCE_TYPES else dtype


def dtype_name(dtype: int) -> str:
    """The usual name of a DataType."""
    return _NAMES.get(dtype, f"dtype {dtype}")


def content_dtype(dtype: int) -> np.dtype[Any] | None:
    """How one element lies in tensor_content (bfloat16 as uint16); None where there are no numbers in it."""
    return np.dtype(_DTYPES[dtype][0]) if dtype in _DTYPES else None


def shape_of(tensor: Any) -> tuple[int, ...]:
    """The sizes of its dimensions; () where it has no shape."""
    return tuple(dim.size for dim in tensor.tensor_shape.dim)


def numeric_array(tensor: Any) -> NDArray[Any]:
    """The tensor as an array of its shape (bfloat16 as float32); TensorError where dtype, shape and data disagree.

    A single repeated value fills the whole shape, as in TensorBoard's make_ndarray.
    """
    dtype = dtype_of(tensor)
    if dtype not in _DTYPES:
        raise TensorError(f"no numbers in a tensor of {dtype_name(dtype)}")
    flat = _flat_elements(tensor, dtype)
    shape = shape_of(tensor)
    if flat.size == 1 and not tensor.tensor_content and shape and min(shape) >= 0:
        return _filled(flat, shape)
    try:
        return flat.reshape(shape)
    except ValueError:
        raise TensorError(f"{flat.size} elements do not fill the shape {list(shape)}") from None


def _filled(flat: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """One value for a whole shape: a view of that one value, which allocates nothing by itself.

    Who works with it does: a few bytes of a log must not claim terabytes.
    """
    if math.prod(shape) > _MOST_FILLED or len(shape) > _MOST_AXES:
        raise TensorError(f"one value stands for the shape {list(shape)}, which is too large to be filled")
    return np.broadcast_to(flat.reshape(()), shape)


def _flat_elements(tensor: Any, dtype: int) -> NDArray[Any]:
    code, field = _DTYPES[dtype]
    if tensor.tensor_content:
        if len(tensor.tensor_content) % np.dtype(code).itemsize:
            raise TensorError(f"{len(tensor.tensor_content)} bytes are no whole number of {dtype_name(dtype)}")
        flat = np.frombuffer(tensor.tensor_content, code)
    else:
        flat = _from_repeated(getattr(tensor, field), code, field)
    if dtype == BFLOAT16:
        return (flat.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return flat


def _from_repeated(values: Any, code: str, field: str) -> NDArray[Any]:
    if field == "half_val":
        return np.array(values, np.int64).astype(np.uint16).view(code)
    if field.endswith("complex_val"):
        parts = np.array(values, "<f4" if code == "<c8" else "<f8")
        return parts[: len(parts) // 2 * 2].view(code)
    wide = {"int_val": np.int64, "int64_val": np.int64}.get(field, np.dtype(code))
    return np.array(values, wide).astype(code)


def string_elements(tensor: Any) -> list[bytes]:
    """The strings that the tensor holds, row-major."""
    return list(tensor.string_val)


def single_number(tensor: Any) -> float | None:
    """The value of a tensor that is one real number, of whatever dtype and rank; None for everything else."""
    if tensor.dtype == 1 and len(tensor.tensor_content) == 4 and not tensor.tensor_shape.dim:
        return float(np.frombuffer(tensor.tensor_content, "<f4")[0])
    if dtype_of(tensor) == STRING:
        return None
    try:
        array = numeric_array(tensor)
    except TensorError:
        return None
    if array.size != 1 or array.dtype.kind == "c":
        return None
    return float(array.reshape(-1)[0])
