"""What logs tell of hparams: real writers, damaged content, texts and files beside the log."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.analysis.sessions import Sessions, read_sessions
from tbtui.model.hparams import MetricName, Source, Status
from tbtui.parsing.event_writer import metadata, simple_value, string_value, summary_event, tensor_value
from tbtui.parsing.hparams import HParamsError, parse_plugin_data
from tbtui.parsing.hparams_writer import FAILURE, SUCCESS, experiment_value, session_end_value, session_start_value
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes

LATER = 1.9e9


def sessions_in(path: Path | str) -> Sessions:
    return read_sessions(open_logdir(str(path)).snapshot, LATER)


def test_torch_writes_a_session_for_each_call(corpus: Path) -> None:
    found = sessions_in(corpus / "a/torch/hparams")
    assert [one.run for one in found.sessions] == ["discrete", *(f"trial_{number}" for number in range(5))]
    assert dict(found.sessions[2].hparams) == {
        "lr": 0.1, "bsize": 1.0, "opt": "adam", "nesterov": 1.0, "none_like": "None",
    }  # fmt: skip
    assert {one.status for one in found.sessions} == {Status.SUCCESS}
    names = [info.name for info in found.experiments["trial_0"].metrics]
    assert names == [MetricName("", "hparam/accuracy"), MetricName("", "hparam/loss")]
    discrete = found.experiments["discrete"].hparams
    assert [info.values for info in discrete] == [(), ("sgd", "adam", "rms")]


def test_tensorflow_writes_one_experiment_for_all(corpus: Path) -> None:
    found = sessions_in(corpus / "a/tensorflow/tf2_hparams_plugin")
    assert list(found.experiments) == ["."]
    experiment = found.experiments["."]
    assert [(info.name, info.interval, info.values) for info in experiment.hparams] == [
        ("num_units", None, (16.0, 32.0)),
        ("dropout", (0.1, 0.2), ()),
        ("optimizer", None, ("adam", "sgd")),
        ("use_bn", None, (False, True)),
    ]
    assert [(str(info.name), info.display_name) for info in experiment.metrics] == [
        ("accuracy", "Accuracy"),
        ("validation/epoch_loss", "val loss"),
    ]
    assert len(found.sessions) == 9
    first = found.sessions[0]
    assert (first.run, first.group, first.status) == ("run-0", "group-16-0.1-adam", Status.UNKNOWN)
    assert first.runs == ("run-0", "run-0/validation")
    assert dict(first.hparams) == {"dropout": 0.1, "optimizer": "adam", "num_units": 16.0, "use_bn": True}


def test_lightning_and_stable_baselines(corpus: Path) -> None:
    found = sessions_in(corpus / "a/frameworks")
    assert {one.run: dict(one.hparams) for one in found.sessions} == {
        "lightning/lightning_logs/version_0": {"hidden": 4.0, "lr": 0.1, "act": "relu"},
        "lightning/lightning_logs/version_1": {"hidden": 8.0, "lr": 0.1, "act": "relu"},
        "stable_baselines3/PPO_1": {"algorithm": "PPO", "learning rate": pytest.approx(3e-4), "gamma": 0.99},
    }


def test_texts_of_scripts_that_use_no_plugin(corpus: Path) -> None:
    found = sessions_in(corpus / "b/AguLeon+LoRA_RoBERTa_AGNews")
    assert [(one.source, one.origin) for one in found.sessions] == [(Source.TEXT, "args, model_config")] * 5
    hparams = found.sessions[0].hparams
    assert (hparams["learning_rate"], hparams["do_eval"], hparams["data_seed"]) == (5e-6, True, "null")
    assert hparams["model_config/id2label/0"] == "World"
    agents = sessions_in(corpus / "b/AP-IT-GH+jumper-MatthiasDeBu")
    assert len(agents.sessions) == 8
    assert agents.sessions[0].hparams["reward_signals/extrinsic/gamma"] == 0.99


def test_everything_damaged_is_named_and_costs_nothing_else(corpus: Path) -> None:
    path = corpus / "c/hparams"
    found = sessions_in(path)
    by_run = {one.run: one for one in found.sessions}
    assert set(by_run) == {
        "nan_and_odd_names", "ok_0", "ok_1", "ok_2", "start_only", "status_failure", "two_hundred", "version_99",
        "with_null_tensor_tf2",
    }  # fmt: skip
    name = "events.out.tfevents.1700000000.host.1.0"
    assert found.problems == (
        f"{path}/end_only/{name} at byte 40: the end of a session whose start is not told",
        f"{path}/garbage_content/{name} at byte 40: 3 bytes that are no data of the hparams plugin",
    )
    assert by_run["version_99"].problems == (
        f"{path}/version_99/{name} at byte 40: version 99 of the hparams data is not known here",
    )
    assert {run: one.status for run, one in by_run.items() if one.status is not Status.UNKNOWN} == {
        "ok_0": Status.SUCCESS, "ok_1": Status.SUCCESS, "ok_2": Status.SUCCESS, "status_failure": Status.FAILURE,
    }  # fmt: skip
    assert dict(by_run["ok_1"].hparams) == {"lr": 0.1, "opt": "adam", "bn": True, "nothing": "null"}
    assert [by_run[run].group for run in ("ok_0", "ok_1", "ok_2")] == ["g0", "g0", "g1"]
    odd = by_run["nan_and_odd_names"].hparams
    assert math.isnan(float(odd["a/b"]))
    assert odd["inf"] == math.inf
    assert odd[""] == 1.0
    assert odd["[red]"] == "\x1b[31m"
    assert len(by_run["two_hundred"].hparams) == 200
    assert by_run["version_99"].hparams["lr"] == 1.0


def test_an_experiment_without_anything_is_one(corpus: Path) -> None:
    found = sessions_in(corpus / "c/proto_oddities")
    assert [experiment.metrics for experiment in found.experiments.values()] == [()]
    assert not found.sessions


@pytest.mark.parametrize("content", [b"", b"\x08\x00", b"\xff\xff\xff"])
def test_content_that_is_none(content: bytes) -> None:
    with pytest.raises(HParamsError):
        parse_plugin_data(content)


@given(st.binary(max_size=80), st.integers(0, 200), st.sampled_from([experiment_value, session_start_value]))
def test_no_content_does_harm(noise: bytes, place: int, kind: Any) -> None:
    value = kind(["lr"], [("a", "b", "c")], "name") if kind is experiment_value else kind({"lr": 0.1, "a": None}, "g")
    good: bytes = value.metadata.plugin_data.content
    for content in (noise, good[:place] + noise + good[place:], good[:place]):
        try:
            assert parse_plugin_data(content).content is not None
        except HParamsError as error:
            assert "hparams" in str(error) or "told" in str(error)  # noqa: PT017 - both outcomes are looked at


def test_what_a_job_tells_last_counts(write: Callable[..., Path], tmp_path: Path) -> None:
    """A job that failed and was started again with other values is what it is now."""
    first = [session_start_value({"lr": 0.1}), session_end_value(FAILURE)]
    again = [session_start_value({"lr": 0.2})]
    events = [summary_event(0, 1.7e9 + place, [value]) for place, value in enumerate([*first, *again])]
    write("run/events.out.tfevents.1", event_bytes(*events))
    (session,) = sessions_in(tmp_path).sessions
    assert dict(session.hparams) == {"lr": 0.2}
    assert session.status is Status.UNKNOWN
    events.append(summary_event(9, 1.7e9 + 9, [session_end_value(SUCCESS)]))
    write("run/events.out.tfevents.1", event_bytes(*events))
    assert sessions_in(tmp_path).sessions[0].status is Status.SUCCESS


def test_a_session_that_goes_on_behind_its_end_runs(write: Callable[..., Path], tmp_path: Path) -> None:
    """Lightning tells of the end when it begins."""
    ended = [summary_event(0, 1.7e9, [session_start_value({"lr": 0.1}), session_end_value(SUCCESS)])]
    for run, seconds in (("done", 0.01), ("going", 500.0)):
        later = summary_event(5, 1.7e9 + seconds, [simple_value("loss", 1.0)])
        write(f"{run}/events.out.tfevents.1", event_bytes(*ended, later))
    snapshot = open_logdir(str(tmp_path)).snapshot
    written = max(run.modified for run in snapshot.runs.values())
    now = {one.run: one.status for one in read_sessions(snapshot, written + 1).sessions}
    assert now == {"done": Status.SUCCESS, "going": Status.RUNNING}
    assert {one.status for one in read_sessions(snapshot, written + 1e6).sessions} == {Status.SUCCESS}


def test_a_file_beside_the_log_is_read(write: Callable[..., Path], tmp_path: Path) -> None:
    scalars = event_bytes(summary_event(0, 1.7e9, [simple_value("loss", 1.0)]))
    write("a/events.out.tfevents.1", scalars)
    write("a/hparams.yaml", b"lr: 1e-3\nmodel:\n  depth: 4\nfn: !!python/name:os.system ''\n")
    write("above/hparams.yaml", b"lr: 0.5\n")
    write("above/train/events.out.tfevents.1", scalars)
    write("broken/events.out.tfevents.1", scalars)
    write("broken/hparams.yaml", b"lr: [1\n")
    write("empty/events.out.tfevents.1", scalars)
    write("empty/hparams.yaml", b"")
    found = sessions_in(tmp_path)
    assert {one.run: dict(one.hparams) for one in found.sessions} == {
        "a": {"lr": 1e-3, "model/depth": 4.0, "fn": "!!python/name:os.system"},
        "above/train": {"lr": 0.5},
    }
    assert found.sessions[0].source is Source.FILE
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"{tmp_path}/broken/hparams.yaml: no YAML: ")


def test_a_text_says_nothing_new_beside_a_plugin(write: Callable[..., Path], tmp_path: Path) -> None:
    args = string_value("args/text_summary", [b'{"lr": 0.1}'], metadata("text"))
    curve = [summary_event(step, 1.7e9 + step, [simple_value("loss", 1.0)]) for step in range(3)]
    write("job/events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, [args]), *curve))
    inner = [experiment_value(["lr"], [("", "m", "")]), session_start_value({"lr": 0.1}), simple_value("m", 1.0)]
    write("job/1700000000.5/events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, inner)))
    (session,) = sessions_in(tmp_path).sessions
    assert session.run == "job/1700000000.5"
    assert session.runs == ("job/1700000000.5", "job")


def test_a_text_that_is_no_text_is_no_session(write: Callable[..., Path], tmp_path: Path) -> None:
    number = tensor_value("args", np.float32(3.0), metadata("text"))
    write("run/events.out.tfevents.1", event_bytes(summary_event(0, 1.7e9, [number])))
    assert not sessions_in(tmp_path).sessions
