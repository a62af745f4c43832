"""The protos of TensorBoard's hparams plugin (plugins/hparams/plugin_data.proto and api.proto) -> values.

They lie wholly in the metadata of a summary, under three tags; the tensor beside them is empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from google.protobuf.message import DecodeError

from tbtui.model.entries import PayloadError
from tbtui.model.hparams import (
    NULL,
    Experiment,
    HParam,
    HParamInfo,
    MetricInfo,
    MetricName,
    PluginData,
    SessionEnd,
    SessionStart,
    Status,
)
from tbtui.parsing import protos
from tbtui.parsing.data_compat import text

EXPERIMENT_TAG: Final = "_hparams_/experiment"
SESSION_START_TAG: Final = "_hparams_/session_start_info"
SESSION_END_TAG: Final = "_hparams_/session_end_info"

# Status of api.proto.
_STATUSES: Final = {0: Status.UNKNOWN, 1: Status.SUCCESS, 2: Status.FAILURE, 3: Status.RUNNING}


class HParamsError(PayloadError):
    """Data that are no hparams; the message says why."""


def parse_plugin_data(content: bytes) -> PluginData:
    """The plugin's data in the metadata of a summary; HParamsError where they are none."""
    try:
        data = protos.HParamsPluginData.FromString(content)
    except DecodeError:
        raise HParamsError(f"{len(content):,} bytes that are no data of the hparams plugin") from None
    kind = data.WhichOneof("what")
    if kind is None:
        raise HParamsError("neither experiment nor start nor end of a session is told")
    return PluginData(_CONVERSIONS[kind](getattr(data, kind)), data.version)


def _experiment(said: Any) -> Experiment:
    return Experiment(
        text(said.name),
        text(said.description),
        text(said.user),
        said.time_created_secs,
        tuple(_hparam_info(info) for info in said.hparam_infos),
        tuple(_metric_info(info) for info in said.metric_infos),
    )


def _hparam_info(info: Any) -> HParamInfo:
    domain = info.WhichOneof("what")
    listed = info.domain_discrete.values if domain == "domain_discrete" else ()
    interval = info.domain_interval if domain == "domain_interval" else None
    return HParamInfo(
        text(info.name),
        text(info.display_name),
        text(info.description),
        tuple(_value(one) for one in listed),
        (interval.min_value, interval.max_value) if interval is not None else None,
    )


def _metric_info(info: Any) -> MetricInfo:
    name = MetricName(text(info.name.group).strip("/"), text(info.name.tag))
    return MetricInfo(name, text(info.display_name), text(info.description))


def _session_start(said: Any) -> SessionStart:
    return SessionStart(
        MappingProxyType({text(entry.key): _value(entry.value) for entry in said.hparams}),
        text(said.group_name),
        text(said.model_uri),
        text(said.monitor_url),
        said.start_time_secs,
    )


def _session_end(said: Any) -> SessionEnd:
    return SessionEnd(_STATUSES.get(said.status, Status.UNKNOWN), said.end_time_secs)


_CONVERSIONS: Final[dict[str, Callable[[Any], Experiment | SessionStart | SessionEnd]]] = {
    "experiment": _experiment,
    "session_start_info": _session_start,
    "session_end_info": _session_end,
}


def _value(value: Any) -> HParam:
    plain = _plain(value)
    if plain is None:
        return NULL
    return plain if isinstance(plain, bool | float | str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """A google.protobuf.Value as what JSON knows."""
    kind = value.WhichOneof("what")
    if kind == "number_value":
        return float(value.number_value)
    if kind == "bool_value":
        return bool(value.bool_value)
    if kind == "string_value":
        return text(value.string_value)
    if kind == "list_value":
        return [_plain(one) for one in value.list_value.values]
    if kind == "struct_value":
        return {text(entry.key): _plain(entry.value) for entry in value.struct_value.fields}
    return None
