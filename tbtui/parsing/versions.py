"""The record that begins every file: the same but for its wall_time, so that it need be parsed once only."""

from __future__ import annotations

from typing import Final

_WALL_TIME_KEY: Final = b"\x09"
_WALL_TIME_SIZE: Final = 9
_MOST: Final = 64
# What follows the wall_time -> version and writer.
_known: Final[dict[bytes, tuple[str, str]]] = {}


def known_version(data: bytes) -> tuple[str, str] | None:
    """The file version and the writer that a record tells, if one like it was remembered."""
    return _known.get(data[_WALL_TIME_SIZE:]) if data[:1] == _WALL_TIME_KEY else None


def remember_version(data: bytes, version: tuple[str, str]) -> None:
    """Remember what a record tells, if it begins with a wall_time."""
    if data[:1] == _WALL_TIME_KEY and len(_known) < _MOST:
        _known[data[_WALL_TIME_SIZE:]] = version
