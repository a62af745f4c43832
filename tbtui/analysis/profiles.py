"""Profiles beside the event files: what each file is, by its name, and what opens it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from typing import Final, NamedTuple

from tbtui.analysis.listing import natural_key
from tbtui.model.side_file import SideFile

XPROF: Final = "xprof"
PERFETTO: Final = "Perfetto"

# The end of the name -> what the file is, and what opens it; the first that fits counts. The names are those that
# XProf (plugin/xprof, once tensorboard_plugin_profile), JAX and torch.profiler.tensorboard_trace_handler give.
_KINDS: Final = (
    (".xplane.pb", "XPlane: all that the profiler recorded", XPROF),
    (".pt.trace.json", "PyTorch trace", PERFETTO),
    (".pt.trace.json.gz", "PyTorch trace, compressed", PERFETTO),
    ("perfetto_trace.json.gz", "Perfetto trace", PERFETTO),
    (".trace.json.gz", "trace for the browser, at most a million events", PERFETTO),
    (".trace.json", "trace for the browser", PERFETTO),
    (".trace", "trace of an old TensorFlow", XPROF),
    (".overview_page.pb", "overview: times of steps", XPROF),
    (".input_pipeline.pb", "input pipeline: waiting for data", XPROF),
    (".tensorflow_stats.pb", "times of TensorFlow's ops", XPROF),
    (".kernel_stats.pb", "times of GPU kernels", XPROF),
    (".op_stats.pb", "times of ops", XPROF),
    (".memory_profile.json.gz", "memory over time", XPROF),
    (".memory_profile.json", "memory over time", XPROF),
    (".op_profile.json", "times of XLA's ops", XPROF),
    (".pod_viewer.json", "steps of all TPU cores", XPROF),
    (".hlo_proto.pb", "a compiled program (HLO)", XPROF),
    (".SSTABLE", "a table that XProf made for itself", XPROF),
)
_OTHER: Final = "a file of the profiler"
# torch names its traces worker.milliseconds.pt.trace.json.
_WORKER_TIME: Final = re.compile(r"\.[0-9]{9,}$")
_PROFILES: Final = "plugins/profile/"


class Profile(NamedTuple):
    """What is told of one file."""

    file: SideFile
    run: str
    """The run whose directory it lies in or below."""
    session: str
    """The recording that it belongs to; "" for traces that lie beside the event files."""
    host: str
    """The machine or the worker that was profiled, as the file's name says; "" where it does not."""
    what: str
    opener: str
    """XPROF or PERFETTO."""


def profile_of(file: SideFile) -> Profile:
    """What is told of a file, from its name and place."""
    above, found, session = file.run.rpartition(_PROFILES)
    run = above.rstrip("/") or "." if found else file.run
    for end, what, opener in _KINDS:
        if file.name.endswith(end):
            host = _WORKER_TIME.sub("", file.name[: -len(end)]).strip(".")
            return Profile(file, run, session if found else "", host, what, opener)
    return Profile(file, run, session if found else "", "", _OTHER, XPROF)


def profiles_of(files: Iterable[SideFile]) -> list[Profile]:
    """All files, the newest recording of each run first."""
    found = sorted((profile_of(file) for file in files), key=lambda one: natural_key(one.file.name))
    found.sort(key=lambda one: one.session or one.file.name, reverse=True)
    return sorted(found, key=lambda one: natural_key(one.run))


def command_of(profile: Profile, host: str) -> str:
    """The command that opens a profile; ``host`` is what this machine is called, for what must be copied from it."""
    path = os.path.abspath(profile.file.path)
    if profile.opener == PERFETTO:
        return f"scp {shlex.quote(f'{host}:{path}')} ."
    above, found, _ = path.rpartition("/" + _PROFILES)
    return f"xprof --logdir={shlex.quote(above if found else os.path.dirname(path))} --port=6006"


def how_to_open(profile: Profile) -> list[str]:
    """What to do beside giving the command."""
    if profile.opener == PERFETTO:
        return ["Copy it to the machine that your browser runs on, and open it at https://ui.perfetto.dev"]
    return [
        "tbtui does not draw profiles. XProf does, alone or within TensorBoard: pip install xprof",
        "Over SSH, log in with -L 6006:localhost:6006 and open http://localhost:6006 in your browser",
        "Or tensorboard with the same --logdir, where xprof is installed beside it: its tab Profile",
    ]
