"""The house: imports only go down, and nothing loads what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent


def test_imports_keep_the_contracts() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def loaded_by(statement: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after a statement."""
    script = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import tbtui", {"numpy", "textual", "plotext", "google"}),
        ("import tbtui.cli", {"numpy", "textual", "plotext", "google"}),
        ("import tbtui.parsing.logdir", {"textual", "plotext", "rich", "PIL"}),
        ("import tbtui.commands.inspect", {"textual", "plotext", "PIL"}),
        ("import tbtui.launch", {"numpy", "plotext", "google", "PIL"}),
        ("from tbtui.screens import dashboards; dashboards()", {"plotext", "PIL", "textual_image"}),
    ],
)
def test_nothing_loads_more_than_it_needs(statement: str, absent: set[str]) -> None:
    assert not loaded_by(statement) & absent


def test_help_answers_without_the_app() -> None:
    assert not loaded_by("from tbtui.cli import main\ntry:\n main(['--help'])\nexcept SystemExit: pass") & {"textual"}
