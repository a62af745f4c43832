"""Writes event files: the inverse of the reader, for the demo and the tests."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import ArrayLike

from tbtui.parsing.crc32c import masked_crc32c
from tbtui.parsing.protos import Event, message_class

FILE_VERSION: Final = b"brain.Event:2"
_FLOAT: Final = 1
_STRING: Final = 7
_TENSOR_TYPES: Final = {"f4": _FLOAT, "f8": 2, "i4": 3, "u1": 4, "i8": 9, "b1": 10}

_Tensor = message_class("Tensor")
_Metadata = message_class("SummaryMetadata")
_Value = message_class("Value")


def frame(data: bytes) -> bytes:
    """A TFRecord that holds ``data``."""
    header = struct.pack("<Q", len(data))
    return header + struct.pack("<I", masked_crc32c(header)) + data + struct.pack("<I", masked_crc32c(data))


def version_event(wall_time: float, writer: bytes = b"tbtui") -> Any:
    """The first event of every file."""
    event = Event(wall_time=wall_time, file_version=FILE_VERSION)
    event.source_metadata.writer = writer
    return event


def summary_event(step: int, wall_time: float, values: Iterable[Any]) -> Any:
    """An event with one summary of these values."""
    event = Event(wall_time=wall_time, step=step)
    event.summary.value.extend(values)
    return event


def session_event(status: int, step: int, wall_time: float) -> Any:
    """A SessionLog event: START 1, STOP 2, CHECKPOINT 3."""
    event = Event(wall_time=wall_time, step=step)
    event.session_log.status = status
    return event


def metadata(plugin: str, content: bytes = b"", description: str = "") -> Any:
    """What the first value of a tag says of it."""
    said = _Metadata(summary_description=description.encode())
    said.plugin_data.plugin_name, said.plugin_data.content = plugin.encode(), content
    return said


def simple_value(tag: str, value: float) -> Any:
    """A scalar as torch and TF1 write it."""
    return _Value(tag=tag.encode(), simple_value=value)


def tensor_value(tag: str, array: ArrayLike, said: Any = None) -> Any:
    """A value with a numeric tensor, as TF2 writes everything."""
    numbers = np.asarray(array)
    value = _Value(tag=tag.encode())
    value.tensor.dtype = _TENSOR_TYPES[numbers.dtype.str[1:]]
    value.tensor.tensor_content = numbers.tobytes()
    for size in numbers.shape:
        value.tensor.tensor_shape.dim.add(size=size)
    if said is not None:
        value.metadata.CopyFrom(said)
    return value


def string_value(tag: str, strings: Sequence[bytes], said: Any = None, shape: Sequence[int] | None = None) -> Any:
    """A value with a tensor of strings: text, images, audio and layouts of TF2 and torch; a vector without a shape."""
    value = _Value(tag=tag.encode())
    value.tensor.dtype = _STRING
    for size in (len(strings),) if shape is None else shape:
        value.tensor.tensor_shape.dim.add(size=size)
    value.tensor.string_val.extend(strings)
    if said is not None:
        value.metadata.CopyFrom(said)
    return value


def histogram_value(tag: str, numbers: ArrayLike, buckets: int = 30) -> Any:
    """A histogram of these numbers as TF2 writes it: (buckets, 3) left edge, right edge, count."""
    counts, edges = np.histogram(np.asarray(numbers, np.float64), buckets)
    return tensor_value(tag, np.stack((edges[:-1], edges[1:], counts), axis=1), metadata("histograms"))


def image_value(tag: str, width: int, height: int, encoded: bytes) -> Any:
    """A picture as torch and TF1 write it."""
    value = _Value(tag=tag.encode())
    value.image.width, value.image.height, value.image.encoded_image_string = width, height, encoded
    return value


def images_value(tag: str, width: int, height: int, pictures: Iterable[bytes]) -> Any:
    """A batch of pictures as TF2 writes it."""
    return string_value(tag, [str(width).encode(), str(height).encode(), *pictures], metadata("images"))


def audio_value(tag: str, rate: float, encoded: bytes, content_type: str = "audio/wav") -> Any:
    """A sound as torch and TF1 write it."""
    value = _Value(tag=tag.encode())
    value.audio.sample_rate, value.audio.encoded_audio_string = rate, encoded
    value.audio.content_type = content_type.encode()
    return value


def sounds_value(tag: str, clips: Sequence[tuple[bytes, str]]) -> Any:
    """Sounds with labels as TF2 writes them: a tensor of shape [k, 2]."""
    strings = [part for data, label in clips for part in (data, label.encode())]
    value = string_value(tag, strings, metadata("audio"))
    value.metadata.data_class = 3
    value.tensor.tensor_shape.dim[0].size = len(clips)
    value.tensor.tensor_shape.dim.add(size=2)
    return value


class EventWriter:
    """Appends events to one file. Writes whole records, so that a reader never waits long for the rest of one."""

    def __init__(self, directory: str, wall_time: float, name: str = "demo.0") -> None:
        os.makedirs(directory, exist_ok=True)
        self.path = os.path.join(directory, f"events.out.tfevents.{int(wall_time)}.{name}")
        self._file: BinaryIO = open(self.path, "ab", buffering=0)  # noqa: SIM115 - closed by close()
        self.add(version_event(wall_time))

    def add(self, *events: Any) -> None:
        """Append events."""
        self._file.write(b"".join(frame(event.SerializeToString()) for event in events))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
