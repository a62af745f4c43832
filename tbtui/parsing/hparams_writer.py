"""Writes what the hparams plugin says: the inverse of ``hparams``, for the demo and the tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tbtui.model.hparams import HParam
from tbtui.parsing.event_writer import metadata, tensor_value
from tbtui.parsing.hparams import EXPERIMENT_TAG, SESSION_END_TAG, SESSION_START_TAG
from tbtui.parsing.protos import HParamsPluginData

SUCCESS, FAILURE, RUNNING = 1, 2, 3
"""Status of api.proto."""


def _value(tag: str, data: Any) -> Any:
    """A summary value as TensorBoard writes it: the content in the metadata, beside an empty tensor."""
    return tensor_value(tag, np.zeros(0, np.float32), metadata("hparams", data.SerializeToString()))


def _set(value: Any, plain: HParam | None) -> None:
    if plain is None:
        value.null_value = 0
    elif isinstance(plain, bool):
        value.bool_value = plain
    elif isinstance(plain, str):
        value.string_value = plain.encode()
    else:
        value.number_value = plain


def experiment_value(
    hparams: Iterable[str], metrics: Iterable[tuple[str, str, str]], name: str = "", description: str = ""
) -> Any:
    """An experiment with these hparams, and metrics as (group, tag, display name)."""
    data = HParamsPluginData()
    data.experiment.name, data.experiment.description = name.encode(), description.encode()
    for hparam in hparams:
        data.experiment.hparam_infos.add(name=hparam.encode())
    for group, tag, display in metrics:
        info = data.experiment.metric_infos.add(display_name=display.encode())
        info.name.group, info.name.tag = group.encode(), tag.encode()
    return _value(EXPERIMENT_TAG, data)


def session_start_value(hparams: Mapping[str, HParam | None], group: str = "", started: float = 0.0) -> Any:
    """The start of a session."""
    data = HParamsPluginData()
    start = data.session_start_info
    start.group_name, start.start_time_secs = group.encode(), started
    for name, plain in hparams.items():
        _set(start.hparams.add(key=name.encode()).value, plain)
    return _value(SESSION_START_TAG, data)


def session_end_value(status: int, ended: float = 0.0) -> Any:
    """The end of a session."""
    data = HParamsPluginData()
    data.session_end_info.status, data.session_end_info.end_time_secs = status, ended
    return _value(SESSION_END_TAG, data)
