"""A selection as JSON values and back: what of the view is kept from one start to the next."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final, get_args, get_origin, get_type_hints

from tbtui.model.selection import Selection

# Where one looks is not kept, only how: tomorrow's log is longer.
_NOT_KEPT: Final = frozenset({"cursor", "mark", "step", "x_range", "x_glued", "y_range", "grid", "group"})
_TYPES: Final = get_type_hints(Selection)


def to_json(selection: Selection) -> dict[str, Any]:
    """What is kept of a selection, as values that JSON knows."""
    return {
        field.name: _plain(getattr(selection, field.name)) for field in fields(selection) if field.name not in _NOT_KEPT
    }


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def from_json(saved: object, selection: Selection) -> Selection:
    """``selection`` with what was saved; what is unknown or of the wrong kind is left as it is."""
    if not isinstance(saved, Mapping):
        return selection
    found = {}
    for field in fields(selection):
        if field.name in saved and field.name not in _NOT_KEPT:
            value = _restored(saved[field.name], _TYPES[field.name])
            if value is not None:
                found[field.name] = value
    return replace(selection, **found)


def _restored(value: Any, kind: Any) -> Any:
    """A JSON value as a value of a field's type; None where it is none."""
    origin = get_origin(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next((member for member in kind if member.value == value), None)
    if origin in (frozenset, tuple):
        return origin(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
    if origin is not None and issubclass(Mapping, origin if isinstance(origin, type) else object):
        good = isinstance(value, Mapping) and all(isinstance(one, int) for one in value.values())
        return dict(value) if good else None
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    allowed = tuple(one for one in get_args(kind) if isinstance(one, type)) or (kind,)
    return value if type(value) in allowed else None
