"""YAML -> plain values, from the parser's events alone: nothing is constructed, whatever the tags in it ask for.

Training frameworks dump what they were given: python objects, anchors, aliases of aliases. A tag stays a word before
its value, and an alias of a list or mapping becomes a text of limited size, so that no file grows when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from tbtui.model.hparams import NULL, HParam
from tbtui.parsing.plain_values import MOST_TEXT, plain_value, value_text

_MOST_DEPTH: Final = 60
_MOST_EVENTS: Final = 100_000

# libyaml where the wheel has it: 27 times as fast.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PYTHON_TAG: Final = "tag:yaml.org,2002:python/"


class YamlError(ValueError):
    """Why a text is no YAML that is read here."""


def parse_yaml(text: str) -> Any:
    """The first document as dict, list, number, bool or str; YamlError where it is no YAML."""
    try:
        return _Reader(yaml.parse(text, Loader=_LOADER)).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" in line {mark.line + 1}" if mark is not None else ""
        raise YamlError(f"{getattr(error, 'problem', None) or 'it cannot be parsed'}{place}") from None


class _Reader:
    """Goes through the events of one document."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchors: dict[str, HParam] = {}
        self._count = 0

    def document(self) -> Any:
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                return self._node(event, 0)
        return NULL

    def _next(self) -> Any:
        self._count += 1
        if self._count > _MOST_EVENTS:
            raise YamlError(f"more than {_MOST_EVENTS:,} words")
        return next(self._events)

    def _node(self, event: Any, depth: int) -> Any:
        if depth > _MOST_DEPTH:
            raise YamlError(f"more than {_MOST_DEPTH} lists and mappings inside each other")
        if isinstance(event, yaml.AliasEvent):
            return self._anchors.get(str(event.anchor), f"*{event.anchor}")
        found: Any
        if isinstance(event, yaml.ScalarEvent):
            found = plain_value(event.value) if not event.style else event.value[:MOST_TEXT]
        elif isinstance(event, yaml.SequenceStartEvent):
            found = self._items(depth)
        else:
            found = self._pairs(depth)
        if event.tag is not None and event.tag.startswith(_PYTHON_TAG) and not isinstance(found, dict):
            found = f"!!python/{event.tag[len(_PYTHON_TAG) :]} {value_text(found)}".rstrip()[:MOST_TEXT]
        if event.anchor is not None:
            scalar = isinstance(event, yaml.ScalarEvent)
            self._anchors[event.anchor] = found if scalar else value_text(found)[:MOST_TEXT]
        return found

    def _items(self, depth: int) -> list[Any]:
        found = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._node(event, depth + 1))
        return found

    def _pairs(self, depth: int) -> dict[str, Any]:
        found = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = value_text(self._node(event, depth + 1))
            found[key] = self._node(self._next(), depth + 1)
        return found
