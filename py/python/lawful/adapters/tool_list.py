"""The policy that ships: lists of tools that are allowed and denied, from a file."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lawful.adapters.call import Call
from lawful.adapters.canonical import read_json, shown
from lawful.adapters.decision import Decision
from lawful.errors import DamagedFile, InvalidInput

_LARGEST_FILE = 1 << 20
_MOST_PATTERNS = 10_000
_KEYS = {"version", "mode", "allow", "deny"}


@dataclass(frozen=True, slots=True)
class ToolList:
    """Allows the tools that it lists, and no others.

    A pattern is the name of a tool in which `*` stands for anything. What a pattern of `deny` fits
    is denied, whatever `allow` says, in upper and lower case. What a pattern of `allow` fits letter
    by letter is allowed. A name with letters that are not ASCII is allowed only by a pattern that is
    exactly that name: a `*` never lets in a name that only looks like another. With
    `shadow` nothing is enforced, and denials are still recorded.

    A pattern `RESOURCE::TOOL` is only for tools of that resource (the server, for instance).

    >>> from lawful.adapters import Call, ToolList
    >>> policy = ToolList(allow=["read_*", "files::list"], deny=["*secret*"])
    >>> policy.decide(Call.of("read_file", {})).allowed
    True
    >>> str(policy.decide(Call.of("read_SECRETS", {})))
    'denied by `deny:*secret*`: tools like `*secret*` are denied'
    >>> policy.decide(Call.of("delete_file", {})).clause
    'default'
    >>> policy.decide(Call.of("list", {}, resource="files")).allowed
    True
    """

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    shadow: bool = False

    def __init__(
        self, allow: Iterable[str] = (), deny: Iterable[str] = (), *, shadow: bool = False
    ) -> None:
        object.__setattr__(self, "allow", _patterns("allow", allow))
        object.__setattr__(self, "deny", _patterns("deny", deny))
        if type(shadow) is not bool:
            raise InvalidInput(f"`shadow` is true or false, not `{shown(shadow, 40)}`")
        object.__setattr__(self, "shadow", shadow)

    def decide(self, call: Call, /) -> Decision:
        """Decides on a call by the name of its tool."""
        for pattern in self.deny:
            if _fits(pattern.casefold(), call, fold=True):
                return Decision.deny(
                    call,
                    f"deny:{pattern}",
                    f"tools like `{pattern}` are denied",
                    enforced=not self.shadow,
                )
        for pattern in self.allow:
            if _fits(pattern, call, fold=False):
                return Decision.allow(call, f"allow:{pattern}")
        return Decision.deny(
            call,
            "default",
            f"`{call.tool}` is not on the list of tools that are allowed",
            enforced=not self.shadow,
        )

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> ToolList:
        """Reads the policy of a file, TOML or (if its name ends in `.json`) JSON.

            version = 1
            mode = "enforce"            # or "shadow"
            allow = ["read_*", "github::search"]
            deny = ["*delete*"]

        # Errors

        `DamagedFile` if it is not such a file, or has a key that is not known: a word that is spelt
        wrongly must not switch a rule off. `OSError` if it cannot be read.

        >>> import pathlib, tempfile
        >>> from lawful.adapters import ToolList
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "policy.toml")
        ...     _ = file.write_text('version = 1\\nallow = ["read_*"]')
        ...     ToolList.read(file)
        ToolList(allow=('read_*',), deny=(), shadow=False)
        """
        data = _table(Path(path))
        unknown = sorted(set(data) - _KEYS)
        if unknown:
            raise DamagedFile(f"{path}: `{shown(unknown[0], 80)}` is not known; {_form()}")
        if type(data.get("version")) is not int or data["version"] != 1:
            raise DamagedFile(f"{path}: the version must be 1; {_form()}")
        mode = data.get("mode", "enforce")
        if mode not in ("enforce", "shadow"):
            raise DamagedFile(f"{path}: `mode` is `enforce` or `shadow`, not `{shown(mode, 80)}`")
        try:
            return cls(data.get("allow", []), data.get("deny", []), shadow=mode == "shadow")
        except InvalidInput as error:
            raise DamagedFile(f"{path}: {error}") from None


def _table(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        text = file.read(_LARGEST_FILE + 1)
    if len(text) > _LARGEST_FILE:
        raise DamagedFile(f"{path}: a policy of more than a mebibyte is not read")
    try:
        if path.suffix.lower() == ".json":
            data = read_json(text, "the policy")
        else:
            data = tomllib.loads(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"{path}: {shown(error)}") from None
    if type(data) is not dict:
        raise DamagedFile(f"{path}: the policy is not a table; {_form()}")
    return data


def _form() -> str:
    return "a policy has `version`, `mode`, `allow` and `deny`"


def _patterns(name: str, given: object) -> tuple[str, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidInput(f"`{name}` is a list of patterns, not `{shown(given, 80)}`")
    made: list[str] = []
    for pattern in given:
        if len(made) == _MOST_PATTERNS:
            raise InvalidInput(f"`{name}` has more than {_MOST_PATTERNS} patterns")
        if type(pattern) is not str or not pattern.strip("*: ") and pattern != "*":
            raise InvalidInput(f"`{shown(pattern, 80)}` in `{name}` is not a pattern of tool names")
        if len(pattern) > 512 or not pattern.isprintable() or " " in pattern:
            raise InvalidInput(f"`{shown(pattern, 80)}` in `{name}` can fit no tool")
        made.append(pattern)
    return tuple(made)


def _fits(pattern: str, call: Call, fold: bool) -> bool:
    tool, resource = call.tool, call.resource
    if fold:
        tool, resource = tool.casefold(), resource.casefold()
    if "::" in pattern:
        of, pattern = pattern.split("::", 1)
        if not _like(of, resource):
            return False
    # A `*` of a denial fits every letter; one that allows fits only ASCII.
    return _like(pattern, tool) and (fold or tool.isascii() or pattern == tool)


def _like(pattern: str, text: str) -> bool:
    if "*" not in pattern:
        return pattern == text
    first, *middle, last = pattern.split("*")
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle:
        # The leftmost place is always as good as a later one: no backtracking.
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - at >= len(last) and text.endswith(last)
