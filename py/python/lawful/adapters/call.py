"""One call of a tool, as it is decided on and run."""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lawful.adapters.canonical import LONGEST_TEXT, read_json, shown, write_canonical
from lawful.errors import InvalidInput

LONGEST_NAME = 256
"""The longest name of a tool, in characters."""

_DOMAIN = "lawful.adapters.call.v1"


def refuse_tool_name(name: object) -> str:
    """Returns a name that a tool may have.

    # Errors

    `InvalidInput` if it is no text, empty, longer than 256 characters, has a space or a character
    that does not show, or could be written in another way that looks the same (it is not NFKC).

    >>> from lawful.adapters.call import refuse_tool_name
    >>> refuse_tool_name("read_file")
    'read_file'
    >>> refuse_tool_name("read_file\\x00")
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: `read_file\\u0000` cannot be the name of a tool: ...
    """
    if type(name) is not str:
        raise InvalidInput(f"the name of a tool is a text, not a `{type(name).__name__}`")
    why = None
    if not name or len(name) > LONGEST_NAME:
        why = f"it has {len(name)} characters, and 1 to {LONGEST_NAME} are allowed"
    elif not name.isprintable() or any(letter.isspace() for letter in name):
        why = "it has a space or a character that does not show"
    elif unicodedata.normalize("NFKC", name) != name:
        why = "it can be written in another way that looks the same"
    elif any(unicodedata.category(letter)[0] == "M" for letter in name):
        why = "it has a mark that combines with another character"
    if why is not None:
        raise InvalidInput(f"`{shown(name, 80)}` cannot be the name of a tool: {why}")
    return name


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool. It never changes, and what runs is what it says.

    `arguments` is canonical JSON (see `lawful.adapters.canonical`), so a policy has nothing that it
    could change after it has decided; `value()` makes the arguments anew each time. `digest` names
    the call: it covers every other field. `nonce` makes two calls with the same content two calls.

    - `tool`: the name, 1 to 256 characters.
    - `resource`: what holds the tool, a server for instance, or "".
    - `id`: what the caller calls this call, or "".
    - `walk`: the session that it belongs to, or "".
    - `origin`: who brings it, `mcp` for instance.
    - `action`: `call`, or `list` if the question is only whether the tool is shown.

    >>> from lawful.adapters import Call
    >>> call = Call.of("read_file", {"path": "a.txt"}, origin="example")
    >>> call.arguments
    '{"path":"a.txt"}'
    >>> call.value()["path"]
    'a.txt'
    >>> Call.of("read_file", '{"path": 1, "path": 2}')
    Traceback (most recent call last):
        ...
    lawful.errors.InvalidInput: the input of `read_file` has the key `path` twice ...
    """

    tool: str
    arguments: str
    resource: str = ""
    id: str = ""
    walk: str = ""
    origin: str = ""
    action: Literal["call", "list"] = "call"
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    # Follows from the others, so that `repr` evaluates back without it.
    digest: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        refuse_tool_name(self.tool)
        if type(self.arguments) is not str:
            raise InvalidInput("the arguments of a call are JSON text; `Call.of` takes values")
        if write_canonical(_object(self.tool, self.arguments)) != self.arguments:
            raise InvalidInput("the arguments of a call are canonical JSON; `Call.of` makes it")
        for name in ("resource", "id", "walk", "origin", "nonce"):
            text = getattr(self, name)
            if type(text) is not str or len(text) > 1024:
                raise InvalidInput(f"`{name}` of a call is a text of at most 1024 characters")
        if type(self.action) is not str or self.action not in ("call", "list"):
            raise InvalidInput(f"`{shown(self.action)}` is not an action; give `call` or `list`")
        # A list as JSON: no two different lists of fields have the same text.
        told = write_canonical(
            [_DOMAIN, *(getattr(self, name) for name in _COVERED)], "the call", 2 * LONGEST_TEXT
        )
        object.__setattr__(self, "digest", hashlib.sha256(told.encode("utf-8")).hexdigest())

    @classmethod
    def of(cls, tool: str, arguments: Mapping[str, object] | str | bytes | None, **more: Any) -> Call:
        """Makes a call of plain values, or of a JSON text. No arguments at all are `{}`."""
        refuse_tool_name(tool)
        if arguments is None or arguments == "":
            arguments = {}
        if isinstance(arguments, (str, bytes)):
            arguments = _object(tool, arguments)
        what = f"the input of `{tool}`"
        if type(arguments) is not dict:
            raise InvalidInput(f"{what} is a `{type(arguments).__name__}`, not an object")
        return cls(tool, write_canonical(arguments, what), **more)

    def value(self) -> dict[str, Any]:
        """Returns the arguments, made anew: who changes them changes nothing here."""
        made: dict[str, Any] = json.loads(self.arguments)
        return made

    def __setstate__(self, state: list[Any]) -> None:
        # A pickle is outside data: the fields are checked and the digest made again.
        Call.__init__(self, *state[:-1])


_COVERED = ("tool", "arguments", "resource", "id", "walk", "origin", "action", "nonce")


def _object(tool: str, text: str | bytes) -> dict[str, Any]:
    value = read_json(text, f"the input of `{tool}`")
    if type(value) is not dict:
        raise InvalidInput(f"the input of `{tool}` is not an object; write {{...}}")
    return value
