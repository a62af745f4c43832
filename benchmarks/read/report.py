"""What a reading process says of itself; standard library only, as the rivals' interpreter runs it too."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path


def memory(field: str) -> int:
    """Bytes: ``VmRSS`` now, ``VmHWM`` at the highest."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) << 10
    return 0


def bytes_read() -> int:
    """Bytes that this process asked the system for so far."""
    return int(Path("/proc/self/io").read_text().split()[1])


def measure(read: Callable[[], int]) -> None:
    """Run ``read``, which returns how many points it holds, and print what it took; imports are done before."""
    baseline, before = memory("VmRSS"), bytes_read()
    begun, used = time.perf_counter(), time.process_time()
    points = read()
    result = {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "points": points,
        "baseline": baseline,
        "peak": memory("VmHWM"),
        "read": bytes_read() - before,
    }
    print(json.dumps(result))
