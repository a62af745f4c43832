"""An embedding of the demo: words in sixteen dimensions that gather in groups while training goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tbtui.commands.demo_log import DemoRun

_RUN: Final = "lr=0.01,seed=0"
_TAG: Final = "words"
_STEPS: Final = (40, 390)
_GROUPS: Final = {
    "animal": ("cat", "dog", "horse", "whale", "eagle", "ant"),
    "plant": ("oak", "fern", "moss", "rose", "wheat", "palm"),
    "tool": ("saw", "axe", "drill", "file", "plane", "lathe"),
    "food": ("bread", "cheese", "soup", "rice", "plum", "honey"),
    "city": ("Lima", "Oslo", "Accra", "Kyoto", "Quito", "Basel"),
}
_FORMS: Final = 10
_DIMENSIONS: Final = 16


def values(run: DemoRun, step: int) -> Iterator[Any]:
    """None: an embedding lies beside the event files."""
    return iter(())


def finish(directory: str) -> None:
    """The embedding at some steps, as torch's add_embedding lays its files out."""
    random = np.random.default_rng(0)
    centres = np.repeat(random.normal(0, 1, (len(_GROUPS), _DIMENSIONS)), len(_GROUPS["tool"]) * _FORMS, axis=0)
    words = np.repeat(random.normal(0, 0.5, (len(centres) // _FORMS, _DIMENSIONS)), _FORMS, axis=0)
    noise = random.normal(0, 1, centres.shape)
    run = os.path.join(directory, _RUN)
    for step in _STEPS:
        learnt = 1 - np.exp(-step / 120)
        place = os.path.join(run, f"{step:05}", _TAG)
        os.makedirs(place)
        points = (centres + words) * learnt + noise * (1 - 0.75 * learnt)
        lines = ["\t".join(f"{number:.5g}" for number in row) for row in points.tolist()]
        _write(place, "tensors.tsv", lines)
        _write(place, "metadata.tsv", ["label\tgroup\tfrequency", *_labels(random)])
    _write(run, "projector_config.pbtxt", [_config(step) for step in _STEPS])


def _labels(random: np.random.Generator) -> Iterator[str]:
    for group, words in _GROUPS.items():
        for word in words:
            for form in range(_FORMS):
                yield f"{word} {form}\t{group}\t{random.lognormal(3, 1):.1f}"


def _config(step: int) -> str:
    place = f"{step:05}/{_TAG}"
    return (
        f'embeddings {{\n  tensor_name: "{_TAG}:{step:05}"\n  metadata_path: "{place}/metadata.tsv"\n'
        f'  tensor_path: "{place}/tensors.tsv"\n}}'
    )


def _write(directory: str, name: str, lines: list[str]) -> None:
    with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
