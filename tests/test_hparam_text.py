"""Hparams in texts: the forms in which scripts write them, and texts that mean harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tbtui.parsing.hparam_text import parse_hparam_text, parse_yaml_hparams, tag_rank
from tbtui.parsing.hparams import HParamsError
from tbtui.parsing.plain_values import MOST_TEXT

EXPECTED = {"lr": 0.001, "opt": "adam", "bn": True, "seed": "null"}


@pytest.mark.parametrize(
    "text",
    [
        '{"lr": 1e-3, "opt": "adam", "bn": true, "seed": null}',
        "{'lr': 0.001, 'opt': 'adam', 'bn': True, 'seed': None}",
        "lr: 1e-3\nopt: adam\nbn: true\nseed:\n",
        "```yaml\nlr: 1.0e-3\nopt: 'adam'\nbn: True\nseed: ~\n```",
        "|param|value|\n|-|-|\n|lr|0.001|\n|opt|adam|\n|bn|True|\n|seed|None|",
        "| name | value |\r\n| :--- | ---: |\r\n| `lr` | 0.001 |\r\n| opt | adam |\r\n| bn | true |\r\n| seed | null |",
        "Namespace(lr=0.001, opt='adam', bn=True, seed=None)",
        "--lr=0.001\n--opt=adam\nbn = true\nseed=none",
        "\tlr:\t0.001\n\topt:\tadam\n\tbn:\tTrue\n\tseed:\tNone",
    ],
)
def test_every_form_means_the_same(text: str) -> None:
    assert parse_hparam_text(text) == EXPECTED


def test_nested_values_are_joined() -> None:
    assert parse_hparam_text('{"model": {"depth": 3, "sizes": [1, 2], "extra": {}}, "n": 10000000000000000000000}') == {
        "model/depth": 3.0, "model/sizes": "[1, 2]", "model/extra": "{}", "n": 1e22,
    }  # fmt: skip


def test_objects_are_never_made() -> None:
    found = parse_yaml_hparams(
        "a: !!python/object/apply:os.system ['exit 1']\n"
        "b: !!python/object:argparse.Namespace\n  lr: 0.1\n"
        "c: &size !!python/tuple [1, 2]\nd: *size\ne: *nowhere\n"
    )
    assert found == {
        "a": "!!python/object/apply:os.system [exit 1]",
        "b/lr": 0.1,
        "c": "!!python/tuple [1, 2]",
        "d": "!!python/tuple [1, 2]",
        "e": "*nowhere",
    }


@pytest.mark.parametrize("text", ["", "hello", "[1, 2]", "a: [1", "{", "Namespace()", "|a|b|\n|-|-|", "<p>x</p>"])
def test_what_holds_nothing_is_told(text: str) -> None:
    with pytest.raises(HParamsError):
        parse_hparam_text(text)


LAUGHS = "a0: &a0 [x,x,x,x]\n" + "".join(
    f"a{number}: &a{number} [{','.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 30)
)


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        "[" * 30_000,
        "{a: " * 30_000,
        "- " * 30_000,
        '{"a":' * 30_000,
        "x=" + "y" * 200_000,
        "|" * 200_000,
    ],
    ids=["laughs", "lists", "mappings", "dashes", "json", "long", "bars"],
)  # fmt: skip
def test_bombs_stay_small(text: str) -> None:
    begun = time.perf_counter()
    try:
        found = parse_hparam_text(text)
    except HParamsError:
        found = {}
    assert all(len(str(value)) <= MOST_TEXT for value in found.values())
    assert time.perf_counter() - begun < 5


@given(st.text(max_size=60) | st.text("{}[]():,=|-'\"&*! \nab1", max_size=40))
def test_no_text_does_harm(text: str) -> None:
    try:
        found = parse_hparam_text(text)
    except HParamsError:
        return
    assert found
    assert all(isinstance(value, float | bool | str) for value in found.values())


@pytest.mark.parametrize(
    ("tag", "promises"),
    [
        ("hparams", True), ("Hyperparameters/text_summary", True), ("args/text_summary", True), ("exp/config", True),
        ("model_config", True), ("note", False), ("arguments of mine", False), ("train/loss", False),
    ],
)  # fmt: skip
def test_tags_that_promise_hparams(tag: str, promises: bool) -> None:
    assert (tag_rank(tag) is not None) is promises
