"""Frozen dataclasses of view options as JSON values and back: what is kept of a view from one start to the next."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from tbtui.model.selection import Selection

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

View = TypeVar("View", bound="DataclassInstance")

# Where one looks is not kept, only how: tomorrow's log is longer.
_NOT_KEPT: Final = frozenset({"cursor", "mark", "step", "repeat", "x_range", "x_glued", "y_range", "grid", "group"})
_WRONG: Final = object()


def view_to_json(selection: Selection) -> dict[str, Any]:
    """What is kept of a selection."""
    return to_json(selection, _NOT_KEPT)


def view_from_json(saved: object) -> Selection:
    """The usual selection with what was saved of another."""
    return from_json(saved, Selection(), _NOT_KEPT)


def to_json(view: Any, left_out: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a frozen dataclass as values that JSON knows."""
    return {one.name: _plain(getattr(view, one.name)) for one in fields(view) if one.name not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def from_json(saved: object, view: View, left_out: Collection[str] = ()) -> View:
    """``view`` with what was saved; what is unknown or of the wrong kind is left as it is."""
    if not isinstance(saved, Mapping):
        return view
    found = {}
    for name, kind in _types(type(view)).items():
        if name in saved and name not in left_out:
            value = _restored(saved[name], kind)
            if value is not _WRONG:
                found[name] = value
    return replace(view, **found)


@cache
def _types(view: type[DataclassInstance]) -> dict[str, Any]:
    hints = get_type_hints(view)
    return {one.name: hints[one.name] for one in fields(view)}


def _restored(value: Any, kind: Any) -> Any:
    """A JSON value as a value of a field's type; _WRONG where it is none."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return value
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next((member for member in kind if member.value == value), _WRONG)
    if origin in (frozenset, tuple):
        return _restored_items(value, origin, arguments[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _restored_mapping(value, arguments[1])
    if arguments:
        return next((found for one in arguments if (found := _restored(value, one)) is not _WRONG), _WRONG)
    if kind is float and type(value) is int:
        return float(value)
    return value if type(value) is kind else _WRONG


def _restored_items(value: Any, origin: Any, kind: Any) -> Any:
    items = [_restored(item, kind) for item in value] if isinstance(value, list) else [_WRONG]
    return _WRONG if _WRONG in items else origin(items)


def _restored_mapping(value: Any, kind: Any) -> Any:
    if not isinstance(value, Mapping):
        return _WRONG
    items = {key: _restored(item, kind) for key, item in value.items()}
    return _WRONG if _WRONG in items.values() else items
