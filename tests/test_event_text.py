"""A record's fields as a tree: all of them, by name and type, up to where it stops being an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tbtui.parsing.event_text import Field, event_fields
from tbtui.parsing.event_writer import histogram_value, metadata, simple_value, summary_event, tensor_value
from tbtui.parsing.protos import Event, HParamsPluginData
from tbtui.parsing.record_chain import HEADER


def leaves(fields: Sequence[Field], above: str = "") -> Iterator[tuple[str, str, str]]:
    for one in fields:
        path = f"{above}.{one.name}" if above else one.name
        if one.fields:
            yield from leaves(one.fields, path)
        else:
            yield path, one.kind, one.text


def lines(event: Any) -> dict[str, tuple[str, str]]:
    return {path: (kind, text) for path, kind, text in leaves(event_fields(event.SerializeToString()))}


def test_a_scalar_and_its_metadata() -> None:
    value = simple_value("train/loss", 0.5)
    value.metadata.CopyFrom(metadata("scalars"))
    found = lines(summary_event(-3, 1.5, [value]))
    assert found["wall_time"] == ("double", "1.5")
    assert found["step"] == ("int64", "-3")
    assert found["summary.value.tag"] == ("bytes", '"train/loss"')
    assert found["summary.value.simple_value"] == ("float", "0.5")
    assert found["summary.value.metadata.plugin_data.plugin_name"] == ("bytes", '"scalars"')


def test_numbers_are_told_in_one_line_however_they_are_stored() -> None:
    value = tensor_value("a", [1.0, 2.0])
    value.tensor.int64_val.extend(range(-1, 99))
    found = lines(summary_event(0, 1.0, [value]))
    assert found["summary.value.tensor.dtype"] == ("int32", "2 (float64)")
    assert found["summary.value.tensor.tensor_content"] == ("bytes", "16 bytes: 1, 2")
    kind, text = found["summary.value.tensor.int64_val"]
    assert kind == "int64[100]"
    assert text.startswith("-1, 0, 1, ")
    assert text.endswith(", …")
    unpacked = b"\x2a\x0e\x0a\x0c\x2a\x0a" + b"\x31" + bytes(8) + b"\x00"
    assert "?" in {path.rpartition(".")[2] for path, *_ in leaves(event_fields(unpacked))}


def test_what_a_plugin_says_is_decoded() -> None:
    said = HParamsPluginData()
    said.session_start_info.hparams.add(key=b"lr").value.number_value = 0.1
    value = simple_value("_hparams_/session_start_info", 0.0)
    value.metadata.CopyFrom(metadata("hparams", said.SerializeToString()))
    found = lines(summary_event(0, 1.0, [value]))
    hparam = "summary.value.metadata.plugin_data.content.session_start_info.hparams"
    assert found[f"{hparam}.key"] == ("bytes", '"lr"')
    assert found[f"{hparam}.value.number_value"] == ("double", "0.1")


def test_unknown_fields_are_shown_by_their_number() -> None:
    data = Event(wall_time=1.0).SerializeToString() + b"\xa2\x06\x03abc\xa8\x06\x07"
    assert list(leaves(event_fields(data)))[1:] == [("field 100", "bytes", '"abc"'), ("field 101", "varint", "7")]


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_bytes_are_too_odd(noise: bytes, cut: int) -> None:
    whole = summary_event(3, 1.0, [histogram_value("a", [1.0, 2.0], 5)]).SerializeToString()
    for data in (noise, whole[:cut] + noise, whole[:cut]):
        assert len(list(leaves(event_fields(data)))) <= len(data)


def test_every_record_of_odd_logs_is_walked_to_its_end_or_says_where_it_goes_wrong(corpus: Path) -> None:
    wrong = 0
    for path in (corpus / "c" / "proto_oddities").rglob("*tfevents*"):
        data, position = path.read_bytes(), 0
        while position < len(data):
            length = int.from_bytes(data[position : position + 8], "little")
            found = event_fields(data[position + HEADER : position + HEADER + length])
            wrong += any(name.endswith("?") for name, *_ in leaves(found))
            position += HEADER + length + 4
    assert wrong >= 2
