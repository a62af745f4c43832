"""Logs of scalars: long ones, many small ones, irregular ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.event_bytes import MARK, Kind, event_bytes, kind
from tbtui.parsing.event_writer import frame, metadata, simple_value, tensor_value, version_event

_START = 1.7e9
_SECONDS_A_STEP = 0.01
# So many events are made at once.
_EVENTS = 1 << 19

Tags = tuple[str, ...]


def write_file(directory: Path, *parts: bytes, name: str = "events.out.tfevents.1700000000.host.1.0") -> None:
    """Write one event file: the record that begins every file, then these bytes."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / name).open("wb") as file:
        file.write(frame(version_event(_START, b"benchmark").SerializeToString()))
        file.writelines(parts)


def big_log(directory: Path, form: str, runs: int, tags: int, steps: int) -> None:
    """A training loop that writes ``tags`` scalars at each step; see ``kinds_of`` for the forms."""
    first, later = kinds_of(tuple(f"train/loss_{number:02}" for number in range(tags)), form)
    for run in range(runs):
        parts = [_rounds(first, 0, 1, run)]
        step = 1
        while step < steps:
            count = min(steps - step, max(1, _EVENTS // tags))
            parts.append(_rounds(later, step, count, run))
            step += count
        write_file(directory / f"run_{run}", *parts)


def kinds_of(tags: Tags, form: str) -> tuple[list[Kind], list[Kind]]:
    """The kinds of the first records of the tags and of all later ones.

    ``simple`` as torch writes scalars; ``tensor`` as TF2 does, with metadata on every event; ``tensor_first`` with
    metadata on the first event only.
    """
    said = metadata("scalars")
    if form == "simple":
        simple = [kind(simple_value(tag, float(MARK))) for tag in tags]
        return simple, simple
    full = [kind(tensor_value(tag, MARK, said)) for tag in tags]
    return full, full if form == "tensor" else [kind(tensor_value(tag, MARK)) for tag in tags]


def _rounds(kinds: list[Kind], first_step: int, count: int, seed: int) -> bytes:
    """``count`` steps of a loop that writes every kind once at each step."""
    rng = np.random.default_rng((seed, first_step))
    which = np.tile(np.arange(len(kinds)), count)
    steps = np.repeat(np.arange(first_step, first_step + count), len(kinds))
    return _events(kinds, which, steps, rng)


def _events(kinds: list[Kind], which: np.ndarray, steps: np.ndarray, rng: np.random.Generator) -> bytes:
    """These events, with wall times that jitter and values that fall."""
    wall_times = _START + (steps + np.arange(len(steps)) % 997 * 1e-3 + rng.random(len(steps))) * _SECONDS_A_STEP
    slots = max(len(one.places) for one in kinds)
    falling = 1 / (1 + steps[:, None] * 1e-3) + rng.normal(0, 0.05, (len(steps), slots))
    return event_bytes(kinds, which, steps, wall_times, falling.astype(np.float32)).tobytes()


def many_runs(directory: Path, runs: int, events: int, tags: int = 17) -> None:
    """Runs as reinforcement learning leaves them: losses at each update, and episodes that end at any time."""
    kinds, _ = kinds_of(tuple(f"{part}/{name}" for part, name in _RL_TAGS[:tags]), "simple")
    losses = [number for number, (part, _) in enumerate(_RL_TAGS[:tags]) if part != "charts"]
    episodes = [number for number in range(len(kinds)) if number not in losses]
    for run in range(runs):
        rng = np.random.default_rng(run)
        which, steps = _updates(losses, episodes, events, rng)
        write_file(directory / f"env_{run % 50:02}" / f"seed_{run // 50:03}", _events(kinds, which, steps, rng))


_RL_TAGS = [
    *(("charts", name) for name in ("episodic_return", "episodic_length", "SPS", "learning_rate")),
    *(("losses", name) for name in ("value_loss", "policy_loss", "entropy", "old_approx_kl", "approx_kl", "clipfrac")),
    *(("losses", name) for name in ("explained_variance", "grad_norm", "q1_values", "q2_values", "alpha")),
    *(("time", name) for name in ("collect", "update")),
]


def _updates(
    losses: list[int], episodes: list[int], events: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(n,) which tag and step: all losses at each update, episodes between some of them."""
    which: list[int] = []
    steps: list[int] = []
    step = 0
    while len(which) < events:
        step += int(rng.integers(1, 130))
        ended = rng.random() < 0.3
        burst = episodes if ended else losses
        which += burst
        steps += [step] * len(burst)
    return np.array(which), np.array(steps)


def many_tags(directory: Path, tags: int, steps: int) -> None:
    """A run with a thousand tags or so."""
    big_log(directory, "simple", 1, tags, steps)


def irregular(directory: Path, events: int) -> None:
    """Merged summaries, descriptions in the metadata, tags in any order, several layouts of one tag."""
    said = metadata("scalars", description="what the validation said about this very value " * 3)
    kinds = [
        kind(*(simple_value(f"merged/{place}/{number}", float(MARK)) for place in range(2 + number % 10)))
        for number in range(20)
    ]
    kinds += [kind(tensor_value(f"described/{number}", MARK, said)) for number in range(40)]
    kinds += [kind(tensor_value(f"both/{number}", MARK, metadata("scalars"))) for number in range(40)]
    kinds += [kind(simple_value(f"both/{number}", float(MARK))) for number in range(40)]
    kinds += [kind(simple_value(f"layer.{number}.{'w' * (number % 30)}", float(MARK))) for number in range(860)]
    rng = np.random.default_rng(6)
    which = rng.integers(0, len(kinds), events)
    write_file(directory / "irregular", _events(kinds, which, np.arange(events) // 50, rng))
