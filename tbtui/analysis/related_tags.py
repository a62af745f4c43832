"""The tags of a log that belong to a layer of a graph, found by name: its weights, activations, gradients; and losses.

Writers name the same thing in many ways: "conv1/kernel:0", "conv1/kernel/histogram", "features.0.weight" for
"Net/Sequential[features]/Conv2d[0]". Both sides are taken apart into parts, and words that say what of a layer is
meant are taken off.
"""

from __future__ import annotations

import enum
import re
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from tbtui.analysis.scope_tree import Item, ScopeTree
from tbtui.model.graph import GraphKind
from tbtui.model.snapshot import Snapshot

Parts: TypeAlias = "tuple[str, ...]"


class Aspect(enum.Enum):
    """What of a layer a tag tells of; in the order in which they are offered."""

    WEIGHTS = "weights"
    BIAS = "bias"
    ACTIVATIONS = "activations"
    GRADIENTS = "gradients"
    OTHER = "of this layer"
    LOSS = "loss"


_WORDS: Final = {
    Aspect.GRADIENTS: "grad grads gradient gradients",
    Aspect.BIAS: "bias biases b beta",
    Aspect.ACTIVATIONS: "activation activations act acts output outputs out",
    Aspect.WEIGHTS: "weight weights kernel kernels w gamma recurrent depthwise pointwise parameters params",
    Aspect.OTHER: "histogram histograms hist distribution summary value values image norm mean std var max min l1 l2",
}
_ASPECTS: Final = {word: aspect for aspect, words in _WORDS.items() for word in words.split()}
_LOSSES: Final = frozenset({"loss", "losses", "cost", "nll"})
_TORCH_MODULE: Final = re.compile(r"^\w+\[(.+)\]$")
_DIVIDERS: Final = re.compile(r"[/.]")
_WORD_DIVIDERS: Final = re.compile(r"[^a-z0-9]+")
_MOST_LOSSES: Final = 6
_MOST_TAGS: Final = 60
_GOOD: Final = 3
_PAUSE: Final = 128


class LoggedTag(NamedTuple):
    """A tag of a run."""

    plugin: str
    tag: str
    run: str


class RelatedTag(NamedTuple):
    """A tag and what it has to do with a layer."""

    aspect: Aspect
    logged: LoggedTag


def logged_tags(snapshot: Snapshot, run: str, plugins: Collection[str]) -> Iterator[LoggedTag]:
    """The tags of these plugins of all runs, those of one run first."""
    for one in sorted(snapshot.runs.values(), key=lambda found: found.name != run):
        for plugin in plugins:
            for tag in (*one.series.get(plugin, ()), *one.entries.get(plugin, ())):
                yield LoggedTag(plugin, tag, one.name)


def item_parts(tree: ScopeTree, item: Item) -> list[Parts]:
    """The names of an item and of the scopes around it, from the inside outward."""
    return [layer_parts(tree.name(one), tree.graph.kind) for one in (item, *tree.ancestors(item))]


def layer_parts(name: str, kind: GraphKind) -> Parts:
    """The name of a scope or node in parts: torch's "Net/Sequential[c]/Conv2d[0]" as ("c", "0"), without its class."""
    pieces = [piece for piece in name.split("/") if piece]
    if kind is GraphKind.TORCH:
        modules = [_TORCH_MODULE.match(piece) for piece in pieces]
        pieces = [module[1] if module else piece for piece, module in zip(pieces, modules, strict=True)][1:]
    return _without_words("/".join(pieces))[0]


def _without_words(name: str) -> tuple[Parts, Aspect]:
    """The parts of a name without the words that tell of an aspect, and the most telling aspect among them."""
    found: set[Aspect] = set()
    parts = []
    for part in _DIVIDERS.split(name.lower().partition(":")[0]):
        words = part.split("_")
        while words and words[-1] in _ASPECTS:
            found.add(_ASPECTS[words.pop()])
        while words and words[0] in _ASPECTS:
            found.add(_ASPECTS[words.pop(0)])
        if any(words):
            parts.append("_".join(words))
    return tuple(parts), next((aspect for aspect in _WORDS if aspect in found), Aspect.OTHER)


class _Known(NamedTuple):
    logged: LoggedTag
    parts: Parts
    aspect: Aspect


class TagIndex:
    """The tags of a log, to be asked for those of a layer. Made in the background, asked on the UI thread."""

    def __init__(self, tags: Iterable[LoggedTag]) -> None:
        """``tags``: where several runs have one, the first counts."""
        self.tags = tuple(tags)
        self._by_part: dict[str, list[_Known]] = {}
        self._losses: list[LoggedTag] = []
        seen: set[tuple[str, str]] = set()
        for count, logged in enumerate(self.tags):
            if count % _PAUSE == 0:
                time.sleep(0)
            if (logged.plugin, logged.tag) not in seen:
                seen.add((logged.plugin, logged.tag))
                self._add(logged)

    def _add(self, logged: LoggedTag) -> None:
        parts, aspect = _without_words(logged.tag)
        for part in set(parts):
            self._by_part.setdefault(part, []).append(_Known(logged, parts, aspect))
        if logged.plugin == "scalars" and not _LOSSES.isdisjoint(_WORD_DIVIDERS.split(logged.tag.lower())):
            self._losses.append(logged)

    def related(self, names: Sequence[Parts]) -> list[RelatedTag]:
        """The tags of the first of these layers that has any, and the losses.

        ``names``: a layer, then what it lies in, and so on outward.
        """
        found = next((tags for parts in names if parts and (tags := self._of_layer(parts))), [])
        known = {one.logged for one in found}
        losses = [RelatedTag(Aspect.LOSS, one) for one in self._losses[:_MOST_LOSSES] if one not in known]
        return found + losses

    def _of_layer(self, layer: Parts) -> list[RelatedTag]:
        ranked = [(rank, known) for known in self._by_part.get(layer[-1], ()) if (rank := _kinship(layer, known.parts))]
        best = max((rank for rank, _ in ranked), default=0)
        kept = [known for rank, known in ranked if rank >= min(best, _GOOD)]
        order = list(Aspect)
        kept.sort(key=lambda known: (order.index(known.aspect), known.logged.plugin, known.logged.tag))
        return [RelatedTag(known.aspect, known.logged) for known in kept[:_MOST_TAGS]]


def _kinship(layer: Parts, tag: Parts) -> int:
    """How well the parts of a tag fit a layer: 4 where they are equal, 0 where they do not fit.

    3: the tag has more in front ("train/conv1"); 2: the layer has ("model/conv1" for "conv1"); 1: the tag lies below
    the layer. A number alone tells nothing.
    """
    if layer == tag:
        return 4
    if tag[-len(layer) :] == layer and not _only_numbers(layer):
        return 3
    if layer[-len(tag) :] == tag and not _only_numbers(tag):
        return 2
    inside = any(tag[start : start + len(layer)] == layer for start in range(len(tag) - len(layer) + 1))
    return int(inside and not _only_numbers(layer))


def _only_numbers(parts: Parts) -> bool:
    return all(part.isdecimal() for part in parts)
