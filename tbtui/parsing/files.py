"""The file system as the parsers see it: one small protocol, so that another store can stand in for the local disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from types import TracebackType
from typing import Final, NamedTuple, Protocol


class FileStat(NamedTuple):
    """What the system says of a file without opening it."""

    size: int
    modified_ns: int
    identity: tuple[int, ...]
    """Device and inode: ext4 gives a freed inode again at once, so this alone does not prove a file the same."""
    is_regular: bool
    is_directory: bool


class DirectoryItem(NamedTuple):
    """A name in a directory and what it stands for, symbolic links followed."""

    name: str
    is_directory: bool
    inode: int | None
    """Of a directory that is no link, on the device of the directory that it is in: it need not be looked at then."""


class OpenFile(Protocol):
    """A file opened for one read job; used in a ``with`` statement."""

    def __enter__(self) -> OpenFile: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def stat(self) -> FileStat:
        """What the system says of the file that is open, whatever its name stands for by now."""

    def read(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes from ``offset`` on; fewer only at the end of the file."""

    def read_into(self, buffer: bytearray, begin: int, offset: int, count: int) -> int:
        """Fill ``count`` bytes of ``buffer`` from ``begin`` on with those from ``offset`` on; how many there were."""


class FileSystem(Protocol):
    """Where logs lie. Implementations are picklable, so that files can be read in another process."""

    def stat(self, path: str) -> FileStat:
        """OSError where there is nothing or it may not be looked at."""

    def list(self, path: str) -> Sequence[DirectoryItem]:
        """The items of a directory, in no order; OSError where it cannot be read."""

    def open(self, path: str) -> OpenFile:
        """OSError where it cannot be read."""

    def join(self, directory: str, name: str) -> str:
        """The path of an item of a directory."""


def _file_stat(status: os.stat_result) -> FileStat:
    kind = stat.S_IFMT(status.st_mode)
    identity = (status.st_dev, status.st_ino)
    return FileStat(status.st_size, status.st_mtime_ns, identity, kind == stat.S_IFREG, kind == stat.S_IFDIR)


# O_NONBLOCK: a FIFO that took the file's place since it was listed must not make us wait for a writer.
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class LocalFile:
    """A file of the local disk."""

    __slots__ = ("_descriptor",)

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, _OPEN_FLAGS)

    def __enter__(self) -> LocalFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._descriptor)

    def stat(self) -> FileStat:
        """See OpenFile."""
        return _file_stat(os.fstat(self._descriptor))

    def read(self, offset: int, count: int) -> bytes:
        """See OpenFile."""
        return os.pread(self._descriptor, count, offset)

    def read_into(self, buffer: bytearray, begin: int, offset: int, count: int) -> int:
        """See OpenFile."""
        view = memoryview(buffer)[begin : begin + count]
        done = got = os.preadv(self._descriptor, [view], offset)
        while got and done < count:
            got = os.preadv(self._descriptor, [view[done:]], offset + done)
            done += got
        return done


class LocalFiles:
    """The local disk."""

    def stat(self, path: str) -> FileStat:
        """See FileSystem."""
        return _file_stat(os.stat(path))

    def list(self, path: str) -> Sequence[DirectoryItem]:
        """See FileSystem."""
        found = []
        with os.scandir(path) as items:
            for item in items:
                try:
                    if item.is_dir(follow_symlinks=False):
                        found.append(DirectoryItem(item.name, True, item.inode()))
                    else:
                        found.append(DirectoryItem(item.name, item.is_symlink() and item.is_dir(), None))
                except OSError:
                    # A link that leads nowhere or to itself stands for nothing that could be read.
                    continue
        return found

    def open(self, path: str) -> LocalFile:
        """See FileSystem."""
        return LocalFile(path)

    def join(self, directory: str, name: str) -> str:
        """See FileSystem."""
        return f"{directory}{name}" if directory.endswith("/") else f"{directory}/{name}"
