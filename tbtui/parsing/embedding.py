"""Reads an embedding whole: its tensor, the metadata of its points, and what was wrong with either."""

from __future__ import annotations

from collections.abc import Collection, Generator
from typing import TypeVar

from tbtui.model.embedding import Column, Embedding, EmbeddingInfo, ProjectorError
from tbtui.parsing.embedding_files import read_metadata, read_tensor
from tbtui.parsing.projector import Open, file_of

Result = TypeVar("Result")

_OF_TENSOR = 0.9
"""The share of the work that the tensor is, about."""


def read_embedding(
    open_file: Open, config_path: str, info: EmbeddingInfo, checkpoint: str, roots: Collection[str]
) -> Generator[float, None, Embedding]:
    """Yields the share that is done; ProjectorError where there is no tensor. Without metadata it goes on."""
    if not info.tensor_path:
        place = f"the checkpoint {checkpoint}" if checkpoint else "a checkpoint that the configuration does not name"
        raise ProjectorError(
            f"{info.name} lies in {place}.\ntbtui reads no TensorFlow checkpoints: write the tensor to a file"
            "\nand name it as tensor_path in projector_config.pbtxt."
        )
    reading = read_tensor(open_file, file_of(info.tensor_path, config_path, roots), info.shape)
    tensor = yield from _scaled(reading, 0.0, _OF_TENSOR)
    notes = [*tensor.notes, *(f"{what}: not shown" for what in info.left_out)]
    columns: tuple[Column, ...] = ()
    if info.metadata_path:
        try:
            path = file_of(info.metadata_path, config_path, roots)
            columns, told = yield from _scaled(read_metadata(open_file, path, tensor.rows), _OF_TENSOR, 1.0)
            notes += told
        except ProjectorError as error:
            notes.append(str(error))
    tensor.points.flags.writeable = False
    return Embedding(tensor.points, columns, tuple(notes), tensor.rows)


def _scaled(reading: Generator[float, None, Result], low: float, high: float) -> Generator[float, None, Result]:
    """The same, with its progress as a part of a whole."""
    while True:
        try:
            share = next(reading)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield low + share * (high - low)


def signature_of(open_file: Open, config_path: str, info: EmbeddingInfo, roots: Collection[str]) -> object:
    """Equal as long as the files of an embedding are as they were."""
    found = []
    for named in (info.tensor_path, info.metadata_path):
        try:
            with open_file(file_of(named, config_path, roots)) as file:
                found.append(file.stat())
        except (ProjectorError, OSError):
            found.append(None)
    return found
