"""The files of an embedding: numbers as tab-separated text or raw float32, and a table of what is known of each point.

Reading goes on little by little, so that whoever reads can tell how far it is: the readers are generators that yield
the share that is done and return what was read.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tbtui.model.embedding import Column, Points, ProjectorError
from tbtui.parsing.data_compat import text
from tbtui.parsing.number_lines import LineNumbers, numbers_of_lines
from tbtui.parsing.projector import Open

Reading: TypeAlias = "Generator[float, None, TensorRows]"

_MOST_NUMBERS: Final = 1 << 26
"""A quarter of a gigabyte as float32."""
_LONGEST_LINE: Final = 1 << 24
_MOST_METADATA: Final = 1 << 27
_MOST_COLUMNS: Final = 256
# Text is parsed in pieces that hold the interpreter for a few milliseconds, binary in pieces that a disk likes.
_TEXT_PIECE: Final = 1 << 18
_BINARY_PIECE: Final = 1 << 23
_LINES_AT_ONCE: Final = 2048
_TEXT_BYTES: Final = np.array([chr(code).isprintable() or chr(code) in "\t\r\n" for code in range(256)])


class TensorRows:
    """The rows of a tensor and what was wrong with it."""

    def __init__(self, points: Points, rows: NDArray[np.int64], notes: Sequence[str]) -> None:
        self.points, self.rows, self.notes = points, rows, tuple(notes)


def read_tensor(open_file: Open, path: str, shape: Sequence[int]) -> Reading:
    """Read a tensor; ProjectorError where it is none. Text and binary are told apart by what they begin with."""
    try:
        with open_file(path) as file:
            status = file.stat()
            if not status.is_regular:
                raise ProjectorError(f"{path} is no file")
            head = file.read(0, 1 << 12)
            if not head:
                raise ProjectorError(f"{path} is empty")
            reading = _text_rows if _TEXT_BYTES[np.frombuffer(head, np.uint8)].all() else _binary_rows
            found = yield from reading(file, status.size, path, shape)
    except OSError as error:
        raise ProjectorError(f"{path} cannot be read: {error.strerror or error}") from error
    return _finite(found, path)


def _finite(found: TensorRows, path: str) -> TensorRows:
    """Without the rows that hold NaN or Inf."""
    kept: NDArray[np.bool_] = np.asarray(np.isfinite(found.points).all(axis=1))
    lost = len(kept) - int(np.count_nonzero(kept))
    if not lost:
        return found
    if lost == len(kept):
        raise ProjectorError(f"{path} has no row without NaN or Inf")
    note = f"{lost:,} of {len(kept):,} points hold NaN or Inf and are left out"
    return TensorRows(found.points[kept], found.rows[kept], (*found.notes, note))


def _binary_rows(file: Any, size: int, path: str, shape: Sequence[int]) -> Reading:
    """Raw little-endian float32, row by row; only the configuration tells how many make a row."""
    if len(shape) != 2 or not shape[1]:
        raise ProjectorError(f"{path} is binary, and the configuration does not tell its shape (tensor_shape)")
    width, notes = int(shape[1]), []
    count = min(int(shape[0]) or size, size // (4 * width))
    if not count:
        raise ProjectorError(f"{path} holds {size:,} bytes, not one row of {width:,} numbers")
    if count < shape[0]:
        notes.append(f"the file holds {count:,} of {shape[0]:,} points")
    most = max(1, _MOST_NUMBERS // width)
    if count > most:
        notes.append(f"the first {most:,} of {count:,} points are read")
        count = most
    total, done = count * width * 4, 0
    buffer = bytearray(total)
    while done < total:
        got = file.read_into(buffer, done, done, min(_BINARY_PIECE, total - done))
        if not got:
            raise ProjectorError(f"{path} became shorter while it was read")
        done += got
        yield done / total
    points = np.frombuffer(buffer, "<f4").reshape(count, width)
    return TensorRows(points, np.arange(count), notes)


def _text_rows(file: Any, size: int, path: str, shape: Sequence[int]) -> Reading:
    """Numbers with tabs between them, a line for each point; empty lines do not count."""
    lines = LineNumbers()
    done, rest = 0, b""
    while done < size:
        data = file.read(done, _TEXT_PIECE)
        if not data:
            break
        done += len(data)
        whole, _, rest = (rest + data).rpartition(b"\n") if done < size else (rest + data, b"", b"")
        if whole:
            numbers_of_lines(whole, lines)
        if len(rest) > _LONGEST_LINE:
            raise ProjectorError(f"{path} has a line of more than {_LONGEST_LINE >> 20} MB")
        if lines.numbers >= _MOST_NUMBERS:
            lines.notes.append(f"the first {lines.rows:,} points are read, {done / size:.0%} of the file")
            break
        yield done / size
    if not lines.rows:
        raise ProjectorError(f"{path} holds no row of numbers with tabs between them")
    if shape and lines.rows < shape[0] and lines.numbers < _MOST_NUMBERS:
        lines.notes.append(f"the file holds {lines.rows:,} of {shape[0]:,} points")
    return TensorRows(lines.points(), lines.places(), lines.told())


def read_metadata(
    open_file: Open, path: str, rows: NDArray[np.int64]
) -> Generator[float, None, tuple[tuple[Column, ...], tuple[str, ...]]]:
    """The columns of a metadata file for these rows of the tensor, and what was wrong.

    The first line holds the names of columns only where it has several (TensorBoard's rule); else it is a label.
    """
    try:
        with open_file(path) as file:
            status = file.stat()
            if not status.is_regular:
                raise ProjectorError(f"{path} is no file")
            data: bytes = file.read(0, min(status.size, _MOST_METADATA))
    except OSError as error:
        raise ProjectorError(f"{path} cannot be read: {error.strerror or error}") from error
    yield 0.0
    lines = [line for line in text(data).split("\n") if line.strip()]
    names = ["label"]
    if lines and "\t" in lines[0]:
        names = lines.pop(0).rstrip("\r").split("\t")[:_MOST_COLUMNS]
    notes = _metadata_notes(lines, rows, status.size)
    wanted = rows.tolist()
    columns: list[list[str]] = [[] for _ in names]
    for begin in range(0, len(wanted), _LINES_AT_ONCE):
        for row in wanted[begin : begin + _LINES_AT_ONCE]:
            cells = lines[row].rstrip("\r").split("\t") if row < len(lines) else []
            cells += [""] * (len(names) - len(cells))
            for column, cell in zip(columns, cells, strict=False):
                column.append(cell)
        yield min(1.0, (begin + _LINES_AT_ONCE) / len(wanted))
    return tuple(Column(name, tuple(values)) for name, values in zip(_unique(names), columns, strict=True)), notes


def _metadata_notes(lines: Sequence[str], rows: NDArray[np.int64], size: int) -> tuple[str, ...]:
    notes = []
    if size > _MOST_METADATA:
        notes.append(f"only the first {_MOST_METADATA >> 20} MB of the metadata are read")
    needed = int(rows[-1]) + 1 if len(rows) else 0
    if len(lines) != needed:
        notes.append(f"the metadata have {len(lines):,} rows for {needed:,} points")
    return tuple(notes)


def _unique(names: Sequence[str]) -> list[str]:
    """Names that tell columns apart: empty and repeated ones get their number."""
    seen: set[str] = set()
    found = []
    for number, name in enumerate(names, 1):
        unique = name.strip() or f"column {number}"
        if unique in seen:
            unique = f"{unique} ({number})"
        seen.add(unique)
        found.append(unique)
    return found
