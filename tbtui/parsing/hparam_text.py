"""Hparams that lie in a text: JSON, YAML, a markdown table, a printed dict or Namespace, or lines of ``name=value``.

Scripts that do not use the hparams plugin write them so: ``add_text("hyperparameters", ...)``, and files such as
hparams.yaml beside the log.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from tbtui.model.hparams import NULL, HParam
from tbtui.parsing.hparams import HParamsError
from tbtui.parsing.plain_values import MOST_TEXT, plain_value, value_text

MOST_BYTES: Final = 256 << 10
"""A longer text is not gone through."""
_MOST_VALUES: Final = 5_000

# What scripts call the text that holds their hparams, the most telling name first.
_NAMES: Final = (
    r"h_?params?", r"hyper[-_ ]?param(?:eter)?s?", r"(?:train(?:ing)?|run|exp(?:eriment)?)[-_ ](?:args|config|params)",
    r"args|arguments", r"params|parameters", r"config(?:uration)?|cfg", r"flags|options|settings",
    r"model[-_ ](?:args|config|params)",
)  # fmt: skip
_TAGS: Final = tuple(re.compile(rf"(?:^|/)(?:{name})(?:/text_summary)?$", re.IGNORECASE) for name in _NAMES)
_FENCE: Final = re.compile(r"^\s*```[a-z]*\n(.*?)\n\s*```\s*$", re.DOTALL)
_RULE: Final = re.compile(r"[|:\-\s]*-[|:\-\s]*")
_NAMESPACE: Final = re.compile(r"[A-Za-z_][\w.]*\((.*)\)", re.DOTALL)
_ASSIGNMENT: Final = re.compile(r"\s*(?:--)?([\w./-]+)\s*=\s*(.*?)\s*")


def tag_rank(tag: str) -> int | None:
    """How much the tag of a text promises hparams: 0 the most; None for a tag that promises none."""
    return next((rank for rank, pattern in enumerate(_TAGS) if pattern.search(tag)), None)


def parse_hparam_text(text: str) -> dict[str, HParam]:
    """The names and values in a text, nested ones joined by "/"; HParamsError where it holds none."""
    if len(text) > MOST_BYTES:
        raise HParamsError(f"{len(text):,} characters are more than hparams have")
    fenced = _FENCE.match(text)
    bare = (fenced.group(1) if fenced else text).replace("\r\n", "\n").strip("\n")
    for form in (_table, _json, _namespace, _yaml, _assignments):
        found = form(bare)
        if found:
            return _limited(found)
    raise HParamsError("no names with values: neither JSON nor YAML, no table, no name=value")


def parse_yaml_hparams(text: str) -> dict[str, HParam]:
    """The names and values in a YAML file; none in an empty one. HParamsError where it is no mapping in YAML."""
    found = _parsed_yaml(text)
    if found in (NULL, {}):
        return {}
    if not isinstance(found, dict):
        raise HParamsError("no names with values, but a list or a single word")
    return _limited(dict(flattened(found)))


def _parsed_yaml(text: str) -> Any:
    """What a text is in YAML; PyYAML is imported here, as most logs never need it."""
    from tbtui.parsing.yaml_values import YamlError, parse_yaml

    try:
        return parse_yaml(text)
    except YamlError as error:
        raise HParamsError(f"no YAML: {error}") from None


def _limited(found: dict[str, HParam]) -> dict[str, HParam]:
    if len(found) > _MOST_VALUES:
        raise HParamsError(f"{len(found):,} values are more than hparams have")
    return found


def flattened(nested: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, HParam]]:
    """(name, value) of everything in nested mappings, names joined by "/" as PyTorch Lightning joins them."""
    for key, item in nested.items():
        if isinstance(item, dict) and item:
            yield from flattened(item, f"{prefix}{key}/")
        elif item is None:
            yield prefix + key, NULL
        elif isinstance(item, bool | str):
            yield prefix + key, item[:MOST_TEXT] if isinstance(item, str) else item
        elif isinstance(item, int | float):
            yield prefix + key, _number(item)
        else:
            yield prefix + key, value_text(item)[:MOST_TEXT]


def _number(item: float) -> HParam:
    try:
        return float(item)
    except OverflowError:
        return str(item)[:MOST_TEXT]


def _json(text: str) -> dict[str, HParam]:
    if not text.lstrip().startswith("{"):
        return {}
    try:
        found = json.loads(text)
        return dict(flattened(found)) if isinstance(found, dict) else {}
    except (ValueError, RecursionError):
        return {}


def _yaml(text: str) -> dict[str, HParam]:
    """Also what markdown shows as code: indented by tabs, with tabs behind the colons."""
    spaced = textwrap.dedent(re.sub(r":[ ]*\t[ ]*", ": ", text)).expandtabs(2)
    try:
        found = _parsed_yaml(spaced)
    except HParamsError:
        return {}
    return dict(flattened(found)) if isinstance(found, dict) and spaced[:1] not in "[" else {}


def _table(text: str) -> dict[str, HParam]:
    """A markdown table of two columns or more: the first names, the second is the value."""
    rows = [line.strip() for line in text.split("\n") if line.strip().startswith("|")]
    if len(rows) < 3 or not _RULE.fullmatch(rows[1]):
        return {}
    cells = [[cell.strip().strip("`*") for cell in row.strip("|").split("|")] for row in rows[2:]]
    return {row[0]: plain_value(row[1]) for row in cells if len(row) > 1 and row[0]}


def _namespace(text: str) -> dict[str, HParam]:
    """``Namespace(lr=0.1, name='x')`` and other objects that print so."""
    found = _NAMESPACE.fullmatch(text.strip())
    if found is None:
        return {}
    pairs = [part.partition("=") for part in _split(found.group(1))]
    return {name.strip(): _literal(value.strip()) for name, equals, value in pairs if equals}


def _literal(word: str) -> HParam:
    quoted = len(word) > 1 and word[0] in "'\"" and word[-1] == word[0]
    return word[1:-1][:MOST_TEXT] if quoted else plain_value(word)


def _split(text: str) -> list[str]:
    """The parts between commas that lie in no bracket and in no quotes."""
    parts, depth, quote, begin = [], 0, "", 0
    for place, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and text[place - 1] != "\\" else quote
        elif letter in "'\"":
            quote = letter
        elif letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "," and not depth:
            parts.append(text[begin:place])
            begin = place + 1
    return [*parts, text[begin:]]


def _assignments(text: str) -> dict[str, HParam]:
    found = [_ASSIGNMENT.fullmatch(line) for line in text.split("\n") if line.strip()]
    return {one.group(1): _literal(one.group(2)) for one in found if one is not None}
