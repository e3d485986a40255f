"""Hooks of Claude Code, which run before and after each tool.

Claude Code lets a tool run if its hook fails in any way but one: the exit code 2. So every denial
and every failure here is an answer with that code, the reason as text for the error output, and the
same as JSON, in case the code is not looked at. `lawful hook settings` prints what to put into the
settings; the command it prints ends with exit code 2 even if Python cannot be started.
"""

from __future__ import annotations

import hashlib
import shlex
import sys
from dataclasses import dataclass
from typing import Any

from lawful.adapters.call import Call
from lawful.adapters.canonical import read_json, shown, write_canonical
from lawful.adapters.gate import Gate
from lawful.errors import InvalidInput, LawfulError

LONGEST_INPUT = 16 << 20
"""The longest input of a hook, in bytes."""

BLOCKS = 2
"""The exit code that blocks; every other one lets the tool run."""

_AFTER = ("PostToolUse", "PostToolUseFailure")


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What a hook ends with: the exit code, JSON for the output, text for the error output."""

    code: int
    output: dict[str, Any]
    message: str = ""


def pre_tool_use(text: bytes, gate: object, *, grant: bool = False) -> HookAnswer:
    """Answers the hook `PreToolUse`. Whatever is wrong with the input or the policy blocks.

    A call that may run goes on to the permissions of Claude Code, which may still ask the user; with
    `grant` they are not asked.

    >>> from lawful.adapters import ToolList
    >>> from lawful.adapters.claude_hooks import pre_tool_use
    >>> event = b'''{"hook_event_name": "PreToolUse", "session_id": "s", "tool_use_id": "t",
    ...     "tool_name": "Bash", "tool_input": {"command": "rm -r /"}}'''
    >>> answer = pre_tool_use(event, ToolList(allow=["Read"]))
    >>> answer.code, answer.message
    (2, 'denied by `default`: `Bash` is not on the list of tools that are allowed')
    >>> answer.output["hookSpecificOutput"]["permissionDecision"]
    'deny'
    >>> pre_tool_use(event, ToolList(allow=["Bash"])).code
    0
    >>> pre_tool_use(b"{", ToolList(allow=["*"])).code
    2
    """
    try:
        call = _call(_event(text, ("PreToolUse",)))
    except LawfulError as error:
        return blocked(f"denied by `lawful.odd-call`: {error}")
    decision = Gate.of(gate).decide(call)
    if not decision.may_run:
        return blocked(str(decision))
    if not decision.allowed:
        return HookAnswer(0, {"systemMessage": f"lawful: {decision}"})
    if not grant:
        return HookAnswer(0, {"suppressOutput": True})
    return HookAnswer(0, {"hookSpecificOutput": _specific("allow", str(decision))})


def post_tool_use(text: bytes, gate: object) -> HookAnswer:
    """Answers `PostToolUse` and `PostToolUseFailure`: records what came of a call.

    The tool has run. If that cannot be recorded, or the call is not one that was decided on (another
    hook may have changed it), the model is told so, as loudly as Claude Code lets a hook.

    >>> from lawful.adapters import Gate, LedgerRecorder, ToolList
    >>> from lawful.adapters.claude_hooks import post_tool_use, pre_tool_use
    >>> from lawful.trace import TraceLedger
    >>> ledger = TraceLedger()
    >>> gate = Gate(ToolList(allow=["Read"]), recorder=LedgerRecorder(ledger))
    >>> event = b'''{"hook_event_name": "PreToolUse", "session_id": "s", "tool_use_id": "t",
    ...     "tool_name": "Read", "tool_input": {"file_path": "/a"}}'''
    >>> pre_tool_use(event, gate).code
    0
    >>> post_tool_use(event.replace(b"Pre", b"Post"), gate).code
    0
    >>> [node.kind for node in ledger]
    ['proposed', 'authorised', 'returned']
    """
    try:
        event = _event(text, _AFTER)
        call = _call(event)
        succeeded = event["hook_event_name"] == "PostToolUse"
        note = "" if succeeded else shown(event.get("error") or "")
        Gate.of(gate).settle(call, succeeded=succeeded, note=note)
    except LawfulError as error:
        return HookAnswer(BLOCKS, {"decision": "block", "reason": str(error)}, str(error))
    return HookAnswer(0, {"suppressOutput": True})


def blocked(why: str) -> HookAnswer:
    """Returns the answer that stops a tool, in both forms that Claude Code understands."""
    return HookAnswer(BLOCKS, {"hookSpecificOutput": _specific("deny", why)}, why)


def settings(arguments: list[str]) -> dict[str, Any]:
    """Returns the part of the settings of Claude Code that calls the hooks with some arguments.

    >>> from lawful.adapters.claude_hooks import settings
    >>> made = settings(["--policy", "/etc/policy.toml"])
    >>> made["hooks"]["PreToolUse"][0]["hooks"][0]["command"].endswith("|| exit 2")
    True
    """

    def group(name: str) -> list[dict[str, Any]]:
        words = [sys.executable, "-m", "lawful", "hook", name, *arguments]
        # Without the end, a Python that is not there would let every tool run.
        command = f"{shlex.join(words)} || exit {BLOCKS}"
        return [{"matcher": "*", "hooks": [{"type": "command", "command": command, "timeout": 60}]}]

    names = {"PreToolUse": "pre-tool-use", **{after: "post-tool-use" for after in _AFTER}}
    return {"hooks": {event: group(name) for event, name in names.items()}}


def _specific(decision: str, why: str) -> dict[str, str]:
    return {
        "hookEventName": "PreToolUse",
        "permissionDecision": decision,
        "permissionDecisionReason": why,
    }


def _event(text: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    if len(text) > LONGEST_INPUT:
        raise InvalidInput(f"the input of the hook has more than {LONGEST_INPUT} bytes")
    event = read_json(text, "the input of the hook", LONGEST_INPUT)
    if type(event) is not dict:
        raise InvalidInput("the input of the hook is not an object")
    if event.get("hook_event_name") not in names:
        raise InvalidInput(
            f"the hook is for {' and '.join(names)}, not `{shown(event.get('hook_event_name'), 80)}`"
        )
    return event


def _call(event: dict[str, Any]) -> Call:
    for name in ("session_id", "tool_use_id"):
        if type(event.get(name)) is not str or not event[name]:
            raise InvalidInput(f"the input of the hook has no `{name}`")
    session, use = event["session_id"], event["tool_use_id"]
    # The hook after the tool runs in another process, and must come to the same call.
    told = write_canonical(["lawful.adapters.claude.v1", session, use])
    return Call.of(
        event.get("tool_name"),  # type: ignore[arg-type]
        event.get("tool_input"),
        id=use,
        walk=session,
        origin="claude-code",
        nonce=hashlib.sha256(told.encode("utf-8")).hexdigest(),
    )
