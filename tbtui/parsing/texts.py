"""The tensors of TensorBoard's text plugin (plugins/text): strings of any rank, in UTF-8 or what is taken for it."""

from __future__ import annotations

import math
from typing import Any

from tbtui.model.texts import Text
from tbtui.parsing.data_compat import text
from tbtui.parsing.tensors import STRING, TensorError, dtype_name, dtype_of, shape_of


def parse_text(value: Any) -> Text:
    """The text of a summary value; TensorError where it holds no strings or not as many as its shape says.

    One string for a whole shape stands for each of its elements, as in TensorBoard's make_ndarray.
    """
    if not value.HasField("tensor"):
        raise TensorError("a text is a tensor of strings, and this value holds none")
    dtype = dtype_of(value.tensor)
    if dtype != STRING:
        raise TensorError(f"a text is a tensor of strings, and this one holds {dtype_name(dtype)}")
    strings, shape = value.tensor.string_val, shape_of(value.tensor)
    if min(shape, default=0) < 0 or (len(strings) != math.prod(shape) and len(strings) != 1):
        raise TensorError(f"{len(strings)} strings do not fill the shape {list(shape)}")
    return Text(shape, tuple(map(text, strings)), sum(map(len, strings)))
