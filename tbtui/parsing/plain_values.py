"""Words of texts as numbers, true and false, null; and values as words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tbtui.model.hparams import NULL, HParam

MOST_TEXT: Final = 2_000
"""Characters of one value: more is cut."""
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?\.?inf|\.?nan", re.IGNORECASE)
_WORDS: Final[Mapping[str, HParam]] = {
    "": NULL, "~": NULL, "null": NULL, "none": NULL, "true": True, "false": False,
}  # fmt: skip


def plain_value(word: str) -> HParam:
    """What a word without quotes means: a number, true or false, null, or the word itself."""
    known = _WORDS.get(word.lower())
    if known is not None:
        return known
    if _NUMBER.fullmatch(word):
        return float(word.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return word[:MOST_TEXT]


def value_text(value: Any) -> str:
    """A value, a list or a mapping on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {value_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
