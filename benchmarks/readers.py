"""The readers that are compared: how each is run on a logdir, in a process of its own, and whether it can run here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import rust_server

ROOT = Path(__file__).parent.parent
"""The directory that holds both packages, tbtui and benchmarks."""

Result = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """One program that loads a logdir."""

    name: str
    run: Callable[[Path], Result]
    """Loads a logdir in a new process: seconds, and what else the process says of itself."""


def own(module: str) -> Reader:
    """One of our own reading processes."""
    return Reader(module, partial(_run_module, sys.executable, module))


def rivals(python: str) -> tuple[dict[str, Reader], list[str]]:
    """The rivals that this interpreter has installed, and a line for each that it has not."""
    found: dict[str, Reader] = {}
    missing: list[str] = []
    server = _ask(python, "import tensorboard_data_server as s; print(s.server_binary())")
    if server:
        found["Rust server"] = Reader("Rust server", partial(rust_server.load, server))
    else:
        missing.append(f"TensorBoard's Rust data server: {python} has no tensorboard-data-server")
    if _ask(python, "from tensorboard.backend.event_processing import plugin_event_accumulator; print(1)"):
        found["EventAccumulator"] = Reader("EventAccumulator", partial(_run_module, python, "event_accumulator"))
    else:
        missing.append(f"EventAccumulator: {python} cannot import tensorboard")
    return found, missing


def _ask(python: str, code: str) -> str:
    answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else ""


def _run_module(python: str, module: str, logdir: Path) -> Result:
    # As tbtui's command sets it: the threads of BLAS that numpy starts spin for a while, beside what is measured.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "3", "OPENBLAS_NUM_THREADS": "1"}
    command = [python, "-m", f"benchmarks.read.{module}", str(logdir)]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if answer.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{answer.stderr}")
    result: Result = json.loads(answer.stdout.splitlines()[-1])
    return result
