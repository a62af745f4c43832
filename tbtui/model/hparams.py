"""Hyperparameters and metrics: what event files, text summaries and files beside them say of each run.

The words are those of TensorBoard's hparams plugin: an experiment names hparams and metrics, a session is one training
with its values, a session group holds sessions with the same hparams.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

HParam: TypeAlias = float | bool | str
"""A value; what a log holds that is none of these (null, lists, mappings) is kept as its text."""

NULL = "null"
"""The text of a value that is there and is null."""

_NONE: Mapping[str, Any] = MappingProxyType({})


class Status(enum.Enum):
    """How a session ended."""

    UNKNOWN = "unknown"
    """It never said."""
    SUCCESS = "success"
    FAILURE = "failure"
    RUNNING = "running"


class Source(enum.Enum):
    """Where the hparams of a run come from; the value says it in words."""

    PLUGIN = "hparams summary"
    TEXT = "text summary"
    FILE = "file beside the log"


class MetricName(NamedTuple):
    """Which scalars a metric means."""

    group: str
    """The run below that of the session, such as "validation"; "" for the session's own run."""
    tag: str

    def __str__(self) -> str:
        """Group and tag, as they are shown."""
        return f"{self.group}/{self.tag}" if self.group else self.tag


@dataclass(frozen=True, slots=True)
class HParamInfo:
    """What an experiment says of one hparam."""

    name: str
    display_name: str = ""
    description: str = ""
    values: tuple[HParam, ...] = ()
    """The values that it may take, where they are listed."""
    interval: tuple[float, float] | None = None
    """Between which numbers it lies, where that is said."""


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """What an experiment says of one metric."""

    name: MetricName
    display_name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Experiment:
    """Names the hparams and the metrics of the sessions in a run and below it."""

    name: str = ""
    description: str = ""
    user: str = ""
    created: float = 0.0
    """Seconds since the epoch; 0 where it is not said."""
    hparams: tuple[HParamInfo, ...] = ()
    metrics: tuple[MetricInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionStart:
    """What a session says when it starts."""

    hparams: Mapping[str, HParam] = field(default_factory=lambda: _NONE)
    group: str = ""
    """The session group; "" where the session stands alone."""
    model_uri: str = ""
    monitor_url: str = ""
    started: float = 0.0
    """Seconds since the epoch; 0 where it is not said."""


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """What a session says when it ends."""

    status: Status
    ended: float = 0.0
    """Seconds since the epoch; 0 where it is not said."""


@dataclass(frozen=True, slots=True)
class PluginData:
    """The content of one summary of the hparams plugin."""

    content: Experiment | SessionStart | SessionEnd
    version: int = 0
    """Of the format; 0 is the only one there has been."""


@dataclass(frozen=True, slots=True)
class RunHParams:
    """All that is known of the hparams of one run."""

    experiment: Experiment | None = None
    start: SessionStart | None = None
    """None where the run is no session."""
    end: SessionEnd | None = None
    end_written: float = 0.0
    """The wall_time of the event that told of the end; 0 where there is none."""
    source: Source = Source.PLUGIN
    origin: str = ""
    """The tag or file from which the values were read."""
    problems: tuple[str, ...] = ()
    """What could not be read, each with its file and offset."""
