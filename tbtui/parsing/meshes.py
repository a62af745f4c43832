"""What the metadata of a mesh tag says: which mesh it belongs to, and which part of it the tag holds.

TensorBoard writes a mesh as up to three tags of one name, "name_VERTEX", "name_FACE" and "name_COLOR", each with a
MeshPluginData that tells the part (plugins/mesh/metadata.py).
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from google.protobuf.message import DecodeError

from tbtui.model.entries import Metadata
from tbtui.parsing.data_compat import text
from tbtui.parsing.protos import MeshPluginData


class MeshPart(enum.IntEnum):
    """MeshPluginData.ContentType of plugins/mesh/plugin_data.proto."""

    UNDEFINED = 0
    VERTEX = 1
    FACE = 2
    COLOR = 3


_ALL_PARTS = sum(1 << part for part in (MeshPart.VERTEX, MeshPart.FACE, MeshPart.COLOR))


class MeshTag(NamedTuple):
    """What one tag holds."""

    name: str
    """The mesh that it belongs to."""
    part: MeshPart
    """UNDEFINED where neither metadata nor the tag tell."""
    components: int
    """Bit ``1 << part`` for each part that was written with it; all of them where it does not say."""

    def promises(self, part: MeshPart) -> bool:
        """Whether the mesh was written with that part."""
        return bool(self.components >> part & 1)


def parse_mesh_tag(tag: str, metadata: Metadata) -> MeshTag:
    """The mesh and the part of a tag. Tags of one name in two name scopes are two meshes, whatever their metadata say.

    Metadata that cannot be decoded say nothing: the end of the tag tells then.
    """
    try:
        said = MeshPluginData.FromString(metadata.content)
    except DecodeError:
        said = MeshPluginData()
    stem, _, end = tag.rpartition("_")
    by_end = MeshPart.__members__.get(end, MeshPart.UNDEFINED)
    known = said.content_type in (MeshPart.VERTEX, MeshPart.FACE, MeshPart.COLOR)
    part = MeshPart(said.content_type) if known else by_end
    name = stem if stem and part is by_end else text(said.name) or tag
    return MeshTag(name, part, said.components or _ALL_PARTS)
