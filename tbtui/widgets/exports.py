"""Writes what a dashboard shows to a file that the user names; never into a logdir, never over another file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from functools import partial
from typing import NamedTuple

from tbtui.model.entries import EntryError

_UNUSUAL = re.compile(r"[^A-Za-z0-9._=+-]+")
_LONGEST_NAME = 100
MOST_TOLD = 60
"""So much of a text that was copied is shown."""


class Export(NamedTuple):
    """One form in which a dashboard's content can be written."""

    title: str
    """What it is, for a list to choose from: "PNG", "CSV: all points"."""
    name: str
    """The suggested name of the file."""
    make: Callable[[], bytes]
    """Makes the content; called in the background. EntryError where it cannot be read."""


class ExportError(Exception):
    """Why nothing was written."""


def file_name(stem: str, suffix: str) -> str:
    """A file name from a text that may come from a log: "train/loss" -> "train-loss.csv"."""
    plain = _UNUSUAL.sub("-", stem).strip("-.")[:_LONGEST_NAME] or "tbtui"
    return f"{plain}{suffix}"


def lies_in(path: str, roots: Collection[str]) -> bool:
    """Whether a path lies in one of the logdirs."""
    whole = os.path.realpath(os.path.expanduser(path))
    return any(os.path.commonpath((whole, root)) == root for root in map(os.path.realpath, roots))


def write_export(path: str, make: Callable[[], bytes], roots: Collection[str]) -> str:
    """Write a file; what to tell the user of it. ExportError where it must not or cannot be written."""
    wanted = os.path.expanduser(path)
    if lies_in(wanted, roots):
        raise ExportError("tbtui writes nothing into a logdir: choose another directory")
    content = make()
    try:
        with open(wanted, "xb") as file:
            file.write(content)
    except FileExistsError:
        raise ExportError(f"{wanted} is there already: choose another name") from None
    except OSError as error:
        raise ExportError(f"{wanted} cannot be written: {error.strerror or error}") from error
    return f"{os.path.abspath(wanted)} written, {len(content):,} bytes"


def export_work(path: str, one: Export, roots: Collection[str]) -> Callable[[], str | ExportError]:
    """The work that writes an export, for the background: what to tell of it, or why it failed."""
    return partial(_attempt, path, one.make, tuple(roots))


def _attempt(path: str, make: Callable[[], bytes], roots: Collection[str]) -> str | ExportError:
    try:
        return write_export(path, make, roots)
    except ExportError as error:
        return error
    except EntryError as error:
        return ExportError(str(error))
