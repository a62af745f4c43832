"""The pictures of one entry of the images plugin, still encoded: one, or a batch of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EncodedImages:
    """What an entry holds. The size is what the writer says; that of the pictures themselves counts."""

    width: int | None
    """None where what stands there is no number."""
    height: int | None
    pictures: tuple[bytes, ...]
    """Files as they are: PNG nearly always, GIF for videos."""

    @property
    def nbytes(self) -> int:
        """How many bytes the pictures have."""
        return sum(map(len, self.pictures))
