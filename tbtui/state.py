"""The view of each logdir, kept in the user's state directory and never in the logdir itself."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tbtui.model.config import Config
from tbtui.model.saved_view import view_from_json, view_to_json
from tbtui.model.selection import Selection, XAxis

_log = logging.getLogger(__name__)


def state_path(roots: Mapping[str, str]) -> Path:
    """Where the view of these logdirs is kept: one file for each set of them."""
    home = os.environ.get("XDG_STATE_HOME")
    base = Path(home) if home and os.path.isabs(home) else Path.home() / ".local" / "state"
    whole = json.dumps(sorted((name, os.path.realpath(path)) for name, path in roots.items()))
    return base / "tbtui" / f"{hashlib.sha256(whole.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.json"


def load_view(roots: Mapping[str, str]) -> Selection:
    """The view as it was kept; the usual one where nothing was, or where it cannot be read."""
    path = state_path(roots)
    try:
        saved = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Selection()
    except (OSError, ValueError) as error:
        _log.warning("the kept view %s cannot be read: %s", path, error)
        return Selection()
    return view_from_json(saved)


def first_view(config: Config) -> Selection:
    """The kept view with what the command line asks for."""
    asked: dict[str, Any] = {
        "screen": config.screen,
        "run_filter": config.runs,
        "tag_filter": config.tags,
        "smoothing": config.smoothing,
        "x_axis": XAxis(config.x_axis) if config.x_axis else None,
    }
    kept = load_view(config.roots) if config.keep_view else Selection()
    return replace(kept, **{name: value for name, value in asked.items() if value is not None})


def save_view(roots: Mapping[str, str], selection: Selection) -> None:
    """Keep a view; where that is not possible, the log file is told and nothing else happens."""
    path = state_path(roots)
    whole = view_to_json(selection) | {"roots": dict(roots)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(whole, indent=1), "utf-8")
        fresh.replace(path)
    except OSError as error:
        _log.warning("the view cannot be kept in %s: %s", path, error)
