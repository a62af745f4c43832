"""The process that makes a layout: reads points from its input, writes the layout to its output, tells of itself."""

from __future__ import annotations

import json
import os
import sys

import numpy as np

from tbtui.analysis.manifold import Method, estimator, lower_priority


def main() -> None:
    """Input: a line of JSON with method, shape and dimensions of the layout, then float32. Output: float32 alone."""
    lower_priority()
    # What the libraries print goes where progress is read; the output is for the answer alone.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.buffer.readline())
    points = np.frombuffer(sys.stdin.buffer.read(), "<f4").reshape(asked["shape"])
    found = estimator(Method[asked["method"]], len(points), asked["dimensions"]).fit_transform(points)
    with answer:
        answer.write(np.ascontiguousarray(found, "<f4").tobytes())


if __name__ == "__main__":
    main()
