"""Projector configurations, and where the files lie that they name: inside of the logdir, and nowhere else.

The text format is that of tensorboard/plugins/projector/projector_config.proto. TensorBoard takes paths as relative to
the directory of the configuration; others wrote them relative to the logdir, which is tried after that.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from typing import Any, Final

from tbtui.model.display import safe_text
from tbtui.model.embedding import EmbeddingInfo, ProjectorConfig, ProjectorError
from tbtui.parsing import protos
from tbtui.parsing.data_compat import text

_MOST_BYTES: Final = 4 << 20
_LONGEST_REASON: Final = 160
Open = Callable[[str], Any]
"""Opens a file for reading: ``parsing.files.OpenFile``."""


def read_projector_config(open_file: Open, path: str) -> ProjectorConfig:
    """Read and parse a configuration; ProjectorError where that cannot be done."""
    return parse_projector_config(read_whole(open_file, path, _MOST_BYTES), path)


def read_whole(open_file: Open, path: str, most: int) -> bytes:
    """The bytes of a regular file of at most ``most`` bytes; ProjectorError for others."""
    try:
        with open_file(path) as file:
            status = file.stat()
            if not status.is_regular:
                raise ProjectorError(f"{path} is no file")
            if status.size > most:
                raise ProjectorError(f"{path} is too large: {status.size:,} bytes")
            found: bytes = file.read(0, status.size)
            return found
    except OSError as error:
        raise ProjectorError(f"{path} cannot be read: {error.strerror or error}") from error


def parse_projector_config(data: bytes, path: str) -> ProjectorConfig:
    """The configuration in the bytes of the file ``path``; fields that are not known are stepped over."""
    # It takes as long as all other parsers together, and only this needs it.
    from google.protobuf import text_format

    try:
        said = text_format.Parse(text(data), protos.ProjectorConfig(), allow_unknown_field=True)
    except (text_format.ParseError, RecursionError) as error:
        reason = safe_text(str(error))[:_LONGEST_REASON]
        raise ProjectorError(f"{path} is no projector configuration: {reason}") from None
    checkpoint = text(said.model_checkpoint_path) or text(said.model_checkpoint_dir)
    return ProjectorConfig(tuple(_info(one) for one in said.embeddings), checkpoint)


def _info(said: Any) -> EmbeddingInfo:
    left_out = [f"sprite image {text(said.sprite.image_path)}"] * bool(said.sprite.image_path)
    left_out += [f"bookmarks {text(said.bookmarks_path)}"] * bool(said.bookmarks_path)
    # TensorFlow names the first output of an operation ":0", which TensorBoard takes off.
    name = text(said.tensor_name)
    return EmbeddingInfo(
        name.removesuffix(":0") or text(said.tensor_path) or "unnamed",
        text(said.tensor_path),
        text(said.metadata_path),
        tuple(said.tensor_shape),
        tuple(left_out),
    )


def file_of(named: str, config_path: str, roots: Collection[str]) -> str:
    """The path of a file that a configuration names; ProjectorError where it leads out of the logdir or nowhere.

    Links are followed before it is looked where a path leads. What lies below the directory of the configuration is
    inside even where a link led there from the logdir.
    """
    directory = os.path.dirname(config_path) or "."
    inside = [os.path.realpath(one) for one in (directory, *(_directory(root) for root in roots))]
    outside = False
    for base in (directory, *(_directory(root) for root in roots)):
        path = os.path.join(base, named)
        whole = os.path.realpath(path)
        if not any(whole == one or whole.startswith(one.rstrip("/") + "/") for one in inside):
            outside = True
        elif os.path.exists(whole):
            return path
    if outside:
        raise ProjectorError(f"{safe_text(named)} leads out of the logdir: it is not read")
    raise ProjectorError(f"{safe_text(named)} is not there, neither beside {config_path} nor in the logdir")


def _directory(root: str) -> str:
    return root if os.path.isdir(root) else os.path.dirname(root) or "."
