"""Runs TensorBoard's Rust data server over a logdir once, and reads from its own log how long loading took.

With ``--reload once --verbose`` it logs "Finished load cycle (1.28s)": the time from the first look at the logdir until
everything is in memory, measured by itself; starting the process and opening its port are not in it.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

_FINISHED = re.compile(r"Finished load cycle \(([\d.]+)(ns|µs|ms|s)\)")
_SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}


def load(server: str, logdir: Path, *options: str) -> dict[str, Any]:
    """Seconds that loading took, and the highest resident memory of the server in bytes."""
    command = [server, "--logdir", str(logdir), "--reload", "once", "--port", "0", "--verbose", "--die-after-stdin"]
    with subprocess.Popen([*command, *options], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            found = _FINISHED.search(line)
            if found:
                seconds = float(found[1]) * _SECONDS[found[2]]
                peak = _peak(process.pid)
                assert process.stdin is not None
                process.stdin.close()
                return {"seconds": seconds, "peak": peak}
    raise RuntimeError(f"{server} ended with {process.returncode} before it had loaded {logdir}")


def _peak(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))
