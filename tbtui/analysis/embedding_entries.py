"""Embeddings of projector configurations as entries: each is a tag, and has steps where its name ends in one.

torch's add_embedding names a tensor "tag:00040", with the step behind a colon.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tbtui.analysis.listing import natural_key
from tbtui.model.embedding import EmbeddingInfo, ProjectorConfig, ProjectorError
from tbtui.model.entries import Entries, EntryPart, Metadata, Place
from tbtui.model.side_file import SideFile
from tbtui.parsing.projector import Open, read_projector_config

PROJECTOR: Final = "projector"
_STEP: Final = re.compile(r"(.+):(\d{1,18})")
_ASSETS: Final = re.compile(r"(?:^|/)plugins/[^/]+$")


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """A configuration and what came of reading it."""

    file: SideFile
    config: ProjectorConfig | ProjectorError

    @property
    def run(self) -> str:
        """The run that it belongs to. TensorBoard also looks for it in the run's plugins directory."""
        return _ASSETS.sub("", self.file.run) or "."


@dataclass(frozen=True, slots=True)
class Source:
    """Where an embedding comes from."""

    config_path: str
    info: EmbeddingInfo
    checkpoint: str


def read_configs(files: Sequence[SideFile], open_file: Open) -> list[ReadConfig]:
    """All configurations, each as it is or as what is wrong with it; reads files."""
    found: list[ReadConfig] = []
    for file in files:
        try:
            found.append(ReadConfig(file, read_projector_config(open_file, file.path)))
        except ProjectorError as error:
            found.append(ReadConfig(file, error))
        time.sleep(0)
    return found


def tag_and_step(name: str) -> tuple[str, int]:
    """The tag and the step in the name of an embedding; step 0 where it has none."""
    found = _STEP.fullmatch(name)
    return (found[1], int(found[2])) if found else (name, 0)


def embedding_entries(configs: Sequence[ReadConfig]) -> Mapping[str, Mapping[str, Entries]]:
    """tag -> run -> its embeddings by step; ``entries[i]`` is a ``Source``."""
    sources: dict[tuple[str, str], list[tuple[int, float, Source]]] = {}
    for read in configs:
        if isinstance(read.config, ProjectorError):
            continue
        for info in read.config.embeddings:
            tag, step = tag_and_step(info.name)
            source = Source(read.file.path, info, read.config.checkpoint)
            sources.setdefault((tag, read.run), []).append((step, read.file.modified, source))
    found: dict[str, dict[str, Entries]] = {}
    for tag, run in sorted(sources, key=lambda key: (natural_key(key[0]), natural_key(key[1]))):
        found.setdefault(tag, {})[run] = _entries(tag, run, sources[tag, run])
    return found


def _entries(tag: str, run: str, sources: list[tuple[int, float, Source]]) -> Entries:
    sources = sorted(sources, key=lambda one: one[0])
    steps = np.array([step for step, _, _ in sources], np.int64)
    times = np.array([modified for _, modified, _ in sources], np.float64)
    numbers, zeros = np.arange(len(steps)), np.zeros(len(steps), np.int64)
    part = EntryPart(0, f"{run}/{tag}", (), steps, times, numbers, zeros, zeros)

    def source_at(place: Place) -> Source:
        return sources[place.offset][2]

    return Entries(run, PROJECTOR, tag, Metadata(PROJECTOR), (part,), source_at)
