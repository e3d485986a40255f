"""Printing and storing values."""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict
from typing import Any

import pytest
from lawful._codec import decode, encode
from lawful._show import show

PLAIN: list[Any] = [
    None,
    True,
    0,
    -(10**50),
    0.1,
    -0.0,
    1e300,
    "text",
    "q'\"\n\\",
    "\udc80",
    b"\x00\xff",
    [],
    [1, [2]],
    (),
    (1,),
    (1, "a"),
    set(),
    {1, "b"},
    {},
    {"k": (1.5, None)},
]


@pytest.mark.parametrize("value", PLAIN, ids=range(len(PLAIN)))
def test_plain_values_are_stored_exactly(value: Any) -> None:
    text = encode(value)
    assert text is not None and text.isascii()
    decoded = decode(text)
    assert decoded is not None
    assert decoded[0] == value and type(decoded[0]) is type(value)
    assert repr(decoded[0]) == repr(value) or isinstance(value, set)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        frozenset({1}),
        1 << 50_000,
        OrderedDict(a=1),
        type("Money", (int,), {})(5),
        object(),
        [object()],
        {"k": float("nan")},
        "x" * 200_000,
        complex(1, 2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_values_are_not_stored(value: Any) -> None:
    assert encode(value) is None


def test_deep_values_are_not_stored() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    assert encode(deep) is None
    assert "…" in show(deep)


@pytest.mark.parametrize(
    "text", ["", "1 +", "print(1)", "__import__('os')", "a", "(" * 5000, "\x00", "9" * 200_000]
)
def test_what_is_no_literal_is_not_read(text: str) -> None:
    assert decode(text) is None


def test_values_are_shown_the_same_way_in_every_process() -> None:
    script = (
        "from lawful._show import show\n"
        "class Plain: pass\n"
        "print(show([{'a', 'b', 'c', 'dd'}, frozenset({('x',), ('y',)}), Plain(), {1: {'k', 'j'}}]))"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(shown) == 1
    assert "{'a', 'b', 'c', 'dd'}" in shown.pop()


def test_long_and_hostile_values_are_shown() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    assert show(Hostile()) == "a `Hostile` whose repr raises RuntimeError"
    assert show("x" * 10_000).endswith("… (10002 characters)")
    assert show(set()) == "set()" and show(frozenset()) == "frozenset()" and show((1,)) == "(1,)"
    assert show({"k": 1}) == "{'k': 1}"
    loop: list[Any] = []
    loop.append(loop)
    assert show(loop)
