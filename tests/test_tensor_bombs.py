"""A few bytes of a log that stand for terabytes are told of, not filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tbtui.commands import inspect
from tbtui.model.entries import EntryError
from tbtui.parsing.event_writer import metadata, summary_event, tensor_value
from tbtui.parsing.logdir import open_logdir
from tests.conftest import event_bytes


@pytest.mark.parametrize("plugin", ["histograms", "pr_curves", "my_plugin"])
def test_one_value_for_a_huge_shape(tmp_path: Path, plugin: str, capsys: pytest.CaptureFixture[str]) -> None:
    value = tensor_value("a", 1.0, metadata(plugin))
    value.tensor.ClearField("tensor_content")
    value.tensor.float_val.append(1.0)
    value.tensor.dtype = 1
    for size in (1 << 40, 3):
        value.tensor.tensor_shape.dim.add(size=size)
    (tmp_path / "events.out.tfevents.1").write_bytes(event_bytes(summary_event(0, 1.0, [value])))
    with pytest.raises(EntryError, match="too large"):
        open_logdir(str(tmp_path)).runs["."].entries[plugin]["a"][0]
    assert inspect.run({"": str(tmp_path)}) == 0
    assert "too large" in capsys.readouterr().out
