"""Arguments of calls from hostile sides."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lawful.adapters import Call, ToolList
from lawful.adapters.canonical import LONGEST_TEXT, read_json, write_canonical
from lawful.errors import DamagedFile, InvalidInput


class Text(str):
    pass


class Table(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        return [("n", 2)]


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "text",
    [
        '{"n": 1, "n": 2}',
        '{"a": {"n": 1, "\\u006e": 2}}',
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '"' + '\\"' * 400_000,
        '\\"' * 400_000 + "\\",
        "[" * 65 + "]" * 65,
        "NaN",
        "[Infinity]",
        "[1e999]",
        "[-1e999]",
        "9" * 5000,
        "0." + "9" * 5000,
        '"\\ud800"',
        '{"\\ud800": 1}',
        "\ud800",
        "",
        "{",
        "{} {}",
        "\ufeff{}",
        '"' + "a" * LONGEST_TEXT + '"',
        '{"a": 1,}',
        "{'a': 1}",
        '"\x00"',
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_odd_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_json(text)
    with pytest.raises(InvalidInput):
        Call.of("touch", text or "[]")


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_json(b'"\xff"')


@pytest.mark.parametrize(
    "value",
    [
        {"n": float("nan")},
        {"n": float("-inf")},
        {"n": nested(64)},
        {"n": nested(100_000)},
        {1: 2},
        {None: 2},
        {Text("n"): 2},
        {"n": Text("x")},
        Table(n=1),
        {"n": Table(n=1)},
        {"n": (1, 2)},
        {"n": {1, 2}},
        {"n": b"x"},
        {"n": object()},
        {"n": "\udfff"},
        {"n": 10**1000},
        {"n": "x" * LONGEST_TEXT},
        {"n": [0] * (LONGEST_TEXT + 1)},
        [1],
        7,
    ],
    ids=lambda value: ascii(str(type(value)))[:30],
)
def test_odd_values_are_refused(value: Any) -> None:
    with pytest.raises(InvalidInput):
        Call.of("touch", value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["n"] = value
    with pytest.raises(InvalidInput, match="deeper"):
        Call.of("touch", value)


def test_a_wide_value_that_shares_its_parts_is_refused() -> None:
    part: Any = "x"
    for _ in range(60):
        part = [part, part]
    with pytest.raises(InvalidInput):
        Call.of("touch", {"n": part})


@pytest.mark.parametrize("value", [{}, {"a": [1, 2.5, -0.0, True, None, "ü\n\"\\ \u2028"]}, nested(64)])
def test_canonical_json_is_read_back(value: Any) -> None:
    text = write_canonical(value)
    assert read_json(text) == value == json.loads(text)
    assert write_canonical(read_json(text)) == text


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "a\n", "a\x00", "a\u200b", "a\u202e", "\ufb01le", "a\u0301", "a" * 257, "a\u00a0b",
     "\uff52ead", "a\ud800", None, 7, Text("touch"), b"touch"],
    ids=ascii,
)  # fmt: skip
def test_odd_names_of_tools_are_refused(name: Any) -> None:
    with pytest.raises(InvalidInput):
        Call.of(name, {})


@pytest.mark.parametrize(
    ("pattern", "tool", "fits"),
    [
        ("read_*", "read_", True),
        ("read_*", "Read_x", False),
        ("*", "anything", True),
        ("*", "\u0440ead", False),
        ("\u0440ead", "\u0440ead", True),
        ("a*b", "ab", True),
        ("a*b", "a", False),
        ("ab*ba", "aba", False),
        ("a*a*a", "aa", False),
        ("a*b*c", "a-b-c", True),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("a?", "ab", False),
        ("*" + "a*" * 200, "a" * 199 + "b", False),
    ],
)
def test_patterns(pattern: str, tool: str, fits: bool) -> None:
    assert ToolList(allow=[pattern]).decide(Call.of(tool, {})).allowed is fits


@pytest.mark.parametrize("tool", ["delete", "DELETE", "delete_all", "\u0501elete", "deletе"])
def test_what_looks_like_a_denied_tool_is_not_let_in_by_a_star(tool: str) -> None:
    assert not ToolList(allow=["*"], deny=["delete*"]).decide(Call.of(tool, {})).allowed


def test_a_pattern_of_a_resource_is_only_for_it() -> None:
    policy = ToolList(allow=["github::*"], deny=["evil::*"])
    assert policy.decide(Call.of("search", {}, resource="github")).allowed
    assert not policy.decide(Call.of("search", {}, resource="Github")).allowed
    assert not policy.decide(Call.of("github::search", {})).allowed
    assert policy.decide(Call.of("x", {}, resource="EVIL")).clause == "deny:evil::*"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version = 2",
        "version = true",
        "version = 1\nallows = ['x']",
        "version = 1\nallow = 'x'",
        "version = 1\nallow = [1]",
        "version = 1\nallow = ['']",
        "version = 1\nallow = ['a b']",
        "version = 1\nmode = 'off'",
        "version = 1\nmode = []",
        "version = 1\nallow = ['x'",
        "version = 1\nallow = []\nallow = ['*']",
    ],
)
def test_a_policy_that_is_not_understood_is_refused(tmp_path: Any, text: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(DamagedFile, match="policy.toml"):
        ToolList.read(file)


def test_a_policy_may_be_json(tmp_path: Any) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"version": 1, "mode": "shadow", "allow": ["a"], "deny": ["b"]}')
    assert ToolList.read(file) == ToolList(["a"], ["b"], shadow=True)
    file.write_text('{"version": 1, "allow": [], "allow": ["*"]}')
    with pytest.raises(DamagedFile):
        ToolList.read(file)
