"""Embeddings: points of many dimensions that a projector configuration names, with what is known of each point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EmbeddingInfo:
    """What a projector configuration says of one embedding."""

    name: str
    """tensor_name; torch's has the step behind a colon."""
    tensor_path: str
    """"" where the tensor lies in a checkpoint."""
    metadata_path: str = ""
    shape: tuple[int, ...] = ()
    """Rows and columns, as far as it says; a raw binary tensor cannot be read without."""
    left_out: tuple[str, ...] = ()
    """What else belongs to it that is not shown: sprites, bookmarks."""


@dataclass(frozen=True, slots=True)
class ProjectorConfig:
    """A projector_config.pbtxt."""

    embeddings: tuple[EmbeddingInfo, ...]
    checkpoint: str = ""
    """The checkpoint in which tensors without a file lie; "" where it names none."""


@dataclass(frozen=True, eq=False)
class Column:
    """One column of the metadata of points."""

    name: str
    values: tuple[str, ...]
    """One for each point, "" where there is none."""


@dataclass(frozen=True, eq=False)
class Embedding:
    """An embedding as it was read."""

    points: Points
    """(n, d) float32, read-only; every number is finite."""
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    """What was left out, or is wrong, a clause each."""
    rows: Any = None
    """(n,) int64: which row of the file each point is."""


class ProjectorError(Exception):
    """A configuration or a file of an embedding that cannot be read; the message names it and the reason."""
