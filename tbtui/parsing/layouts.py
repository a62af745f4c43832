"""The layout protos of TensorBoard's custom scalars plugin (plugins/custom_scalar/layout.proto) -> values."""

from __future__ import annotations

from typing import Any, Final

from google.protobuf.message import DecodeError

from tbtui.model.layout import Layout, LayoutChart, Margin
from tbtui.parsing import protos
from tbtui.parsing.data_compat import text
from tbtui.parsing.tensors import TensorError

LAYOUT_TAG: Final = "custom_scalars__config__"
"""The tag under which a layout is written."""


def parse_layout(data: bytes) -> Layout:
    """The layout in the bytes of its one string; TensorError where it is none."""
    try:
        layout = protos.Layout.FromString(data)
    except DecodeError:
        raise TensorError("the bytes are no layout of scalar charts") from None
    return Layout(
        tuple((text(category.title), tuple(_chart(chart) for chart in category.chart)) for category in layout.category)
    )


def _chart(chart: Any) -> LayoutChart:
    return LayoutChart(
        text(chart.title),
        tuple(text(pattern) for pattern in chart.multiline.tag),
        tuple(Margin(text(one.value), text(one.lower), text(one.upper)) for one in chart.margin.series),
    )
